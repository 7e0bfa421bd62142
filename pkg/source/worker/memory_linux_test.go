package worker

import (
	"os"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
)

// most is the bytes that a whole run must stay under.
const most = 1500e6

// TestMemoryOfRun compiles memory bombs with the memory that is the default, as
// many at a time as there can be, and measures all processes together.
func TestMemoryOfRun(t *testing.T) {
	if raceFactor > 1 {
		t.Skip("the race detector takes most of the memory that this measures")
	}
	files := make(map[string]string)
	for _, h := range hostilePrograms() {
		switch h.name {
		case "repeat", "range", "make-array", "doubling", "laughs", "huge-output", "tailstrict", "locals":
			files["menus/"+h.name+".jsonnet"] = h.text
		}
	}
	tree := newTree(t, files, nil)
	command := namedCommand(t)
	pool := newPool(t, tree, Options{Command: command, Parallel: maxParallel, GCPercent: 400, FileTime: 2 * time.Second})

	watched, done := make(chan int), make(chan struct{})
	go func() {
		ticks := time.NewTicker(5 * time.Millisecond)
		defer ticks.Stop()
		peak := 0
		for {
			select {
			case <-ticks.C:
				peak = max(peak, residentBytes(append(pidsOf(command), os.Getpid())...))
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
	if peak > most || peak == 0 {
		t.Errorf("all processes together used up to %d bytes, want at most %d", peak, int(most))
	}
	for _, r := range results {
		if len(r.Findings) != 1 || r.Findings[0].Rule != source.RuleLimit {
			t.Errorf("%s: got %d bytes, %v", r.File.Path, len(r.JSON), r.Findings)
		}
	}
}
