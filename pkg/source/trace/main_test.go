package trace

import (
	"flag"
	"os"
	"testing"
	"testing/fstest"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// update makes the tests rewrite their golden files.
var update = flag.Bool("update", false, "rewrite golden files")

// bench is a tree with what compiles and locates in it.
type bench struct {
	*source.Compiler
	*Tracer
	tree *source.Tree
}

// newBench returns a bench of the given files.
func newBench(tb testing.TB, files map[string]string) *bench {
	tb.Helper()
	all := make(fstest.MapFS)
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: []byte(data)}
	}
	dir := tb.TempDir()
	if err := os.CopyFS(dir, all); err != nil {
		tb.Fatal(err)
	}
	return openBench(tb, dir)
}

// openBench returns a bench of the files in dir.
func openBench(tb testing.TB, dir string) *bench {
	tb.Helper()
	tree, err := source.Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := tree.Close(); err != nil {
			tb.Error(err)
		}
	})
	b := &bench{tree: tree}
	b.renew()
	return b
}

// renew starts over with a compiler and a tracer that know no file.
func (b *bench) renew() {
	s := source.NewShelf(b.tree, text.English)
	b.Compiler, b.Tracer = source.NewCompiler(s), New(s)
}

// compile returns what the file at name compiles to.
func (b *bench) compile(tb testing.TB, name string) []byte {
	tb.Helper()
	result := b.Compile(source.NewFile(name))
	if result.JSON == nil {
		tb.Fatalf("compile %s: %v", name, result.Findings)
	}
	return result.JSON
}
