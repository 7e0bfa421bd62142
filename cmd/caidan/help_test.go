package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noEnvironment has nothing set.
func noEnvironment(string) string { return "" }

func TestHelpOfEveryCommand(t *testing.T) {
	t.Parallel()
	commands := []*cobra.Command{(&app{getenv: noEnvironment}).root()}
	names := []string{}
	for len(commands) > 0 {
		cmd := commands[0]
		commands = append(commands[1:], cmd.Commands()...)
		names = append(names, cmd.CommandPath())
		for _, args := range [][]string{
			append(strings.Fields(cmd.CommandPath())[1:], "--help"),
			append([]string{"help"}, strings.Fields(cmd.CommandPath())[1:]...),
		} {
			var stdout, stderr bytes.Buffer
			a := &app{stdout: &stdout, stderr: &stderr, getenv: noEnvironment}
			if code := a.run(t.Context(), args); code != exitOK || stderr.Len() > 0 {
				t.Errorf("caidan %s: got exit code %d and %q, want 0 and nothing", strings.Join(args, " "), code, stderr.String())
			}
			text := stdout.String()
			for _, want := range []string{"Examples:\n  " + example(cmd), "\nUsage:\n"} {
				if strings.Count(text, want) != 1 {
					t.Errorf("caidan %s: got %d times %q, want once", strings.Join(args, " "), strings.Count(text, want), want)
				}
			}
			if got := strings.Contains(text, "Exit codes:"); got == cmd.HasParent() {
				t.Errorf("caidan %s: got exit codes %t, want them in the help of caidan alone", strings.Join(args, " "), got)
			}
			if cmd.HasParent() && cmd.Name() != "help" && cmd.GroupID == "" {
				t.Errorf("caidan %s: got a command in no group", strings.Join(args, " "))
			}
			stdout.Reset()
			a.run(t.Context(), append([]string{"--lang", "zh"}, args...))
			for _, run := range english(stdout.String()) {
				t.Errorf("caidan --lang zh %s: got %q, want Chinese", strings.Join(args, " "), run)
			}
		}
	}
	documented(t, names)
}

// TestFlagsAreWorded holds that the help has a word for what each flag takes.
func TestFlagsAreWorded(t *testing.T) {
	t.Parallel()
	for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if _, known := flagTypes[f.Value.Type()]; !known {
				t.Errorf("%s --%s: got the type %s, want a row of flagTypes", cmd.Name(), f.Name, f.Value.Type())
			}
		})
		var stdout bytes.Buffer
		(&app{stdout: &stdout, getenv: noEnvironment, lang: "zh"}).help(cmd)
		if word := regexp.MustCompile(`(?m)^ +(?:-\w, )?--[a-z-]+ [a-z0-9]+  |\[flags\]`).FindString(stdout.String()); word != "" {
			t.Errorf("%s: got %q in Chinese help", cmd.Name(), word)
		}
	}
}

// documented holds the commands that README.md names against those there are.
func documented(t *testing.T, commands []string) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, m := range regexp.MustCompile("(?m)(?:`|^    |/cmd/)(caidan [a-z]+)").FindAllSubmatch(readme, -1) {
		named = append(named, string(m[1]))
		if !slices.Contains(commands, string(m[1])) {
			t.Errorf("got %q in README.md, which is not a command", m[1])
		}
	}
	for _, name := range commands {
		if strings.Contains(name, " ") && name != "caidan help" && !slices.Contains(named, name) {
			t.Errorf("%s: got no word of it in README.md", name)
		}
	}
}

// TestFailureOfEveryCommand has one JSON document come of a call that cannot be
// understood.
func TestFailureOfEveryCommand(t *testing.T) {
	t.Parallel()
	for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
		var stdout, stderr bytes.Buffer
		a := &app{stdout: &stdout, stderr: &stderr, getenv: noEnvironment}
		code := a.run(t.Context(), []string{cmd.Name(), "--no-such-flag", "--format", "json"})
		var doc struct {
			Command, Verdict string
			Errors           []string
		}
		if err := json.Unmarshal(stdout.Bytes(), &doc); code != exitUsage || err != nil || doc.Command != cmd.Name() || doc.Verdict != "failed" || len(doc.Errors) == 0 {
			t.Errorf("caidan %s: got exit code %d, %v and %q, want one document that says what is wrong", cmd.Name(), code, err, stdout.String())
		}
	}
}

// example returns how the first example of a command begins.
func example(cmd *cobra.Command) string {
	if strings.Contains(cmd.Example, cmd.CommandPath()) {
		return strings.TrimSpace(cmd.Example)[:len("caidan")]
	}
	return "an example that names " + cmd.CommandPath()
}

func TestFlagsHaveTwins(t *testing.T) {
	t.Parallel()
	if got, want := envName("publish-function"), "CAIDAN_PUBLISH_FUNCTION"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var without []string
	for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !hasTwin(f) && f.Name != "help" {
				without = append(without, cmd.Name()+" --"+f.Name)
			}
		})
	}
	want := []string{
		"publish --accept-live", "publish --allow", "publish --first", "publish --lift", "publish --reset-mark", "publish --take-over",
		"retire --accept-live", "retire --take-over", "rollback --accept-live", "rollback --allow",
	}
	if !slices.Equal(without, want) {
		t.Errorf("got %q without a twin, want those that let a publish past a guard: %q", without, want)
	}
}
