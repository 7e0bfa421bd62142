package trace

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/source"
)

// pinned is the version of go-jsonnet whose inner shapes tracing relies on.
const pinned = "v0.22.0"

// TestTracePins says what tracing takes for granted of go-jsonnet. None of it
// is promised: when this fails after an upgrade, read the package again.
func TestTracePins(t *testing.T) {
	t.Parallel()
	if got := jsonnet.Version(); got != pinned {
		t.Errorf("go-jsonnet is %s: tracing was written for %s", got, pinned)
	}
	t.Run("ImportAST returns the node that is evaluated", func(t *testing.T) {
		t.Parallel()
		vm := jsonnet.MakeVM()
		vm.Importer(&jsonnet.MemoryImporter{Data: map[string]jsonnet.Contents{"a": jsonnet.MakeContents("'old'")}})
		node, _, err := vm.ImportAST("", "a")
		if err != nil {
			t.Fatal(err)
		}
		node.(*ast.LiteralString).Value = "new"
		if got, err := vm.EvaluateAnonymousSnippet("b", "import 'a'"); err != nil || got != "\"new\"\n" {
			t.Errorf("go-jsonnet %s evaluates %q, %v, want the changed node", pinned, got, err)
		}
	})
	shapes := []struct{ name, program, want string }{
		{"array comprehension", "[x for x in [1]]", flatMapArray + "(function [x])"},
		{"two fors and an if", "[x for x in [1] for y in [2] if true]", flatMapArray + "(function " + flatMapArray + "(function if [x]))"},
		{"object comprehension", "{ [x]: 1 for x in ['a'] }", objectFlatMerge + "(" + flatMapArray + "(function [{}]))"},
		{"format", "'%d' % 1", formatOrModulo + "()"},
	}
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			node, err := jsonnet.SnippetToAST("a", s.program)
			if err != nil {
				t.Fatal(err)
			}
			if got := shapeOf(node); got != s.want {
				t.Errorf("go-jsonnet %s makes %s of %s, want %s", pinned, got, s.program, s.want)
			}
		})
	}
}

// shapeOf prints those parts of a program that tracing looks at.
func shapeOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Apply:
		inside := ""
		if _, isString := n.Arguments.Positional[0].Expr.(*ast.LiteralString); !isString {
			inside = shapeOf(n.Arguments.Positional[0].Expr)
		}
		return standard(n) + "(" + inside + ")"
	case *ast.Function:
		return "function " + shapeOf(n.Body)
	case *ast.Conditional:
		if n.Loc().IsSet() {
			return "if with a place"
		}
		return "if " + shapeOf(n.BranchTrue)
	case *ast.Array:
		return "[" + shapeOf(n.Elements[0].Expr) + "]"
	case *ast.DesugaredObject:
		return "{}"
	case *ast.Var:
		return string(n.Id)
	}
	return fmt.Sprintf("%T", n)
}

// TestTraceLeavesTheCompilerAlone compiles a file before and after a locate.
func TestTraceLeavesTheCompilerAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t, map[string]string{
		"menus/a.jsonnet":     "local l = import 'l.libsonnet';\n{ fields: std.objectFieldsAll(l.o), length: std.length(l.f), v: l.f('x') }",
		"menus/l.libsonnet":   "{ o:: { a: 1, b:: 2 }, f(x, y=2):: { v: x } }",
		"menus/other.jsonnet": "(import 'l.libsonnet').f(1)",
	})
	const file, other = "menus/a.jsonnet", "menus/other.jsonnet"
	before := b.compile(t, file)
	for range 2 {
		if at := b.Locate(file, before, []string{"/v/v"}, true)[0]; showPlace(at.Place) != "menus/a.jsonnet:2:69-72" {
			t.Errorf("got %s", showPlace(at.Place))
		}
		if after := b.compile(t, file); string(after) != string(before) {
			t.Errorf("got %s after locate, %s before", after, before)
		}
		if at := b.Locate(other, b.compile(t, other), []string{"/v"}, true)[0]; showPlace(at.Place) != "menus/other.jsonnet:1:26-27" {
			t.Errorf("got %s", showPlace(at.Place))
		}
	}
}

