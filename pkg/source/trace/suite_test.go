package trace

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

	"github.com/caidan-dev/caidan/pkg/source"
)

// TestLocateJsonnetSuite rewrites the programs that go-jsonnet is tested with
// and compares their values with those of plain evaluation. Programs that end
// in an error say nothing about places and are left out.
func TestLocateJsonnetSuite(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: runs the hundreds of programs that go-jsonnet is tested with, three times each")
	}
	dir := jsonnetSuite(t)
	b := openBench(t, dir)
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonnet"))
	if err != nil {
		t.Fatal(err)
	}
	compiled, failed := 0, 0
	for _, full := range names {
		name := filepath.Base(full)
		b.renew()
		value := b.Compile(source.NewFile(name)).JSON
		if value == nil {
			failed++
			continue
		}
		compiled++
		checkWhole(t, b, name, value)
		for _, at := range b.Locate(name, value, allPointers(t, value), true) {
			showLocation(t, b.tree, at)
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
