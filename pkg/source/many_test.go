package source

import (
	"fmt"
	"testing"
)

// TestManyImports has more imported files than a VM keeps.
func TestManyImports(t *testing.T) {
	t.Parallel()
	files := make(map[string]string)
	for i := range keepImports + 20 {
		files[fmt.Sprintf("menus/m%03d.jsonnet", i)] = fmt.Sprintf("import '%d.json'", i)
		files[fmt.Sprintf("menus/lib/%d.json", i)] = fmt.Sprint(i)
	}
	tree := newTree(t, files, nil)
	list, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	c := newTestCompiler(tree)
	for i, f := range list.Files {
		if got, want := string(c.Compile(f).JSON), fmt.Sprint(i); got != want {
			t.Errorf("%s: got %q, want %q", f.Path, got, want)
		}
		if got := len(c.vm.imports.kept); got > keepImports+1 {
			t.Fatalf("VM keeps %d files", got)
		}
	}
}
