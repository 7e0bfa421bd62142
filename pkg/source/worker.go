package source

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// WorkerArg is the hidden command by which a program that uses a [Pool] is
// told to run [Worker] on its standard input and output and then end.
const WorkerArg = "__worker"

// worker is the work of one worker process.
type worker struct {
	tree  *Tree
	hello hello
	*compiler
}

// Worker is all that a worker process does: it answers the tasks on stdin
// one by one on stdout, and returns when stdin ends, even in the middle of a
// file that never stops compiling. The process is meant to end then. Before
// it reads any file it limits what the process may use, for good.
func Worker(stdin io.Reader, stdout io.Writer) error {
	in, out := newFrameReader(stdin), newFrameWriter(stdout)
	var h hello
	if _, err := in.read(&h); err != nil {
		return atEnd(err)
	}
	w, err := newWorker(h)
	var ready answer
	if err != nil {
		ready.Error = err.Error()
	}
	if err := out.write(ready, nil); err != nil || w == nil {
		return err
	}
	defer w.tree.Close()
	tasks := make(chan given)
	ended := make(chan error, 2)
	done := make(chan struct{})
	defer close(done)
	go func() { ended <- listen(in, tasks, done) }()
	go func() { ended <- w.serve(out, tasks, done) }()
	return <-ended
}

// newWorker limits the process and returns its work.
func newWorker(h hello) (*worker, error) {
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
	// The other processors have workers of their own, and a collector that
	// takes turns with the file costs a tenth less than one beside it.
	runtime.GOMAXPROCS(1)
	tree, err := Open(h.Dir)
	if err != nil {
		return nil, err
	}
	w := &worker{tree: tree, hello: h}
	w.restart()
	return w, nil
}

// restart forgets every file read and compiled so far.
func (w *worker) restart() {
	s := newShelf(w.tree, Library())
	s.lang = w.hello.Lang
	w.compiler = newCompiler(s)
}

// given is a task with the bytes that came with it.
type given struct {
	task
	value []byte
}

// listen hands on tasks. It goes on reading while one is worked on, so
// that it sees the end of the input at once.
func listen(in *frameReader, tasks chan<- given, done <-chan struct{}) error {
	for {
		var q given
		var err error
		if q.value, err = in.read(&q.task); err != nil {
			return atEnd(err)
		}
		select {
		case tasks <- q:
		case <-done:
			return nil
		}
	}
}

// serve answers tasks.
func (w *worker) serve(out *frameWriter, tasks <-chan given, done <-chan struct{}) error {
	for {
		select {
		case q := <-tasks:
			a, value := w.answer(q)
			if err := out.write(a, value); err != nil {
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
	file := NewFile(q.Path)
	switch q.Do {
	case doCompile:
		r := w.compile(file)
		return answer{Findings: toWire(r.Findings)}, r.JSON
	case doLint:
		return answer{Findings: toWire(w.lint(file))}, nil
	case doLocate:
		return answer{Locations: w.locate(file, q.value, q.Pointers, q.Calls)}, nil
	}
	return answer{Error: fmt.Sprintf("unknown task %q", q.Do)}, nil
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

// What a task asks to be done with a file.
const (
	doCompile = "compile"
	doLint    = "lint"
	doLocate  = "locate"
)

// hello is the first frame a worker gets.
type hello struct {
	// Dir is the absolute path of the tree.
	Dir string
	// Lang is the language of findings.
	Lang text.Lang
	// Memory is the bytes the process may use beyond what it has at rest.
	Memory uint64
	// GCPercent is for [debug.SetGCPercent]; 0 leaves what Go has.
	GCPercent int
}

// task is what a worker is given about one file. With doLocate the bytes
// beside it are the value of the file.
type task struct {
	Do       string
	Path     string
	Pointers []string `json:",omitempty"`
	Calls    bool     `json:",omitempty"`
}

// answer is what a worker answers to a task, and first to hello. With
// doCompile the bytes beside it are the value of the file, if it has one.
type answer struct {
	Findings  []wireFinding `json:",omitempty"`
	Locations []Location    `json:",omitempty"`
	// Error says why the worker cannot work at all.
	Error string `json:",omitempty"`
}

// wireFinding is a finding with what its own JSON leaves out.
type wireFinding struct {
	diag.Finding
	Excerpt string `json:"excerpt,omitempty"`
}

// toWire returns findings as they go over a pipe.
func toWire(findings []diag.Finding) []wireFinding {
	var list []wireFinding
	for _, f := range findings {
		list = append(list, wireFinding{Finding: f, Excerpt: f.Excerpt})
	}
	return list
}

// fromWire is the reverse of toWire.
func fromWire(list []wireFinding) []diag.Finding {
	var findings []diag.Finding
	for _, w := range list {
		w.Finding.Excerpt = w.Excerpt
		findings = append(findings, w.Finding)
	}
	return findings
}
