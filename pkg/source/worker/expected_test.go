package worker

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
)

// TestPoolExpects asks about the same values of every file while they compile. The
// places are those that a worker gives which is asked afterwards, and of all but
// the first files those that can be read came with the value.
func TestPoolExpects(t *testing.T) {
	t.Parallel()
	const n = 20
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("menus/m%02d.jsonnet", i)] = fmt.Sprintf("local c = import 'caidan.libsonnet';\n{ a: c.click('name %d', 'KEY'),%s b: if %d > 7 then 'x' else 'y' }", i, "\n\n"[:i%3], i)
	}
	tree := newTree(t, files, nil)
	list := discover(t, tree)
	pool := newPool(t, tree, Options{Parallel: 1})
	pointers := []string{"/a/key", "/a/name", "/b"}
	values := make([][]byte, n)
	got := make([][]trace.Location, n)
	read := 0
	err := pool.Each(t.Context(), list, func(i int, r source.Result) {
		if pool.expected.locations(r.File.Path, pointers[:2]) != nil {
			read++
		}
		values[i], got[i] = r.JSON, pool.Locate(t.Context(), &r, pointers)
	})
	if err != nil {
		t.Fatal(err)
	}
	if read != n-2 { // the second was given out before the first was asked about
		t.Errorf("got the places of %d of %d files with their values, want %d", read, n, n-2)
	}
	if len(pool.expected.found) != 0 {
		t.Errorf("got places of %d files that are kept", len(pool.expected.found))
	}
	for i, f := range list {
		if want := pool.Locate(t.Context(), &source.Result{File: f, JSON: values[i]}, pointers); !reflect.DeepEqual(got[i], want) || want[0].Line == 0 || want[2].Line == 0 {
			t.Errorf("%s: got %+v, want %+v", f.Path, got[i], want)
		}
	}
}

func TestExpectedIsBounded(t *testing.T) {
	t.Parallel()
	var e expected
	many := make([]string, maxExpected+1)
	for i := range many {
		many[i] = fmt.Sprintf("/%d", i)
	}
	e.asked(many)
	if got := e.list(); len(got) != 0 {
		t.Errorf("got %v of a file with more than are expected", got)
	}
	for _, p := range many {
		e.asked([]string{p})
	}
	e.asked(many[3:4])
	if got := e.list(); len(got) != maxExpected || got[0] != "/3" || got[1] != many[maxExpected] || got[maxExpected-1] != "/1" {
		t.Errorf("got %v, want the last %d, the newest first", got, maxExpected)
	}
}
