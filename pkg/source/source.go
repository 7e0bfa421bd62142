// Package source compiles menus written in Jsonnet inside one directory, and
// says where in the files something is wrong.
//
// A [Compiler] does so in this process, without a limit on time or memory;
// package worker has processes with limits. Package trace says where in the
// files a value was written.
//
// A [Tree] is that directory. Nothing outside it is ever read: an import that
// is absolute, that climbs out with "..", or that follows a symbolic link out
// is refused, and so is everything in a folder or file whose name starts with
// a dot, such as .git/config.
//
// # Imports
//
// "caidan.libsonnet" is always the library built into caidan, see [Library].
// A path that starts with ./ or has a .. in it is looked up from the folder of
// the importing file alone. Any other path is looked up
//
//  1. in the folder of the importing file,
//  2. in lib/ and then vendor/ beside the importing file,
//  3. in lib/ and then vendor/ of each folder above it, up to the root.
//
// The first one that exists is taken, whatever it is. The order depends on
// the importing file only, never on the menu being compiled, so that a shared
// library means the same to every account. Only regular UTF-8 text files of
// at most [MaxSource] bytes are read, for import, importstr and importbin
// alike: a menu has no place for anything else.
//
// # What goes wrong
//
// What is wrong with a file is a finding of that file. Menus get no external
// variables, no top-level arguments and no native functions (std.native is null
// whatever its name, although the standard library has some), and what
// std.trace prints is dropped: a pull request has no business writing to the
// log of its check.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Tree is a directory that menus are compiled in; nothing outside it is ever
// read. It may be used by several goroutines at once. Close it after use.
type Tree struct {
	files files
	dir   string // absolute, as it was named
	// top is the directory itself; nil where the files are not those of one.
	top   *os.File
	close func() error
}

// Open opens the directory dir as a tree.
func Open(dir string) (*Tree, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder: %w", err)
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return nil, fmt.Errorf("open folder: %w", err)
	}
	in, ok := root.FS().(files)
	if !ok {
		return nil, errors.Join(errors.New("open folder: it cannot be listed"), root.Close())
	}
	top, err := root.Open(".")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open folder: %w", err), root.Close())
	}
	return &Tree{files: in, dir: abs, top: top, close: func() error { return errors.Join(top.Close(), root.Close()) }}, nil
}

// OpenFS returns a tree of files that are not those of a directory; dir is the
// absolute path of the one they stand for. Of fsys only what names lead to
// directly is asked: symbolic links are followed here, and never out of it.
func OpenFS(fsys fs.ReadLinkFS, dir string) *Tree {
	return &Tree{files: linked{fsys}, dir: dir, close: func() error { return nil }}
}

// Dir returns the absolute path of the tree.
func (t *Tree) Dir() string { return t.dir }

// Has reports whether something is called name, a path relative to the root of
// the tree.
func (t *Tree) Has(name string) bool {
	_, err := t.files.Lstat(name)
	return !isMissing(err)
}

// Close releases the directory. No method may be called afterwards.
func (t *Tree) Close() error {
	if err := t.close(); err != nil {
		return fmt.Errorf("close folder: %w", err)
	}
	return nil
}
