// Package source compiles menus written in Jsonnet inside one directory, and
// says where in the files something is wrong.
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
// # Worker processes
//
// Compiling is running a program, and the programs of a pull request are a
// stranger's. A [Pool] runs them in processes of the same binary that have an
// empty environment, no file open but their pipes and the tree, and a process
// group of their own. Each has one file in hand at a time, and knows which is
// next. What such a program can do to its process is a finding of its file,
// with the rule [RuleLimit]; the process is replaced and the other files go
// on. The limits, unless [PoolOptions] sets others, are
//
//   - 1 MiB of source and 32 MiB of JSON a file,
//   - 200 brackets in each other, and 10,000 operators in one expression,
//   - 10 seconds a file; after 6 files that hit a limit, half a second,
//   - 2 seconds to locate the values of a file, twice,
//   - 1 GiB of memory for all workers together, in equal shares; a file for
//     which a share is not enough is tried once more in the end, alone and
//     with all of it,
//   - 64 MiB of stack, several times what 500 nested calls need,
//   - 5 minutes a run, after which no file is begun.
//
// Memory is limited on Linux only, where a worker also may write no files,
// and is killed with its parent. Elsewhere a file that needs too much memory
// has its 10 seconds to take it, and a worker ends by itself when the end of
// its parent ends its input. Check a stranger's menus on Linux.
//
// # Places
//
// A finding about a value needs the line that wrote the value, and Jsonnet
// forgets it. [Pool.Locate] finds it out, for the values that have a finding
// alone, by evaluating their file once more in a rewritten form, which keeps
// the origin of each value beside it (trace.go and what is named after it):
//
//   - each field has a hidden field beside it with the origin of its value, so
//     that sums of objects override and inherit origins as they do values;
//   - each call hands over a record of itself, with the origins of its
//     arguments, so that a value made by a function leads to the argument;
//   - from there origins follow variables, conditions, arrays and
//     comprehensions back to the expression that wrote the value.
//
// Jsonnet's tree of a program is what is rewritten, not its text, so that
// places are those of the files as they are. A program in trace.libsonnet then
// walks to the values asked for, and answers with their origins.
//
// An answer counts only as far as the values on the way are those that the
// file compiled to (locate_value.go). Of the places in it, the one is taken
// where a mistake would be mended (locate_choose.go): the expression furthest
// back in a file of the user, else the user's call of the function that made
// the value. [Location] has the library line beside that. Where neither is
// known, it is the place of the object or array around the value, then one in
// vendor/, and at last the file as a whole. A value without a place is never
// an error: each of two tries has its limit on time, and the second does not
// follow calls, which is cheaper.
//
// # What goes wrong
//
// What is wrong with a file is a finding of that file; the other files go on.
// An error is about the run as a whole. Menus get no external variables, no
// top-level arguments and no native functions, and what std.trace prints is
// dropped: a pull request has no business writing to the log of its check.
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
