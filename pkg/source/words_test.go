package source

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestWords compiles and lints the programs of each archive in testdata/words,
// in both languages. The last section has what is said of each.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"syntax", "running", "lint"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join("testdata", "words", name+".txtar")
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			last := len(archive.Files) - 1
			var got bytes.Buffer
			for _, program := range archive.Files[:last] {
				fmt.Fprintf(&got, "%s\n", program.Name)
				for _, l := range text.Langs() {
					for _, f := range wordsOf(t, program, l, name == "lint") {
						fmt.Fprintf(&got, "  %s\n", said(f))
						checkChinese(t, program.Name, l, said(f))
					}
				}
			}
			if *update {
				archive.Files[last].Data = got.Bytes()
				if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(got.Bytes(), archive.Files[last].Data) {
				t.Errorf("%s: got\n%s\nwant\n%s", path, got.Bytes(), archive.Files[last].Data)
			}
		})
	}
}

// wordsOf returns the findings of a program.
func wordsOf(t *testing.T, program txtar.File, l text.Lang, lint bool) []diag.Finding {
	t.Helper()
	const menu = "menus/a.jsonnet"
	tree := newTree(t, map[string]string{menu: string(bytes.TrimSuffix(program.Data, []byte("\n")))}, nil)
	c := NewCompiler(NewShelf(tree, l))
	found := c.Compile(NewFile(menu)).Findings
	if lint {
		found = c.Lint(NewFile(menu))
	}
	if len(found) == 0 {
		t.Errorf("%s: got no finding", program.Name)
	}
	return found
}

// said returns what a finding says, and where.
func said(f diag.Finding) string {
	s := strings.TrimPrefix(printPlace(f.Place), f.File) + " " + f.Message
	if f.Help != "" {
		s += " | " + f.Help
	}
	return strings.TrimPrefix(s, ":")
}

var (
	inQuotes = regexp.MustCompile(`"[^"]*"|'[^']*'|“[^”]*”`)
	english  = regexp.MustCompile(`[a-z]+( [a-z]+){3}`)
)

// checkChinese reports an English sentence outside quotes.
func checkChinese(t *testing.T, name string, l text.Lang, s string) {
	t.Helper()
	if l == text.Chinese && english.MatchString(inQuotes.ReplaceAllString(s, "")) && !strings.HasPrefix(name, "error") {
		t.Errorf("%s: got English in Chinese: %s", name, s)
	}
}

// TestPhrases holds that each phrase is what is said of one of the programs.
func TestPhrases(t *testing.T) {
	t.Parallel()
	var sentences []string
	for _, name := range []string{"syntax", "running", "lint"} {
		archive, err := txtar.ParseFile(filepath.Join("testdata", "words", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, program := range archive.Files {
			sentences = append(sentences, jsonnetSays(t, string(program.Data))...)
		}
	}
	for _, table := range [][]phrase{syntaxPhrases, runningPhrases, lintPhrases} {
		for _, p := range table {
			found := false
			for _, s := range sentences {
				_, ok := operands(p.jsonnet, s)
				found = found || ok
			}
			if !found {
				t.Errorf("%q: no program has Jsonnet say it", p.jsonnet)
			}
		}
	}
}

// jsonnetSays returns what Jsonnet itself says of a program, and its linter.
func jsonnetSays(t *testing.T, program string) (sentences []string) {
	t.Helper()
	program = strings.TrimSuffix(program, "\n")
	tree := newTree(t, map[string]string{"a.jsonnet": program}, nil)
	c := newTestCompiler(tree)
	node, err := parse("a.jsonnet", program)
	if err == nil {
		_, err = c.vm.Evaluate(node)
	}
	var static located
	var running jsonnet.RuntimeError
	switch {
	case errors.As(err, &static):
		sentences = append(sentences, withToken(sentenceOf(static), static.Loc()))
	case errors.As(err, &running):
		sentences = append(sentences, running.Msg)
	}
	heard := &heard{}
	vm := NewShelf(tree, text.English).NewVM(maxStack)
	vm.ErrorFormatter = heard
	lint(vm, "a.jsonnet", program)
	return append(sentences, heard.sentences...)
}

// heard keeps what the linter says.
type heard struct {
	lintErrors
	sentences []string
}

// Format implements [jsonnet.ErrorFormatter].
func (h *heard) Format(err error) string {
	var at located
	if errors.As(err, &at) {
		h.sentences = append(h.sentences, sentenceOf(at))
	}
	return ""
}

// FuzzWords has Jsonnet speak of any program that it does not run for long.
func FuzzWords(f *testing.F) {
	archives, err := filepath.Glob("testdata/words/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatalf("got archives %v, %v", archives, err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, program := range archive.Files {
			f.Add(string(program.Data))
		}
	}
	// What never ends, or fills the memory, is the business of limits.
	endless := regexp.MustCompile(`[0-9]{3}|e[0-9+]|tailstrict|range|repeat|local (\w+)\(`)
	tree := newTree(f, nil, nil)
	f.Fuzz(func(t *testing.T, program string) {
		if endless.MatchString(program) || len(program) > 4096 || strings.Contains(program, "%!") {
			return
		}
		if err := os.WriteFile(filepath.Join(tree.Dir(), "a.jsonnet"), []byte(program), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, l := range text.Langs() {
			c := NewCompiler(NewShelf(tree, l))
			for _, found := range append(c.Compile(NewFile("a.jsonnet")).Findings, c.Lint(NewFile("a.jsonnet"))...) {
				if found.Message == "" || strings.Contains(found.Message+found.Help, "%!") {
					t.Errorf("%q: got %+v", program, found)
				}
			}
		}
	})
}
