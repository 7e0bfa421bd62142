package publish

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

const github = "https://github.com"

// pushed returns a request of a run.
func pushed(run int64, desired string) api.Request {
	req := request(desired)
	req.Origin = api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: run, Attempt: 1, Event: "push", Actor: "ann"}
	return req
}

// TestOrder has runs come in any order: the mark decides, and clocks do not.
func TestOrder(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	do := func(req api.Request) api.Result {
		t.Helper()
		return r.invoke(t.Context(), r.handler, req)
	}
	mark := func(want int64) {
		t.Helper()
		st, err := r.ledger.State(t.Context(), account)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "mark", st.Mark.RunID, want)
	}
	same(t, "first", do(pushed(100, menuA)).Outcome, api.Published)
	same(t, "in sync", do(pushed(120, menuA)).Outcome, api.InSync)
	mark(120)
	r.asked()

	res := do(pushed(110, menuB))
	same(t, "older push", res.Outcome, api.Superseded)
	says(t, res, "run 120 is newer and was handled first", "run 110 changes nothing")
	again := pushed(110, menuB)
	again.Origin.Attempt = 2
	res = do(again)
	same(t, "older push again", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.Stale)
	says(t, res, "run 120 is newer and was handled first", "roll back to its record")
	if res.Needs != nil {
		t.Errorf("got needs %+v, want none: nothing lets an older run pass", res.Needs)
	}
	list(t, "requests", r.asked(), nil)
	mark(120)

	machine := request(menuB)
	same(t, "machine", do(machine).Outcome, api.Published)
	mark(120)
	same(t, "the push before the machine", do(pushed(120, menuA)).Outcome, api.Published)

	stranger := pushed(900, menuB)
	stranger.Origin.Repository, stranger.Origin.RepositoryID = "o/s", 8
	res = do(stranger)
	same(t, "another repository", res.Guard, api.ForeignRepository)
	says(t, res, github+"/o/r (id 7) publishes this account, and this is "+github+"/o/s (id 8)", "--take-over "+github+"/o/r")
	mark(120)
	stranger.Accept = *res.Needs
	same(t, "taken over", do(stranger).Outcome, api.Published)
	mark(900)
	same(t, "the one before", do(pushed(121, menuA)).Guard, api.ForeignRepository)
}

// TestRefusedRaisesMark has a run that a guard stops be judged all the same: an
// older one does not come after it.
func TestRefusedRaisesMark(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.invoke(t.Context(), r.handler, pushed(100, menuA))
	r.edit(menuX)
	same(t, "edited", r.invoke(t.Context(), r.handler, pushed(102, menuB)).Guard, api.Edited)
	same(t, "older", r.invoke(t.Context(), r.handler, pushed(101, menuB)).Outcome, api.Superseded)
	res := r.invoke(t.Context(), r.handler, pushed(103, menuA))
	same(t, "nothing new", res.Outcome, api.Held)
	same(t, "older", r.invoke(t.Context(), r.handler, pushed(102, menuB)).Outcome, api.Superseded)
}

// TestTakeOverAndMore has another repository meet an edit as well: what it
// needs is named at once, by plan, dry run and publish alike.
func TestTakeOverAndMore(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	r.invoke(t.Context(), r.handler, pushed(100, menuA))
	r.edit(menuX)
	req := pushed(200, menuB)
	req.Origin.RepositoryID = 8
	dry, plan := req, req
	dry.DryRun, plan.Op = true, api.OpPlan
	for _, one := range []api.Request{plan, dry, req} {
		res := r.invoke(t.Context(), r.handler, one)
		same(t, "guard", res.Guard, api.ForeignRepository)
		if res.Needs == nil || res.Needs.TakeOver == "" || res.Needs.Live == "" {
			t.Fatalf("%s, dry %t: got needs %+v, want the repository and what is live", one.Op, one.DryRun, res.Needs)
		}
		req.Accept = *res.Needs
	}
	same(t, "outcome", r.invoke(t.Context(), r.handler, req).Outcome, api.Published)
	r.live(menuB)
}

// says sees that a result tells all of these, in what it means or what to do.
func says(t *testing.T, res api.Result, want ...string) {
	t.Helper()
	if res.Error == nil {
		t.Errorf("got no error, want it to say %q", want)
		return
	}
	text := res.Error.Meaning + "\n" + res.Error.Remedy
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("got %q, want %q in it", text, w)
		}
	}
}
