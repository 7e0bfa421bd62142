package publish

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// retiring asks, in a run of the repository that publishes, to delete all menus;
// live is the digest that it names.
func retiring(run int64, live string) api.Request {
	return api.Request{
		Schema: api.Schema, Op: api.OpRetire, Account: account, Reason: "the shop closed", Accept: api.Accept{Live: live},
		Origin: api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: run, Attempt: 1, Event: "workflow_dispatch", Actor: "ann"},
	}
}

// TestRetire deletes menus that were named, and not before; a rollback brings
// them back, and so does a push with the account in Git again.
func TestRetire(t *testing.T) {
	t.Parallel()
	set := tagged(bar(click("1"), sub("s", "2", "3")), "2 a")
	r := published(t, menuB, set)

	res := r.invoke(t.Context(), r.handler, retiring(103, ""))
	same(t, "unnamed", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.Retires)
	says(t, res, "deletes all menus", res.Digests.Live, "conditional menus come back with other menuids: 1")
	same(t, "what it needs", res.Needs.Live, res.Digests.Live)
	same(t, "steps", res.Steps[0].Op, api.StepClear)
	same(t, "what followers lose", len(res.Changes) > 0, true)
	r.shows(parse(t, set))

	dry := retiring(104, res.Digests.Live)
	dry.DryRun = true
	same(t, "dry run", r.invoke(t.Context(), r.handler, dry).Outcome, api.Planned)
	same(t, "records", r.last().Number, 2)
	r.asked()

	res = r.invoke(t.Context(), r.handler, retiring(105, res.Digests.Live))
	same(t, "outcome", res.Outcome, api.Retired)
	list(t, "requests", r.asked(), []string{"get_current_selfmenu_info", "get_current_selfmenu_info", "menu/delete", "menu/get", "menu/get"})
	r.bare()
	rec := r.last()
	same(t, "number", rec.Number, 3)
	same(t, "kind", rec.Kind, ledger.KindRetire)
	same(t, "readback", rec.Readback, ledger.ReadbackVerified)
	same(t, "reason", rec.Reason, "the shop closed")
	same(t, "replaced", rec.Replaced.API.Digest(), digest(set))
	same(t, "mark", r.state().Mark.RunID, 105)

	same(t, "once more", r.invoke(t.Context(), r.handler, retiring(106, "")).Outcome, api.InSync)
	same(t, "records", r.last().Number, 3)
	same(t, "an older push", r.invoke(t.Context(), r.handler, pushed(104, set)).Outcome, api.Superseded)

	same(t, "a rollback to it", r.invoke(t.Context(), r.handler, back("3")).Guard, api.NoRecord)
	same(t, "a rollback", r.invoke(t.Context(), r.handler, back(api.Previous)).Outcome, api.Published)
	r.shows(parse(t, set))
	same(t, "gone back to", r.last().RollbackTo, 2)
	same(t, "in quarantine", len(r.state().Quarantine), 0)

	live := r.looked()
	same(t, "again", r.invoke(t.Context(), r.handler, retiring(107, live)).Outcome, api.Retired)
	same(t, "back in Git", r.invoke(t.Context(), r.handler, pushed(108, menuB)).Outcome, api.Published)
	r.shows(parse(t, menuB))
	same(t, "the run undone", r.invoke(t.Context(), r.handler, undo(108)).Guard, api.NoRecord)
	r.shows(parse(t, menuB))
}

// TestRetireStopped sees who may not delete what.
func TestRetireStopped(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(req *api.Request)
		guard  api.Guard
		says   string
	}{
		{"a machine", func(req *api.Request) { req.Origin = api.Origin{Actor: "ann"} }, api.ForeignRepository, "--take-over " + github + "/o/r"},
		{"another repository", func(req *api.Request) { req.Origin.RepositoryID = 8 }, api.ForeignRepository, "--take-over " + github + "/o/r"},
		{"an older run", func(req *api.Request) { req.Origin.RunID = 100 }, api.Stale, "run 101 is newer"},
		{"another digest", func(req *api.Request) { req.Accept.Live = digest(menuX) }, api.Retires, "which is not live"},
		{"what the settings cannot accept", func(req *api.Request) { req.Accept = api.Accept{Allow: api.Allowable()} }, api.Retires, "deletes all menus"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA)
			live := r.looked()
			req := retiring(102, live)
			tt.change(&req)
			res := r.invoke(t.Context(), r.handler, req)
			same(t, "guard", res.Guard, tt.guard)
			says(t, res, tt.says)
			r.shows(parse(t, menuA))
			same(t, "records", r.last().Number, 1)
		})
	}
}

// TestRetireFromAMachine names the repository that published.
func TestRetireFromAMachine(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	req := retiring(0, "")
	req.Origin = api.Origin{Actor: "ann"}
	res := r.invoke(t.Context(), r.handler, req)
	same(t, "guard", res.Guard, api.ForeignRepository)
	says(t, res, "deletes all menus") // all that is needed is said at once
	req.Accept = *res.Needs
	same(t, "outcome", r.invoke(t.Context(), r.handler, req).Outcome, api.Retired)
	same(t, "mark", r.state().Mark.RunID, 101)
	r.bare()
}

// TestRetireNothing finds nothing to delete.
func TestRetireNothing(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	res := r.invoke(t.Context(), r.handler, retiring(101, ""))
	same(t, "never published", res.Guard, api.NoRecord)
	same(t, "trace in the ledger", r.state().Version, 0)

	r = published(t, menuA)
	if err := r.deps.Open(account).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.asked()
	res = r.invoke(t.Context(), r.handler, retiring(102, ""))
	same(t, "deleted by another tool", res.Outcome, api.InSync)
	same(t, "kind", r.last().Kind, ledger.KindRetire)
	same(t, "deletions", count(r.asked(), "menu/delete"), 0)
}

