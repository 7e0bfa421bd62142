package publish

import (
	"fmt"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// back asks for a rollback.
func back(to string) api.Request {
	return api.Request{
		Schema: api.Schema, Op: api.OpRollback, Account: account, To: to, Reason: "wrong prices",
		Origin: api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 1, Attempt: 1, Event: "workflow_dispatch", Actor: "ann"},
	}
}

// published is a world in which runs 101, 102 ... published these, one after
// the other.
func published(t *testing.T, sets ...string) *sandboxed {
	t.Helper()
	r := newSandboxed(t, brand())
	for i, set := range sets {
		if res := r.invoke(t.Context(), r.handler, pushed(int64(101+i), set)); res.Outcome != api.Published {
			t.Fatalf("got %s for set %d, want published", res.Outcome, i+1)
		}
	}
	r.asked()
	return r
}

// TestRollback goes back by number, by previous and by run. The mark stays, so
// that it needs no newer run; content guards do not stop it.
func TestRollback(t *testing.T) {
	t.Parallel()
	first, second, third := tagged(bar(click("1"), sub("s", "2", "3", "4", "5")), "2 a"), bar(click("6")), bar(click("7"))
	tests := []struct {
		name string
		req  api.Request
		to   int
	}{
		{"to a number", back("1"), 1},
		{"to the number before", back("2"), 2},
		{"to previous", back(api.Previous), 2},
		{"of a run", undo(103), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sets := []string{first, second, third}
			r := published(t, sets...)
			dry := tt.req
			dry.DryRun = true
			planned := r.invoke(t.Context(), r.handler, dry)
			same(t, "dry run", planned.Outcome, api.Planned)
			if planned.After == nil || planned.After.Digest() != planned.Digests.Desired {
				t.Errorf("got %v, want the menus that the rollback leads to", planned.After)
			}
			same(t, "records", r.last().Number, 3)

			res := r.invoke(t.Context(), r.handler, tt.req)
			same(t, "outcome", res.Outcome, api.Published)
			same(t, "desired", res.Digests.Desired, digest(sets[tt.to-1]))
			r.shows(parse(t, sets[tt.to-1]))
			rec := r.last()
			same(t, "number", rec.Number, 4)
			same(t, "kind", rec.Kind, ledger.KindRollback)
			same(t, "record gone back to", rec.RollbackTo, tt.to)
			same(t, "reason", rec.Reason, "wrong prices")
			same(t, "actor", rec.Origin.Actor, "ann")
			same(t, "replaced", rec.Replaced.API.Digest(), digest(third))
			same(t, "mark", r.state().Mark.RunID, 103)
			list(t, "quarantined", res.Ledger.Quarantined, []string{digest(third)})

			res = r.invoke(t.Context(), r.handler, pushed(104, third))
			same(t, "a push of what it rolled away from", res.Outcome, api.Held)
			says(t, res, "record 4, a rollback, took these menus back", "--lift")
			again := pushed(105, third)
			again.Origin.Event = "workflow_dispatch"
			same(t, "the same by hand", r.invoke(t.Context(), r.handler, again).Outcome, api.Refused)
			if tt.req.To != api.Previous {
				same(t, "once more", r.invoke(t.Context(), r.handler, tt.req).Outcome, api.InSync)
				same(t, "records", r.last().Number, 4)
				return
			}
			same(t, "one more back", r.invoke(t.Context(), r.handler, tt.req).Outcome, api.Published)
			same(t, "record gone back to", r.last().RollbackTo, 1)
		})
	}
}

