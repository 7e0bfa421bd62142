package publish

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestLeavesNoTrace has everything that only looks leave the ledger as it is.
func TestLeavesNoTrace(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	r.refuse(createPath, 1)
	r.publish(menuA) // an intent, or what is left of one
	r.edit(menuX)
	before := r.dump()
	dryBack := back("1")
	dryBack.DryRun = true
	for _, req := range []api.Request{
		planOf(menuA), planOf(menuB), dryRun(menuA), dryRun(menuB), dryBack,
		{Schema: api.Schema, Op: api.OpRead, Account: account},
		{Schema: api.Schema, Op: api.OpHistory, Account: account},
		{Schema: api.Schema, Op: api.OpExport, Account: account},
		{Schema: api.Schema, Op: api.OpList},
	} {
		req.Origin = pushed(500, menuA).Origin
		for _, f := range []Func{r.handler, r.inspect} {
			r.invoke(t.Context(), f, req)
			if got := r.dump(); got != before {
				t.Errorf("%s, dry %t: got ledger %s, want it as before: %s", req.Op, req.DryRun, got, before)
			}
		}
	}
	asked := r.asked()
	for _, op := range []string{"menu/create", "menu/addconditional", "menu/delconditional"} {
		if count(asked, op) > 2 { // those of the publishes above
			t.Errorf("got %s among %v, want only reads", op, asked)
		}
	}
}

func dryRun(desired string) api.Request {
	req := request(desired)
	req.DryRun = true
	return req
}

// dump is all that the ledger keeps of the account.
func (r *rig) dump() string {
	r.Helper()
	records, err := r.ledger.Records(context.Background(), account, 0, 100)
	if err != nil {
		r.Fatal(err)
	}
	text, err := json.Marshal(struct {
		State   ledger.State
		Records []ledger.Record
	}{r.state(), records})
	if err != nil {
		r.Fatal(err)
	}
	return string(text)
}

// TestPlanIsDryRun has plan by inspect say what a dry run of a publish says,
// in each row of the table.
func TestPlanIsDryRun(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		set  func(r *sandboxed)
		want api.Case
	}{
		{"first", func(*sandboxed) {}, api.CaseFirst},
		{"first over", func(r *sandboxed) { r.edit(menuX) }, api.CaseFirstOver},
		{"in sync", func(r *sandboxed) { r.publish(menuB) }, api.CaseInSync},
		{"change", func(r *sandboxed) { r.publish(menuA) }, api.CaseChange},
		{"edited", func(r *sandboxed) { r.publish(menuA); r.edit(menuX) }, api.CaseEdited},
		{"adopted", func(r *sandboxed) { r.publish(menuA); r.restore(menuB) }, api.CaseAdopted},
		{"quarantined", func(r *sandboxed) {
			r.publish(menuA)
			r.publish(menuB)
			r.invoke(r.Context(), r.handler, back("1"))
		}, api.CaseQuarantined},
		{"half", func(r *sandboxed) {
			r.publish(menuA)
			r.refuse(addPath, 1)
			r.publish(tagged(bar(click("x")), "2 a"))
		}, api.CaseHalf},
		{"interrupted", func(r *sandboxed) {
			r.publish(menuA)
			r.refuse(addPath, 1)
			r.publish(tagged(bar(click("x")), "2 a"))
			r.edit(menuX)
		}, api.CaseInterrupted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			tt.set(r)
			for _, origin := range []api.Origin{{}, pushed(7, "").Origin} {
				plan, dry := planOf(menuB), dryRun(menuB)
				plan.Accept, dry.Accept, plan.Origin, dry.Origin = api.Accept{}, api.Accept{}, origin, origin
				a, b := r.invoke(t.Context(), r.inspect, plan), r.invoke(t.Context(), r.handler, dry)
				same(t, "case", a.Case, tt.want)
				a.Calls, b.Calls = nil, nil
				if a.Error != nil && b.Error != nil {
					a.Error.Op, b.Error.Op = "", ""
				}
				got, _ := json.Marshal(a)
				want, _ := json.Marshal(b)
				same(t, "plan", string(got), string(want))
			}
		})
	}
}
