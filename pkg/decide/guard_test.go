package decide

import (
	"errors"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// attempt is a request by what it accepts: the refusal that stops it, nil where
// it goes on.
type attempt func(api.Accept) *StopError

// attempts are requests that one guard alone stops, by that guard. A guard about
// what changes for followers is tripped by a row of contentCases, another by a
// scene or by a run that comes too late.
func attempts(t *testing.T) map[api.Guard]attempt {
	t.Helper()
	decided := func(k Known, w Wish) attempt {
		return func(a api.Accept) *StopError {
			w.Accept = a
			return Decide(k, w).Stop
		}
	}
	ordered := func(m api.Mark, o api.Origin) attempt {
		return func(a api.Accept) *StopError {
			var stop *StopError
			_, err := Raise(m, o, a, Past{})
			errors.As(err, &stop)
			return stop
		}
	}
	mark := api.Mark{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 100}
	out := map[api.Guard]attempt{
		api.Edited:            decided(scene{api: "x", shown: "x", recorded: "r"}.known(t), Wish{Set: setOf(t, "a")}),
		api.First:             decided(scene{api: "x", shown: "x"}.known(t), Wish{Set: setOf(t, "a")}),
		api.Interrupted:       decided(scene{api: "x", shown: "x", recorded: "r", begun: "a", replaced: "r"}.known(t), Wish{Set: setOf(t, "a")}),
		api.Quarantined:       decided(scene{api: "r", shown: "r", recorded: "r", kind: api.KindRollback, held: "a"}.known(t), Wish{Set: setOf(t, "a"), ByHand: true}),
		api.AppIDChanged:      decided(scene{recorded: "a", appID: "wx2"}.known(t), Wish{Set: setOf(t, "a")}),
		api.Stale:             ordered(mark, api.Origin{Server: github, RepositoryID: 7, RunID: 99, Event: "workflow_dispatch"}),
		api.ForeignRepository: ordered(mark, api.Origin{Server: github, RepositoryID: 8, RunID: 101, Event: "push"}),
	}
	out[api.Retires] = decided(scene{api: "r", shown: "r", recorded: "r"}.known(t), Wish{Retire: true, ByHand: true})
	for _, tt := range contentCases() {
		if len(tt.want) == 1 {
			out[tt.want[0]] = decided(tt.known(t), Wish{Set: parse(t, tt.to)})
		}
	}
	return out
}

// TestEveryGuard has a request stopped by each guard there is: one that has
// words and no check, or no case that trips it, fails here. What its refusal
// needs lets the request pass, and only a guard that may be allowed passes by
// its name.
func TestEveryGuard(t *testing.T) {
	t.Parallel()
	requests := attempts(t)
	allowable := map[api.Guard]bool{}
	for _, g := range api.Allowable() {
		allowable[g] = true
	}
	for _, g := range api.Guards() {
		if g == api.NoRecord {
			continue // reading the ledger finds it: TestRollbackNowhere of package publish
		}
		request, ok := requests[g]
		if !ok {
			t.Errorf("%s: got no request that it stops, want a check in content.go and a row of contentCases that trips it alone, or a check in decide.go and a row of attempts", g)
			continue
		}
		stop := request(api.Accept{})
		if stop == nil || stop.Guard != g || len(stop.Reasons) == 0 || stop.Reasons[0].Code != api.Code(g) {
			t.Errorf("%s: got %+v, want its refusal, with its name as the first reason", g, stop)
			continue
		}
		if meaning, remedy := said(stop); meaning == "" || remedy == "" || strings.ContainsAny(meaning+remedy, "{}") {
			t.Errorf("%s: got %q and %q, want meaning and remedy with every operand", g, meaning, remedy)
		}
		if next := request(stop.Needs); next != nil && !stop.Needs.Empty() {
			t.Errorf("%s: got %+v after what it needs was accepted, want no refusal", g, next)
		}
		if next := request(allow(g)); (next == nil) != allowable[g] {
			t.Errorf("%s: got %+v after it was allowed by its name, which it may be: %t", g, next, allowable[g])
		}
	}
}