// TestRollbackNowhere has nothing to go back to: nothing is asked of WeChat,
// and the result has the right values.
func TestRollbackNowhere(t *testing.T) {
	t.Parallel()
	both := undo(103)
	both.To = "1"
	tests := []struct {
		name    string
		sets    []string
		req     api.Request
		outcome api.Outcome
		guard   api.Guard
		says    []string
	}{
		{"no ledger", nil, back("1"), api.Refused, api.NoRecord, []string{"caidan has not published to this account yet", "publish the menus you want"}},
		{"no ledger, to previous", nil, back(api.Previous), api.Refused, api.NoRecord, []string{"caidan has not published to this account yet"}},
		{"no ledger, of a run", nil, undo(5), api.Failed, "", []string{"run 5 published nothing"}},
		{"a number too high", []string{menuA, menuB}, back("3"), api.Refused, api.NoRecord, []string{"has no record 3: its newest is 2", "caidan history brand-cn"}},
		{"no number", []string{menuA, menuB}, back("x"), api.Failed, "", []string{`"x" does not name a record`, "1 to 2", "previous"}},
		{"zero", []string{menuA}, back("0"), api.Failed, "", []string{"1 to 1"}},
		{"nothing named", []string{menuA}, back(""), api.Failed, "", []string{"--to NUMBER"}},
		{"both named", []string{menuA}, both, api.Failed, "", []string{"--to NUMBER"}},
		{"no previous", []string{menuA}, back(api.Previous), api.Refused, api.NoRecord, []string{"no older record", "with other menus"}},
		{"a run that published nothing", []string{menuA, menuB}, undo(7), api.Failed, "", []string{"run 7 published nothing to this account", "caidan history brand-cn"}},
		{"a run that others came after", []string{menuA, menuB}, undo(101), api.Refused, api.Stale, []string{"record 1 is of run 101, and record 2 came after it", "--to NUMBER"}},
		{"the first run", []string{menuA}, undo(101), api.Refused, api.NoRecord, []string{"no record from before run 101"}},
	}
	for _, tt := range tests {
		for _, dry := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, dry %t", tt.name, dry), func(t *testing.T) {
				t.Parallel()
				r := published(t, tt.sets...)
				req := tt.req
				req.DryRun = dry
				res := r.invoke(t.Context(), r.handler, req)
				same(t, "outcome", res.Outcome, tt.outcome)
				same(t, "guard", res.Guard, tt.guard)
				if res.Error != nil {
					says(t, res, tt.says...)
				}
				list(t, "requests", r.asked(), nil)
				same(t, "lease", r.state().Lease.Holder, "")
			})
		}
	}
}

// TestRollbackOfRollback brings back what was rolled away from when its number
// is named, and holds what it replaced instead.
func TestRollbackOfRollback(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	same(t, "rollback", r.invoke(t.Context(), r.handler, back(api.Previous)).Outcome, api.Published)
	r.live(menuA)
	res := r.invoke(t.Context(), r.handler, back(api.Previous))
	same(t, "previous", res.Guard, api.NoRecord)
	says(t, res, "no older record", "that no rollback took back", "--to NUMBER", "caidan history brand-cn")
	res = r.invoke(t.Context(), r.handler, back("2"))
	same(t, "rollback of it", res.Outcome, api.Published)
	same(t, "record gone back to", res.Record.RollbackTo, 2)
	r.live(menuB)
	list(t, "quarantined", res.Ledger.Quarantined, []string{digest(menuA)})
	same(t, "the newest, again", r.invoke(t.Context(), r.handler, pushed(110, menuB)).Outcome, api.InSync)
	same(t, "the other, landed again", r.invoke(t.Context(), r.handler, pushed(111, menuA)).Outcome, api.Published)
}

