package publish

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
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
func (t *tally) result(res *api.Result) {
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
	if res.Error != nil {
		t.add("reason " + string(res.Error.Reasons[0].Code))
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
	for _, o := range []api.Outcome{api.InSync, api.Planned, api.Published, api.Retired, api.Superseded, api.Held, api.Refused, api.Busy, api.Failed} {
		want = append(want, "outcome "+string(o))
	}
	for _, c := range []api.Case{api.CaseUnknown, api.CaseHalf, api.CaseInterrupted, api.CaseQuarantined, api.CaseInSync, api.CaseAdopted, api.CaseChange, api.CaseEdited, api.CaseFirst, api.CaseFirstOver} {
		want = append(want, "case "+string(c))
	}
	for _, g := range api.Guards() {
		want = append(want, "guard "+string(g))
	}
	for _, k := range []api.WarningKind{api.SwitchedOff, api.Normalised, api.Unverified, api.StillShown, api.Unsettled, api.Raced, api.DeletesFirst, api.Unfinished, api.Unclear} {
		want = append(want, "warning "+string(k))
	}
	for _, c := range []api.Code{api.Behind, api.NoDefault, api.Unasked, api.Contradiction, api.LeaseTaken} {
		want = append(want, "reason "+string(c))
	}
	for _, m := range slices.Concat(wechatMishaps(), ledgerMishaps(), slices.Collect(maps.Keys(lies))) {
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
