package worker

import (
	"sync/atomic"
	"testing"

	"github.com/caidan-dev/caidan/pkg/source"
)

// TestFewFiles has a file wait for the one after it: of few files none waits in
// line behind another, though one worker begins with them all.
func TestFewFiles(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.json": "1", "menus/b.json": "2"}, nil)
	pool := newPool(t, tree, Options{Parallel: 2})
	files := discover(t, tree)
	var compiled atomic.Int64
	both := make(chan struct{})
	ctx := within(t, "both files")
	err := pool.Each(ctx, files, func(int, source.Result) {
		if compiled.Add(1) == int64(len(files)) {
			close(both)
		}
		select {
		case <-both:
		case <-ctx.Done():
			t.Error("no other worker compiles the second file while the first one takes long")
		}
	})
	if err != nil {
		t.Error(err)
	}
}
