package worker

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
)

// TestCounted stops tables that do not end at their fourth account of five, and says so
// of no other file.
func TestCounted(t *testing.T) {
	t.Parallel()
	const loop = `local loop(n) = std.foldl(function(a, b) if n > 0 then a + loop(n - 1) else a + b, std.range(1, 9999), 0); `
	tree := newTree(t, map[string]string{
		"menus/table.jsonnet":     loop + `{ accounts: { ['a%d' % i]: { button: if i < 4 then [] else [loop(3)] } for i in std.range(1, 5) } }`,
		"menus/imported.jsonnet":  `local all = import 'lib/all.libsonnet'; { accounts+: all { z:: 1 } }`,
		"menus/lib/all.libsonnet": loop + `{ a: {}, b: {}, c: {}, d: loop(3), e: {} }`,
		"menus/one.jsonnet":       loop + `{ button: [loop(3)] }`,
	}, nil)
	for _, test := range []struct{ file, want string }{
		{"menus/table.jsonnet", "the longest a file may take to compile; it came to 3 of its 5 accounts"},
		{"menus/imported.jsonnet", "the longest a file may take to compile; it came to 3 of its 5 accounts"},
		{"menus/one.jsonnet", "the longest a file may take to compile"},
	} {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, tree, Options{Parallel: 1, FileTime: 4 * countTime})
			err := pool.Each(t.Context(), []source.File{source.NewFile(test.file)}, func(_ int, r source.Result) {
				if len(r.Findings) != 1 || !strings.HasSuffix(r.Findings[0].Message, test.want) {
					t.Errorf("got %v, want a finding that ends with %q", r.Findings, test.want)
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	if countTime > time.Second {
		t.Errorf("a table tells how far it is each %v, too seldom", countTime)
	}
}

// TestCountedOfOneTask has a process forget how far a table came once that has its
// answer: a limit that is hit later is not the table's.
func TestCountedOfOneTask(t *testing.T) {
	t.Parallel()
	var pipe bytes.Buffer
	out := newFrameWriter(&pipe)
	for _, a := range []answer{{Counted: &counted{Done: 3, All: 5}}, {}} {
		if err := out.write(a, nil); err != nil {
			t.Fatal(err)
		}
	}
	p := &process{in: newFrameReader(&pipe)}
	var got answer
	if _, err := p.read(&got); err != nil || p.counted != (counted{}) {
		t.Errorf("got %+v, %v, want nothing counted", p.counted, err)
	}
}
