package publish

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// never is more reads than any test makes, so that WeChat goes on answering what
// was live before.
const never = 100

// late plays a WeChat that goes on answering what was live before: the good menus
// are live, and the bad ones were just posted and do not show.
func late(t *testing.T, good, bad string, test func(r *sandboxed)) {
	t.Helper()
	acc := brand()
	acc.LateReads = never
	inBubble(t, []sandbox.Account{acc}, func(r *sandboxed, _ *atomic.Int32) {
		first := pushed(101, good)
		for range 3 { // posted, recorded late, in sync
			r.invoke(r.Context(), r.handler, first)
			r.settle()
			time.Sleep(20 * time.Minute)
		}
		same(t, "the good ones", r.invoke(r.Context(), r.handler, first).Outcome, api.InSync)
		same(t, "the bad ones", r.invoke(r.Context(), r.handler, pushed(102, bad)).Outcome, api.Published)
		same(t, "readback", r.last().Readback, ledger.ReadbackUnverified)
		r.asked()
		test(r)
	})
}

// TestBackWhileLate takes back menus that WeChat does not answer yet. What it
// answers equals the good ones and proves nothing: they are posted, each time,
// until it is known what is live.
func TestBackWhileLate(t *testing.T) {
	t.Parallel()
	requests := map[string]func() api.Request{
		"a rollback":                  func() api.Request { return back(api.Previous) },
		"a push of the reverted ones": func() api.Request { return pushed(103, menuB) },
	}
	for name, ask := range requests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			late(t, menuB, menuA, func(r *sandboxed) {
				dry := ask()
				dry.DryRun = true
				same(t, "plan", r.invoke(r.Context(), r.handler, dry).Outcome, api.Planned)
				r.asked()
				res := r.invoke(r.Context(), r.handler, ask())
				same(t, "outcome", res.Outcome, api.Published)
				same(t, "case", res.Case, api.CaseHalf)
				same(t, "creates", count(r.asked(), "menu/create"), 1)
				same(t, "readback", r.last().Readback, ledger.ReadbackUnverified)
				r.live(menuB)
				r.settle()
				same(t, "once it shows", r.invoke(r.Context(), r.handler, pushed(104, menuB)).Outcome, api.Published)
				time.Sleep(11 * time.Minute)
				r.settle()
				same(t, "ten minutes later", r.invoke(r.Context(), r.handler, pushed(105, menuB)).Outcome, api.InSync)
				r.live(menuB)
			})
		})
	}
}

// TestUnverifiedEnds has the old menu be live again weeks after a publish that
// was not seen: that is an edit, and not the answer from before.
func TestUnverifiedEnds(t *testing.T) {
	t.Parallel()
	late(t, menuB, menuA, func(r *sandboxed) {
		time.Sleep(14 * 24 * time.Hour)
		r.restore(menuB)
		r.settle()
		res := r.invoke(r.Context(), r.handler, pushed(103, menuA))
		same(t, "outcome", res.Outcome, api.Held)
		same(t, "case", res.Case, api.CaseEdited)
		r.live(menuB)
	})
}

// TestEditedWhileLate edits in the console, after a publish that was not seen:
// what the newest steps cannot have left is never overwritten unasked.
func TestEditedWhileLate(t *testing.T) {
	t.Parallel()
	late(t, menuB, menuA, func(r *sandboxed) {
		r.edit(menuX)
		r.settle()
		res := r.invoke(r.Context(), r.handler, pushed(103, menuB))
		same(t, "outcome", res.Outcome, api.Refused)
		same(t, "case", res.Case, api.CaseEdited)
	})
}

// TestConditionalWhileLate takes back menus with conditional ones. The default
// menu is posted at once. No conditional menu is touched before menu/get shows
// what there is, and the result says that there is more to do.
func TestConditionalWhileLate(t *testing.T) {
	t.Parallel()
	good, bad := tagged(bar(click("good")), "2 a"), tagged(bar(click("bad")), "3 b")
	tests := map[string]struct{ good, bad string }{
		"in both":         {good, bad},
		"in the good one": {good, bar(click("bad"))},
		"in the bad one":  {bar(click("good")), bad},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			late(t, tt.good, tt.bad, func(r *sandboxed) {
				before := ids(r)
				res := r.invoke(r.Context(), r.handler, back(api.Previous))
				same(t, "outcome", res.Outcome, api.Failed)
				because1(t, res, api.Behind)
				same(t, "retryable", res.Error.Retryable, true)
				says(t, res, "menu/get", "no conditional menu was touched", "in a few minutes; ten minutes after")
				asked := r.asked()
				same(t, "creates", count(asked, "menu/create"), 1)
				same(t, "adds", count(asked, "menu/addconditional"), 0)
				same(t, "deletes", count(asked, "menu/delconditional"), 0)
				list(t, "conditional menus", ids(r), before)
				now, _ := r.sandbox.Live(account)
				same(t, "default menu", string(now.Menu), bar(click("good")))

				r.settle()
				time.Sleep(11 * time.Minute)
				res = r.invoke(r.Context(), r.handler, back(api.Previous))
				same(t, "later", res.Outcome, api.Published)
				r.shows(parse(t, tt.good))
			})
		})
	}
}

