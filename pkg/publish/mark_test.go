package publish

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// again starts a run again.
func again(run int64, desired string) api.Request {
	req := pushed(run, desired)
	req.Origin.Attempt = 2
	return req
}

// TestAgain starts a run again. Its id is that of the mark, and yet its menus
// are older than what another run or a machine has recorded since.
func TestAgain(t *testing.T) {
	t.Parallel()
	menuC := bar(click("9"))
	for _, tt := range []struct {
		name  string
		since []api.Request
		run   int64
		want  api.Outcome
	}{
		{"nothing since", nil, 102, api.InSync},
		{"itself in sync since", []api.Request{again(102, menuB)}, 102, api.InSync},
		{"a machine since", []api.Request{request(menuC)}, 102, api.Refused},
		{"a rollback since", []api.Request{back("1")}, 102, api.Refused},
		{"a machine since, judged for the first time", []api.Request{request(menuC)}, 103, api.Refused},
		{"a machine that changed nothing", []api.Request{request(menuB)}, 102, api.InSync},
		{"a newer run that was in sync since a machine", []api.Request{request(menuC), pushed(103, menuC)}, 103, api.Published},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA, menuB)
			for _, req := range tt.since {
				if o := r.invoke(t.Context(), r.handler, req).Outcome; o != api.Published && o != api.InSync {
					t.Fatalf("got %s", o)
				}
			}
			mark, last := r.state().Mark, r.last().Number
			dry := again(tt.run, menuB)
			dry.DryRun = true
			same(t, "dry run refused", r.invoke(t.Context(), r.handler, dry).Outcome == api.Refused, tt.want == api.Refused)
			res := r.invoke(t.Context(), r.handler, again(tt.run, menuB))
			same(t, "outcome", res.Outcome, tt.want)
			if tt.want != api.Refused {
				return
			}
			same(t, "guard", res.Guard, api.Stale)
			says(t, res, "record 3", "started again", "start a new run")
			same(t, "mark", r.state().Mark, mark)
			same(t, "newest record", r.last().Number, last)
		})
	}
}

// poison has a run that GitHub does not have hold the mark.
func poison(t *testing.T, r *sandboxed) {
	t.Helper()
	same(t, "poison", r.invoke(t.Context(), r.handler, pushed(api.MaxRun, menuA)).Outcome, api.Published)
	same(t, "a push", r.invoke(t.Context(), r.handler, pushed(103, menuB)).Outcome, api.Superseded)
}

// TestDoubtfulMark has a plan, by which status looks, doubt a mark that is too
// high for a run: by the run that looks, and on a machine by the record that was
// the newest when the mark was raised.
func TestDoubtfulMark(t *testing.T) {
	t.Parallel()
	machine := planOf(menuB)
	run := machine
	run.Origin = pushed(103, "").Origin
	for _, first := range []string{menuA, menuB} { // it posts, or is in sync
		r := published(t, menuA, menuB)
		for name, req := range map[string]api.Request{"a machine": machine, "a run": run} {
			list(t, name+", before", kinds(r.invoke(t.Context(), r.inspect, req).Warnings), nil)
		}
		r.invoke(t.Context(), r.handler, pushed(api.MaxRun, first))
		for name, req := range map[string]api.Request{"a machine": machine, "a run": run} {
			res := r.invoke(t.Context(), r.inspect, req)
			list(t, name, kinds(res.Warnings), []api.WarningKind{api.DoubtfulMark})
			same(t, name, res.Warnings[0].Newer, api.MaxRun)
		}
		r.publish(bar(click("9")))
		list(t, "a machine's record between", kinds(r.invoke(t.Context(), r.inspect, machine).Warnings), []api.WarningKind{api.DoubtfulMark})
	}
	r := newSandboxed(t, brand())
	r.publish(menuB)
	r.invoke(t.Context(), r.handler, pushed(api.MaxRun, menuB))
	list(t, "nothing to hold it against", kinds(r.invoke(t.Context(), r.inspect, machine).Warnings), nil)
}

// reset takes the mark from it.
func reset(req api.Request) api.Request {
	req.Accept.ResetMark, req.Reason = api.MaxRun, "no such run"
	return req
}

