package source

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// TestLocateGolden locates values of the menus of each archive in
// testdata/locate. Each line of the section "want" has a menu and a JSON
// pointer, then " => " and where the value was written. A line may have only
// the first half; -update fills in the rest.
func TestLocateGolden(t *testing.T) {
	t.Parallel()
	for _, name := range locateArchives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tree, want := unpack(t, archive)
			got := []byte(locateLines(t, tree, string(want.Data)))
			if *update {
				want.Data = got
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(got, want.Data) {
				t.Errorf("places in %s:\ngot:\n%s\nwant:\n%s", name, got, want.Data)
			}
		})
	}
}

// locateArchives returns the names of the archives.
func locateArchives(tb testing.TB) []string {
	tb.Helper()
	names, err := filepath.Glob("testdata/locate/*.txtar")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no archives: %v", err)
	}
	return names
}

// locateLines answers the questions in lines.
func locateLines(t *testing.T, tree *Tree, lines string) string {
	t.Helper()
	c := newTestCompiler(tree)
	values := make(map[string][]byte)
	var out strings.Builder
	for line := range strings.Lines(lines) {
		question, _, _ := strings.Cut(strings.TrimRight(line, "\n"), " => ")
		name, pointer, _ := strings.Cut(strings.TrimSpace(question), " ")
		file := NewFile(name)
		if values[name] == nil {
			result := c.compile(file)
			if result.JSON == nil {
				t.Fatalf("compile %s: %v", name, result.Findings)
			}
			values[name] = result.JSON
			checkWhole(t, c, file, result.JSON)
		}
		at := c.locate(file, values[name], []string{pointer}, true)[0]
		fmt.Fprintf(&out, "%s => %s\n", strings.TrimSpace(question), showLocation(t, tree, at))
	}
	return out.String()
}

// newTestCompiler returns a compiler of the files in tree.
func newTestCompiler(tree *Tree) *compiler { return newCompiler(newShelf(tree, Library())) }

// checkWhole fails the test when the rewritten program of file has another
// value than the program itself.
func checkWhole(tb testing.TB, c *compiler, file File, want []byte) {
	tb.Helper()
	text, r := c.shelf.tree.read(file.Path)
	if r != nil {
		tb.Fatal(r)
	}
	for _, calls := range []bool{true, false} {
		tracer, err := newTracer(c.shelf, calls)
		if err != nil {
			tb.Fatal(err)
		}
		answer, err := tracer.ask(file.Path, string(text), &question{Deep: true, Steps: []any{}, Inside: []*question{}})
		if err != nil {
			tb.Fatalf("trace %s (calls %v): %v", file.Path, calls, err)
		}
		if got := answer.Value; !equal(got, want) {
			tb.Errorf("%s rewritten (calls %v):\ngot:\n%s\nwant:\n%s", file.Path, calls, got, want)
		}
	}
}

// showLocation prints at, with the text there.
func showLocation(tb testing.TB, tree *Tree, at Location) string {
	tb.Helper()
	out := showPlace(at.Place)
	if at.Via != nil {
		out += " via " + showPlace(*at.Via)
		excerpt(tb, tree, *at.Via)
	}
	if at.Line == 0 {
		return out
	}
	return out + " | " + excerpt(tb, tree, at.Place)
}

// showPlace prints p.
func showPlace(p diag.Place) string {
	switch p.Line {
	case 0:
		return p.File
	case p.EndLine:
		return fmt.Sprintf("%s:%d:%d-%d", p.File, p.Line, p.Column, p.EndColumn)
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", p.File, p.Line, p.Column, p.EndLine, p.EndColumn)
}

// excerpt returns the text at p, without the lines between the first and the
// last; it fails the test when p is not inside its file.
func excerpt(tb testing.TB, tree *Tree, p diag.Place) string {
	tb.Helper()
	source := Library()
	if p.File != LibraryName {
		data, r := tree.read(p.File)
		if r != nil {
			tb.Fatalf("place %s: %v", showPlace(p), r)
		}
		source = string(data)
	}
	lines := strings.Split(source, "\n")
	inside := p.Line >= 1 && p.Column >= 1 && p.EndLine >= p.Line && p.EndLine <= len(lines) &&
		(p.EndLine > p.Line || p.EndColumn > p.Column)
	if !inside {
		tb.Fatalf("place %s is not inside its file", showPlace(p))
	}
	first, last := []rune(lines[p.Line-1]), []rune(lines[p.EndLine-1])
	if p.Column > len(first) || p.EndColumn > len(last)+1 {
		tb.Fatalf("place %s is not inside its lines", showPlace(p))
	}
	if p.Line == p.EndLine {
		return string(first[p.Column-1 : p.EndColumn-1])
	}
	return strings.TrimRight(string(first[p.Column-1:]), "\r") + " ... " + strings.TrimLeft(string(last[:p.EndColumn-1]), " \t")
}
