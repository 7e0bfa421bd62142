package publish

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// largeSet returns a set with conditional menus of the largest links, other
// ones for each seed.
func largeSet(seed uint64, conditional int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	random := rand.New(rand.NewPCG(1, seed))
	bar := func() string {
		var tops []string
		for top := range 3 {
			var leaves []string
			for leaf := range 5 {
				path := make([]byte, 1000)
				for i := range path {
					path[i] = letters[random.IntN(len(letters))]
				}
				leaves = append(leaves, fmt.Sprintf(`{"type":"view","name":"n%d%d","url":"https://a.example/%s"}`, top, leaf, path))
			}
			tops = append(tops, fmt.Sprintf(`{"name":"n%d","sub_button":[%s]}`, top, strings.Join(leaves, ",")))
		}
		return `"button":[` + strings.Join(tops, ",") + `]`
	}
	var others []string
	for i := range conditional {
		others = append(others, fmt.Sprintf(`{%s,"matchrule":{"tag_id":"%d"}}`, bar(), i+2))
	}
	return with(`{`+bar()+`}`, others...)
}

// TestManyLargeSets publishes large sets one after the other and rolls each
// back: what is kept of those before never takes the room of the next.
func TestManyLargeSets(t *testing.T) {
	t.Parallel()
	const sets = 10
	var all []string
	for i := range sets {
		all = append(all, largeSet(uint64(i), 3))
	}
	r := published(t, all...)
	for to := sets - 1; to >= 1; to-- {
		res := r.invoke(t.Context(), r.handler, back(strconv.Itoa(to)))
		same(t, fmt.Sprintf("rollback to %d", to), res.Outcome, api.Published)
		same(t, "in quarantine", len(res.Ledger.Quarantined), sets-to)
	}
	same(t, "one of them", r.invoke(t.Context(), r.handler, pushed(200, all[4])).Outcome, api.Held)
	for i, q := range r.state().Quarantine {
		same(t, "record of what is in quarantine", q.Record, sets+i)
	}
}

// TestLargeSetOutside publishes over an edit so large that it has no room
// beside the menus: its digest is kept, and the account goes on.
func TestLargeSetOutside(t *testing.T) {
	t.Parallel()
	r := published(t, largeSet(1, 6))
	r.restoreSet(parse(t, largeSet(2, 6)))
	req := pushed(102, largeSet(3, 6))
	res := r.invoke(t.Context(), r.handler, req)
	edited := res.Digests.API
	req.Accept = *res.Needs
	res = r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Published)
	rec := r.last()
	same(t, "replaced", rec.Replaced.API, ledger.Answer{Sum: edited})
	res = r.invoke(t.Context(), r.inspect, history(func(q *api.Request) { q.To = "2" }))
	if got := res.Records[0]; got.Desired == nil || got.Replaced != nil {
		t.Errorf("got desired %t and replaced %t, want the first alone", got.Desired != nil, got.Replaced != nil)
	}
	same(t, "the next", r.invoke(t.Context(), r.handler, pushed(103, largeSet(4, 6))).Outcome, api.Published)
	same(t, "what it replaced", r.last().Replaced.API, ledger.Answer{Record: 2, Part: ledger.PartDesired, Sum: digest(largeSet(3, 6))})
}

// TestPlanTooLarge has a plan say, as the publish after it would, that the ledger has
// no room for the menus, beside what a guard says of them.
func TestPlanTooLarge(t *testing.T) {
	t.Parallel()
	large := largeSet(1, 12)
	for _, tt := range []struct {
		name string
		set  func(r *sandboxed)
		want api.Outcome
	}{
		{"first", func(*sandboxed) {}, api.Failed},
		{"change", func(r *sandboxed) { r.publish(menuA) }, api.Failed},
		{"adopted", func(r *sandboxed) { r.restoreSet(parse(r, large)) }, api.Failed},
		{"edited", func(r *sandboxed) { r.publish(menuA); r.edit(menuX) }, api.Refused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			tt.set(r)
			for _, res := range []api.Result{
				r.invoke(t.Context(), r.inspect, planOf(large)), r.invoke(t.Context(), r.handler, dryRun(large)), r.publish(large),
			} {
				same(t, "outcome", res.Outcome, tt.want)
				says(t, res, fmt.Sprintf("and there is room for %d", ledger.MaxSize))
			}
		})
	}
}
