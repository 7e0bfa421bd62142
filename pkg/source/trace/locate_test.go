package trace

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// TestLocateGolden locates values of the menus of each archive in
// testdata. Each line of the last section has a menu and a JSON
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
			files := make(map[string]string)
			for _, f := range archive.Files {
				files[f.Name] = string(f.Data)
			}
			want := &archive.Files[len(archive.Files)-1]
			got := []byte(locateLines(t, newBench(t, files), string(want.Data)))
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
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no archives: %v", err)
	}
	return names
}

// locateLines answers the questions in lines.
func locateLines(t *testing.T, b *bench, lines string) string {
	t.Helper()
	values := make(map[string][]byte)
	var out strings.Builder
	for line := range strings.Lines(lines) {
		question, _, _ := strings.Cut(strings.TrimRight(line, "\n"), " => ")
		name, pointer, _ := strings.Cut(strings.TrimSpace(question), " ")
		if values[name] == nil {
			values[name] = b.compile(t, name)
			checkWhole(t, b, name, values[name])
		}
		at := b.Locate(name, values[name], []string{pointer}, true)[0]
		fmt.Fprintf(&out, "%s => %s\n", strings.TrimSpace(question), showLocation(t, b.tree, at))
	}
	return out.String()
}

// checkWhole fails the test when the rewritten program of the file at name has
// another value than the program itself.
func checkWhole(tb testing.TB, b *bench, name string, want []byte) {
	tb.Helper()
	for _, calls := range []bool{true, false} {
		e, err := newEvaluator(b.shelf, calls)
		if err != nil {
			tb.Fatal(err)
		}
		answer, err := e.ask(name, &question{Deep: true, Steps: []any{}, Inside: []*question{}})
		if err != nil {
			tb.Fatalf("trace %s (calls %v): %v", name, calls, err)
		}
		if got := answer.Value; !equal(got, want) {
			tb.Errorf("%s rewritten (calls %v):\ngot:\n%s\nwant:\n%s", name, calls, got, want)
		}
	}
}

// showLocation prints at, with the text there.
func showLocation(tb testing.TB, tree *source.Tree, at Location) string {
	tb.Helper()
	out := showPlace(at.Place) + showVia(tb, tree, at.Via)
	if at.Line == 0 {
		return out
	}
	return out + " | " + excerpt(tb, tree, at.Place)
}

// showVia prints a library line. One of the built-in library is printed as the
// constructor that it is in, with the text there unless that is all it makes:
// a new comment in the library changes no golden file.
func showVia(tb testing.TB, tree *source.Tree, via *diag.Place) string {
	tb.Helper()
	switch {
	case via == nil:
		return ""
	case via.File != source.LibraryName:
		excerpt(tb, tree, *via)
		return " via " + showPlace(*via)
	}
	shown := " via " + source.LibraryName + ":" + constructor(tb, via.Line)
	if text := excerpt(tb, tree, *via); text[0] != '{' {
		shown += " " + text
	}
	return shown
}

// constructor returns the name of the field of the built-in library that line
// is in.
func constructor(tb testing.TB, line int) string {
	tb.Helper()
	for _, text := range slices.Backward(strings.Split(source.Library(), "\n")[:line]) {
		field, found := strings.CutPrefix(text, "  ")
		if name, _, _ := strings.Cut(field, "("); found && name != field && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") == "" {
			return name
		}
	}
	tb.Fatalf("line %d of the library is in no constructor", line)
	return ""
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
func excerpt(tb testing.TB, tree *source.Tree, p diag.Place) string {
	tb.Helper()
	lines := strings.Split(source.Library(), "\n")
	if p.File != source.LibraryName {
		lines = tree.Lines(p.File)
	}
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