// TestRollbackPassesEdit has previous go back to a record, never to an edit in the
// console that a publish replaced: no record has it as sent. Where no record is left
// the refusal says which one draws the edit.
func TestRollbackPassesEdit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		sets []string
		live string // after the rollback
	}{
		{"with a record of other menus", []string{menuA, menuB}, menuA},
		{"with none", []string{menuB}, menuB},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := published(t, tt.sets...)
			r.edit(menuX)
			over := request(menuB)
			over.Accept = *r.invoke(t.Context(), r.handler, over).Needs
			same(t, "over the edit", r.invoke(t.Context(), r.handler, over).Outcome, api.Published)
			newest := r.last().Number

			res := r.invoke(t.Context(), r.handler, back(api.Previous))
			r.live(tt.live)
			if tt.live != menuB {
				same(t, "outcome", res.Outcome, api.Published)
				same(t, "record gone back to", r.last().RollbackTo, 1)
				return
			}
			same(t, "guard", res.Guard, api.NoRecord)
			says(t, res, "no older record", fmt.Sprintf("caidan history brand-cn --record %d draws what that publish replaced, an edit in the console too", newest))
		})
	}
}

// TestRollbackTwice never has previous bring back what a rollback took back, also
// where the quarantine of it is over: unless a publish put it live again since.
func TestRollbackTwice(t *testing.T) {
	t.Parallel()
	menuC := bar(click("9"))
	r := published(t, menuA, menuB)
	previous := func() api.Result { return r.invoke(t.Context(), r.handler, back(api.Previous)) }
	same(t, "rollback of B", previous().Outcome, api.Published)
	same(t, "A, which ends the quarantine", r.invoke(t.Context(), r.handler, pushed(110, menuA)).Outcome, api.InSync)
	same(t, "C", r.invoke(t.Context(), r.handler, pushed(111, menuC)).Outcome, api.Published)
	same(t, "rollback of C", previous().Outcome, api.Published)
	r.live(menuA)
	res := previous()
	same(t, "once more", res.Guard, api.NoRecord)
	says(t, res, "no older record", "with other menus that no rollback took back", "--to NUMBER")
	r.live(menuA)

	same(t, "B, meant this time", r.invoke(t.Context(), r.handler, pushed(112, menuB)).Outcome, api.Published)
	same(t, "A again", r.invoke(t.Context(), r.handler, pushed(113, menuA)).Outcome, api.Published)
	same(t, "rollback to B", previous().Outcome, api.Published)
	r.live(menuB)
}

// TestLift publishes over a quarantine by hand, and ends it.
func TestLift(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	r.invoke(t.Context(), r.handler, back("1"))
	req := pushed(110, menuB)
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "push", res.Outcome, api.Held)
	req.Accept = *res.Needs
	res = r.invoke(t.Context(), r.handler, req)
	same(t, "lifted", res.Outcome, api.Published)
	if res.Ledger != nil && res.Ledger.Quarantined != nil {
		t.Errorf("got quarantined %v, want none", res.Ledger.Quarantined)
	}
	same(t, "later", r.invoke(t.Context(), r.handler, pushed(111, menuB)).Outcome, api.InSync)
}

// TestQuarantineEnds when a run puts other menus live, adopts them or finds them
// live: Git does not want what was rolled away from then. What lands again after
// that is published. A run that is refused ends nothing, and no machine does.
func TestQuarantineEnds(t *testing.T) {
	t.Parallel()
	menuC := bar(click("9"))
	for _, tt := range []struct {
		name string
		live string // put there by another tool, if not empty
		req  api.Request
		want api.Outcome
		then api.Outcome
	}{
		{"in sync", "", pushed(110, menuA), api.InSync, api.Published},
		{"published", "", pushed(110, menuC), api.Published, api.Published},
		{"adopted", menuC, pushed(110, menuC), api.InSync, api.Published},
		{"refused", menuX, pushed(110, menuC), api.Refused, api.Held},
		{"superseded", "", pushed(101, menuA), api.Superseded, api.Held},
		{"in sync on a machine", "", request(menuA), api.InSync, api.Held},
		{"published by a machine", "", request(menuC), api.Published, api.Held},
		{"adopted by a machine", menuC, request(menuC), api.InSync, api.Held},
		{"rolled back once more", "", back("1"), api.InSync, api.Held},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA, menuB)
			same(t, "rollback", r.invoke(t.Context(), r.handler, back("1")).Outcome, api.Published)
			if tt.live != "" {
				r.edit(tt.live)
			}
			if tt.live == menuC {
				r.restore(menuC)
			}
			same(t, "outcome", r.invoke(t.Context(), r.handler, tt.req).Outcome, tt.want)
			same(t, "the bad one", r.invoke(t.Context(), r.handler, pushed(111, menuB)).Outcome, tt.then)
		})
	}
}

