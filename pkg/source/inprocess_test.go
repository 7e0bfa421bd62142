package source

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// compileHere is what a pool is held against: it compiles files in this
// process, on parallel goroutines, and returns their results in the order of
// files. Fewer than one goroutine means one for each processor. The only error
// is that of ctx, which is looked at between files.
func (t *Tree) compileHere(ctx context.Context, files []File, parallel int) ([]Result, error) {
	results := make([]Result, len(files))
	err := t.eachHere(ctx, files, parallel, func(i int, r Result) { results[i] = r })
	if err != nil {
		return nil, err
	}
	return results, nil
}

// eachHere is compileHere that calls do with the index of a file and its
// result as soon as there is one, as [Pool.Each] does.
func (t *Tree) eachHere(ctx context.Context, files []File, parallel int, do func(i int, r Result)) error {
	if parallel < 1 {
		parallel = runtime.GOMAXPROCS(0)
	}
	s := newShelf(t, Library())
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(parallel, len(files)) {
		group.Go(func() error {
			c := newCompiler(s)
			for i := next.Add(1) - 1; i < int64(len(files)); i = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return fmt.Errorf("compile menus: %w", err)
				}
				do(int(i), c.compile(files[i]))
			}
			return nil
		})
	}
	return group.Wait()
}
