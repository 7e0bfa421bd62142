package trace

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/source"
)

// checkRead holds for every value of the menu at name that its place is the same
// when it is read off the program as when the program is evaluated. It returns
// how many values there are, and of how many the place can be read.
func checkRead(tb testing.TB, b *bench, name string) (all, read int) {
	tb.Helper()
	value := b.Compile(source.NewFile(name)).JSON
	if value == nil {
		return 0, 0
	}
	pointers := allPointers(tb, value)
	evaluates := true
	want := place(name, value, pointers, func(q *question, _ *compiled) (*evaluator, *sight) {
		e, err := newEvaluator(b.shelf, true)
		if err != nil {
			tb.Fatal(err)
		}
		answer, err := e.ask(name, q)
		evaluates = err == nil
		return e, answer
	})
	if !evaluates {
		return 0, 0
	}
	for i := range pointers {
		answered := false
		got := place(name, value, pointers[i:i+1], func(q *question, whole *compiled) (*evaluator, *sight) {
			e, answer := b.read(name, q, whole)
			answered = answer != nil
			return e, answer
		})
		all++
		if !answered {
			continue
		}
		read++
		if !reflect.DeepEqual(got[0], want[i]) {
			tb.Errorf("%s %q: got %s, evaluated %s", name, pointers[i], showLocation(tb, b.tree, got[0]), showLocation(tb, b.tree, want[i]))
		}
	}
	return all, read
}

// TestReadGolden reads the places of all values of the menus in testdata.
func TestReadGolden(t *testing.T) {
	t.Parallel()
	all, read := 0, 0
	for _, name := range locateArchives(t) {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files := make(map[string]string)
		for _, f := range archive.Files {
			files[f.Name] = string(f.Data)
		}
		b := newBench(t, files)
		for file := range files {
			if filepath.Ext(file) == ".jsonnet" {
				n, r := checkRead(t, b, file)
				all, read = all+n, read+r
			}
		}
	}
	atLeast(t, read, all, 30)
}

// TestReadPrograms reads the places of all values of random programs.
func TestReadPrograms(t *testing.T) {
	t.Parallel()
	programs := 200
	if testing.Short() {
		programs = 20
	}
	random := rand.New(rand.NewPCG(3, 4))
	all, read := 0, 0
	for range programs {
		w := &writer{next: random.IntN}
		program := w.program()
		files := programFiles()
		files["menus/a.jsonnet"] = program
		n, r := checkRead(t, newBench(t, files), "menus/a.jsonnet")
		all, read = all+n, read+r
		if t.Failed() {
			t.Fatalf("program:\n%s", program)
		}
	}
	atLeast(t, read, all, 2)
}

// TestReadJsonnetSuite reads the places of all values of the programs that
// go-jsonnet is tested with.
func TestReadJsonnetSuite(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: runs the hundreds of programs that go-jsonnet is tested with")
	}
	dir := jsonnetSuite(t)
	b := openBench(t, dir)
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonnet"))
	if err != nil {
		t.Fatal(err)
	}
	all, read := 0, 0
	for _, full := range names {
		b.renew()
		n, r := checkRead(t, b, filepath.Base(full))
		all, read = all+n, read+r
	}
	atLeast(t, read, all, 20)
}

// atLeast fails the test where fewer than percent of all values were read.
func atLeast(t *testing.T, read, all, percent int) {
	t.Helper()
	t.Logf("%d of %d places were read", read, all)
	if all == 0 || read*100 < all*percent {
		t.Errorf("got %d of %d places read, want %d %%", read, all, percent)
	}
}
