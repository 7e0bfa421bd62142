package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// TestCompileGolden compiles the menus of each archive in testdata/compile.
// The section "links" of an archive has a symbolic link a line, and "want"
// what every menu file compiles to, be it alone or after the others.
func TestCompileGolden(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/compile/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			testArchive(t, name)
		})
	}
}

// testArchive compiles the menus in the archive at name.
func testArchive(t *testing.T, name string) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tree, want := unpack(t, archive)
	menus, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	c := newTestCompiler(tree)
	var results []Result
	for _, menu := range menus.Files {
		r := c.Compile(menu)
		if alone := compileOne(tree, menu.Path); !reflect.DeepEqual(alone, r) {
			t.Errorf("%s: got %+v alone, %+v after others", menu.Path, alone, r)
		}
		results = append(results, r)
	}
	got := []byte(printResults(t, results))
	if *update {
		want.Data = got
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got, want.Data) {
		t.Errorf("results of %s:\ngot:\n%s\nwant:\n%s", name, got, want.Data)
	}
}

// unpack returns the tree in archive, and its section of what is wanted.
func unpack(t *testing.T, archive *txtar.Archive) (*Tree, *txtar.File) {
	t.Helper()
	files, links := make(map[string]string), make(map[string]string)
	var want *txtar.File
	for i, f := range archive.Files {
		switch f.Name {
		case "want":
			want = &archive.Files[i]
		case "links":
			for line := range strings.Lines(string(f.Data)) {
				from, to, _ := strings.Cut(strings.TrimSpace(line), " -> ")
				links[from] = to
			}
		default:
			files[f.Name] = string(f.Data)
		}
	}
	if want == nil {
		t.Fatal("the archive has no section called want; add an empty one and run with -update")
	}
	return newTree(t, files, links), want
}

// printResults returns results as text for people.
func printResults(t *testing.T, results []Result) string {
	t.Helper()
	var b strings.Builder
	for _, r := range results {
		if (r.JSON == nil) == (r.Findings == nil) {
			t.Errorf("%s: exactly one of JSON and findings must be set", r.File.Path)
		}
		fmt.Fprintf(&b, "%s\n", r.File.Path)
		if r.JSON != nil {
			var compact bytes.Buffer
			if err := json.Compact(&compact, r.JSON); err != nil {
				t.Errorf("%s: %v", r.File.Path, err)
			}
			fmt.Fprintf(&b, "  %s\n", bytes.TrimSpace(compact.Bytes()))
		}
		for _, f := range r.Findings {
			if f.Severity != diag.Error || f.Path != "" || f.File == "" {
				t.Errorf("%s: finding must be an error in a file, with no path: %+v", r.File.Path, f)
			}
			fmt.Fprintf(&b, "  %s %s: %s\n", printPlace(f.Place), f.Rule, f.Message)
			if f.Help != "" {
				fmt.Fprintf(&b, "    help: %s\n", f.Help)
			}
			if f.Via != nil {
				fmt.Fprintf(&b, "    via: %s\n", printPlace(*f.Via))
			}
		}
	}
	return b.String()
}

// printPlace returns p as file:line:column-line:column.
func printPlace(p diag.Place) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", p.File, p.Line, p.Column, p.EndLine, p.EndColumn)
}