// TestLocateFallsBack has what cannot be located, and what it gets instead.
func TestLocateFallsBack(t *testing.T) {
	t.Parallel()
	const menu = "menus/a.jsonnet"
	tests := []struct {
		name, program, value, pointer string
		noCalls                       bool
		want                          string
	}{
		{name: "other value", program: "{ a: { b: 'x' } }", value: `{"a":{"b":"y"}}`, pointer: "/a/b", want: menu + ":1:6-16"},
		{name: "other object", program: "{ a: { b: 'x', c: 1 } }", value: `{"a":{"b":"x"}}`, pointer: "/a/b", want: menu + ":1:1-24"},
		{name: "other kind", program: "[1]", value: `{"a":1}`, pointer: "/a", want: menu},
		{name: "error now", program: "error 'x'", value: `{"a":1}`, pointer: "/a", want: menu},
		{name: "broken now", program: "{", value: `{"a":1}`, pointer: "/a", want: menu},
		{name: "no JSON", program: "{ a: 1 }", value: `{`, pointer: "/a", want: menu},
		{name: "no such pointer", program: "{ a: [1] }", value: `{"a":[1]}`, pointer: "/a/01/b", want: menu + ":1:6-9"},
		{name: "escaped pointer", program: "{ 'a/b~': [1] }", value: `{"a/b~":[1]}`, pointer: "/a~1b~0/0", want: menu + ":1:12-13"},
		{name: "field of our own name", program: "{ a: 1, '\\u0001f:a':: 7 }", value: `{"a":1}`, pointer: "/a", want: menu},
		{name: "origin of our own", program: "{ a: 1 } + { '\\u0001f:a':: -99 }", value: `{"a":1}`, pointer: "/a", want: menu + ":1:1-33"},
		{name: "origin that is a text", program: "{ a: 1 } + { '\\u0001f:a':: 'x' }", value: `{"a":1}`, pointer: "/a", want: menu},
		{name: "without calls", program: "local f(x) = { v: x }; { a: f('y') }", value: `{"a":{"v":"y"}}`, pointer: "/a/v", noCalls: true, want: menu + ":1:19-20"},
		{name: "library without calls", program: "local c = import 'caidan.libsonnet';\n[c.click('a', 'b')]", value: `[{"type":"click","name":"a","key":"b"}]`, pointer: "/0/name", noCalls: true, want: menu + ":2:2-19 via caidan.libsonnet:click name"},
		{name: "standard function by another name", program: "local call(f, x) = f(x); local g = [std.length];\n{ a: call(std.length, 'x'), b: g[0]('yy'), c: 'z' }", value: `{"a":1,"b":2,"c":"z"}`, pointer: "/c", want: menu + ":2:47-50"},
		{name: "std of one's own", program: "local std = { length(x):: { v: x } }; { a: std.length('x') }", value: `{"a":{"v":"x"}}`, pointer: "/a/v", want: menu + ":1:55-58"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, map[string]string{menu: test.program})
			at := b.Locate(menu, []byte(test.value), []string{test.pointer}, !test.noCalls)[0]
			if got := showPlace(at.Place) + showVia(t, b.tree, at.Via); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestLocateNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, map[string]string{"menus/a.jsonnet": "{}"})
	if got := b.Locate("menus/a.jsonnet", []byte("{}"), nil, true); len(got) != 0 || b.last != nil {
		t.Errorf("got %v, evaluator %v, want nothing", got, b.last)
	}
	if got := b.Locate("menus/gone.jsonnet", []byte("{}"), []string{""}, true); len(got) != 1 || showPlace(got[0].Place) != "menus/gone.jsonnet" {
		t.Errorf("got %v, want the file", got)
	}
}

// TestLocateRenews locates in files that import more than a VM keeps.
func TestLocateRenews(t *testing.T) {
	t.Parallel()
	files := make(map[string]string)
	for i := range 300 {
		files[fmt.Sprintf("menus/m%03d.jsonnet", i)] = fmt.Sprintf("if std.length('') == 0 then import 'data/%d.json' else {}", i)
		files[fmt.Sprintf("menus/data/%d.json", i)] = fmt.Sprintf(`{"a": "%d"}`, i)
	}
	b := newBench(t, files)
	seen := make(map[*evaluator]bool)
	for i := range len(files) / 2 {
		name := fmt.Sprintf("menus/m%03d.jsonnet", i)
		at := b.Locate(name, fmt.Appendf(nil, `{"a":"%d"}`, i), []string{"/a"}, true)[0]
		if want := fmt.Sprintf("menus/data/%d.json:1:7-%d", i, 9+len(fmt.Sprint(i))); showPlace(at.Place) != want {
			t.Errorf("%s: got %s, want %s", name, showPlace(at.Place), want)
		}
		seen[b.last] = true
	}
	if len(seen) != 2 {
		t.Errorf("got %d evaluators for %d files, want 2", len(seen), len(files)/2)
	}
}

