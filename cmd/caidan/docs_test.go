package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCommandsInPages holds that the command lines that the pages and the workflows
// show can be understood: the command is there, and takes these flags and arguments.
func TestCommandsInPages(t *testing.T) {
	t.Parallel()
	lines := 0
	for _, page := range shownPages(t) {
		for _, line := range commandLines(page.text) {
			lines++
			if err := understood(line); err != nil {
				t.Errorf("%s: %s: got %v", page.name, line, err)
			}
		}
	}
	if lines < 60 {
		t.Errorf("got %d command lines, so the test reads too little", lines)
	}
	for _, line := range []string{"caidan chek", "caidan plan --no-such-flag", "caidan rollback brand-cn --to", "caidan drift --exit-code"} {
		if got := commandLines("Run `" + line + "`."); !slices.Equal(got, []string{line}) || understood(line) == nil {
			t.Errorf("%s: got it understood, or read as %q", line, got)
		}
	}
}

type page struct{ name, text string }

// shownPages returns the pages for users.
func shownPages(t *testing.T) []page {
	t.Helper()
	var all []page
	for _, glob := range []string{"README*.md", "SECURITY*.md", "docs/*.md", "docs/workflows/*.yml"} {
		found, err := filepath.Glob(filepath.Join("../..", glob))
		if err != nil || len(found) == 0 {
			t.Fatalf("got %q, %v, want pages", found, err)
		}
		for _, name := range found {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, page{name, string(text)})
		}
	}
	return all
}

// commandLine begins one: after a back-quote, or indented, as go run has it or not.
var commandLine = regexp.MustCompile("(?m)(?:`|^ +)(?:go run \\./cmd/)?(caidan [a-z][^`\n]*)")

// commandLines returns the lines of a page that call caidan. One that goes on after a
// backslash is one line; what a shell does with its output is left out.
func commandLines(text string) []string {
	var lines []string
	for _, m := range commandLine.FindAllStringSubmatch(strings.ReplaceAll(text, "\\\n", " "), -1) {
		line := regexp.MustCompile(` (?:[|>&;#]|\.\.\.$).*`).ReplaceAllString(m[1], "")
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

// understood has a command take a line, short of running it.
func understood(line string) error {
	var args []string
	for _, word := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(line, -1)[1:] {
		args = append(args, strings.Trim(word, "'"))
	}
	root := (&app{getenv: noEnvironment}).root()
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if cmd == root {
		return misused(unknown(aCommand, args[0], commandNames(root)))
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	// A name in prose, without its arguments, says what the command is for.
	if given := cmd.Flags().Args(); len(given) > 0 {
		return cmd.ValidateArgs(given)
	}
	return nil
}
