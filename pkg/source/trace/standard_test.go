package trace

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-jsonnet/astgen"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/source"
)

// plainLibrary is Jsonnet's standard library as it is before package source
// gives it functions in Go.
var plainLibrary = astgen.StdAst

// outcome is what becomes of a program.
type outcome struct {
	source.Result
	// Places are those of Pointers.
	Pointers []string
	Places   []Location
}

// outcomes compiles the files of an archive and locates their values.
func outcomes(t *testing.T, files map[string]string) map[string]outcome {
	t.Helper()
	b := newBench(t, files)
	all := make(map[string]outcome)
	for name := range files {
		b.renew()
		o := outcome{Result: b.Compile(source.NewFile(name))}
		if o.JSON != nil {
			o.Pointers = allPointers(t, o.JSON)
			o.Places = b.Locate(name, o.JSON, o.Pointers, true)
		}
		all[name] = o
	}
	return all
}

// TestPlainLibrary holds that the programs in archives come to the same
// values, places and errors without the functions in Go. It has the library for
// itself, and so is not parallel.
func TestPlainLibrary(t *testing.T) {
	others, err := filepath.Glob("../testdata/*/*.txtar")
	if err != nil || len(others) == 0 {
		t.Fatalf("no other archives: %v", err)
	}
	names := append(locateArchives(t), others...)
	newBench(t, nil) // extends the library
	extended := astgen.StdAst
	if extended == plainLibrary {
		t.Fatal("the library was not extended")
	}
	t.Cleanup(func() { astgen.StdAst = extended })
	values, errors := 0, 0
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files := make(map[string]string)
		for _, f := range archive.Files {
			files[f.Name] = string(f.Data)
		}
		astgen.StdAst = extended
		got := outcomes(t, files)
		astgen.StdAst = plainLibrary
		want := outcomes(t, files)
		for file, o := range want {
			if !reflect.DeepEqual(got[file], o) {
				t.Errorf("%s in %s: got %+v\nwant %+v", file, name, got[file], o)
			}
			if o.JSON != nil {
				values++
			} else {
				errors++
			}
		}
	}
	t.Logf("%d programs have a value, %d have none", values, errors)
}
