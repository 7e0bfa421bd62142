package source

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/caidan-dev/caidan/pkg/text"
)

// update makes the tests rewrite their golden files.
var update = flag.Bool("update", false, "rewrite golden files")

// newTree returns a tree of the given files, and of the links from a name to
// a target. A name that ends in a slash is a folder.
func newTree(tb testing.TB, files, links map[string]string) *Tree {
	tb.Helper()
	// The folder above the tree is ours as well, so that a link can lead out
	// of the tree to a file that does exist.
	all := fstest.MapFS{"secret.libsonnet": {Data: []byte("'secret'")}, "repo": {Mode: fs.ModeDir}}
	for name, data := range files {
		if full := "repo/" + name; full[len(full)-1] == '/' {
			all[full[:len(full)-1]] = &fstest.MapFile{Mode: fs.ModeDir}
		} else {
			all[full] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	for name, target := range links {
		all["repo/"+name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
	}
	dir := tb.TempDir()
	if err := os.CopyFS(dir, all); err != nil {
		tb.Fatal(err)
	}
	return openTree(tb, filepath.Join(dir, "repo"))
}

// openTree opens dir until the end of the test.
func openTree(tb testing.TB, dir string) *Tree {
	tb.Helper()
	tree, err := Open(dir)
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

// newTestCompiler returns a compiler of the files in tree.
func newTestCompiler(tree *Tree) *Compiler { return NewCompiler(NewShelf(tree, text.English)) }

// compileOne compiles the file at name.
func compileOne(tree *Tree, name string) Result {
	return newTestCompiler(tree).Compile(NewFile(name))
}
