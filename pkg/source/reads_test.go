package source

import (
	"maps"
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

// TestReads compiles files with one compiler, as a worker does: what an earlier
// file made it evaluate is in the list of a later one that needs it.
func TestReads(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"menus/a.jsonnet":                "(import 'brand.libsonnet').name + (importstr './a.txt') + std.type(import 'caidan.libsonnet')",
		"menus/b.jsonnet":                "(import 'brand.libsonnet').name",
		"menus/bytes.jsonnet":            "importbin 'a.txt'",
		"menus/broken.jsonnet":           "import 'nothing.libsonnet'",
		"menus/unused.jsonnet":           "local unused = import 'nothing.libsonnet'; 1",
		"menus/shop/c.jsonnet":           "import 'brand.libsonnet'",
		"menus/a.txt":                    "text",
		"lib/brand.libsonnet":            "{ name: import 'name.libsonnet' }",
		"lib/name.libsonnet":             "'name'",
		"menus/shop/lib/brand.libsonnet": "'shop'",
	}
	read := func(dir, name, path string) Read {
		return Read{Dir: dir, Name: name, Path: path, Digest: Digest([]byte(files[path]))}
	}
	brand := []Read{read("lib", "name.libsonnet", "lib/name.libsonnet"), read("menus", "brand.libsonnet", "lib/brand.libsonnet")}
	c := newTestCompiler(newTree(t, files, nil))
	for _, test := range []struct {
		name string
		want []Read
	}{
		{"menus/a.jsonnet", []Read{brand[0], read("menus", "./a.txt", "menus/a.txt"), brand[1]}},
		{"menus/b.jsonnet", brand},
		{"menus/bytes.jsonnet", []Read{read("menus", "a.txt", "menus/a.txt")}},
		{"menus/unused.jsonnet", nil},
		{"menus/shop/c.jsonnet", []Read{read("menus/shop", "brand.libsonnet", "menus/shop/lib/brand.libsonnet")}},
	} {
		r := c.Compile(NewFile(test.name))
		want := &Reads{Digest: Digest([]byte(files[test.name])), Imports: test.want}
		if !reflect.DeepEqual(r.Reads, want) {
			t.Errorf("%s: got reads %+v, want %+v; findings %v", test.name, r.Reads, want, r.Findings)
		}
	}
	if r := c.Compile(NewFile("menus/broken.jsonnet")); r.Reads != nil || r.JSON != nil {
		t.Errorf("a file without a value: got reads %+v", r.Reads)
	}
}

// TestReadsOfOthers has a library that imports what is not there for a file that
// does not compile; the next file needs another part of it.
func TestReadsOfOthers(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"menus/a.jsonnet":    "(import 'both.libsonnet').bad",
		"menus/b.jsonnet":    "(import 'both.libsonnet').good",
		"lib/both.libsonnet": "{ bad:: import 'nothing.libsonnet', good:: 1 }",
	}
	c := newTestCompiler(newTree(t, files, nil))
	c.Compile(NewFile("menus/a.jsonnet"))
	want := []Read{
		{Dir: "lib", Name: "nothing.libsonnet"},
		{Dir: "menus", Name: "both.libsonnet", Path: "lib/both.libsonnet", Digest: Digest([]byte(files["lib/both.libsonnet"]))},
	}
	if r := c.Compile(NewFile("menus/b.jsonnet")); r.Reads == nil || !reflect.DeepEqual(r.Reads.Imports, want) {
		t.Errorf("got %+v, want imports %+v", r.Reads, want)
	}
}

// TestTooManyReads has one import more than is listed.
func TestTooManyReads(t *testing.T) {
	t.Parallel()
	s := NewShelf(newTree(t, nil, nil), text.English)
	s.asked["a"] = map[string]bool{}
	for i := range maxReads {
		key := request{dir: ".", name: string(rune(i + 0x4e00))}
		s.asked["a"][key.name], s.found[key] = true, &page{path: key.name}
	}
	if r := s.reads("a", ""); r == nil || len(r.Imports) != maxReads {
		t.Fatalf("got %v, want a list of %d", r, maxReads)
	}
	s.asked["a"]["more"], s.found[request{dir: ".", name: "more"}] = true, &page{path: "more"}
	if r := s.reads("a", ""); r != nil {
		t.Errorf("got %d imports, want none listed", len(r.Imports))
	}
}

// TestSame reads a file and its library once more after a change: to another shelf
// they are not the same, and to one that has the library they are.
func TestSame(t *testing.T) {
	t.Parallel()
	const menu, lib = "menus/a.jsonnet", "lib/brand.libsonnet"
	files := map[string]string{menu: "(import 'brand.libsonnet').name", lib: "{ name: 'a' }", "menus/b.jsonnet": "1"}
	tree := newTree(t, files, nil)
	first := NewShelf(tree, text.English)
	reads := NewCompiler(first).Compile(NewFile(menu)).Reads
	if reads == nil || !first.Same(reads) {
		t.Fatalf("%+v are not the same to who read them", reads)
	}
	for _, test := range []struct {
		name, changed, text string
		want                bool
	}{
		{"nothing", lib, files[lib], true},
		{"the library", lib, "{  name: 'a' }", false},
		{"the library is gone", lib, "", false},
		{"another library", "menus/lib/brand.libsonnet", files[lib], false},
		{"the file", menu, " " + files[menu], false},
		{"the file is gone", menu, "", false},
		{"what it does not import", "menus/b.jsonnet", "2", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := maps.Clone(files)
			if changed[test.changed] = test.text; test.text == "" {
				delete(changed, test.changed)
			}
			s := NewShelf(newTree(t, changed, nil), text.English)
			NewCompiler(s).Compile(NewFile(menu))
			if got := s.Same(reads); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
