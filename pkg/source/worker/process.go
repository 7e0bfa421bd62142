package worker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/caidan-dev/caidan/pkg/source/worker/child"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// startTime is how long a worker may take to start. It takes 10 to 20
	// milliseconds.
	startTime = 30 * time.Second
	// waitTime is how long the last words of a worker that has ended are
	// waited for.
	waitTime = 5 * time.Second
	// patience is how many times as long as the processor time it has a worker
	// may take by the clock; there is at most one for each processor, and so
	// only other programs can make it wait.
	patience = 6
	// minWatch is how often at most a worker's processor time is looked up: the
	// system counts it in steps of this.
	minWatch = 10 * time.Millisecond
	// maxLastWords is the most bytes of a worker's standard error that are
	// kept. Go says first why it ends.
	maxLastWords = 4 << 10
)

// process is a worker process, seen from the one that started it.
type process struct {
	child     *child.Process
	in        *frameReader
	out       *frameWriter
	lastWords lastWords
	// files are those that the process asks for; nil where it reads a folder.
	files fs.ReadLinkFS
	// ended is closed when the process has been waited for. Then it has a state,
	// unless that could not be had.
	ended chan struct{}
	state *os.ProcessState
	// late says that it was killed because a time was over.
	late atomic.Bool
	// greeted says that it has not yet said that it is ready.
	greeted bool
	// counted is how far it said last that the table at work has come.
	counted counted
	// dropped says that this process ended it.
	dropped bool
}

// newProcess returns what a child is to a pool. It is waited for from here on.
func newProcess(c *child.Process) *process {
	p := &process{
		child: c,
		in:    newFrameReader(c.Stdout),
		out:   newFrameWriter(c.Stdin),
		ended: make(chan struct{}),
	}
	go p.wait()
	return p
}

// wait waits until the process has ended. What a stranger's program makes it say is
// kept, and not shown.
func (p *process) wait() {
	defer close(p.ended)
	heard := make(chan struct{})
	go func() {
		_, _ = io.Copy(&p.lastWords, p.child.Stderr) // what can be read is kept
		close(heard)
	}()
	p.state, _ = p.child.Wait() // how it ended is in its state
	late := time.AfterFunc(waitTime, func() { _ = p.child.Stderr.Close() })
	<-heard
	late.Stop()
	_ = p.child.Stderr.Close()
}

// greet tells a started process what it is to work on. That it is ready is read
// before its first answer, so that it need not be waited for with the first task.
func (p *process) greet(h hello) {
	p.greeted = true
	_ = p.out.write(h, nil) // the missing answer will tell
}

// awaitReady waits until a process that has been greeted is ready. One that was
// killed over its first task is not asked any more.
func (p *process) awaitReady(ctx context.Context) error {
	if !p.greeted || p.late.Load() {
		return nil
	}
	p.greeted = false
	var ready answer
	w := p.watch(ctx, startTime)
	_, err := p.read(&ready)
	if err == nil {
		w.stop()
	} else {
		err = w.explain(ctx, nil)
	}
	var limit *limitError
	switch {
	case errors.As(err, &limit) && limit.cause == causeTime:
		err = errors.New(limit.Error()) // it is not a file's
	case limit != nil:
		err = fmt.Errorf("it ended at once (%s); does the program run worker.Serve when its argument is %s?", p.lastWords.line(), Arg)
	case err == nil && ready.Error != "":
		err = errors.New(ready.Error)
	}
	if err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	return nil
}

// exchange writes one frame and reads the next into reply, and returns its
// value. An end of ctx, or of the time, ends the process. The error is that of
// ctx, a [*limitError], a [*frameSizeError], [errGone], or that of awaitReady.
func (p *process) exchange(ctx context.Context, limit time.Duration, head any, value []byte, reply *answer) ([]byte, error) {
	if err := p.awaitReady(ctx); err != nil {
		return nil, err
	}
	w := p.watch(ctx, limit)
	err := p.out.write(head, value)
	var size *frameSizeError
	if errors.As(err, &size) {
		w.stop()
		return nil, err
	}
	if err != nil {
		return nil, w.explain(ctx, errGone)
	}
	value, err = p.read(reply)
	if err != nil {
		return nil, w.explain(ctx, nil)
	}
	w.stop()
	return value, nil
}

// ask writes one frame, the answer to which is received later; see exchange.
func (p *process) ask(ctx context.Context, limit time.Duration, q task) error {
	w := p.watch(ctx, limit)
	if err := p.out.write(q, nil); err != nil {
		return w.explain(ctx, errGone)
	}
	w.stop()
	return nil
}