// TestResetMark sets the mark back to the run that asks, or for a machine to the
// one before, and records it: also where the menus are live already.
func TestResetMark(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		req  api.Request
		mark int64
	}{
		{"by a run", reset(pushed(103, menuB)), 103},
		{"by a run whose menus are live", reset(pushed(103, menuA)), 103},
		{"by a run that was started again", reset(again(103, menuB)), 103},
		{"by a machine", reset(request(menuB)), 102},
		{"by a machine whose menus are live", reset(request(menuA)), 102},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := published(t, menuA, menuB)
			poison(t, r)
			dry := tt.req
			dry.DryRun = true
			same(t, "dry run", r.invoke(t.Context(), r.handler, dry).Outcome, api.Planned)
			same(t, "mark", r.state().Mark.RunID, api.MaxRun)
			res := r.invoke(t.Context(), r.handler, tt.req)
			same(t, "outcome", res.Outcome, api.Published)
			same(t, "mark", res.Ledger.Mark.RunID, tt.mark)
			rec := r.last()
			same(t, "mark taken from", rec.ResetMark, api.MaxRun)
			same(t, "reason", rec.Reason, "no such run")
			same(t, "record", r.state().Mark.Record, rec.Number-1)
			same(t, "version", rec.Version, "1.4.2")
			listed := r.invoke(t.Context(), r.inspect, history(nil)).Records[0]
			same(t, "listed", listed.ResetMark, api.MaxRun)
			same(t, "version listed", listed.Version, "1.4.2")
			same(t, "the next push", r.invoke(t.Context(), r.handler, pushed(104, bar(click("9")))).Outcome, api.Published)
		})
	}
}

// TestResetMarkRefused leaves the mark where it is: without a reason, of another
// run, and where a guard stops the publish, which says all that is needed.
func TestResetMarkRefused(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	poison(t, r)
	mark := r.state().Mark
	silent := reset(request(menuB))
	silent.Reason = ""
	res := r.invoke(t.Context(), r.handler, silent)
	same(t, "without a reason", res.Outcome, api.Failed)
	says(t, res, "needs a reason", "--reason")
	other := reset(request(menuB))
	other.Accept.ResetMark = 102
	res = r.invoke(t.Context(), r.handler, other)
	same(t, "another run", res.Guard, api.Stale)
	says(t, res, "run 102 is not the newest run", "caidan status")
	r.edit(menuX)
	edited := reset(pushed(103, menuB))
	res = r.invoke(t.Context(), r.handler, edited)
	same(t, "edited", res.Guard, api.Edited)
	same(t, "mark", r.state().Mark, mark)
	edited.Accept = *res.Needs
	same(t, "needed", edited.Accept.ResetMark, api.MaxRun)
	same(t, "accepted", r.invoke(t.Context(), r.handler, edited).Outcome, api.Published)
	same(t, "mark", r.state().Mark.RunID, 103)
}

// TestResetMarkUnsent gives the mark back where nothing was posted.
func TestResetMarkUnsent(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	poison(t, r)
	mark := r.state().Mark
	r.refuse(createPath, 1)
	same(t, "outcome", r.invoke(t.Context(), r.handler, reset(pushed(103, menuB))).Outcome, api.Failed)
	same(t, "mark", r.state().Mark, mark)
}

// TestResetMarkAlone has no lower run of the repository to set it to.
func TestResetMarkAlone(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	stranger := pushed(900, menuB)
	stranger.Origin.RepositoryID = 8
	same(t, "another repository", r.invoke(t.Context(), r.handler, stranger).Outcome, api.Published)
	taken := pushed(api.MaxRun, menuA)
	taken.Accept.TakeOver = github + "/o/r"
	same(t, "taken over", r.invoke(t.Context(), r.handler, taken).Outcome, api.Published)
	same(t, "reset", r.invoke(t.Context(), r.handler, reset(request(menuB))).Outcome, api.Published)
	same(t, "mark", r.state().Mark, ledger.Mark{Server: github, Repository: "o/r", RepositoryID: 7, Record: 2})
	same(t, "a run", r.invoke(t.Context(), r.handler, pushed(5, menuA)).Outcome, api.Published)
}
