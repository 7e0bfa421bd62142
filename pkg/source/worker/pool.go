package worker

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker/child"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Command is how a worker process is started: a program that runs [Serve].
type Command struct {
	// Path is the file to execute, such as what os.Executable returns.
	Path string
	// Args are its arguments and start with its name, as in os.Args. A usual
	// second and last one is [Arg].
	Args []string

	// Begun, if it is set, returns a process of it that was started before there was
	// a pool, by a thread that lives for as long as this process, to who asks first;
	// nil to others. The program found out meanwhile what there is to compile.
	Begun func() *child.Process
}

// Options say what a [Pool] works on, and how much it may cost.
type Options struct {
	// Dir is the repository root.
	Dir string
	// Files, if they are set, are compiled in place of those of Dir. Several
	// goroutines ask them at once; see [source.OpenFS] for what they are asked.
	Files fs.ReadLinkFS
	// Command starts a worker process.
	Command Command
	// Parallel is how many files compile at a time; fewer than 1 is one for
	// each processor, and there are never more than 6.
	Parallel int
	// GCPercent is the garbage collector's target in a worker, as in
	// [debug.SetGCPercent]; 0 leaves what Go has.
	GCPercent int
	// Reads asks for the Reads of each result.
	Reads bool
	// Lang is the language of findings; the zero value is English.
	Lang text.Lang
	// FileTime is how long a file may compile, or be linted; 0 is 10 seconds.
	// On Linux it is time of a processor, and by the clock up to six times as
	// long on a machine that does other work; so is LocateTime.
	FileTime time.Duration
	// LocateTime is how long each of the two tries to locate the values of a
	// file may take; 0 is 2 seconds.
	LocateTime time.Duration
	// RunTime is how long after [NewPool] a file may be begun; 0 is 5
	// minutes. The files left then are not compiled.
	RunTime time.Duration
	// Memory is the bytes all workers together may use beyond what they have
	// at rest; 0 is 1 GiB. Each has an equal share. A file that needs more is
	// compiled once more in the end, by a worker that has it all to itself.
	// It is a hard limit on Linux and advice to the collector elsewhere.
	Memory uint64
}

// Pool compiles the files of one run in worker processes. What a file does to
// its worker is a finding of that file. Its methods may be called by several
// goroutines at once, except for Close; the others may also be called by the
// function given to Each, except for Each itself.
type Pool struct {
	o       Options
	starter *starter
	// each is held by the one call of Each there may be.
	each sync.Mutex
	// slots has one for each worker; a file that takes them all is alone.
	slots *semaphore.Weighted
	// over says that RunTime is over.
	over    atomic.Bool
	clock   *time.Timer
	closing sync.Once

	expected expected

	mu   sync.Mutex
	idle []*process
}

// NewPool returns a pool of workers for a run that starts now. Workers are
// started when there is work for them. Close it after use.
func NewPool(o Options) (*Pool, error) {
	if o.Command.Path == "" || len(o.Command.Args) == 0 {
		return nil, errors.New("start workers: the command is empty")
	}
	tree, err := source.Open(o.Dir)
	if err != nil {
		return nil, err
	}
	o.Dir = tree.Dir()
	if err := tree.Close(); err != nil {
		return nil, err
	}
	p := &Pool{o: o.withDefaults(), starter: newStarter()}
	p.slots = semaphore.NewWeighted(p.workers())
	p.clock = time.AfterFunc(p.o.RunTime, func() { p.over.Store(true) })
	return p, nil
}

// Close ends the workers. It does not wait until the system has taken them apart,
// which takes as long as compiling a small file. No other method may be called
// afterwards, and none may still be running.
func (p *Pool) Close() error {
	p.closing.Do(func() {
		p.clock.Stop()
		for _, w := range p.idle {
			w.kill()
		}
		go func() {
			p.dismiss()
			p.starter.stop()
		}()
	})
	return nil
}

// workers returns the most workers there may be. Those beyond Parallel are
// for what a function given to Each asks while its worker goes on.
func (p *Pool) workers() int64 { return int64(p.o.Parallel) + spareWorkers }

// share returns the bytes of memory of one worker.
func (p *Pool) share() uint64 { return p.o.Memory / uint64(p.workers()) }

// exchange asks a worker, which is started if need be; the errors are those of
// process.exchange, and those of starting one.
func (p *Pool) exchange(ctx context.Context, limit time.Duration, q task, value []byte, a *answer) error {
	if err := p.slots.Acquire(ctx, 1); err != nil {
		return err
	}
	defer p.slots.Release(1)
	for {
		w := p.take()
		fresh := w == nil
		if fresh {
			var err error
			if w, err = p.start(p.share()); err != nil {
				return err
			}
		}
		_, err := w.exchange(ctx, limit, q, value, a)
		p.give(w)
		// A worker may have ended while it had nothing to do, by no file's fault,
		// but a new one has not had the time for that.
		if fresh || !errors.Is(err, errGone) {
			return err
		}
	}
}

// exchangeAlone asks a worker that has all the memory, while there is no
// other.
func (p *Pool) exchangeAlone(ctx context.Context, limit time.Duration, q task, a *answer) ([]byte, error) {
	all := p.workers()
	if err := p.slots.Acquire(ctx, all); err != nil {
		return nil, err
	}
	defer p.slots.Release(all)
	p.dismiss()
	w, err := p.start(p.o.Memory)
	if err != nil {
		return nil, err
	}
	defer w.end()
	return w.exchange(ctx, limit, q, nil, a)
}

// send asks w, or where that is nil an idle or a new worker, which it
// returns. Whether the worker lives to answer is not known yet. The error is
// that of ctx, or of starting a worker.
func (p *Pool) send(ctx context.Context, w *process, limit time.Duration, q task) (*process, error) {
	for {
		if w == nil {
			w = p.take()
		}
		fresh := w == nil
		if fresh {
			var err error
			if w, err = p.start(p.share()); err != nil {
				return nil, err
			}
		}
		err := w.ask(ctx, limit, q)
		switch {
		case ctx.Err() != nil:
			return w, ctx.Err()
		case err == nil || fresh: // the missing answer will tell
			return w, nil
		}
		w = nil
	}
}

// start starts a worker that may use memory bytes.
func (p *Pool) start(memory uint64) (*process, error) {
	w, err := p.begin()
	if err != nil {
		return nil, err
	}
	w.files = p.o.Files
	w.greet(hello{Dir: p.o.Dir, Lang: p.o.Lang, Memory: memory, GCPercent: p.o.GCPercent, Reads: p.o.Reads, Ask: p.o.Files != nil})
	return w, nil
}

// begin returns a worker that was not asked anything yet.
func (p *Pool) begin() (*process, error) {
	if begun := p.o.Command.Begun; begun != nil {
		if c := begun(); c != nil {
			return newProcess(c), nil
		}
	}
	return p.starter.start(p.o.Command, p.o.Dir)
}

// take returns an idle worker, the one used last, or nil when there is none.
func (p *Pool) take() *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > 0 {
		last := len(p.idle) - 1
		w := p.idle[last]
		p.idle = p.idle[:last]
		if w.alive() {
			return w
		}
		w.end()
	}
	return nil
}

// give makes w idle, if there still is one.
func (p *Pool) give(w *process) {
	if w == nil || !w.alive() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, w)
}

// dismiss ends all idle workers.
func (p *Pool) dismiss() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.idle {
		w.kill()
	}
	for _, w := range p.idle {
		w.end()
	}
	p.idle = nil
}