// receive reads the answer to what has been asked before; see exchange. Before
// that it asks about ahead, unless that is nil, and reports whether it could:
// the process goes on with that at once, and need not be woken up.
func (p *process) receive(ctx context.Context, limit time.Duration, ahead *task, reply *answer) (value []byte, asked bool, err error) {
	if err := p.awaitReady(ctx); err != nil {
		return nil, false, err
	}
	w := p.watch(ctx, limit)
	// A process that has ended may have answered before, and that counts.
	asked = ahead != nil && p.out.write(*ahead, nil) == nil
	if value, err = p.read(reply); err != nil {
		return nil, false, w.explain(ctx, nil)
	}
	w.stop()
	return value, asked, nil
}

// read reads the next answer, hands over the files that are asked for before it,
// and keeps how far a table has come.
func (p *process) read(reply *answer) ([]byte, error) {
	for {
		*reply = answer{}
		value, err := p.in.read(reply)
		if err == nil && reply.Counted != nil {
			p.counted = *reply.Counted
			continue
		}
		if err != nil {
			return nil, err
		}
		if reply.Ask == "" {
			p.counted = counted{}
			return value, nil
		}
		if p.files == nil {
			return nil, errors.New("read frame: the worker asks for a file")
		}
		file, data := look(p.files, reply.Ask)
		if err := p.out.write(task{Do: doFile, File: file}, data); err != nil {
			return nil, err
		}
	}
}

// watch is a time in which a process has to answer.
type watch struct {
	p        *process
	limit    time.Duration
	released func() bool
	// done is closed at the end of the watch, unless over says that the time
	// was over before.
	done chan struct{}
	over atomic.Bool
}

// watch ends the process with ctx, or when the time is over. That is time of a
// processor, where it is known, so that what compiles on a quiet machine does
// so on one that is shared; by the clock it is at most patience times as long.
func (p *process) watch(ctx context.Context, limit time.Duration) *watch {
	w := &watch{p: p, limit: limit, released: context.AfterFunc(ctx, p.kill), done: make(chan struct{})}
	go w.keep()
	return w
}

// keep ends the process when the time is over.
func (w *watch) keep() {
	before, _ := spent(w.p.child.Pid)
	end := time.NewTimer(patience * w.limit)
	defer end.Stop()
	for left := w.limit; left > 0; {
		due := time.NewTimer(max(left, minWatch))
		select {
		case <-w.done:
			due.Stop()
			return
		case <-end.C:
			left = 0
		case <-due.C:
			used, known := spent(w.p.child.Pid)
			left = 0
			if known {
				left = w.limit - (used - before)
			}
		}
		due.Stop()
	}
	if w.over.CompareAndSwap(false, true) {
		w.p.late.Store(true)
		w.p.kill()
	}
}

// end ends the watch, and reports whether the time was not over.
func (w *watch) end() bool {
	inTime := w.over.CompareAndSwap(false, true)
	if inTime {
		close(w.done)
	}
	return inTime
}

// stop ends the watch over a process that has answered. One that was killed a
// moment later is of no more use.
func (w *watch) stop() {
	inTime, free := w.end(), w.released()
	if !inTime || !free {
		w.p.end()
	}
}

// explain ends the watch over a process that has not answered, and the
// process, and returns why; that is other where nothing explains it.
func (w *watch) explain(ctx context.Context, other error) error {
	w.end()
	w.released()
	w.p.end()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case w.p.late.Load():
		return &limitError{cause: causeTime, time: w.limit, counted: w.p.counted}
	case other != nil:
		return other
	}
	return &limitError{cause: w.p.cause(), counted: w.p.counted}
}

// errGone says that a process had ended before it was asked.
var errGone = errors.New("worker has ended")

// cause returns why a process that was not killed by us has ended.
func (p *process) cause() cause {
	c := causeOf(p.lastWords.String())
	if c == causeCrash && p.state != nil && p.state.ExitCode() < 0 {
		return causeKilled
	}
	return c
}

// alive reports whether the process has not ended yet, as far as is known.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// kill ends the process and does not wait for that.
func (p *process) kill() { _ = p.child.Kill() }

// end ends the process and waits until it and its memory are gone.
func (p *process) end() {
	p.dropped = true
	p.kill()
	<-p.ended
	_ = p.child.Stdin.Close()
	_ = p.child.Stdout.Close()
}

// lastWords keeps the beginning of what is written to it.
type lastWords struct{ strings.Builder }

// Write implements [io.Writer]; it never fails, so that the process goes on.
func (l *lastWords) Write(text []byte) (int, error) {
	_, _ = l.Builder.Write(text[:min(len(text), maxLastWords-l.Len())])
	return len(text), nil
}

// line returns the first line, cleaned.
func (l *lastWords) line() string {
	first, _, _ := strings.Cut(l.String(), "\n")
	return cmp.Or(text.Clean(strings.TrimSpace(first)), "no message")
}

var _ io.Writer = (*lastWords)(nil)
