package source

import _ "embed"

// LibraryName is the name by which menus import the built-in library. It is
// never looked up in the tree.
const LibraryName = "caidan.libsonnet"

// LibraryPath is the file name that the built-in library has in Jsonnet's
// positions. It is not a clean path, so no file of a tree is ever found there.
const LibraryPath = "//" + LibraryName

//go:embed caidan.libsonnet
var library string

// Library returns the text of the built-in library: constructors for the 13
// types of button, for sub-menus, menus and menu sets.
func Library() string { return library }
