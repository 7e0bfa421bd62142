package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report"
)

// TestFormats has each format of the table offered by the commands that it
// names, in their help and in README.md, and has it print what a check found and
// that one failed.
func TestFormats(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	paragraph := regexp.MustCompile("(?s)`--format` is .*?\n\n").Find(readme)
	for _, f := range formats {
		if !bytes.Contains(paragraph, []byte("`"+f.name+"`")) {
			t.Errorf("%s: got %q in README.md, want the format in it", f.name, paragraph)
		}
		var offering []string
		for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
			flag := cmd.Flags().Lookup("format")
			if flag == nil {
				continue
			}
			takes := slices.Contains(flag.Value.(*choice).allowed, f.name)
			if takes {
				offering = append(offering, cmd.Name())
			}
			if want := f.offered(cmd); takes != want {
				t.Errorf("%s: got it offered by %s: %t, want %t", f.name, cmd.Name(), takes, want)
			}
			var help bytes.Buffer
			a := &app{stdout: &help, getenv: noEnvironment}
			a.help(cmd)
			if said := regexp.MustCompile(`(?m)^ +--format .*$`).FindString(help.String()); takes != slices.Contains(strings.FieldsFunc(said, func(r rune) bool { return r == '|' || r == ' ' }), f.name) {
				t.Errorf("%s: got %q in the help of %s, want it named there: %t", f.name, said, cmd.Name(), takes)
			}
		}
		for _, name := range f.commands {
			if !slices.Contains(offering, name) {
				t.Errorf("%s: got it offered by %q, want %s among them", f.name, offering, name)
			}
		}
		prints(t, f)
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