// TestLocateCrash has a VM that crashes; the next locate has a new one.
func TestLocateCrash(t *testing.T) {
	t.Parallel()
	b := newBench(t, map[string]string{"menus/a.jsonnet": "{ a: if std.length('') == 0 then 'x' else '', b: import 'l.libsonnet' }", "menus/l.libsonnet": "1"})
	const file = "menus/a.jsonnet"
	value := []byte(`{"a":"x","b":1}`)
	for _, calls := range []bool{true, false} {
		crashing, err := newEvaluator(b.shelf, calls)
		if err != nil {
			t.Fatal(err)
		}
		crashing.vm.Importer(nil)
		b.last = crashing
		if at := b.Locate(file, value, []string{"/a"}, calls)[0]; calls != (at.Line > 0) {
			t.Errorf("calls %v: got %s", calls, showPlace(at.Place))
		}
		if at := b.Locate(file, value, []string{"/a"}, calls)[0]; showPlace(at.Place) != "menus/a.jsonnet:1:34-37" {
			t.Errorf("calls %v, after a crash: got %s", calls, showPlace(at.Place))
		}
	}
}

// TestLocateMany asks for all values of a large file at once.
func TestLocateMany(t *testing.T) {
	t.Parallel()
	program := benchMenu(20)
	b := newBench(t, map[string]string{"menus/a.jsonnet": program})
	const file = "menus/a.jsonnet"
	value := b.compile(t, file)
	var pointers []string
	for account := range 20 {
		for i := range 3 {
			pointers = append(pointers, fmt.Sprintf("/accounts/store-%03d/menu/button/%d/sub_button/4/key", account, i))
		}
	}
	for i, at := range b.Locate(file, value, pointers, true) {
		got := excerpt(t, b.tree, at.Place)
		if want := fmt.Sprintf("'KEY_%d'", i%3); got != want {
			t.Errorf("%s: got %s, want %s", pointers[i], got, want)
		}
		account := strings.Split(pointers[i], "/")[2]
		line := strings.Split(program, "\n")
		at.Line--
		for !strings.Contains(line[at.Line], "store-") {
			at.Line--
		}
		if !strings.Contains(line[at.Line], account) {
			t.Errorf("%s: got the place in %s", pointers[i], line[at.Line])
		}
	}
}

// TestLocateManyFields asks for more fields of one object than are looked up
// one by one; some of them have no origin, and one is not there.
func TestLocateManyFields(t *testing.T) {
	t.Parallel()
	b := newBench(t, map[string]string{"menus/a.jsonnet": "local mine = {\n  first: 'a',\n  second:: 'hidden',\n};\n" +
		"mine + { ['k' + i]: i for i in std.range(1, 40) } +\nstd.parseJson('{\"parsed\": 1}') + {\n  last: 'z',\n}"})
	const file = "menus/a.jsonnet"
	value := b.compile(t, file)
	pointers := []string{"/first", "/second", "/last", "/parsed", "/missing"}
	for i := range 40 {
		pointers = append(pointers, fmt.Sprintf("/k%d", i+1))
	}
	for i, at := range b.Locate(file, value, pointers, true) {
		alone := b.Locate(file, value, pointers[i:i+1], true)[0]
		if !reflect.DeepEqual(at, alone) {
			t.Errorf("%s: got %s with others, %s alone", pointers[i], showPlace(at.Place), showPlace(alone.Place))
		}
		if i == 0 && showPlace(at.Place) != "menus/a.jsonnet:2:10-13" {
			t.Errorf("%s: got %s", pointers[i], showPlace(at.Place))
		}
	}
}

// TestLocationJSON sends a location to another process and back.
func TestLocationJSON(t *testing.T) {
	t.Parallel()
	want := Location{Via: &[]Location{{}}[0].Place}
	want.File, want.Line, want.Via.File = "menus/a.jsonnet", 3, source.LibraryName
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Location
	if err := json.Unmarshal(data, &got); err != nil || got.Place != want.Place || *got.Via != *want.Via {
		t.Errorf("got %+v, %v from %s, want %+v", got, err, data, want)
	}
}

// TestLibraryFormat holds trace.libsonnet to the format of every menu.
func TestLibraryFormat(t *testing.T) {
	t.Parallel()
	got, err := source.Format("trace.libsonnet", []byte(library))
	if err != nil || string(got) != library {
		t.Errorf("got %s, %v, want it as it is", got, err)
	}
}
