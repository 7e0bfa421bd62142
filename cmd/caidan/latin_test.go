package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// foreign is what is the same in every language, and is left out before a text is
// searched for English.
var foreign = []*regexp.Regexp{
	// what is quoted: a value of a menu, a path, an error of another program;
	regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\B'[^'\n]*'|“[^”]*”|` + "`[^`]*`"),
	// WeChat's errmsg after its errcode, as far as the next mark or the line's
	// end;
	regexp.MustCompile(`微信返回 -?\d+ [^（；\n]*`),
	// a line of a program, with its number and under its place.
	regexp.MustCompile(`(?m)^ *\d* \| .*$`),
	// how a command of two words is called.
	regexp.MustCompile(`caidan ledger [a-z|]+ FILE`),
}

// latinWord is a word of prose. A name of something has another character in it:
// a hyphen, an underline, a digit, a dot, a slash, an equals sign.
var latinWord = regexp.MustCompile(`^[(（]?[A-Za-z]+(?:'[a-z]+)?[,.;:!?)]*$`)

// chineseText is whatever ends a run of Latin words: Chinese, its punctuation.
var chineseText = regexp.MustCompile(`[^\x00-\x7f]+`)

// english returns the runs of four or more Latin words in a Chinese text.
func english(s string) []string {
	for _, f := range foreign {
		s = f.ReplaceAllString(s, "｢｣")
	}
	s = chineseText.ReplaceAllString(s, " $0 ")
	var runs []string
	for line := range strings.Lines(s) {
		var run []string
		for _, word := range append(strings.Fields(line), "") {
			if latinWord.MatchString(word) {
				run = append(run, word)
				continue
			}
			if len(run) >= 4 {
				runs = append(runs, strings.Join(run, " "))
			}
			run = nil
		}
	}
	return runs
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a sentence", "错误：the menus are invalid; nothing was published\n", []string{"the menus are invalid; nothing was published"}},
		{"after a name", "a  no such function here\n", []string{"a no such function here"}},
		{"on two lines", "one two\nthree four\n", nil},
		{"behind Chinese", "caidan：no account matches this\n", []string{"no account matches this"}},
		{"quoted", `出错："the menus are invalid"，“nothing was published at all”` + "\n", nil},
		{"a command", "caidan rollback brand-cn --to previous\n", nil},
		{"code", "  1 | local a b c d e\n    | ^^^\n", nil},
		{"what WeChat says", "  微信返回 45009 reach max api daily quota limit（rid 1-2）\n", nil},
		{"names", "AWS Lambda WeChat 公众号\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := english(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// chinese runs caidan in Chinese, wants its exit code, and wants no English in
// what it prints: chinese CODE [caidan-leaks|caidan] ARGS. With a file instead
// of a code it looks at that: chinese FILE...
func chinese(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: chinese CODE COMMAND..., or chinese FILE...")
	}
	files := args
	if len(args) > 1 && args[1] == "caidan" {
		exits(ts, false, slices.Concat(args[:2], []string{"--lang=zh"}, args[2:]))
		files = []string{"stdout", "stderr"}
	}
	for _, file := range files {
		for _, run := range english(ts.ReadFile(file)) {
			ts.Logf("English in %s: %s", file, run)
			ts.Fatalf("%s: %s", strings.Join(args, " "), run)
		}
	}
}

// TestScriptsAreWhole holds that scripts see each command succeed and fail, in
// English and in Chinese, and fail in JSON where it prints that.
func TestScriptsAreWhole(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("got %q, %v, want scripts", scripts, err)
	}
	ran := map[string]bool{}
	line := regexp.MustCompile(`(?m)^(exec|serve|chinese|exits) (?:([0-9]+) )?caidan(?:-leaks)? (?:--lang (zh) )?([a-z]+)(.*)$`)
	for _, name := range scripts {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(script), -1) {
			verb, code, lang, command, rest := m[1], m[2], m[3], m[4], m[5]
			if strings.Contains(rest, "--help") {
				continue
			}
			how := command + " succeeding"
			if code != "" && code != "0" {
				how = command + " failing"
				ran[how+" in JSON"] = ran[how+" in JSON"] || strings.Contains(rest, "--format json")
			}
			if verb == "chinese" || lang != "" {
				how += " in Chinese"
			}
			ran[how] = true
		}
	}
	for _, cmd := range (&app{getenv: noEnvironment}).root().Commands() {
		wants := []string{"succeeding", "failing", "succeeding in Chinese", "failing in Chinese"}
		if cmd.Flags().Lookup("format") != nil {
			wants = append(wants, "failing in JSON")
		}
		for _, want := range wants {
			if !ran[cmd.Name()+" "+want] {
				t.Errorf("no script runs %s %s", cmd.Name(), want)
			}
		}
	}
}
