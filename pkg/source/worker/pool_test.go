package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
	"github.com/caidan-dev/caidan/pkg/text"
)

// endless is a program that never stops compiling.
const endless = "local fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2); fib(200)"

// testCommand starts this binary as a worker; see TestMain.
func testCommand(tb testing.TB) Command {
	tb.Helper()
	path, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	return Command{Path: path, Args: []string{os.Args[0], Arg}}
}

// newPool returns a pool for tree until the end of the test.
func newPool(tb testing.TB, tree *source.Tree, o Options) *Pool {
	tb.Helper()
	if testing.Short() {
		tb.Skip("-short: starts worker processes")
	}
	o.Dir = tree.Dir()
	if o.Memory == 0 {
		o.Memory = defaultMemory * raceFactor
	}
	if o.Command.Path == "" {
		o.Command = testCommand(tb)
	}
	pool, err := NewPool(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := pool.Close(); err != nil {
			tb.Error(err)
		}
	})
	return pool
}

// compileAll compiles all menus of tree in pool.
func compileAll(tb testing.TB, tree *source.Tree, pool *Pool) []source.Result {
	tb.Helper()
	files := discover(tb, tree)
	results := make([]source.Result, len(files))
	var mu sync.Mutex
	ctx := within(tb, "the results of all files")
	if err := pool.Each(ctx, files, func(i int, r source.Result) {
		mu.Lock()
		defer mu.Unlock()
		if results[i].File.Path != "" {
			tb.Errorf("%s: got a second result", r.File.Path)
		}
		results[i] = r
	}); err != nil {
		tb.Fatal(err, context.Cause(ctx))
	}
	for i, r := range results {
		if r.File != files[i] {
			tb.Errorf("result %d is of %q, want %q", i, r.File.Path, files[i].Path)
		}
	}
	return results
}

// manyFiles returns n menus that share a library; every tenth has an error
// of its own, and every tenth runs into an error of the library.
func manyFiles(n int) map[string]string {
	files := map[string]string{
		"menus/lib/brand.libsonnet":  "local c = import 'caidan.libsonnet';\n{ home: c.view('官网', 'https://example.com/'), bad: { assert false : '品牌' }, broken: import 'broken.libsonnet' }",
		"menus/lib/broken.libsonnet": "{\n  '菜': ]\n}",
	}
	for i := range n {
		body := fmt.Sprintf("[c.click('歌%d', 'K%d'), b.home]", i, i)
		switch i % 10 {
		case 3:
			body = "[b.nope]"
		case 5:
			body = "[b.bad]"
		case 7:
			body = "[b.broken]"
		case 9:
			body = "import 'no" + fmt.Sprint(i) + ".libsonnet'"
		}
		files[fmt.Sprintf("menus/m%03d.jsonnet", i)] = "local b = import 'brand.libsonnet';\nlocal c = import 'caidan.libsonnet';\nc.menu(" + body + ")\n"
	}
	return files
}

func TestPoolEqualsCompiler(t *testing.T) {
	t.Parallel()
	tree := newTree(t, manyFiles(200), nil)
	files := discover(t, tree)
	want := compileHere(tree, files)
	for i, r := range want {
		if bad := i%10 > 2 && i%2 == 1; bad != (r.JSON == nil) {
			t.Errorf("%s: got JSON %s, findings %v", r.File.Path, r.JSON, r.Findings)
		}
	}
	for _, parallel := range []int{0, 1, 3, 100} {
		pool := newPool(t, tree, Options{Parallel: parallel})
		for range 2 {
			if got := compileAll(t, tree, pool); !reflect.DeepEqual(got, want) {
				t.Errorf("parallel %d: results differ from those of the compiler", parallel)
			}
		}
		if n := len(pool.idle); n < 1 || n > pool.o.Parallel {
			t.Errorf("parallel %d: got %d workers, want at most %d", parallel, n, pool.o.Parallel)
		}
	}
}

