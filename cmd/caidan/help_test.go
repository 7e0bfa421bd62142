package main

import (
	"bytes"
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
			for _, want := range []string{"Examples:\n  " + example(cmd), "Exit codes:", "  64  wrong usage"} {
				if strings.Count(text, want) != 1 {
					t.Errorf("caidan %s: got %d times %q, want once", strings.Join(args, " "), strings.Count(text, want), want)
				}
			}
		}
	}
	for _, want := range []string{
		"caidan demo", "caidan check", "caidan render", "caidan plan", "caidan publish", "caidan rollback", "caidan history",
		"caidan status", "caidan drift", "caidan pull", "caidan sandbox", "caidan action", "caidan version",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("got commands %q, want %q among them", names, want)
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
		"publish --accept-live", "publish --allow", "publish --first", "publish --lift", "publish --take-over",
		"rollback --accept-live", "rollback --allow",
	}
	if !slices.Equal(without, want) {
		t.Errorf("got %q without a twin, want those that let a publish past a guard: %q", without, want)
	}
}
