package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report"
)

// TestFormats has each format print the document of each command that offers it,
// what a check found and that one failed, and has every other command refuse it.
// Commands, help and README.md know the same formats.
func TestFormats(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
		if (f.print == nil) == (f.findings == nil) {
			t.Errorf("%s: want one function that prints it", f.name)
		}
		for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
			var stdout, stderr bytes.Buffer
			a := &app{stdout: &stdout, stderr: &stderr, getenv: noEnvironment}
			a.help(cmd)
			said := regexp.MustCompile(`(?m)^ +--format .*$`).FindString(stdout.String())
			offers := slices.Contains(strings.FieldsFunc(said, func(r rune) bool { return r == '|' || r == ' ' }), f.name)
			if want := cmd.Flags().Lookup("format") != nil && f.offered(cmd); offers != want {
				t.Errorf("%s: got %q in the help of %s, want it named there: %t", f.name, said, cmd.Name(), want)
			}
			stdout.Reset()
			doc, documented := documents[cmd.Name()]
			switch {
			case documented != (cmd.Flags().Lookup("format") != nil):
				t.Errorf("%s: got its document among those of this test: %t", cmd.Name(), documented)
			case offers:
				if err := a.show(f.name, done{doc: doc, root: t.TempDir()}); err != nil || f.name != "github" && stdout.Len() == 0 {
					t.Errorf("%s: got %v and %q of %s", f.name, err, stdout.String(), cmd.Name())
				}
			default:
				if code := a.run(t.Context(), []string{cmd.Name(), "--format", f.name}); code != exitUsage {
					t.Errorf("%s: got exit code %d of %s, want it refused: %s", f.name, code, cmd.Name(), stderr.String())
				}
			}
		}
		prints(t, f)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	sentence := regexp.MustCompile("(?s)`--format` is .*?;").Find(readme)
	var named []string
	for _, m := range regexp.MustCompile("`([a-z]+)`").FindAllSubmatch(sentence, -1) {
		named = append(named, string(m[1]))
	}
	if !slices.Equal(named, names) {
		t.Errorf("got the formats %q in README.md, want %q", named, names)
	}
}

// documents are what each command that has formats comes to.
var documents = map[string]printable{
	"check": report.NewCheck("check", nil, nil, nil), "demo": demonstration{Results: report.NewResults("demo", nil)},
	"plan": report.NewResults("plan", nil), "publish": report.NewResults("publish", nil), "rollback": report.NewResults("rollback", nil),
	"retire":  report.NewResults("retire", nil),
	"history": report.NewHistory([]api.Result{{Account: "brand-cn", Outcome: api.Read}}), "status": report.NewStatus(nil),
	"drift": report.NewComparison(nil), "doctor": report.NewDoctor(nil, nil), "pull": report.NewPull(nil),
	"rules": ruleList{Rules: []listedRule{{ID: "name-required"}}},
}

// TestNoFormat has a document printed whose command forgot the flag, or took the
// word for another kind of document: in the default format.
func TestNoFormat(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "sarif"} {
		var stdout bytes.Buffer
		a := &app{stdout: &stdout, getenv: noEnvironment}
		if err := a.show(name, done{doc: report.NewPull(nil)}); err != nil || stdout.Len() == 0 {
			t.Errorf("%q: got %v and %q, want text", name, err, stdout.String())
		}
	}
}

// TestEveryReportIsPrinted holds that what writes a document in package report is
// used: a format that is in no row is offered by no command.
func TestEveryReportIsPrinted(t *testing.T) {
	t.Parallel()
	var ours []byte
	writers := map[string]bool{}
	for _, glob := range []string{"*.go", "../../pkg/report/*.go"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("got %q, %v, want files", files, err)
		}
		for _, file := range files {
			code, err := os.ReadFile(file)
			switch {
			case err != nil:
				t.Fatal(err)
			case strings.HasSuffix(file, "_test.go"):
			case glob == "*.go":
				ours = append(ours, code...)
			default:
				for _, m := range regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?([A-Z]\w*)\(\w+ io\.Writer`).FindAllSubmatch(code, -1) {
					writers[string(m[1])] = true
				}
			}
		}
	}
	if !writers["Text"] || !writers["SARIF"] || !writers["JSON"] {
		t.Errorf("got only %v of package report", writers)
	}
	for name := range writers {
		if !bytes.Contains(ours, []byte("."+name+"(")) {
			t.Errorf("got report's %s, which no command prints", name)
		}
	}
}

// TestArguments holds that a command whose usage names no argument takes none.
func TestArguments(t *testing.T) {
	t.Parallel()
	for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
		if cmd.Use == cmd.Name() && exitCode(cmd.ValidateArgs([]string{"surplus"})) != exitUsage {
			t.Errorf("%s: got an argument taken that its usage does not name", cmd.Name())
		}
	}
}

// prints sees a format print a finding, and a failure where it does.
func prints(t *testing.T, f format) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	finding := diag.Finding{Rule: "name-required", Severity: diag.Error, Message: "a button has no name", Place: diag.Place{File: "menus/a.json", Line: 1}}
	a := &app{stdout: &stdout, stderr: &stderr, getenv: noEnvironment}
	doc := report.NewCheck("check", []report.Account{{Account: "a", File: "menus/a.json", Findings: []diag.Finding{finding}}}, nil, nil)
	d := ended(doc, doc.Verdict)
	d.root = t.TempDir()
	if err := a.show(f.name, d); exitCode(err) != exitInvalid || !strings.Contains(stdout.String(), finding.Message) {
		t.Errorf("%s: got %v and %q, want the finding and that the menus are invalid", f.name, err, stdout.String())
	}
	stdout.Reset()
	a = &app{stdout: &stdout, stderr: &stderr, getenv: noEnvironment}
	code := a.run(t.Context(), []string{"check", "--format", f.name, "nowhere"})
	if code != exitUsage || strings.Contains(stdout.String(), `nowhere`) != f.failures || !strings.Contains(stderr.String(), `"nowhere" does not exist`) {
		t.Errorf("%s: got exit code %d, %q and %q, want why the check failed on stderr, and on stdout: %t", f.name, code, stdout.String(), stderr.String(), f.failures)
	}
}
