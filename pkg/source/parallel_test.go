package source

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
)

// manyFiles returns n menus that share a library; every tenth has an error
// of its own, and every tenth runs into an error of the library.
func manyFiles(n int) map[string]string {
	files := map[string]string{
		"menus/lib/brand.libsonnet":  "local c = import 'caidan.libsonnet';\n{ home: c.view('官网', 'https://example.com/'), bad: { assert false : '品牌' }, broken: import 'broken.libsonnet' }",
		"menus/lib/broken.libsonnet": "{\n  '菜': ]\n}",
	}
	for i := range n {
		body := fmt.Sprintf("[c.click('歌%d', 'K%d'), b.home]", i, i)
		switch i % 10 {
		case 3:
			body = "[b.nope]"
		case 5:
			body = "[b.bad]"
		case 7:
			body = "[b.broken]"
		case 9:
			body = "import 'no" + fmt.Sprint(i) + ".libsonnet'"
		}
		files[fmt.Sprintf("menus/m%03d.jsonnet", i)] = "local b = import 'brand.libsonnet';\nlocal c = import 'caidan.libsonnet';\nc.menu(" + body + ")\n"
	}
	return files
}

func TestParallelEqualsSerial(t *testing.T) {
	t.Parallel()
	tree := newTree(t, manyFiles(200), nil)
	files, err := tree.Discover("")
	if err != nil || len(files) != 200 {
		t.Fatalf("got %d files, %v", len(files), err)
	}
	want, err := tree.compileHere(t.Context(), files, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range want {
		if r.File != files[i] {
			t.Fatalf("result %d is of %s, want %s", i, r.File.Path, files[i].Path)
		}
		if bad := i%10 > 2 && i%2 == 1; bad != (r.JSON == nil) {
			t.Errorf("%s: got JSON %s, findings %v", r.File.Path, r.JSON, r.Findings)
		}
	}
	for _, parallel := range []int{0, 2, 7, 1000} {
		got, err := tree.compileHere(t.Context(), files, parallel)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d goroutines: results differ from those of one", parallel)
		}
	}
}

// TestOrderDoesNotMatter compiles files alone, with a new VM for each.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	tree := newTree(t, manyFiles(20), nil)
	files, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	together, err := tree.compileHere(t.Context(), files, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if alone := compileOne(t, tree, f.Path); !reflect.DeepEqual(alone, together[i]) {
			t.Errorf("%s: got %+v alone, %+v with others", f.Path, alone, together[i])
		}
	}
}

func TestEachOnce(t *testing.T) {
	t.Parallel()
	tree := newTree(t, manyFiles(30), nil)
	files, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	seen := make(map[int]int)
	err = tree.eachHere(t.Context(), files, 4, func(i int, r Result) {
		mu.Lock()
		defer mu.Unlock()
		if r.File == files[i] {
			seen[i]++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		if seen[i] != 1 {
			t.Errorf("%s: got %d results, want 1", files[i].Path, seen[i])
		}
	}
}

func TestCanceled(t *testing.T) {
	t.Parallel()
	tree := newTree(t, manyFiles(30), nil)
	files, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := 0
	err = tree.eachHere(ctx, files, 1, func(int, Result) {
		done++
		cancel()
	})
	if !errors.Is(err, context.Canceled) || done != 1 {
		t.Errorf("got %v after %d files, want %v after 1", err, done, context.Canceled)
	}
	if results, err := tree.compileHere(ctx, files, 2); results != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %d results, %v, want none", len(results), err)
	}
	if results, err := tree.compileHere(t.Context(), nil, 2); len(results) != 0 || err != nil {
		t.Errorf("no files: got %d results, %v", len(results), err)
	}
}

// TestManyImports has more imported files than a VM keeps.
func TestManyImports(t *testing.T) {
	t.Parallel()
	files := make(map[string]string)
	for i := range keepImports + 20 {
		files[fmt.Sprintf("menus/m%03d.jsonnet", i)] = fmt.Sprintf("import 'data/%d.json'", i)
		files[fmt.Sprintf("menus/data/%d.json", i)] = fmt.Sprint(i)
	}
	tree := newTree(t, files, nil)
	list, err := tree.Discover("")
	if err != nil {
		t.Fatal(err)
	}
	c := newCompiler(newShelf(tree, Library()))
	for i, f := range list {
		if got, want := string(c.compile(f).JSON), fmt.Sprintf("%d\n", i); got != want {
			t.Errorf("%s: got %q, want %q", f.Path, got, want)
		}
		if got := len(c.imports.kept); got > keepImports+1 {
			t.Fatalf("VM keeps %d files", got)
		}
	}
}
