package source

import (
	"strings"
	"testing"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestVia has a library that fails, which the one we ship does not.
func TestVia(t *testing.T) {
	t.Parallel()
	const failing = "{\n  '菜':: 1,\n  now(x):: if x.name == '' then 1 else std.length(x),\n  later(x):: { a: [self.nope] },\n}\n"
	tests := []struct {
		name string
		text string
		at   diag.Place
		via  diag.Place
	}{
		{
			"at the call", "local c = import 'caidan.libsonnet';\n{ '菜单': c.now('😀') }",
			diag.Place{File: "menus/a.jsonnet", Line: 2, Column: 9, EndLine: 2, EndColumn: 19},
			diag.Place{File: "caidan.libsonnet", Line: 3, Column: 15, EndLine: 3, EndColumn: 21},
		},
		{
			"in an import", "{ b: import 'b.libsonnet' }",
			diag.Place{File: "menus/lib/b.libsonnet", Line: 2, Column: 1, EndLine: 2, EndColumn: 51},
			diag.Place{File: "caidan.libsonnet", Line: 3, Column: 15, EndLine: 3, EndColumn: 21},
		},
		{
			"after the call", "local c = import 'caidan.libsonnet';\n{\n  x: [0, c.later(1)],\n}",
			diag.Place{File: "menus/a.jsonnet", Line: 3, Column: 10, EndLine: 3, EndColumn: 20},
			diag.Place{File: "caidan.libsonnet", Line: 4, Column: 20, EndLine: 4, EndColumn: 29},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := newTree(t, map[string]string{
				"menus/a.jsonnet":       test.text,
				"menus/lib/b.libsonnet": "// b\n(import 'caidan.libsonnet').now({ name: '' }.name)",
			}, nil)
			r := NewCompiler(newShelf(tree, text.English, failing)).Compile(NewFile("menus/a.jsonnet"))
			if len(r.Findings) != 1 || r.Findings[0].Via == nil {
				t.Fatalf("got %s, %+v", r.JSON, r.Findings)
			}
			if f := r.Findings[0]; f.Place != test.at || *f.Via != test.via {
				t.Errorf("got  %+v via %+v\nwant %+v via %+v", f.Place, *f.Via, test.at, test.via)
			}
		})
	}
}

// TestCrash runs a program that Jsonnet cannot have made, to make it panic.
func TestCrash(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "1"}, nil)
	c := newTestCompiler(tree)
	before := c.vm
	node := &ast.Var{Id: "absent"}
	_, err := c.vm.Evaluate(node)
	if err == nil {
		t.Fatal("no error")
	}
	f := c.explain("menus/a.jsonnet", node, err)
	checkFinding(t, Result{Findings: []diag.Finding{f}}, RuleCompile,
		`Jsonnet crashed on this file: "RUNTIME: Unknown variable: absent (we should have caught this statically)"`,
		diag.Place{File: "menus/a.jsonnet"})
	if c.vm == before {
		t.Error("the VM that crashed is still in use")
	}
	if r := c.Compile(NewFile("menus/a.jsonnet")); r.JSON == nil {
		t.Errorf("after a crash: %v", r.Findings)
	}
}

func TestMaxOutput(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "'12345678'"}, nil)
	c := newTestCompiler(tree)
	c.maxOutput = len("\"12345678\"\n")
	if r := c.Compile(NewFile("menus/a.jsonnet")); r.JSON == nil {
		t.Errorf("at the limit: %v", r.Findings)
	}
	c.maxOutput--
	checkFinding(t, c.Compile(NewFile("menus/a.jsonnet")), RuleLimit,
		"menus/a.jsonnet compiles to more than 10 bytes of JSON", diag.Place{File: "menus/a.jsonnet"})
}

func TestPlain(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("菜", maxMessage)
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"blank", " \t\n ", ""},
		{"as it is", "名字 is 'too long' 😀.", "名字 is 'too long' 😀."},
		{"lines", "\na\r\n  b\u2028c\u0085d\n", "a b c d"},
		{"control", "a\x1b[31mb\x00c\x7f", "a [31mb c"},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
		{"just fits", long, long},
		{"too long", long + "单", long[:len(long)-len("菜")] + "…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := plain(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
