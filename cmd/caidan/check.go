package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) check() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: a.say(text.Say("Compile and check menus", "编译并检查菜单")),
		Long: a.say(text.Say(`Compile and check menus, offline.

PATH is a repository, a folder or a file of any extension; without one it is the
working folder. Several must lie in one repository. Every menu file is looked at
and every problem is reported in one run. The file .caidan.jsonnet at the root
sets the severity of advice, which domains and mini programs menus may lead to,
and what a publish may do although a guard trips.`, `编译并检查菜单，不联网。

PATH 是仓库、文件夹或任意扩展名的文件，不写就是当前文件夹；写多个时必须在同一个
仓库里。每个菜单文件都会检查，所有问题一次列出。仓库根目录的 .caidan.jsonnet
决定建议类规则的级别、菜单可以链接到哪些域名和小程序，以及哪些发布即使触发保护
也放行。`)),
		Example: `  caidan check
  caidan check menus/brand-cn.jsonnet --lang zh
  caidan check --format json --fail-on warning
  caidan check --format sarif >caidan.sarif`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			o.paths = paths
			return a.runCheck(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.Var(newChoice(&o.format, "text", "json", "github", "sarif"), "format",
		a.say(text.Say("what to print; github makes annotations", "输出的格式，github 会生成注解")))
	f.Var(newChoice(&o.failOn, "error", "warning"), "fail-on",
		a.say(text.Say("the least severity that fails the check", "从哪个级别起算不通过")))
	f.BoolVar(&o.lint, "lint", false,
		a.say(text.Say("ask Jsonnet's linter as well; what it says are warnings", "同时运行 Jsonnet 的 linter，它的意见算警告")))
	return cmd
}

type checkOptions struct {
	paths          []string
	format, failOn string
	lint           bool
}

func (a *app) runCheck(ctx context.Context, o checkOptions) error {
	accounts, err := a.look(ctx, check.Options{Paths: o.paths, Lint: o.lint})
	if err != nil && o.format == "github" {
		doc := report.NewCheck("check", nil, several(err)...)
		return errors.Join(err, a.annotate(github.New(a.stdout, a.getenv), doc, o.paths...))
	}
	if err != nil {
		return err
	}
	doc := report.NewCheck("check", summaries(accounts))
	switch o.format {
	case "github":
		err = a.annotate(github.New(a.stdout, a.getenv), doc, o.paths...)
	case "sarif":
		err = a.sarif(&doc, o.paths...)
	default:
		err = a.print(o.format, doc, a.worded(doc.Text))
	}
	if err != nil {
		return err
	}
	return o.verdict(&doc)
}

// look checks menus, in this run's language and with this program as workers.
func (a *app) look(ctx context.Context, o check.Options) ([]check.Account, error) {
	o.Lang, o.Worker, o.GCPercent = a.lang, a.worker, a.gc
	return check.Run(ctx, o)
}

// annotate puts findings on the lines of a pull request and all of them on the
// page of the run.
func (a *app) annotate(action *github.Action, doc report.Check, paths ...string) error {
	o := a.wording(nil)
	o.Prefix = a.prefix(paths)
	if err := action.Annotate(doc.Annotations(o), o.Lang); err != nil {
		return err
	}
	var page bytes.Buffer
	if err := doc.Summary(&page, o); err != nil {
		return err
	}
	return action.AddSummary(page.String())
}

// prefix returns where the root of the menus is in GitHub's workspace; empty
// where it is the workspace, or where there is none.
func (a *app) prefix(paths []string) string {
	workspace := a.getenv("GITHUB_WORKSPACE")
	if workspace == "" {
		return ""
	}
	root, err := rootOf(paths)
	if err != nil {
		return ""
	}
	// Either may be named through links.
	for _, dir := range []*string{&workspace, &root} {
		if real, err := filepath.EvalSymlinks(*dir); err == nil {
			*dir = real
		}
	}
	rel, err := filepath.Rel(workspace, root)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// rootOf returns the repository of the paths, of which no path is the working
// folder.
func rootOf(paths []string) (string, error) {
	if len(paths) == 0 {
		return source.FindRoot(".")
	}
	return source.FindRoot(paths[0])
}

// sarif writes the findings for code scanning.
func (a *app) sarif(doc *report.Check, paths ...string) error {
	dir, err := rootOf(paths)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	o := a.wording(nil)
	o.Prefix = a.prefix(paths)
	return doc.SARIF(a.stdout, o, report.Tool{
		Version: moduleVersion(), URI: home, Rules: sarifRules(o.Lang),
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

// verdict returns what a check with these options ends with.
func (o checkOptions) verdict(doc *report.Check) error {
	if _, warnings := doc.Count(); o.failOn == "warning" && warnings > 0 {
		return ends(exitInvalid)
	}
	return verdictError(doc.Verdict)
}

// summaries returns what a report says of accounts.
func summaries(accounts []check.Account) []report.Account {
	out := make([]report.Account, 0, len(accounts))
	for i := range accounts {
		acc := &accounts[i]
		out = append(out, report.Account{
			Account: acc.Name, File: acc.File, Digest: acc.Digest, Findings: acc.Findings, Settings: acc.Settings(),
		})
	}
	return out
}
