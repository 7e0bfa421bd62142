package publish

import (
	"slices"
	"strings"
	"testing"
)

// confess prints a failing sequence, with as few steps and mishaps as it takes.
func confess(t *testing.T, seed uint64, steps []step, dir string) {
	t.Helper()
	_, first := sequence(t, seed, steps, dir, &tally{})
	fails := func(steps []step) bool {
		_, broken := sequence(t, seed, steps, dir, &tally{})
		return len(broken) > 0 && alike(broken[0], first[0])
	}
	steps = shrunk(steps, fails)
	trace, broken := sequence(t, seed, steps, dir, &tally{})
	var list []string
	for _, s := range steps {
		list = append(list, s.String())
	}
	t.Errorf("go test ./pkg/publish -run TestModel -model.seed %d\n%s\n\nsteps:\n%s\ntrace:\n%s",
		seed, strings.Join(broken, "\n"), strings.Join(list, "\n"), strings.Join(trace, "\n"))
}

// alike reports whether two faults are of one kind: they begin alike, but for
// numbers.
func alike(a, b string) bool {
	const enough = 30
	kind := func(s string) string {
		s = strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return -1
			}
			return r
		}, s)
		return s[:min(enough, len(s))]
	}
	return kind(a) == kind(b)
}

// shrunk leaves out what a sequence fails without: steps, then mishaps.
func shrunk(steps []step, fails func([]step) bool) []step {
	for again := true; again; {
		again = false
		for i := len(steps) - 1; i >= 0; i-- {
			if less := slices.Delete(slices.Clone(steps), i, i+1); fails(less) {
				steps, again = less, true
			}
		}
	}
	for i := range steps {
		for j := len(steps[i].first.faults) - 1; j >= 0; j-- {
			less := slices.Clone(steps)
			less[i].first.faults = slices.Delete(slices.Clone(less[i].first.faults), j, j+1)
			if fails(less) {
				steps = less
			}
		}
	}
	return steps
}
