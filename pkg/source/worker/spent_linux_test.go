package worker

import (
	"os"
	"testing"
)

// TestSpent works until that shows.
func TestSpent(t *testing.T) {
	t.Parallel()
	before, known := spent(os.Getpid())
	for known {
		now, still := spent(os.Getpid())
		if now > before {
			return
		}
		known = still
	}
	t.Error("the processor time of this process is not known")
}

// TestSpentByNone asks about a process that there is not.
func TestSpentByNone(t *testing.T) {
	t.Parallel()
	if got, known := spent(-1); known {
		t.Errorf("got %v, want nothing", got)
	}
}
