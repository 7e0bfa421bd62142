package publish

import (
	"context"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// undo asks to undo a run.
func undo(run int64) api.Request {
	req := back("")
	req.Run = run
	return req
}

// begun is a world in which runs 101, 102 ... published these, and run 110 the
// last one half-way: its default menu is live and one of its conditional menus.
func begun(t *testing.T, sets ...string) (r *sandboxed, halfway string) {
	t.Helper()
	_, halfway, _ = twoSets()
	r = published(t, sets...)
	r.refuse(addPath, 2)
	same(t, "half-way", r.invoke(t.Context(), r.handler, pushed(110, halfway)).Outcome, api.Failed)
	return r, halfway
}

// TestRollbackOfHalfway undoes what a run published half-way: what was live
// before it is live again, whichever way that is named, and once more.
func TestRollbackOfHalfway(t *testing.T) {
	t.Parallel()
	a, b := bar(click("a")), bar(click("b"))
	for _, tt := range []struct {
		name string
		req  api.Request
	}{{"--run", undo(110)}, {"--to previous", back(api.Previous)}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, bad := begun(t, a, b)
			dry := tt.req
			dry.DryRun = true
			same(t, "dry run", r.invoke(t.Context(), r.handler, dry).Outcome, api.Planned)
			res := r.invoke(t.Context(), r.handler, tt.req)
			same(t, "outcome", res.Outcome, api.Published)
			r.shows(parse(t, b))
			same(t, "record gone back to", r.last().RollbackTo, 2)
			same(t, "a push of what stopped half-way", r.invoke(t.Context(), r.handler, pushed(111, bad)).Outcome, api.Held)
		})
	}
}

// finishes asks for a rollback to record 2 once more, now that nothing stops it.
func finishes(t *testing.T, r *sandboxed, req api.Request, good, bad string) {
	t.Helper()
	r.sandbox.ClearFaults()
	same(t, "again", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
	r.shows(parse(t, good))
	same(t, "record gone back to", r.last().RollbackTo, 2)
	same(t, "a push of the bad one", r.invoke(t.Context(), r.handler, pushed(120, bad)).Outcome, api.Held)
}

// TestRollbackOfHalfwayRollback finishes a rollback that stopped half-way when
// the same is asked for again.
func TestRollbackOfHalfwayRollback(t *testing.T) {
	t.Parallel()
	good, bad, _ := twoSets()
	for name, req := range map[string]api.Request{"--run": undo(103), "--to previous": back(api.Previous), "--to": back("2")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA, good, bad)
			r.refuse(addPath, 2)
			res := r.invoke(t.Context(), r.handler, req)
			same(t, "half-way", res.Outcome, api.Failed)
			says(t, res, "WeChat confirmed 2 of 5 steps", "run the rollback again, to record 2: it goes on from there")
			res = r.invoke(t.Context(), r.inspect, planOf(bad))
			list(t, "drift", decide.Drift(&res), []api.Drift{api.DriftHalf, api.DriftHeld})
			says(t, res, "a rollback to record 2", "stopped half-way", "run that rollback again")
			finishes(t, r, req, good, bad)
			says(t, r.invoke(t.Context(), r.inspect, planOf(bad)), "record 5, a rollback, took these menus back")
		})
	}
}

// TestPublishOverHalfwayRollback puts other menus live from a machine, where a
// rollback stopped half-way: what that took back stays in quarantine, and no
// number is named that no record has.
func TestPublishOverHalfwayRollback(t *testing.T) {
	t.Parallel()
	good, bad, _ := twoSets()
	r := published(t, good, bad)
	r.refuse(addPath, 2)
	same(t, "half-way", r.invoke(t.Context(), r.handler, back("1")).Outcome, api.Failed)
	r.sandbox.ClearFaults()
	same(t, "others", r.publish(menuA).Outcome, api.Published)
	res := r.invoke(t.Context(), r.handler, pushed(110, bad))
	same(t, "what was taken back", res.Outcome, api.Held)
	says(t, res, "a rollback that stopped half-way, and has no record, took these menus back")
}

// TestRollbackOfHalfwayTwice goes on with the rollback of a publish that stopped
// half-way after the rollback stopped half-way too: what that publish replaced is
// still what was live before it.
func TestRollbackOfHalfwayTwice(t *testing.T) {
	t.Parallel()
	good, bad, _ := twoSets()
	for name, req := range map[string]api.Request{"--run": undo(110), "--to previous": back(api.Previous)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA, good)
			r.refuse(delPath, 1)
			same(t, "publish", r.invoke(t.Context(), r.handler, pushed(110, bad)).Outcome, api.Failed)
			for range 2 {
				r.sandbox.ClearFaults()
				r.refuse(delPath, 1)
				same(t, "half-way", r.invoke(t.Context(), r.handler, req).Outcome, api.Failed)
			}
			finishes(t, r, req, good, bad)
		})
	}
}

