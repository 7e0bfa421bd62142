package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// Each compiles files, and calls do with the index of a file and its result as
// soon as there is one, so that the results need not all be in memory. It calls
// do once for each file, in any order, from several goroutines at once, and has
// returned from every call when it returns.
//
// The error is that of ctx, or says why no worker can be started.
func (p *Pool) Each(ctx context.Context, files []source.File, do func(i int, r source.Result)) error {
	p.each.Lock()
	defer p.each.Unlock()
	run := &run{Pool: p, files: files, do: do, few: p.o.Parallel > 1 && len(files) <= fewFiles}
	group, all := errgroup.WithContext(ctx)
	done := make(chan struct{})
	group.Go(func() error {
		defer close(done)
		return run.lane(all)
	})
	for range min(p.o.Parallel, len(files)) - 1 {
		group.Go(func() error {
			if run.few && ends(done) {
				return nil
			}
			return run.lane(all)
		})
	}
	err := group.Wait()
	slices.Sort(run.large)
	for i := 0; i < len(run.large) && err == nil; i++ {
		err = run.secondTry(ctx, run.large[i])
	}
	if err != nil {
		return fmt.Errorf("compile menus: %w", err)
	}
	return nil
}

const (
	// fewFiles is the most files that one worker begins with: it takes as long to
	// start another as to compile these, where they are usual ones.
	fewFiles = 32
	// aloneTime is how long it is left alone with them: twice what it takes to
	// start and to compile them on a quiet machine.
	aloneTime = 80 * time.Millisecond
)

// ends reports whether the work of the first worker is done soon.
func ends(done <-chan struct{}) bool {
	enough := time.NewTimer(aloneTime)
	defer enough.Stop()
	select {
	case <-done:
		return true
	case <-enough.C:
		return false
	}
}

// run is one call of [Pool.Each].
type run struct {
	*Pool
	files []source.File
	do    func(i int, r source.Result)
	// few says that one worker begins with all of them, and asks about none
	// before it has answered about the one before: another worker may have to.
	few   bool
	taken atomic.Int64

	mu sync.Mutex
	// large are the files for which the share of a worker was not enough.
	large []int
}

// next takes the next file; it returns -1 when there is none.
func (r *run) next() int {
	if i := r.taken.Add(1) - 1; i < int64(len(r.files)) {
		return int(i)
	}
	return -1
}

// lane compiles files with one worker at a time until all are taken.
func (r *run) lane(ctx context.Context) (err error) {
	if err := r.slots.Acquire(ctx, 1); err != nil {
		return err
	}
	defer r.slots.Release(1)
	var w *process
	defer func() {
		if err != nil && w != nil {
			w.end() // it may still be busy
		}
		r.give(w)
	}()
	i, asked := r.next(), false
	for i >= 0 {
		if !asked && r.over.Load() {
			r.refuse(i, &limitError{cause: causeRun, time: r.o.RunTime})
			i = r.next()
			continue
		}
		if !asked {
			if w, err = r.send(ctx, w, r.o.FileTime, r.task(i)); err != nil {
				return err
			}
		}
		ahead := -1
		if !r.few {
			ahead = r.next()
		}
		if asked, err = r.receive(ctx, w, i, ahead); err != nil {
			return err
		}
		// A worker that has ended by itself by now did so over the file that
		// it was asked about, and is yet to be asked why.
		if w.dropped {
			w, asked = nil, false
		}
		if i = ahead; i < 0 {
			i = r.next()
		}
	}
	return nil
}

// task returns what a worker is asked about file i.
func (r *run) task(i int) task {
	return task{Do: doCompile, Path: r.files[i].Path, Pointers: r.expected.list()}
}

// receive delivers what w answers about file i, or why it does not, and
// reports whether w has been asked about the file ahead, which is -1 where
// there is none. The error is about the run.
func (r *run) receive(ctx context.Context, w *process, i, ahead int) (asked bool, err error) {
	var next *task
	if ahead >= 0 {
		q := r.task(ahead)
		next = &q
	}
	var a answer
	value, asked, err := w.receive(ctx, r.o.FileTime, next, &a)
	var limit *limitError
	switch {
	case err == nil:
		r.expected.keep(r.files[i].Path, a.Pointers, a.Locations)
		r.deliver(i, a.result(value))
		return asked, nil
	case !errors.As(err, &limit):
		return false, err
	case limit.cause == causeMemory:
		r.mu.Lock()
		defer r.mu.Unlock()
		r.large = append(r.large, i)
		return false, nil
	}
	r.refuse(i, limit)
	return false, nil
}

// secondTry compiles file i, for which a share was not enough, with all the
// memory there is.
func (r *run) secondTry(ctx context.Context, i int) error {
	limit := &limitError{cause: causeMemory, memory: r.share()}
	if r.over.Load() {
		r.refuse(i, limit)
		return nil
	}
	var a answer
	value, err := r.exchangeAlone(ctx, r.o.FileTime, r.task(i), &a)
	switch {
	case err == nil:
		r.deliver(i, a.result(value))
		return nil
	case !errors.As(err, &limit):
		return err
	}
	limit.memory = r.o.Memory
	r.refuse(i, limit)
	return nil
}

// refuse delivers that file i hit a limit.
func (r *run) refuse(i int, limit *limitError) {
	r.deliver(i, source.Result{Findings: []diag.Finding{limit.finding(r.files[i], r.o.Lang)}})
}

// deliver calls do with the result of file i.
func (r *run) deliver(i int, result source.Result) {
	result.File = r.files[i]
	r.do(i, result)
	r.expected.drop(result.File.Path)
}
