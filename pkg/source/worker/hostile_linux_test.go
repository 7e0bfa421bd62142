package worker

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// hostile is a program that tries to do harm.
type hostile struct {
	name, text string
	// rule is what its finding must be.
	rule string
	// says is a part of the message, or of one that is as good.
	says []string
}

// hostileFile is where such a program lies.
const hostileFile = "menus/2.jsonnet"

// stopped is said of a program that used up its time.
const stopped = "was stopped"

// hostilePrograms returns what a stranger might send.
func hostilePrograms() []hostile {
	const limit, refused = source.RuleLimit, source.RuleCompile
	memory := []string{"memory", stopped}
	return []hostile{
		{"tailstrict", "local f(x) = f(x + 1) tailstrict; f(0)", limit, []string{"deeper", stopped}},
		{"tailstrict-list", "local f(x) = f(x + [1]) tailstrict; f([])", limit, []string{"deeper", "memory", stopped}},
		{"brackets", strings.Repeat("[", 1_000_000), limit, []string{"more than 200 brackets"}},
		{"parentheses", strings.Repeat("(", 1_000_000), limit, []string{"more than 200 brackets"}},
		{"plus", strings.Repeat("1+", 500_000) + "1", limit, []string{"more than 10000 operators"}},
		{"plus-million", strings.Repeat("1+", 1_000_000) + "1", limit, []string{"larger than"}},
		{"imported-brackets", "import 'deep.libsonnet'", limit, []string{"more than 200 brackets"}},
		{"unseen-brackets", "import 'deep.txt'", limit, []string{"deeper", "memory", stopped}},
		{"locals", "[" + strings.Repeat("local a=1,b=1;", 70_000) + "1]", limit, []string{"deeper", "memory", stopped}},
		{"repeat", "std.repeat('x', 5e8)", limit, memory},
		{"range", "std.range(1, 2e8)", limit, memory},
		{"make-array", "std.makeArray(1e8, function(i) i)", limit, memory},
		{"doubling", "local f(s, n) = if n == 0 then s else f(s + s, n - 1); f('x', 40)", limit, memory},
		{"laughs", "local a = ['ha', 'ha', 'ha', 'ha', 'ha', 'ha', 'ha', 'ha', 'ha', 'ha'];\n" +
			"local more(x) = [x, x, x, x, x, x, x, x, x, x];\n" +
			"more(more(more(more(more(more(more(more(a))))))))", limit, memory},
		{"huge-output", "[std.repeat('x', 1e6) for i in std.range(1, 100)]", limit, append(memory, "bytes of JSON")},
		{"fib", endless, limit, []string{stopped}},
		{"foldl", "std.foldl(function(a, i) (a + i) % 7, std.range(1, 1000000), 0) + std.foldl(function(a, f) f(a), std.makeArray(1e6, function(i) function(x) std.foldl(function(a, i) a + i, std.range(1, 1000), x)), 0)", limit, memory},
		{"trace", "local f(n) = if n < 2 then std.trace(std.repeat('x', 1000), 1) else f(n - 1) + f(n - 2); f(200)", limit, []string{stopped}},
		{"recursion", "local f(x) = 1 + f(x + 1); f(0)", refused, []string{"calls nest deeper"}},
		{"error", "error '" + strings.Repeat("很", 300_000) + "'", refused, []string{"很很很"}},
		{"environ", "importstr '/proc/self/environ'", refused, []string{"absolute path"}},
		{"environ-up", "importstr '../../../../../../../../proc/self/environ'", refused, []string{"out of the repository"}},
		{"environ-bin", "importbin '/proc/self/environ'", refused, []string{"absolute path"}},
		{"up", "import '../../secret.libsonnet'", refused, []string{"out of the repository"}},
		{"link", "import 'out.libsonnet'", refused, []string{"symbolic link out"}},
		{"linked-folder", "import 'above/secret.libsonnet'", refused, []string{"symbolic link out"}},
		{"linked-environ", "importstr 'environ.txt'", refused, []string{"symbolic link out"}},
		{"native", "std.native('getenv')('PATH')", refused, []string{"null"}},
		{"ext-var", "std.extVar('PATH')", refused, []string{"PATH"}},
	}
}

// TestHostile compiles each program between two good ones.
func TestHostile(t *testing.T) {
	t.Parallel()
	for _, h := range hostilePrograms() {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			tree := newTree(t, map[string]string{
				"menus/1.jsonnet":      "{ good: 1 }",
				hostileFile:            h.text,
				"menus/3.jsonnet":      "{ good: 3 }",
				"menus/4.jsonnet":      "{ good: 4 }",
				"menus/deep.libsonnet": strings.Repeat("[", 1_000_000),
				"menus/deep.txt":       strings.Repeat("[", 1_000_000),
			}, map[string]string{
				"menus/out.libsonnet": "../../secret.libsonnet",
				"menus/above":         "../..",
				"menus/environ.txt":   "/proc/self/environ",
			})
			results := h.compile(t, tree)
			for i, r := range results {
				if i == 1 {
					h.check(t, r)
				} else if want := fmt.Sprintf(`{"good":%d}`, i+1); string(r.JSON) != want {
					t.Errorf("%s: got %q, %v, want %q", r.File.Path, r.JSON, r.Findings, want)
				}
			}
		})
	}
}

