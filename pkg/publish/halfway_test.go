package publish

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// twoSets are two sets that nothing of stays between: five steps.
func twoSets() (before, after string, steps []string) {
	return tagged(bar(click("old")), "2 a", "3 b"), tagged(bar(click("new")), "4 c", "5 d"),
		[]string{createPath, addPath, addPath, delPath, delPath}
}

// TestHalfway has WeChat refuse each of the steps. The result says how far it
// got and what is live, the intent stays, and the next run heals: no guard
// takes what is live for an edit.
func TestHalfway(t *testing.T) {
	t.Parallel()
	before, after, paths := twoSets()
	third := tagged(bar(click("third")), "2 z")
	live := []string{
		"", "the new default menu is live, with 0 of 2 conditional menus as they should be",
		"the new default menu is live, with 1 of 3 conditional menus as they should be",
		"the new default menu is live, with 2 of 4 conditional menus as they should be",
		"the new default menu is live, with 2 of 3 conditional menus as they should be",
	}
	next := []struct {
		name, set string
		kase      api.Case
	}{
		{"the same", after, api.CaseHalf},
		{"back to the one before", before, api.CaseHalf},
		{"another", third, api.CaseHalf},
	}
	for k, path := range paths {
		for late, n := range next {
			t.Run(fmt.Sprintf("step %d, then %s, late %d", k+1, n.name, late), func(t *testing.T) {
				t.Parallel()
				acc := brand()
				acc.LateReads = late
				r := newSandboxed(t, acc)
				same(t, "before", r.publish(before).Outcome, api.Published)
				r.settle()
				call := 1
				for _, p := range paths[:k] {
					if p == path {
						call++
					}
				}
				r.sandbox.Fault(sandbox.Fault{Path: path, Call: call, Errcode: 45009})
				res := r.publish(after)
				same(t, "outcome", res.Outcome, api.Failed)
				same(t, "errcode", res.Error.Errcode, 45009)
				same(t, "op", "/cgi-bin/"+res.Error.Op, path)
				same(t, "number of the record", r.last().Number, 1)
				for i, s := range res.Steps {
					same(t, fmt.Sprintf("step %d done", i+1), s.Done, i < k)
				}
				if k == 0 {
					same(t, "unfinished", r.unfinished(), false)
					r.shows(parse(t, before))
					n.kase = api.CaseChange
					if n.set == before {
						n.kase = api.CaseInSync
					}
				} else {
					says(t, res, fmt.Sprintf("WeChat confirmed %d of 5 steps; ", k), live[k], "the next publish goes on")
					same(t, "unfinished", r.unfinished(), true)
				}

				r.settle()
				same(t, "planned case", r.invoke(t.Context(), r.handler, dryRun(n.set)).Case, n.kase)
				res = r.publish(n.set)
				same(t, "case", res.Case, n.kase)
				if n.kase != api.CaseInSync {
					same(t, "next outcome", res.Outcome, api.Published)
					same(t, "number of the record", r.last().Number, min(2+k, 3)) // the unfinished one keeps its own
					same(t, "replaced", r.last().Replaced.API.Digest(), digest(before))
				}
				r.shows(parse(t, n.set))
				r.settle()
				same(t, "after that", r.publish(n.set).Outcome, api.InSync)
				same(t, "unfinished", r.unfinished(), false)
			})
		}
	}
}

// TestCrash ends the publisher after each of its calls that change something
// or read what is live. When its lease is over, the next run heals: whatever
// was left is finished or replaced, and never taken for an edit.
func TestCrash(t *testing.T) {
	t.Parallel()
	before, after, steps := twoSets()
	// A swap for the lease, one for the intent, the record, four reads.
	calls := 2 + len(steps) + 1 + 4
	for k := 1; k <= calls; k++ {
		for _, next := range []string{after, before} {
			t.Run(fmt.Sprintf("after call %d, then %.32s", k, next), func(t *testing.T) {
				t.Parallel()
				m := &mortal{}
				server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
				if err != nil {
					t.Fatal(err)
				}
				r := &sandboxed{rig: newRig(t, m.wechat(server), memory(brand())), sandbox: server}
				deps := r.deps
				deps.Ledger = mortalStore{r.ledger, m}
				deps.Now = func() time.Time { return time.Now().Add(-time.Hour) }
				dying := Handler(deps)
				same(t, "before", r.publish(before).Outcome, api.Published)

				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				m.live(k, cancel)
				event := request(after)
				res := r.invoke(ctx, dying, event)
				m.live(-1, nil)
				if k <= calls-1 && res.Outcome == api.Published {
					t.Errorf("got published by a publisher that ended after call %d", k)
				}

				// An hour later, by the clock of the next, the lease is over.
				res = r.publish(next)
				if res.Outcome != api.Published && res.Outcome != api.InSync {
					t.Errorf("got %s, guard %q, %+v; want it to heal", res.Outcome, res.Guard, res.Error)
				}
				r.shows(parse(t, next))
				last := r.last()
				same(t, "recorded", last.Desired.Digest(), digest(next))
				if last.Number > 1 && !slices.Contains([]string{digest(before), digest(after)}, last.Replaced.API.Digest()) {
					t.Errorf("got replaced %+v, want a set that was whole", last.Replaced.API)
				}
				same(t, "after that", r.publish(next).Outcome, api.InSync)
				if st := r.publish(next).Ledger; st != nil {
					t.Errorf("got state %+v, want nothing open", st)
				}
			})
		}
	}
}