// TestConditionalCatchesUp has menu/get show in time what the newest steps left:
// then the conditional menus are put right in the same publish.
func TestConditionalCatchesUp(t *testing.T) {
	t.Parallel()
	acc := brand()
	acc.LateReads = 4
	good, bad := tagged(bar(click("good")), "2 a"), tagged(bar(click("bad")), "3 b")
	third := tagged(bar(click("third")), "4 c")
	for name, next := range map[string]string{"the good ones": good, "the same again": bad, "others": third} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, []sandbox.Account{acc}, func(r *sandboxed, _ *atomic.Int32) {
				for range 2 {
					r.invoke(r.Context(), r.handler, pushed(101, good))
					r.settle()
					time.Sleep(time.Hour)
				}
				r.shows(parse(t, good))
				same(t, "bad", r.invoke(r.Context(), r.handler, pushed(102, bad)).Outcome, api.Published)
				same(t, "readback", r.last().Readback, ledger.ReadbackUnverified)
				r.settle()
				for run := int64(103); run < 110; run++ {
					if res := r.invoke(r.Context(), r.handler, pushed(run, next)); res.Outcome == api.InSync {
						break
					}
					r.settle()
					time.Sleep(4 * time.Minute)
				}
				time.Sleep(time.Hour)
				r.settle()
				same(t, "in the end", r.invoke(r.Context(), r.handler, pushed(110, next)).Outcome, api.InSync)
				r.shows(parse(t, next))
			})
		})
	}
}

// TestRepublishedWhileLate has another tool change the menus right before the same
// ones are published again. Answers with them may be from before that, and later
// ones with the other tool's menus as well: these are posted and not adopted, and
// not called deleted.
func TestRepublishedWhileLate(t *testing.T) {
	t.Parallel()
	again := func(t *testing.T, other func(r *sandboxed), test func(r *sandboxed)) {
		t.Helper()
		acc := brand()
		acc.LateReads = 2
		inBubble(t, []sandbox.Account{acc}, func(r *sandboxed, _ *atomic.Int32) {
			r.invoke(r.Context(), r.handler, pushed(101, menuA))
			time.Sleep(20 * time.Minute)
			r.settle()
			other(r)
			req := pushed(102, menuA)
			req.Republish = true
			res := r.invoke(r.Context(), r.handler, req)
			same(t, "case", res.Case, api.CaseInSync)
			same(t, "published again", res.Outcome, api.Published)
			same(t, "readback", r.last().Readback, ledger.ReadbackVerified)
			r.live(menuA)
			r.asked()
			test(r)
		})
	}
	post := func(r *sandboxed) { r.restore(menuB) }
	t.Run("what another tool posted", func(t *testing.T) {
		t.Parallel()
		again(t, post, func(r *sandboxed) {
			res := r.invoke(r.Context(), r.handler, pushed(103, menuB))
			same(t, "outcome", res.Outcome, api.Published)
			same(t, "case", res.Case, api.CaseHalf)
			list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.Unsettled})
			r.live(menuB)
		})
	})
	t.Run("ten minutes later", func(t *testing.T) {
		t.Parallel()
		again(t, post, func(r *sandboxed) {
			r.settle()
			r.restore(menuB)
			time.Sleep(lateness)
			r.settle()
			same(t, "case", r.invoke(r.Context(), r.handler, pushed(103, menuB)).Case, api.CaseAdopted)
		})
	})
	t.Run("what another tool deleted", func(t *testing.T) {
		t.Parallel()
		again(t, func(r *sandboxed) {
			if err := r.deps.Open(account).Delete(r.Context()); err != nil {
				r.Fatal(err)
			}
		}, func(r *sandboxed) {
			res := r.invoke(r.Context(), r.handler, retiring(103, ""))
			same(t, "guard", res.Guard, api.Retires)
			same(t, "case", res.Case, api.CaseHalf)
			r.live(menuA)
			r.settle()
			res = r.invoke(r.Context(), r.handler, retiring(104, r.looked()))
			same(t, "named", res.Outcome, api.Retired)
			r.bare()
		})
	})
}
