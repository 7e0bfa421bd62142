package worker

import (
	"runtime"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source/worker/child"
)

// TestBegun gives a pool a worker that was started before, and has it start the next
// one itself.
func TestBegun(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/1.jsonnet": "1", "menus/2.jsonnet": "2"}, nil)
	pool := newPool(t, tree, Options{Parallel: 1})
	runtime.LockOSThread() // the worker lives as long as this thread
	defer runtime.UnlockOSThread()
	before, err := child.Start(pool.o.Command.Path, pool.o.Command.Args, "")
	if err != nil {
		t.Fatal(err)
	}
	begun := []*child.Process{before, nil}
	pool.o.Command.Begun = func() *child.Process {
		next := begun[0]
		begun = begun[1:]
		return next
	}
	for round := range 2 {
		for i, r := range compileAll(t, tree, pool) {
			if got, want := string(r.JSON), []string{"1", "2"}[i]; got != want {
				t.Errorf("%s: got %q, want %q", r.File.Path, got, want)
			}
		}
		if len(pool.idle) != 1 || (pool.idle[0].child == before) != (round == 0) {
			t.Fatalf("round %d: got %d workers, want one, which was there before in the first", round, len(pool.idle))
		}
		pool.idle[0].end()
	}
}
