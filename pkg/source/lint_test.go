package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
)

func TestLint(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{
		"menus/lib/brand.libsonnet":  "local unused = 1;\n{ home: '官网' }",
		"menus/lib/broken.libsonnet": "{",
		"menus/good.jsonnet":         "local c = import 'caidan.libsonnet';\nlocal b = import 'brand.libsonnet';\nc.menu([c.click(b.home, 'K')])",
		"menus/library.jsonnet":      "local c = import 'caidan.libsonnet';\nc.menu([c.nope('a')])",
		"menus/unused.jsonnet":       "local a = '菜', b = 2;\n{ '菜单': a }",
		"menus/field.jsonnet":        "local b = import 'brand.libsonnet';\n{ '菜单': b.hmoe }",
		"menus/arguments.jsonnet":    "local c = import 'caidan.libsonnet';\nc.click('a')",
		"menus/loop.jsonnet":         "local a = a; a",
		"menus/missing.jsonnet":      "if false then import 'no.libsonnet' else 1",
		"menus/syntax.jsonnet":       "{",
		"menus/empty.jsonnet":        "",
		"menus/import.jsonnet":       "import 'broken.libsonnet'",
		"menus/deep.jsonnet":         strings.Repeat("[", 1000),
	}, nil)
	for _, test := range []struct{ name, want string }{
		{"good", ""},
		{"library", `menus/library.jsonnet:2:9-2:15 the object has no field "nope"`},
		{"unused", `menus/unused.jsonnet:1:16-1:21 the name "b" is defined and not used`},
		{"field", `menus/field.jsonnet:2:9-2:15 the object has no field "hmoe"`},
		{"arguments", `menus/arguments.jsonnet:2:1-2:13 the function needs the argument "key"`},
		{"loop", "menus/loop.jsonnet:1:11-1:12 the definition needs its own value"},
		{"missing", `menus/missing.jsonnet:1:15-1:36 import "no.libsonnet" names no file`},
		{"import", "menus/import.jsonnet:1:1-1:26 menus/lib/broken.libsonnet:1:2: the file ends inside an object"},
		{"syntax", ""},
		{"empty", ""},
		{"deep", ""},
		{"absent", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newTestCompiler(tree) // it looks at one file at a time
			var lines []string
			for _, f := range c.Lint(NewFile("menus/" + test.name + ".jsonnet")) {
				if f.Rule != RuleLint || f.Severity != diag.Warning || f.Path != "" {
					t.Errorf("got %+v, want a warning of %s", f, RuleLint)
				}
				lines = append(lines, printPlace(f.Place)+" "+f.Message)
			}
			if got := strings.Join(lines, "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestLintMany has more to say than is kept.
func TestLintMany(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range maxLint + 10 {
		fmt.Fprintf(&text, "local a%d = 1;\n", i)
	}
	tree := newTree(t, map[string]string{"menus/a.jsonnet": text.String() + "1"}, nil)
	c := newTestCompiler(tree)
	found := c.Lint(NewFile("menus/a.jsonnet"))
	if len(found) != maxLint || found[0].Line != 1 {
		t.Errorf("got %d findings, want %d", len(found), maxLint)
	}
}