// TestQuarantineOfAnotherAccount has the name stand for another Official Account
// when a rollback has put menus into quarantine: it is none of this one's, which
// may adopt the same menus and finds them in sync then.
func TestQuarantineOfAnotherAccount(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	same(t, "rollback", r.invoke(t.Context(), r.handler, back("1")).Outcome, api.Published)
	r.appends(func(rec *ledger.Record) { rec.AppID = "wxffffffffffffffff" })
	r.restore(menuB)
	req := request(menuB)
	req.Accept.Allow = append(req.Accept.Allow, api.AppIDChanged)
	same(t, "adopted", r.invoke(t.Context(), r.handler, req).Case, api.CaseAdopted)
	same(t, "again", r.publish(menuB).Case, api.CaseInSync)
}

// TestRollbackThatIsLive goes back to what was restored by hand: it
// is recorded, and what was rolled away from is held.
func TestRollbackThatIsLive(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	r.restore(menuA)
	r.asked()
	res := r.invoke(t.Context(), r.handler, back("1"))
	same(t, "outcome", res.Outcome, api.InSync)
	same(t, "case", res.Case, api.CaseAdopted)
	list(t, "requests", r.asked(), reads())
	rec := r.last()
	same(t, "number", rec.Number, 3)
	same(t, "kind", rec.Kind, ledger.KindRollback)
	same(t, "record gone back to", rec.RollbackTo, 1)
	same(t, "the bad one", r.invoke(t.Context(), r.handler, pushed(110, menuB)).Outcome, api.Held)
	same(t, "the good one", r.invoke(t.Context(), r.handler, pushed(111, menuA)).Outcome, api.InSync)
}

// TestRollbackOverEdit is refused like any publish over an edit.
func TestRollbackOverEdit(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	r.edit(menuX)
	req := back("1")
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.Edited)
	says(t, res, "not what record 2 left", `"电话" (text)`)
	if res.Needs == nil || res.Needs.Live != res.Digests.Live || len(res.Needs.Allow) > 0 {
		t.Fatalf("got needs %+v, want the digest of what is live alone", res.Needs)
	}
	req.Accept = *res.Needs
	same(t, "accepted", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
	r.live(menuA)
}

// TestRollbackOfAnUnfinishedPublish takes back what never got its record.
func TestRollbackOfAnUnfinishedPublish(t *testing.T) {
	t.Parallel()
	before, after, _ := twoSets()
	r := published(t, before)
	r.refuse(addPath, 2)
	same(t, "publish", r.invoke(t.Context(), r.handler, pushed(110, after)).Outcome, api.Failed)
	res := r.invoke(t.Context(), r.handler, back("1"))
	same(t, "rollback", res.Outcome, api.Published)
	same(t, "case", res.Case, api.CaseHalf)
	r.shows(parse(t, before))
	same(t, "a push of the unfinished one", r.invoke(t.Context(), r.handler, pushed(111, after)).Outcome, api.Held)
}

// TestNoTrace asks for what was never published, or for an account that no run
// has a credential of: the ledger does not know the account afterwards.
func TestNoTrace(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	unknown := request(menuA)
	unknown.Account = "brand-de"
	for _, req := range []api.Request{back("1"), undo(7), unknown} {
		r.invoke(t.Context(), r.handler, req)
	}
	res := r.invoke(t.Context(), r.inspect, api.Request{Schema: api.Schema, Op: api.OpList})
	list(t, "accounts", res.Accounts, nil)
}
