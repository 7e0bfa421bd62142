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
// variables, no top-level arguments and no native functions, and what
// std.trace prints is dropped: a pull request has no business writing to the
// log of its check.
package source

import (
	"fmt"
	"os"
	"path/filepath"
)

// Tree is a directory that menus are compiled in; nothing outside it is ever
// read. It may be used by several goroutines at once. Close it after use.
type Tree struct {
	root   *os.Root
	dir    string // absolute, as it was named
	target string // dir without symbolic links
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
	target, err := filepath.EvalSymlinks(abs)
	if err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("open folder: %w", err)
	}
	return &Tree{root: root, dir: abs, target: target}, nil
}

// Dir returns the absolute path of the tree.
func (t *Tree) Dir() string { return t.dir }

// Close releases the directory. No method may be called afterwards.
func (t *Tree) Close() error {
	if err := t.root.Close(); err != nil {
		return fmt.Errorf("close folder: %w", err)
	}
	return nil
}