// check holds the result of a hostile program against what is wanted.
func (h *hostile) check(t *testing.T, r source.Result) {
	t.Helper()
	if r.JSON != nil || len(r.Findings) != 1 {
		t.Fatalf("got %d bytes and %v, want one finding", len(r.JSON), r.Findings)
	}
	f := r.Findings[0]
	if f.Rule != h.rule || f.Severity != diag.Error || !strings.HasPrefix(f.File, "menus/") {
		t.Errorf("got %+v, want an error of %s", f, h.rule)
	}
	for _, says := range h.says {
		if strings.Contains(f.Message, says) {
			return
		}
	}
	t.Errorf("got %q, want any of %q", f.Message, h.says)
}

// compile compiles tree. A program that may use up its time gets a second, and
// where that is not enough for the good ones beside it, ten times as much.
func (h *hostile) compile(t *testing.T, tree *source.Tree) (results []source.Result) {
	t.Helper()
	const most = time.Minute
	fileTime := most
	if slices.Contains(h.says, stopped) {
		fileTime = time.Second
	}
	for ; ; fileTime *= 10 {
		pool := newPool(t, tree, Options{Parallel: 2, FileTime: fileTime, Memory: 256 << 20 * raceFactor})
		results = compileAll(t, tree, pool)
		slow := func(r source.Result) bool {
			return !strings.HasSuffix(r.File.Path, hostileFile) && r.JSON == nil && strings.Contains(r.Findings[0].Message, stopped)
		}
		if !slices.ContainsFunc(results, slow) || fileTime >= most {
			return results
		}
	}
}

// TestFolderOfBombs has far more files that never end than a run has time,
// which is over after a few of them.
func TestFolderOfBombs(t *testing.T) {
	t.Parallel()
	const bombs, inTime = 200, 4
	files := []source.File{source.NewFile("menus/good.jsonnet")}
	for range bombs {
		files = append(files, source.NewFile("menus/bomb.jsonnet"))
	}
	tree := newTree(t, map[string]string{"menus/good.jsonnet": "{ good: 1 }", "menus/bomb.jsonnet": endless}, nil)
	good := compileHere(tree, files[:1])[0]
	pool := newPool(t, tree, Options{Parallel: 2, FileTime: 100 * time.Millisecond, RunTime: time.Hour})
	said := make(map[string]int)
	var mu sync.Mutex
	err := pool.Each(within(t, "all results"), files[1:], func(_ int, r source.Result) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case len(r.Findings) != 1 || r.Findings[0].Rule != source.RuleLimit:
			t.Errorf("%s: got %v", r.File.Path, r.Findings)
		case strings.Contains(r.Findings[0].Message, "the longest a file may take"):
			if said["long"]++; said["long"] == inTime {
				pool.over.Store(true)
			}
		case strings.Contains(r.Findings[0].Message, "the run took longer than 1h"):
			said["left"]++
		default:
			t.Errorf("%s: got %q", r.File.Path, r.Findings[0].Message)
		}
	})
	// The other worker may be at one more.
	if err != nil || said["long"] < inTime || said["long"] > inTime+1 || said["long"]+said["left"] != bombs {
		t.Errorf("got %v, %v", said, err)
	}
	// What else is asked of a run that is over is answered at once.
	if at := pool.Locate(t.Context(), &good, []string{"/good"}); len(at) != 1 || at[0].Line != 0 {
		t.Errorf("locate: got %v", at)
	}
	if found := pool.Lint(t.Context(), good.File); len(found) != 1 || found[0].Rule != source.RuleLint || found[0].Severity != diag.Warning {
		t.Errorf("lint: got %v", found)
	}
}

// TestRunTime waits for the time of a run to be over.
func TestRunTime(t *testing.T) {
	t.Parallel()
	pool := newPool(t, newTree(t, nil, nil), Options{RunTime: time.Nanosecond})
	for ctx := within(t, "the time of the run to be over"); !pool.over.Load(); runtime.Gosched() {
		if ctx.Err() != nil {
			t.Fatal(context.Cause(ctx))
		}
	}
}

// TestSecondTry has a file that is too large for the share of a worker.
func TestSecondTry(t *testing.T) {
	t.Parallel()
	tree := newTree(t, map[string]string{
		"menus/1.jsonnet": "{ good: 1 }",
		"menus/2.jsonnet": "std.length(std.makeArray(4e5, function(i) 'x' + i))",
		"menus/3.jsonnet": "{ good: 3 }",
	}, nil)
	pool := newPool(t, tree, Options{Parallel: 2, FileTime: time.Minute, Memory: 256 << 20 * raceFactor})
	var mu sync.Mutex
	var order []int
	err := pool.Each(within(t, "all results"), []source.File{source.NewFile("menus/2.jsonnet"), source.NewFile("menus/1.jsonnet"), source.NewFile("menus/3.jsonnet")}, func(i int, r source.Result) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, i)
		if r.JSON == nil {
			t.Errorf("%s: got %v", r.File.Path, r.Findings)
		}
	})
	if err != nil || len(order) != 3 {
		t.Errorf("got results %v, %v", order, err)
	}
	if raceFactor == 1 && order[2] != 0 {
		t.Errorf("got results %v, want the large file last", order)
	}
}
