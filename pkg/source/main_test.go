package source

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// update makes the tests rewrite their golden files.
var update = flag.Bool("update", false, "rewrite golden files")

// TestMain makes this binary its own worker process.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && (os.Args[1] == WorkerArg || os.Args[1] == deafArg) {
		work := func() error { return Worker(os.Stdin, os.Stdout) }
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
// a target. A name that ends in a slash is a folder.
func newTree(tb testing.TB, files, links map[string]string) *Tree {
	tb.Helper()
	// The folder above the tree is ours as well, so that a link can lead out
	// of the tree to a file that does exist.
	dir := filepath.Join(tb.TempDir(), "repo")
	mkdir(tb, dir)
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			mkdir(tb, full)
			continue
		}
		mkdir(tb, filepath.Dir(full))
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	for name, target := range links {
		full := filepath.Join(dir, filepath.FromSlash(name))
		mkdir(tb, filepath.Dir(full))
		if err := os.Symlink(target, full); err != nil {
			tb.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "..", "secret.libsonnet"), []byte("'secret'"), 0o600); err != nil {
		tb.Fatal(err)
	}
	return openTree(tb, dir)
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

// mkdir makes dir and the folders above it.
func mkdir(tb testing.TB, dir string) {
	tb.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		tb.Fatal(err)
	}
}

// compileOne compiles the file at name.
func compileOne(tb testing.TB, tree *Tree, name string) Result {
	tb.Helper()
	results, err := tree.compileHere(tb.Context(), []File{NewFile(name)}, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return results[0]
}
