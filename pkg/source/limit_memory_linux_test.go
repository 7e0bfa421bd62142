package source

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// most is the bytes that a whole run must stay under.
const most = 1500e6

// TestMemoryOfRun compiles memory bombs with the memory that is the default, as
// many at a time as there can be, and measures all processes together.
func TestMemoryOfRun(t *testing.T) {
	if testing.Short() || raceFactor > 1 {
		t.Skip("takes seconds, and means nothing with the race detector")
	}
	files := make(map[string]string)
	for _, h := range hostilePrograms() {
		switch h.name {
		case "repeat", "range", "make-array", "doubling", "laughs", "huge-output", "tailstrict", "locals":
			files["menus/"+h.name+".jsonnet"] = h.text
		}
	}
	tree := newTree(t, files, nil)
	command := testCommand(t)
	command.Args[0] = t.Name() // so that its workers can be told from others
	pool := newPool(t, tree, PoolOptions{Command: command, Parallel: maxParallel, GCPercent: 400, FileTime: 2 * time.Second})

	watched, done := make(chan int), make(chan struct{})
	go func() {
		ticks := time.NewTicker(5 * time.Millisecond)
		defer ticks.Stop()
		peak := 0
		for {
			select {
			case <-ticks.C:
				peak = max(peak, residentBytes(t.Name()))
			case <-done:
				watched <- peak
				return
			}
		}
	}()
	results := compileAll(t, tree, pool)
	close(done)
	peak := <-watched
	t.Logf("all processes together used up to %d MB", peak/1e6)
	if peak > most || peak < 100e6 {
		t.Errorf("all processes together used up to %d bytes, want at most %d", peak, int(most))
	}
	for _, r := range results {
		if len(r.Findings) != 1 || r.Findings[0].Rule != RuleLimit {
			t.Errorf("%s: got %d bytes, %v", r.File.Path, len(r.JSON), r.Findings)
		}
	}
}

// residentBytes returns what this process and those whose first argument is
// name have in memory.
func residentBytes(name string) int {
	const residentField = 1 // see proc(5), /proc/pid/statm
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	pages := 0
	for _, e := range entries {
		line, err := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		if e.Name() != fmt.Sprint(os.Getpid()) && (err != nil || !strings.HasPrefix(string(line), name+"\x00")) {
			continue
		}
		statm, err := os.ReadFile("/proc/" + e.Name() + "/statm")
		if fields := strings.Fields(string(statm)); err == nil && len(fields) > residentField {
			var n int
			if _, err := fmt.Sscan(fields[residentField], &n); err == nil {
				pages += n
			}
		}
	}
	return pages * os.Getpagesize()
}