// TestPoolReads has each value's dependencies come with it, if asked for.
func TestPoolReads(t *testing.T) {
	t.Parallel()
	files := manyFiles(20)
	tree := newTree(t, files, nil)
	brand := source.Read{Dir: "menus", Name: "brand.libsonnet", Path: "menus/lib/brand.libsonnet", Digest: source.Digest([]byte(files["menus/lib/brand.libsonnet"]))}
	for _, asked := range []bool{false, true} {
		for _, r := range compileAll(t, tree, newPool(t, tree, Options{Reads: asked})) {
			want := asked && r.JSON != nil
			if got := r.Reads != nil; got != want {
				t.Errorf("%s, asked %v: got reads %+v", r.File.Path, asked, r.Reads)
			} else if got && (r.Reads.Digest != source.Digest([]byte(files[r.File.Path])) || !slices.Contains(r.Reads.Imports, brand)) {
				t.Errorf("%s: got reads %+v, want its own digest and %+v", r.File.Path, r.Reads, brand)
			}
		}
	}
}

// TestPoolLocatesSameBytes asks for a place in a file that has changed since it was
// compiled, and is so much like it that it has one.
func TestPoolLocatesSameBytes(t *testing.T) {
	t.Parallel()
	const menu, lib = "menus/a.jsonnet", "menus/lib/a.libsonnet"
	files := map[string]string{menu: "{ a: import 'a.libsonnet', b: 1 }", lib: "1"}
	for name, lines := range map[string]int{"": 1, menu: 0, lib: 0} {
		tree := newTree(t, files, nil)
		r := compileAll(t, tree, newPool(t, tree, Options{Reads: true}))[0]
		if name != "" {
			if err := os.WriteFile(filepath.Join(tree.Dir(), name), []byte("\n"+files[name]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		pool := newPool(t, tree, Options{Reads: true})
		at := pool.Locate(t.Context(), &r, []string{"/a", "/b"})
		if len(at) != 2 || min(at[0].Line, 1) != lines || min(at[1].Line, 1) != lines || at[0].File == "" {
			t.Errorf("%q changed: got %+v", name, at)
		}
	}
}

// TestPoolOfOneFile starts one worker for one file, and none for none.
func TestPoolOfOneFile(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "{ a: 1 }"}, nil)
	pool := newPool(t, tree, Options{Parallel: 4})
	if err := pool.Each(t.Context(), nil, nil); err != nil || len(pool.idle) != 0 {
		t.Errorf("no files: got %d workers, %v", len(pool.idle), err)
	}
	if got := string(compileAll(t, tree, pool)[0].JSON); got != `{"a":1}` || len(pool.idle) != 1 {
		t.Errorf("one file: got %q, %d workers", got, len(pool.idle))
	}
}

func TestNewPoolErrors(t *testing.T) {
	t.Parallel()
	if _, err := NewPool(Options{Dir: t.TempDir()}); err == nil {
		t.Error("no command: got no error")
	}
	if _, err := NewPool(Options{Dir: "nowhere", Command: testCommand(t)}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no folder: got %v, want %v", err, os.ErrNotExist)
	}
}

// TestPoolCannotStart has commands that are not workers.
func TestPoolCannotStart(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "1", "menus/b.jsonnet": "2"}, nil)
	self := testCommand(t).Path
	for _, test := range []struct {
		name    string
		command Command
		want    string
	}{
		{"missing", Command{Path: "/nowhere", Args: []string{"x"}}, "no such file"},
		{"not a worker", Command{Path: self, Args: []string{"x", "-test.run=^$"}}, Arg},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			pool := newPool(t, tree, Options{Command: test.command})
			files := []source.File{source.NewFile("menus/a.jsonnet"), source.NewFile("menus/b.jsonnet")}
			err := pool.Each(t.Context(), files, func(int, source.Result) { t.Error("got a result") })
			if err == nil || !strings.Contains(err.Error(), "compile menus: start worker: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want the reason %q", err, test.want)
			}
			at := pool.Locate(t.Context(), &source.Result{File: files[0], JSON: []byte("1")}, []string{""})
			if want := []trace.Location{{Place: diag.Place{File: files[0].Path}}}; !reflect.DeepEqual(at, want) {
				t.Errorf("locate: got %v, want %v", at, want)
			}
			if got := pool.Lint(t.Context(), files[0]); len(got) != 1 || got[0].Severity != diag.Warning {
				t.Errorf("lint: got %v, want one warning", got)
			}
		})
	}
}

