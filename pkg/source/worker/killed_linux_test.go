package worker

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
)

// killing returns a pool with one worker, which is killed from outside when the
// first of files is delivered. It has been asked about the second one then,
// which never stops compiling.
func killing(t *testing.T, delivered func(pool *Pool, first source.File)) (pool *Pool, results []source.Result) {
	t.Helper()
	tree := newTree(t, map[string]string{
		"menus/1.jsonnet": "{ good: 1 }",
		"menus/2.jsonnet": endless,
		"menus/3.jsonnet": "{ good: 3 }",
	}, nil)
	command := namedCommand(t)
	pool = newPool(t, tree, Options{Command: command, Parallel: 1, FileTime: time.Hour})
	files := discover(t, tree)
	results = make([]source.Result, len(files))
	if err := pool.Each(within(t, "all results"), files, func(i int, r source.Result) {
		results[i] = r
		if i > 0 {
			return
		}
		pids := pidsOf(command)
		if len(pids) != 1 {
			t.Errorf("got workers %v, want one", pids)
			return
		}
		if err := syscall.Kill(pids[0], syscall.SIGKILL); err != nil {
			t.Error(err)
		}
		delivered(pool, r.File)
	}); err != nil {
		t.Fatal(err)
	}
	return pool, results
}

// checkKilled wants the second result to say that its worker was killed.
func checkKilled(t *testing.T, results []source.Result) {
	t.Helper()
	f := results[1].Findings
	if len(f) != 1 || f[0].Rule != source.RuleLimit || !strings.Contains(f[0].Message, "was killed") {
		t.Errorf("got %v, want that the worker was killed", f)
	}
	if results[0].JSON == nil || results[2].JSON == nil {
		t.Fatalf("got %v and %v of the good files", results[0].Findings, results[2].Findings)
	}
}

// TestKilled kills workers from outside.
func TestKilled(t *testing.T) {
	t.Parallel()
	pool, results := killing(t, func(*Pool, source.File) {})
	checkKilled(t, results)
	// Now while it has nothing to do.
	idle := pool.idle[0]
	idle.kill()
	<-idle.ended
	first := []source.File{results[0].File}
	if err := pool.Each(t.Context(), first, func(_ int, r source.Result) { results[0] = r }); err != nil || results[0].JSON == nil {
		t.Errorf("after an idle worker was killed: got %v, %v", results[0].Findings, err)
	}
	idle = pool.idle[0]
	if err := pool.Close(); err != nil {
		t.Error(err)
	}
	<-idle.ended
	if err := syscall.Kill(idle.child.Pid, 0); err == nil {
		t.Error("a worker is left after Close")
	}
}

// TestKilledBeforeItsTurn has a worker that is long gone when the result
// before that of its file has been delivered: the file is not tried again.
func TestKilledBeforeItsTurn(t *testing.T) {
	t.Parallel()
	_, results := killing(t, func(pool *Pool, first source.File) {
		// Another worker is started for this, and by then the first is gone.
		if found := pool.Lint(t.Context(), first); found != nil {
			t.Errorf("lint: got %v", found)
		}
	})
	checkKilled(t, results)
}