// TestRetireAnother finds the name standing for another Official Account.
func TestRetireAnother(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	deps := r.deps
	deps.AppID = func(context.Context, string) (string, error) { return "wxfedcba9876543210", nil }
	req := retiring(102, r.looked())
	req.Accept.Allow = []api.Guard{api.AppIDChanged}
	res := r.invoke(t.Context(), Handler(deps), req)
	same(t, "guard", res.Guard, api.AppIDChanged)
	says(t, res, "what is live is another Official Account's")
	same(t, "what it needs", res.Needs == nil, true)
	r.shows(parse(t, menuA))
}

// TestRetireUnclear loses every answer to the deletion, which shows only after the
// publish has given it up.
func TestRetireUnclear(t *testing.T) {
	t.Parallel()
	acc := brand()
	acc.LateReads = readBacks
	inBubble(t, []sandbox.Account{acc}, func(r *sandboxed, _ *atomic.Int32) {
		r.invoke(r.Context(), r.handler, pushed(101, menuA))
		r.settle()
		time.Sleep(20 * time.Minute)
		r.sandbox.Fault(sandbox.Fault{Path: clearPath, Cut: sandbox.CutAfter})
		res := r.invoke(r.Context(), r.handler, retiring(102, r.looked()))
		same(t, "outcome", res.Outcome, api.Failed)
		says(t, res, "no menu is live any more", "retire the account again")
		r.bare()
		r.sandbox.ClearFaults()
		same(t, "again", r.invoke(r.Context(), r.handler, retiring(103, "")).Outcome, api.Retired)
		same(t, "unfinished", r.unfinished(), false)
	})
}

// TestRetireConsole names what goes for good.
func TestRetireConsole(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	r.edit(menuX)
	res := r.invoke(t.Context(), r.handler, retiring(102, ""))
	same(t, "guard", res.Guard, api.Retires)
	says(t, res, "the API cannot make these buttons again", "was changed since record 1")
	req := retiring(103, "")
	req.Accept = *res.Needs
	res = r.invoke(t.Context(), r.handler, req)
	same(t, "outcome", res.Outcome, api.Retired)
	list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.WarningKind(api.ConsoleOnly)})
	r.bare()
}

// TestRetireLate is not settled while WeChat answers the old menus, and the next
// request does not have to name anything.
func TestRetireLate(t *testing.T) {
	t.Parallel()
	acc := brand()
	acc.LateReads = never
	inBubble(t, []sandbox.Account{acc}, func(r *sandboxed, _ *atomic.Int32) {
		for range 3 { // posted, recorded late, in sync
			r.invoke(r.Context(), r.handler, pushed(101, menuA))
			r.settle()
			time.Sleep(20 * time.Minute)
		}
		live := r.looked()
		res := r.invoke(r.Context(), r.handler, retiring(102, live))
		same(t, "outcome", res.Outcome, api.Retired)
		list(t, "warnings", kinds(res.Warnings), []api.WarningKind{api.StillShown})
		same(t, "readback", r.last().Readback, ledger.ReadbackUnverified)
		res = r.invoke(r.Context(), r.handler, retiring(103, ""))
		same(t, "once more", res.Outcome, api.Retired)
		same(t, "case", res.Case, api.CaseHalf)
		r.settle()
		time.Sleep(20 * time.Minute)
		same(t, "when it shows", r.invoke(r.Context(), r.handler, retiring(104, "")).Outcome, api.InSync)
	})
}

// TestCrashOfRetire ends a retirement after each call. Asked for again it gets to
// its end.
func TestCrashOfRetire(t *testing.T) {
	t.Parallel()
	const calls = 2 + 1 + 1 + 4 // swaps for the lease and the intent, the step, the record, four reads
	for k := 1; k <= calls; k++ {
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
			set := tagged(bar(click("1"), sub("s", "2", "3")), "2 a")
			same(t, "before", r.invoke(t.Context(), r.handler, pushed(101, set)).Outcome, api.Published)

			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			m.live(k, cancel)
			res := r.invoke(ctx, Handler(deps), retiring(102, r.looked()))
			m.live(-1, nil)
			if k < calls && res.Outcome == api.Retired {
				t.Errorf("got retired by a publisher that ended after call %d", k)
			}
			if begun := r.state().Intent != nil && r.state().Intent.Kind == ledger.KindRetire; !begun {
				r.shows(parse(t, set)) // nothing is deleted that no intent tells of
			}

			// An hour later, by the clock of the next, the lease is over.
			again := retiring(103, "")
			if res = r.invoke(t.Context(), r.handler, again); res.Needs != nil {
				again.Accept = *res.Needs
				res = r.invoke(t.Context(), r.handler, again)
			}
			if res.Outcome != api.Retired && res.Outcome != api.InSync {
				t.Errorf("got %s, guard %q, %+v; want it to heal", res.Outcome, res.Guard, res.Error)
			}
			r.bare()
			same(t, "kind", r.last().Kind, ledger.KindRetire)
			same(t, "unfinished", r.unfinished(), false)
		})
	}
}

// looked is the digest of what is live.
func (s *sandboxed) looked() string {
	s.Helper()
	return s.invoke(context.Background(), s.inspect, api.Request{Schema: api.Schema, Op: api.OpRead, Account: account}).Digests.Live
}

// bare sees that no menu is live.
func (s *sandboxed) bare() {
	s.Helper()
	if now, _ := s.sandbox.Live(account); now.Menu != nil || now.Conditional != nil {
		s.Errorf("got live menus %s and %d conditional ones, want none", now.Menu, len(now.Conditional))
	}
}
