package publish

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tally counts what came up, so that a model which no longer meets half of
// what can happen is noticed.
type tally struct {
	mu    sync.Mutex
	count map[string]int
}

func (t *tally) add(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count == nil {
		t.count = map[string]int{}
	}
	t.count[what]++
}

// result counts how a request ended.
func (t *tally) result(res *Result) {
	if res == nil {
		t.add("died")
		return
	}
	t.add("outcome " + string(res.Outcome))
	t.add("guard " + string(res.Guard))
	t.add("case " + string(res.Case))
	if res.Needs != nil {
		for _, g := range res.Needs.Allow {
			t.add("guard " + string(g))
		}
	}
	for _, w := range res.Warnings {
		t.add("warning " + string(w.Kind))
	}
}

// expect sees that each of these came up.
func (t *tally) expect(tb testing.TB) {
	tb.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	var want []string
	for _, o := range []Outcome{InSync, Planned, Published, Superseded, Held, Refused, Busy, Failed} {
		want = append(want, "outcome "+string(o))
	}
	for _, c := range []Case{CaseHalf, CaseInterrupted, CaseQuarantined, CaseInSync, CaseAdopted, CaseChange, CaseEdited, CaseFirst, CaseFirstOver} {
		want = append(want, "case "+string(c))
	}
	for _, g := range []Guard{Edited, First, Interrupted, Quarantined, Stale, ForeignRepository, NoRecord, RemovesButtons, RemovesTopLevel, RemovesConditional, ChangesAllHosts, ChangesAppID} {
		want = append(want, "guard "+string(g))
	}
	for _, k := range []WarningKind{SwitchedOff, Normalised, Unverified, Raced, DeletesFirst, Unfinished, Unclear} {
		want = append(want, "warning "+string(k))
	}
	for _, m := range slices.Concat(wechatMishaps(), ledgerMishaps()) {
		want = append(want, "mishap "+m)
	}
	for _, what := range want {
		if t.count[what] == 0 {
			tb.Errorf("%s never came up", what)
		}
	}
	var lines []string
	for what, n := range t.count {
		lines = append(lines, fmt.Sprintf("%s: %d", what, n))
	}
	slices.Sort(lines)
	tb.Log(strings.Join(lines, "\n"))
}
