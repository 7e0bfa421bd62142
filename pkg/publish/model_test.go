package publish

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var (
	modelSeed  = flag.Uint64("model.seed", 0, "play only the model test's sequence of this seed, and say what happens")
	modelFirst = flag.Uint64("model.first", 1, "the first seed of the model test")
	modelTerse = flag.Bool("model.terse", false, "only name what fails, and do not look for a shorter sequence")
	modelSteps = flag.Int("model.steps", fullSteps, "how many steps the model test takes")
)

const (
	// sequenceSteps is how long a sequence is: long enough for a publish, a
	// crash, an edit and a rollback to meet, short enough to read.
	sequenceSteps = 20
	// fullRun is how many sequences it takes for everything to come up.
	fullRun = 400
	// replays is how many sequences are played twice.
	replays = 10
)

// TestModel plays random sequences of what people, runs, networks and machines
// do to one account, against the handlers, the client, the sandbox and a ledger
// in a file, and checks after each step what must hold; see check.
//
// A sequence depends on its seed alone. One that fails is played again with
// fewer steps, for as long as it fails, and printed.
func TestModel(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: plays hundreds of sequences, which takes half a minute or more")
	}
	first, last := *modelFirst, *modelFirst+uint64(*modelSteps/sequenceSteps)
	if *modelSeed != 0 {
		first, last = *modelSeed, *modelSeed+1
	}
	dir, seen := memoryDir(t), &tally{}
	if last-first >= fullRun {
		t.Cleanup(func() { seen.expect(t) })
	}
	for seed := first; seed < last; seed++ {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			all := drawSteps(rand.New(rand.NewPCG(seed, 1)), sequenceSteps, seed%2 == 0)
			trace, broken := sequence(t, seed, all, dir, seen)
			if *modelSeed != 0 {
				t.Log("\n" + strings.Join(trace, "\n"))
			}
			switch {
			case len(broken) == 0:
			case *modelTerse:
				t.Errorf("BROKEN %d %s", seed, broken[0])
			default:
				confess(t, seed, all, dir)
			}
		})
	}
}

// sequence plays some steps and returns what happened, and what should not
// have.
func sequence(t *testing.T, seed uint64, steps []step, dir string, seen *tally) (trace, broken []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, rand.New(rand.NewPCG(seed, 2)), seed, dir)
		w.seen = seen
		stop := w.serve(t)
		defer stop()
		for _, s := range steps {
			if w.play(t, s); len(w.broken) > 0 {
				break
			}
			time.Sleep(time.Second)
		}
		if len(w.broken) == 0 {
			w.heal(t, sequenceSteps, int(seed%shelfSets))
			w.leaks()
		}
		trace, broken = w.trace, w.broken
	})
	return trace, broken
}

// TestModelReplays plays sequences twice. Each time the same must happen, or
// a seed would be worth nothing.
func TestModelReplays(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: takes seconds, and says something of TestModel alone")
	}
	dir := memoryDir(t)
	for seed := *modelFirst; seed < *modelFirst+replays; seed++ {
		steps := drawSteps(rand.New(rand.NewPCG(seed, 1)), sequenceSteps, true)
		first, _ := sequence(t, seed, steps, dir, &tally{})
		second, _ := sequence(t, seed, steps, dir, &tally{})
		if a, b := difference(first, second); a != b {
			t.Errorf("seed %d: got\n%s\nand then\n%s", seed, a, b)
		}
	}
}

// difference returns the first lines of two traces that differ. Clients wait
// for random whiles, so a moment may differ by a little.
func difference(first, second []string) (a, b string) {
	for i := range max(len(first), len(second)) {
		a, b = "", ""
		if i < len(first) {
			_, a, _ = strings.Cut(first[i], " ")
		}
		if i < len(second) {
			_, b, _ = strings.Cut(second[i], " ")
		}
		if a != b {
			break
		}
	}
	return a, b
}
