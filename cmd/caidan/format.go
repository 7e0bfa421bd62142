package main

import (
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/report/sarif"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/version"
)

// format is a way to print what a command came to.
type format struct {
	name string
	// about goes on from the name, in the help; the usual ones need no word.
	about text.Text
	// failures has it print as well that a command came to nothing.
	failures bool
	// print prints the document of any command; nil where the format is one of
	// the command check alone, whose documents findings prints.
	print    func(a *app, d done) error
	findings func(a *app, d done, doc report.Check) error
}

// formats are all there are, the default first.
var formats = []format{
	{name: "text", print: func(a *app, d done) error { return d.text(a.stdout, a.wording(a.stdout)) }},
	{name: "json", failures: true, print: func(a *app, d done) error { return a.json(d.doc) }},
	{
		name: "github", about: text.Say("makes annotations", "会生成注解"), failures: true,
		findings: func(a *app, d done, _ report.Check) error {
			return a.annotate(github.New(a.stdout, a.getenv), d, "", "")
		},
	},
	{name: "sarif", about: text.Say("is for code scanning", "用于 code scanning"), findings: (*app).sarif},
}

// offered reports whether a command prints the format.
func (f format) offered(cmd *cobra.Command) bool { return f.print != nil || cmd.Name() == "check" }

// write prints what a command came to; a document that is not of the format's
// kind is printed in the default one.
func (f format) write(a *app, d done) error {
	doc, found := d.doc.(report.Check)
	switch {
	case f.print != nil:
		return f.print(a, d)
	case f.findings != nil && found:
		return f.findings(a, d, doc)
	default:
		return formats[0].print(a, d)
	}
}

// formatFlag adds the flag that chooses among the formats of a command.
func (a *app) formatFlag(cmd *cobra.Command, name *string) {
	usage := text.Spoken(text.Say("what to print", "输出的格式"))
	var names []string
	for _, f := range formats {
		if !f.offered(cmd) {
			continue
		}
		names = append(names, f.name)
		if f.about != (text.Text{}) {
			usage = text.Sayf("%s; %s %s", "%s；%s %s", usage, f.name, f.about)
		}
	}
	cmd.Flags().Var(newChoice(name, names...), "format", a.say(usage))
}

// print prints what a command came to in a format, the default one where the
// name is none's.
func (a *app) print(name string, d done) error {
	a.written = true
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	return formats[max(i, 0)].write(a, d)
}

// show prints what a command came to in a format, and ends as it ended.
func (a *app) show(name string, d done) error {
	if err := a.print(name, d); err != nil {
		return err
	}
	return ends(d.code)
}

// showFailure prints why a command came to nothing, in a format that was asked
// for, even in arguments that could not be parsed. The environment asks it only
// of commands that can: what render prints is not a report.
func (a *app) showFailure(cmd *cobra.Command, errs []error) error {
	name := given(a.args, "format")
	if name == "" && (cmd.Flags().Lookup("format") != nil || !cmd.HasParent()) {
		name = a.getenv(envName("format"))
	}
	for _, f := range formats {
		if f.name == name && f.failures && f.offered(cmd) {
			return f.write(a, done{doc: report.NewCheck(cmd.Name(), nil, nil, nil, errs...)})
		}
	}
	return nil
}

// json writes the command's one document.
func (a *app) json(document any) error {
	a.written = true
	return report.JSON(a.stdout, document)
}

// sarif writes the findings of a check for code scanning.
func (a *app) sarif(d done, doc report.Check) error {
	root, err := os.OpenRoot(d.root)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	o := a.wording(nil)
	o.Prefix = a.prefix(d.root)
	return doc.SARIF(a.stdout, o, sarif.Tool{
		Version: version.Short(), Rules: sarifRules(o.Lang),
		Source: func(file string) ([]byte, error) { return readable(root, file) },
	})
}

// readable returns what is in a file of a size that could have compiled.
func readable(root *os.Root, file string) ([]byte, error) {
	info, err := root.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > source.MaxSource {
		return nil, &fs.PathError{Op: "read", Path: file, Err: fs.ErrInvalid}
	}
	return root.ReadFile(file)
}