func TestPoolCanceled(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": "1", "menus/b.jsonnet": endless}, nil)
	pool := newPool(t, tree, Options{Parallel: 1, FileTime: time.Minute})
	files := discover(t, tree)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	// The worker is at the endless file when the first one is delivered.
	err := pool.Each(ctx, files, func(int, source.Result) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if len(pool.idle) != 0 {
		t.Error("a busy worker is left")
	}
	if err := pool.Each(ctx, files, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled before: got %v, want %v", err, context.Canceled)
	}
}

// TestPoolAskedByDo locates and lints from within results, more at a time
// than there are workers.
func TestPoolAskedByDo(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", source.MaxSource)
	files := map[string]string{"menus/large.txt": large}
	for i := range 6 {
		files[fmt.Sprintf("menus/%d.jsonnet", i)] = "{ a: 1, b: importstr 'large.txt' }"
	}
	tree := newTree(t, files, nil)
	list := discover(t, tree)
	pool := newPool(t, tree, Options{Parallel: 3, FileTime: time.Minute, LocateTime: time.Minute})
	err := pool.Each(within(t, "all results"), list, func(i int, r source.Result) {
		if len(r.JSON) <= len(large) {
			t.Errorf("%s: got %d bytes, %v", r.File.Path, len(r.JSON), r.Findings)
		}
		if at := pool.Locate(t.Context(), &r, []string{"/a"}); len(at) != 1 || at[0].File != list[i].Path {
			t.Errorf("%s: got %v", r.File.Path, at)
		}
		if found := pool.Lint(t.Context(), list[i]); found != nil {
			t.Errorf("%s: got %v", r.File.Path, found)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPoolLocateGivesUp(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": endless}, nil)
	pool := newPool(t, tree, Options{LocateTime: 300 * time.Millisecond})
	file := source.NewFile("menus/a.jsonnet")
	got := pool.Locate(t.Context(), &source.Result{File: file, JSON: []byte(`{"a":1}`)}, []string{"", "/a"})
	whole := trace.Location{Place: diag.Place{File: file.Path}}
	if want := []trace.Location{whole, whole}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := pool.Locate(t.Context(), &source.Result{File: file}, nil); got != nil {
		t.Errorf("no pointers: got %v", got)
	}
}

// TestPoolLang has a limit that the worker sees, and one that the pool sees.
func TestPoolLang(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		program  string
		fileTime time.Duration
		want     string
	}{
		{strings.Repeat("[", 1000), time.Minute, "menus/a.jsonnet 中的括号嵌套超过 200 层"},
		{endless, 300 * time.Millisecond, "menus/a.jsonnet 编译超过 300ms 的上限，已被终止"},
	} {
		tree := newTree(t, map[string]string{"menus/a.jsonnet": test.program}, nil)
		pool := newPool(t, tree, Options{Lang: text.Chinese, FileTime: test.fileTime})
		if got := compileAll(t, tree, pool)[0].Findings; len(got) != 1 || got[0].Message != test.want {
			t.Errorf("got %v, want %q", got, test.want)
		}
	}
}

// TestWorkerEndsWithInput ends the input of a worker in the middle of a file
// that never stops compiling, as when its parent has ended.
func TestWorkerEndsWithInput(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{"menus/a.jsonnet": endless}, nil)
	pool := newPool(t, tree, Options{})
	w, err := pool.send(t.Context(), nil, time.Minute, task{Do: doCompile, Path: "menus/a.jsonnet"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.end()
	if err := w.child.Stdin.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.ended:
	case <-time.After(startTime):
		t.Fatalf("waited %v for the worker to end without its input", startTime)
	}
	if code := w.state.ExitCode(); code != 0 {
		t.Errorf("got exit code %d, %q", code, w.lastWords.String())
	}
}
