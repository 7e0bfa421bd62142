// Package worker compiles in processes of their own, which have limits.
//
// Compiling is running a program, and the programs of a pull request are a
// stranger's. A [Pool] runs them in processes of the same binary that have an
// environment of their own, no file open but their pipes and the tree, and a process
// group of their own. Each has one file in hand at a time, and knows which is
// next. What such a program can do to its process is a finding of its file,
// with the rule [source.RuleLimit]; the process is replaced and the other files
// go on. The limits, unless [Options] sets others, are
//
//   - 1 MiB of source and 32 MiB of JSON a file,
//   - 200 brackets in each other, and 10,000 operators in one expression,
//   - 10 seconds of a processor a file, and a minute by the clock,
//   - 2 seconds to locate the values of a file, twice, and 12 by the clock,
//   - 1 GiB of memory for all workers together, in equal shares; a file for
//     which a share is not enough is tried once more in the end, alone and
//     with all of it,
//   - 64 MiB of stack, several times what 500 nested calls need,
//   - 5 minutes a run, after which no file is begun.
//
// Memory is limited on Linux only, where a worker also may write no files,
// and is killed with its parent. Elsewhere a file that needs too much memory
// has 10 seconds by the clock to take it, and a worker ends by itself when the end of
// its parent ends its input. Check a stranger's menus on Linux.
package worker

import (
	"fmt"
	"io"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
	"github.com/caidan-dev/caidan/pkg/source/worker/child"
)

// Arg is the hidden command by which a program that uses a [Pool] is told to
// run [Serve] on its standard input and output and then end.
const Arg = child.Arg

// worker is the work of one worker process.
type worker struct {
	tree     *source.Tree
	out      *frameWriter
	hello    hello
	shelf    *source.Shelf
	compiler *source.Compiler
	tracer   *trace.Tracer
}

// Serve is all that a worker process does: it answers the tasks on stdin
// one by one on stdout, and returns when stdin ends, even in the middle of a
// file that never stops compiling. The process is meant to end then. Before
// it reads any file it limits what the process may use, for good.
func Serve(stdin io.Reader, stdout io.Writer) error {
	in, out := newFrameReader(pollable(stdin)), newFrameWriter(stdout)
	var h hello
	if _, err := in.read(&h); err != nil {
		return atEnd(err)
	}
	done := make(chan struct{})
	files := make(chan given)
	w, err := newWorker(h, out, &asked{out: out, files: files, done: done, known: make(map[string]wireFile)})
	var ready answer
	if err != nil {
		ready.Error = err.Error()
	}
	if err := out.write(ready, nil); err != nil || w == nil {
		return err
	}
	defer w.tree.Close()
	// The task ahead must not stand before a file that the one at work needs.
	tasks := make(chan given, 1)
	ended := make(chan error, 2)
	defer close(done)
	go func() { ended <- listen(in, tasks, files, done) }()
	go func() { ended <- w.serve(tasks, done) }()
	return <-ended
}

// newWorker limits the process and returns its work on the files of a folder, or
// on those that have to be asked for.
func newWorker(h hello, out *frameWriter, files *asked) (*worker, error) {
	if err := limitProcess(h.Memory); err != nil {
		return nil, err
	}
	// The collector has to keep the heap well below the hard limit, because a
	// heap in pieces takes up more than what is alive in it.
	debug.SetMemoryLimit(int64(min(h.Memory/5*4, 1<<62)))
	debug.SetMaxStack(int(min(h.Memory/2, maxStackBytes)))
	if h.GCPercent > 0 {
		debug.SetGCPercent(h.GCPercent)
	}
	w := &worker{tree: source.OpenFS(files, h.Dir), out: out, hello: h}
	if !h.Ask {
		var err error
		if w.tree, err = source.Open(h.Dir); err != nil {
			return nil, err
		}
	}
	w.restart()
	return w, nil
}

// restart forgets every file read and compiled so far.
func (w *worker) restart() {
	w.shelf = source.NewShelf(w.tree, w.hello.Lang)
	w.compiler, w.tracer = source.NewCompiler(w.shelf), trace.New(w.shelf)
}

// given is a task with the bytes that came with it.
type given struct {
	task
	value []byte
}

// listen hands on tasks, and files that were asked for. It goes on reading while one is worked on, so
// that it sees the end of the input at once.
func listen(in *frameReader, tasks, files chan<- given, done <-chan struct{}) error {
	for {
		var q given
		var err error
		if q.value, err = in.read(&q.task); err != nil {
			return atEnd(err)
		}
		to := tasks
		if q.Do == doFile {
			to = files
		}
		select {
		case to <- q:
		case <-done:
			return nil
		}
	}
}

// serve answers tasks.
func (w *worker) serve(tasks <-chan given, done <-chan struct{}) error {
	for {
		select {
		case q := <-tasks:
			a, value := w.answer(q)
			if err := w.out.write(a, value); err != nil {
				return err
			}
		case <-done:
			return nil
		}
		if live() > w.hello.Memory/4 {
			// A file must not fail for what those before it imported.
			w.restart()
		}
	}
}

// answer works on one task.
func (w *worker) answer(q given) (answer, []byte) {
	file := source.NewFile(q.Path)
	switch q.Do {
	case doCompile:
		r := w.compile(file)
		a := answer{Findings: toWire(r.Findings)}
		if w.hello.Reads {
			a.Reads = r.Reads
		}
		if r.JSON != nil && len(q.Pointers) > 0 {
			a.Pointers, a.Locations = w.tracer.Read(q.Path, w.compiler.Last(), r.JSON, q.Pointers)
		}
		return a, r.JSON
	case doLint:
		return answer{Findings: toWire(w.compiler.Lint(file))}, nil
	case doLocate:
		found := w.tracer.Locate(q.Path, q.value, q.Pointers, q.Calls)
		if q.Reads != nil && !w.shelf.Same(q.Reads) {
			found = trace.Whole(q.Path, len(q.Pointers)) // the lines are those of other files
		}
		return answer{Locations: found}, nil
	}
	return answer{Error: fmt.Sprintf("unknown task %q", q.Do)}, nil
}

// countTime is how often is told how far a table has come. A limit is ten seconds or
// more, so that what is told last is a few parts in a hundred short.
const countTime = defaultFileTime / 40

// compile compiles one file, and meanwhile tells how far it has come, if it is a table.
func (w *worker) compile(file source.File) source.Result {
	var telling sync.WaitGroup
	compiled := make(chan struct{})
	defer telling.Wait() // what is told later would be of another file
	defer close(compiled)
	telling.Go(func() {
		tick := time.NewTicker(countTime)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-compiled:
				return
			}
			if done, all := w.compiler.Counted(); done > 0 {
				_ = w.out.write(answer{Counted: &counted{done, all}}, nil) // the missing answer will tell
			}
		}
	})
	return w.compiler.Compile(file)
}

// live returns the bytes that were alive after the last garbage collection.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