// TestCrashOfRollback ends a rollback after each call. Until it is finished or
// lifted, the menus it rolls away from do not come back.
func TestCrashOfRollback(t *testing.T) {
	t.Parallel()
	good, bad, steps := twoSets()
	for k := 3; k <= 4+len(steps); k++ { // from its intent to its last step
		t.Run(fmt.Sprintf("after call %d", k), func(t *testing.T) {
			t.Parallel()
			m := &mortal{}
			server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			r := &sandboxed{rig: newRig(t, m.wechat(server), memory(brand())), sandbox: server}
			deps := r.deps
			deps.Ledger = mortalStore{r.ledger, m}
			deps.Now = func() time.Time { return time.Now().Add(-time.Hour) }
			r.publish(good)
			r.publish(bad)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			m.live(k, cancel)
			back := api.Request{Schema: api.Schema, Op: api.OpRollback, Account: account, To: api.Previous, Reason: "wrong prices"}
			same(t, "rollback", r.invoke(ctx, Handler(deps), back).Outcome, api.Failed)
			m.live(-1, nil)
			if r.state().Quarantine == nil {
				return // it did not get to its intent
			}
			res := r.invoke(t.Context(), r.handler, pushed(9, bad))
			same(t, "a push of the bad one", res.Outcome, api.Held)
			same(t, "guard", res.Guard, api.Quarantined)
			says(t, res, "a rollback to record 1 (unnamed) takes these menus back and stopped half-way", "run that rollback again")
			res = r.invoke(t.Context(), r.handler, back)
			if res.Outcome != api.Published && res.Outcome != api.InSync {
				t.Errorf("got %s, %+v; want the rollback to get to its end", res.Outcome, res.Error)
			}
			r.shows(parse(t, good))
			last := r.last()
			same(t, "kind", last.Kind, ledger.KindRollback)
			same(t, "reason", last.Reason, "wrong prices")
			same(t, "a push of the bad one", r.invoke(t.Context(), r.handler, pushed(10, bad)).Outcome, api.Held)
			same(t, "a push of another", r.invoke(t.Context(), r.handler, pushed(11, menuA)).Outcome, api.Published)
			same(t, "then of the bad one", r.invoke(t.Context(), r.handler, pushed(12, bad)).Outcome, api.Published)
		})
	}
}

// TestFoundHalfway says what is live after some of the steps.
func TestFoundHalfway(t *testing.T) {
	t.Parallel()
	before, after, _ := twoSets()
	old, want := withIDs(parse(t, before)), parse(t, after)
	mixed := want
	mixed.Conditional = append(mixed.Conditional[1:2:2], old.Conditional...)
	other := parse(t, bar(click("x")))
	turned := want
	turned.Conditional = []menu.Conditional{want.Conditional[1], want.Conditional[0]}
	written := parse(t, with(bar(click("new")), forTag(2, link("https://a.example/?a=1&b=2"))))
	entity := parse(t, with(bar(click("new")), forTag(2, link("https://a.example/?a=1&amp;b=2"))))
	a := attempt{before: decide.Known{Live: liveOf(old, old)}, want: want}
	kept := attempt{before: decide.Known{Live: liveOf(old, want)}, want: want}
	for _, tt := range []struct {
		name string
		a    attempt
		now  api.Live
		want api.Facts
	}{
		{"all", a, liveOf(want, want), api.Facts{Found: api.FoundWanted}},
		{"none", a, liveOf(old, old), api.Facts{Found: api.FoundBefore}},
		{"the default", a, liveOf(mixed, want), api.Facts{Found: api.FoundNew, Conditional: 3, Kept: 1}},
		{"a conditional menu", a, liveOf(mixed, old), api.Facts{Found: api.FoundOld, Conditional: 3, Kept: 1}},
		{"the lowest of them", a, liveOf(menu.Set{Menu: old.Menu, Conditional: want.Conditional[1:]}, old), api.Facts{Found: api.FoundOld, Conditional: 2, Kept: 1}},
		{"another default", a, liveOf(other, other), api.Facts{Found: api.FoundOther, Conditional: 2}},
		{"a default that was not to change", kept, liveOf(mixed, want), api.Facts{Found: api.FoundKept, Conditional: 3, Kept: 1}},
		{"the other order", a, liveOf(turned, want), api.Facts{Found: api.FoundNew, Conditional: 2, Kept: 1}},
		{"one written otherwise", attempt{before: a.before, want: written}, liveOf(entity, old), api.Facts{Found: api.FoundOld, Conditional: 1, Kept: 1}},
	} {
		if got := tt.a.found(tt.now); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// liveOf is what WeChat answers of a set, and of what followers see of one.
func liveOf(answer, shown menu.Set) api.Live {
	return api.Live{API: answer, Shown: shown.Default(), Open: true}
}
