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
		{name, "/a/0/b~1~0", name + ":3:14-27"},
		{name, "/x", name + ":3:32-36"},
		{name, "/y", "menus/base.libsonnet:3:3-7"},
		{name, "/c", ""},
		{name, "/d/e", name + ":3:75-79"},
		{name, "/a/0", ""},
		{name, "/none/b", ""},
		{name, "", ""},
		{"menus/b.jsonnet", "/a/0/b~1~0", "menus/b.jsonnet:2:14-27"},
		{"menus/b.jsonnet", "/x", "menus/base.libsonnet:2:3-7"},
	} {
		at, known := b.Name(tt.file, b.compile(t, tt.file), tt.pointer)
		if got := showPlace(at); got != tt.want || known != (tt.want != "") {
			t.Errorf("%s %q: got %q, %v, want %q", tt.file, tt.pointer, got, known, tt.want)
		}
	}
}
