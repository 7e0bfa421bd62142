package publish

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// afterBusy has WeChat be busy for a whole publish of bad menus over good ones, so
// that it is not known whether they are live, and then be well again.
func afterBusy(t *testing.T, good, bad string, test func(r *sandboxed)) {
	t.Helper()
	inBubble(t, []sandbox.Account{brand()}, func(r *sandboxed, _ *atomic.Int32) {
		same(t, "good", r.invoke(r.Context(), r.handler, pushed(101, good)).Outcome, api.Published)
		time.Sleep(time.Hour)
		r.sandbox.Fault(sandbox.Fault{Path: createPath, Errcode: -1})
		same(t, "while WeChat is busy", r.invoke(r.Context(), r.handler, pushed(102, bad)).Outcome, api.Failed)
		same(t, "unfinished", r.unfinished(), true)
		r.sandbox.ClearFaults()
		test(r)
	})
}

// TestAfterBusy publishes right after WeChat was busy. That menu/get answers a
// default menu that none before had proves what is live. Where it proves nothing,
// the conditional menus are known all the same: none was touched.
func TestAfterBusy(t *testing.T) {
	t.Parallel()
	good, bad := tagged(bar(click("good")), "2 a"), tagged(bar(click("bad")), "3 b")
	for name, tt := range map[string]struct {
		ask      api.Request
		live     string
		readback ledger.Readback
	}{
		"others":               {pushed(103, tagged(bar(click("third")), "4 c", "2 a")), tagged(bar(click("third")), "4 c", "2 a"), ledger.ReadbackVerified},
		"others, none beside":  {pushed(103, bar(click("third"))), bar(click("third")), ledger.ReadbackVerified},
		"the same again":       {pushed(103, bad), bad, ledger.ReadbackUnverified},
		"the good ones":        {pushed(103, good), good, ledger.ReadbackUnverified},
		"a rollback":           {back(api.Previous), good, ledger.ReadbackUnverified},
		"another menu beside":  {pushed(103, tagged(bar(click("good")), "4 c")), tagged(bar(click("good")), "4 c"), ledger.ReadbackUnverified},
		"the good default one": {pushed(103, bar(click("good"))), bar(click("good")), ledger.ReadbackUnverified},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			afterBusy(t, good, bad, func(r *sandboxed) {
				r.asked()
				res := r.invoke(r.Context(), r.handler, tt.ask)
				same(t, "outcome", res.Outcome, api.Published)
				same(t, "readback", r.last().Readback, tt.readback)
				same(t, "creates", count(r.asked(), "menu/create"), 1)
				r.shows(parse(t, tt.live))
				time.Sleep(11 * time.Minute)
				same(t, "later", r.invoke(r.Context(), r.handler, pushed(104, tt.live)).Outcome, api.InSync)
			})
		})
	}
}

// halfLate leaves a publish half-way after it touched a conditional menu, with
// answers that are late from then on.
func halfLate(t *testing.T, good, bad string, late int, test func(r *sandboxed)) {
	t.Helper()
	acc := brand()
	acc.LateReads = late
	inBubble(t, []sandbox.Account{acc}, func(r *sandboxed, _ *atomic.Int32) {
		for range 3 {
			r.invoke(r.Context(), r.handler, pushed(101, good))
			r.settle()
			time.Sleep(time.Hour)
		}
		r.shows(parse(t, good))
		r.refuse(addPath, 2)
		same(t, "half-way", r.invoke(r.Context(), r.handler, pushed(102, bad)).Outcome, api.Failed)
		same(t, "unfinished", r.unfinished(), true)
		r.sandbox.ClearFaults()
		test(r)
	})
}

// TestTouchedAndLate publishes after a conditional menu was added that no answer
// shows. Nothing is added or deleted before menu/get shows it, and a push every
// four minutes does not put that off.
func TestTouchedAndLate(t *testing.T) {
	t.Parallel()
	good, bad := tagged(bar(click("good")), "2 a"), tagged(bar(click("bad")), "3 b", "4 c")
	halfLate(t, good, bad, never, func(r *sandboxed) {
		sets := []string{tagged(bar(click("good")), "5 d"), bad, tagged(bar(click("good")), "6 e"), tagged(bar(click("good")), "2 a")}
		since := time.Now()
		for n := range sets {
			set := sets[n]
			r.asked()
			res := r.invoke(r.Context(), r.handler, pushed(int64(103+n), set))
			if time.Since(since) < 10*time.Minute {
				because1(t, res, api.Behind)
				found := "WeChat's answers do not show these steps yet"
				if n == 0 { // the good default menu was live before
					found = "its answers may still be those from before"
				}
				says(t, res, found)
				asked := r.asked()
				same(t, "creates", count(asked, "menu/create"), 1)
				same(t, "touched", count(asked, "menu/addconditional")+count(asked, "menu/delconditional"), 0)
			} else {
				same(t, "after ten minutes", res.Outcome, api.Published)
				r.shows(parse(t, set))
			}
			r.settle()
			time.Sleep(4 * time.Minute)
		}
	})
}

// TestTouchedAndShown publishes menus that no answer from before can have: menu/get
// shows them in time, and so all that is live.
func TestTouchedAndShown(t *testing.T) {
	t.Parallel()
	good, bad := tagged(bar(click("good")), "2 a"), tagged(bar(click("bad")), "3 b", "4 c")
	third := tagged(bar(click("third")), "5 d", "2 a")
	halfLate(t, good, bad, 2, func(r *sandboxed) {
		same(t, "outcome", r.invoke(r.Context(), r.handler, pushed(103, third)).Outcome, api.Published)
		r.shows(parse(t, third))
	})
}
