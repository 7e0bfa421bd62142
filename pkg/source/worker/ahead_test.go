package worker

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source"
)

// TestAhead gives a pool a worker that was started before.
func TestAhead(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/1.jsonnet": "1", "menus/2.jsonnet": "2"}, nil)
	pool := newPool(t, tree, Options{Parallel: 1})
	pool.o.Command = pool.o.Command.Ahead()
	begun := <-pool.o.Command.ahead.started
	pool.o.Command.ahead.started <- begun
	for i, r := range compileAll(t, tree, pool) {
		if got, want := string(r.JSON), []string{"1\n", "2\n"}[i]; got != want {
			t.Errorf("%s: got %q, want %q", r.File.Path, got, want)
		}
	}
	if len(pool.idle) != 1 || pool.idle[0] != begun.process {
		t.Errorf("got %d workers, want the one that was there before", len(pool.idle))
	}
}

// TestAheadFails begins a program that is not there.
func TestAheadFails(t *testing.T) {
	t.Parallel()
	tree := newTree(t, nil, nil)
	missing := Command{Path: filepath.Join(t.TempDir(), "none"), Args: []string{"none", Arg}}
	pool := newPool(t, tree, Options{Command: missing, Parallel: 1})
	pool.o.Command = missing.Ahead()
	err := pool.Each(t.Context(), []source.File{source.NewFile("menus/a.jsonnet")}, func(int, source.Result) { t.Error("got a result") })
	if err == nil || !strings.Contains(err.Error(), "start worker") {
		t.Errorf("got %v, want that no worker can be started", err)
	}
}
