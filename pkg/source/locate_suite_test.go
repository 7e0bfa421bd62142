package source

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLocateJsonnetSuite rewrites the programs that go-jsonnet is tested with
// and compares their values with those of plain evaluation. Programs that end
// in an error say nothing about places and are left out.
func TestLocateJsonnetSuite(t *testing.T) {
	t.Parallel()
	dir := jsonnetSuite(t)
	tree := openTree(t, dir)
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonnet"))
	if err != nil {
		t.Fatal(err)
	}
	compiled, failed := 0, 0
	for _, full := range names {
		name := filepath.Base(full)
		c := newTestCompiler(tree)
		file := NewFile(name)
		result := c.compile(file)
		if result.JSON == nil {
			failed++
			continue
		}
		compiled++
		if problem := suiteProblem(t, c, file, result.JSON); problem != "" {
			t.Errorf("%s: %s", name, problem)
		}
	}
	t.Logf("%d programs have a value, %d have none", compiled, failed)
	if compiled < 400 {
		t.Errorf("only %d of %d programs have a value", compiled, len(names))
	}
}

// jsonnetSuite returns the folder of go-jsonnet's test programs.
func jsonnetSuite(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/google/go-jsonnet").Output()
	dir := filepath.Join(strings.TrimSpace(string(out)), "testdata")
	if err != nil {
		t.Skipf("SKIPPED: no go-jsonnet module: %v", err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: go-jsonnet came without its test programs: %v", err)
	}
	return dir
}

// suiteProblem says what is wrong with places in file, which compiles to
// want.
func suiteProblem(t *testing.T, c *compiler, file File, want []byte) string {
	t.Helper()
	text, r := c.shelf.tree.read(file.Path)
	if r != nil {
		t.Fatal(r)
	}
	for _, calls := range []bool{true, false} {
		tracer, err := newTracer(c.shelf, calls)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := tracer.ask(file.Path, string(text), &question{Deep: true, Steps: []any{}, Inside: []*question{}})
		if err != nil {
			return err.Error()
		}
		if got := answer.Value; !equal(got, want) {
			return "got " + string(got) + "\nwant " + string(want)
		}
	}
	for _, at := range c.locate(file, want, allPointers(t, want), true) {
		showLocation(t, c.shelf.tree, at)
	}
	return ""
}

// allPointers returns the pointers to all values in JSON, 200 at most.
func allPointers(tb testing.TB, data []byte) []string {
	tb.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		tb.Fatal(err)
	}
	pointers := []string{}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var visit func(at string, value any)
	visit = func(at string, value any) {
		if len(pointers) >= 200 {
			return
		}
		pointers = append(pointers, at)
		switch value := value.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				visit(at+"/"+escape.Replace(name), value[name])
			}
		case []any:
			for i, v := range value {
				visit(fmt.Sprintf("%s/%d", at, i), v)
			}
		}
	}
	visit("", value)
	return pointers
}
