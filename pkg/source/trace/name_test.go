package trace

import "testing"

// TestName looks for the names of fields: of literals, sums and imports, whether the
// program is read or evaluated.
func TestName(t *testing.T) {
	t.Parallel()
	const name = "menus/a.jsonnet"
	b := newBench(t, map[string]string{
		name: "local base = import 'base.libsonnet';\nlocal key = 'c';\n" +
			"base { a: [{ 'b/~': base.x }], x: 1 } + { [key]: 2, [if true then 'd']: { e: 3 } }",
		"menus/base.libsonnet": "{\n  x: 0,\n  y: 4,\n}\n",
		"menus/b.jsonnet":      "local base = import 'base.libsonnet';\nbase { a: [{ 'b/~': base.x }] }",
	})
	for _, tt := range []struct{ file, pointer, want string }{
		{name, "/a/0/b~1~0", name + ":3:14-19"},
		{name, "/x", name + ":3:32-33"},
		{name, "/y", "menus/base.libsonnet:3:3-4"},
		{name, "/c", ""},
		{name, "/d/e", name + ":3:75-76"},
		{name, "/a/0", ""},
		{name, "/none/b", ""},
		{name, "", ""},
		{"menus/b.jsonnet", "/a/0/b~1~0", "menus/b.jsonnet:2:14-19"},
		{"menus/b.jsonnet", "/x", "menus/base.libsonnet:2:3-4"},
	} {
		got := ""
		if at := b.Locate(tt.file, b.compile(t, tt.file), []string{tt.pointer}, true)[0].Name; at != nil {
			got = showPlace(*at)
		}
		if got != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.file, tt.pointer, got, tt.want)
		}
	}
}