// TestRollbackBeneathHalfway does not undo a run after which another one
// stopped half-way: that would undo both.
func TestRollbackBeneathHalfway(t *testing.T) {
	t.Parallel()
	r, _ := begun(t, menuA, menuB)
	res := r.invoke(t.Context(), r.handler, undo(102))
	same(t, "guard", res.Guard, api.Stale)
	says(t, res, "record 2 is of run 102", "a publish (run 110) that stopped half-way, and has no record, came after it", "--to NUMBER")
}

// TestRollbackOfFirstHalfway has nothing to go back to.
func TestRollbackOfFirstHalfway(t *testing.T) {
	t.Parallel()
	r, _ := begun(t)
	for name, req := range map[string]api.Request{"--run": undo(110), "--to previous": back(api.Previous), "--to": back("1")} {
		res := r.invoke(t.Context(), r.handler, req)
		same(t, name, res.Guard, api.NoRecord)
		says(t, res, "the first publish to this account (run 110) stopped half-way", "publish them, by a push or by hand")
	}
	res := r.invoke(t.Context(), r.handler, undo(7))
	same(t, "of another run", res.Outcome, api.Failed)
	says(t, res, "run 7 published nothing to this account")
	because1(t, res, api.UnknownRun)
}

// TestRollbackOfOtherAccount never posts what was recorded of another Official
// Account under the name, and previous finds none of it.
func TestRollbackOfOtherAccount(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	r.appends(func(rec *ledger.Record) { // as if the name had stood for another account in between
		rec.AppID, rec.Origin.RunID = "wxffffffffffffffff", 102
		rec.Desired = parse(t, menuB)
	})
	r.appends(func(rec *ledger.Record) {
		rec.AppID, rec.Origin.RunID, rec.Desired = brand().AppID, 103, parse(t, menuA)
	})
	r.asked()
	for name, req := range map[string]api.Request{"--to": back("2"), "--run": undo(103)} {
		req.Accept.Allow = []api.Guard{api.AppIDChanged}
		res := r.invoke(t.Context(), r.handler, req)
		same(t, name, res.Outcome, api.Refused)
		same(t, name, res.Guard, api.AppIDChanged)
		says(t, res, "record 2 is of wxffffffffffffffff", "the account's appid is "+brand().AppID, "caidan history brand-cn")
		if res.Needs != nil {
			t.Errorf("%s: got needs %+v, want none: nothing lets it pass", name, res.Needs)
		}
	}
	list(t, "requests", r.asked(), nil)
	res := r.invoke(t.Context(), r.handler, back(api.Previous))
	same(t, "previous", res.Guard, api.NoRecord)
	says(t, res, "of this Official Account")
	third := pushed(104, bar(click("9")))
	same(t, "another", r.invoke(t.Context(), r.handler, third).Outcome, api.Published)
	same(t, "previous", r.invoke(t.Context(), r.handler, back(api.Previous)).Outcome, api.Published)
	same(t, "record gone back to", r.last().RollbackTo, 3)
}

// TestRollbackOfUnknownRun is an error that says so: of a run that published
// nothing, to an account of which much is recorded, and of one that cannot be.
func TestRollbackOfUnknownRun(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	book := &counted{Store: r.ledger}
	deps := r.deps
	deps.Ledger = book
	for range 400 {
		r.appends(func(*ledger.Record) {})
	}
	res := r.invoke(t.Context(), Handler(deps), undo(7))
	same(t, "outcome", res.Outcome, api.Failed)
	because1(t, res, api.UnknownRun)
	says(t, res, "run 7 published nothing to this account", "caidan history brand-cn")
	if book.read > 250 {
		t.Errorf("got %d records read, want no more than a few hundred of 402", book.read)
	}
}

// counted counts the records that are read.
type counted struct {
	ledger.Store
	read int
}

func (c *counted) Records(ctx context.Context, account string, before, limit int) ([]ledger.Record, error) {
	list, err := c.Store.Records(ctx, account, before, limit)
	c.read += len(list)
	return list, err
}

// appends writes a record like the last one, but for a change.
func (r *rig) appends(change func(*ledger.Record)) {
	r.Helper()
	rec := r.last()
	rec.Number, rec.ID = rec.Number+1, ledger.NewID()
	change(&rec)
	if err := r.ledger.Append(context.Background(), rec); err != nil {
		r.Fatal(err)
	}
}
