package worker

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestMain makes this binary its own worker process.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && (os.Args[1] == Arg || os.Args[1] == deafArg) {
		work := func() error { return Serve(os.Stdin, os.Stdout) }
		if os.Args[1] == deafArg {
			work = deaf
		}
		if err := work(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// newTree returns a tree of the given files, and of the links from a name to
// a target.
func newTree(tb testing.TB, files, links map[string]string) *source.Tree {
	tb.Helper()
	// The folder above the tree is ours as well, so that a link can lead out
	// of the tree to a file that does exist.
	all := fstest.MapFS{"secret.libsonnet": {Data: []byte("'secret'")}, "repo": {Mode: fs.ModeDir}}
	for name, data := range files {
		all["repo/"+name] = &fstest.MapFile{Data: []byte(data)}
	}
	for name, target := range links {
		all["repo/"+name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
	}
	dir := tb.TempDir()
	if err := os.CopyFS(dir, all); err != nil {
		tb.Fatal(err)
	}
	tree, err := source.Open(filepath.Join(dir, "repo"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := tree.Close(); err != nil {
			tb.Error(err)
		}
	})
	return tree
}

// within returns a context in which to wait for something. It ends long after
// that should be there, on the slowest machine.
func within(tb testing.TB, awaited string) context.Context {
	tb.Helper()
	const long = 5 * time.Minute
	ctx, cancel := context.WithTimeoutCause(tb.Context(), long, fmt.Errorf("waited %v for %s", long, awaited))
	tb.Cleanup(cancel)
	return ctx
}

// discover returns the menus of tree.
func discover(tb testing.TB, tree *source.Tree) []source.File {
	tb.Helper()
	found, err := tree.Discover("")
	if err != nil || len(found.Files) == 0 {
		tb.Fatalf("got menus %v, %v", found.Files, err)
	}
	return found.Files
}

// compileHere compiles files in this process: what a pool is held against.
func compileHere(tree *source.Tree, files []source.File) []source.Result {
	c := source.NewCompiler(source.NewShelf(tree, text.English))
	results := make([]source.Result, len(files))
	for i, f := range files {
		results[i] = c.Compile(f)
		results[i].Reads = nil // a pool is not asked for them
	}
	return results
}
