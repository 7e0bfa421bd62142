package publish

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

const github = "https://github.com"

// TestByHand tells a push that nobody waits for from all else.
func TestByHand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		event   string
		attempt int
		want    bool
	}{
		{"push", 0, false},
		{"push", 1, false},
		{"push", 2, true},
		{"push", 7, true},
		{"workflow_dispatch", 1, true},
		{"workflow_dispatch", 2, true},
		{"schedule", 1, true},
		{"", 0, true}, // a person's machine
	}
	for _, tt := range tests {
		same(t, fmt.Sprintf("by hand of %q, attempt %d", tt.event, tt.attempt), byHand(api.Origin{Event: tt.event, Attempt: tt.attempt}), tt.want)
	}
}

// TestRaise holds every kind of run against the mark of run 100 of o/r. What is
// refused leaves the mark as it was.
func TestRaise(t *testing.T) {
	t.Parallel()
	mark := ledger.Mark{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 100}
	run := func(id int64) api.Origin {
		return api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: id, Attempt: 1, Event: "push"}
	}
	with := func(o api.Origin, f func(*api.Origin)) api.Origin {
		f(&o)
		return o
	}
	tests := []struct {
		name   string
		mark   ledger.Mark
		origin api.Origin
		accept api.Accept
		want   int64 // the run id of the mark after
		err    string
	}{
		{"the first run of all", ledger.Mark{}, run(5), api.Accept{}, 5, ""},
		{"a newer run", mark, run(101), api.Accept{}, 101, ""},
		{"the same run", mark, run(100), api.Accept{}, 100, ""},
		{"the same run again", mark, with(run(100), func(o *api.Origin) { o.Attempt = 2 }), api.Accept{}, 100, ""},
		{"an older push", mark, run(99), api.Accept{}, 100, "superseded"},
		{"an older push, started again", mark, with(run(99), func(o *api.Origin) { o.Attempt = 2 }), api.Accept{}, 100, "stale"},
		{"an older dispatch", mark, with(run(99), func(o *api.Origin) { o.Event = "workflow_dispatch" }), api.Accept{}, 100, "stale"},
		{"an older schedule", mark, with(run(99), func(o *api.Origin) { o.Event = "schedule" }), api.Accept{}, 100, "stale"},
		{"a newer run started again", mark, with(run(101), func(o *api.Origin) { o.Attempt = 3 }), api.Accept{}, 101, ""},
		{"a machine", mark, api.Origin{}, api.Accept{}, 100, ""},
		{"a machine that knows its repository", mark, with(run(0), func(o *api.Origin) { o.RepositoryID = 8 }), api.Accept{}, 100, ""},
		{"a machine, before any run", ledger.Mark{}, api.Origin{}, api.Accept{}, 0, ""},
		{"another repository", mark, with(run(500), func(o *api.Origin) { o.Repository, o.RepositoryID = "o/s", 8 }), api.Accept{}, 100, "foreign-repository"},
		{"another repository of that name", mark, with(run(500), func(o *api.Origin) { o.RepositoryID = 8 }), api.Accept{}, 100, "foreign-repository"},
		{"another server", mark, with(run(500), func(o *api.Origin) { o.Server = "https://ghe.example.com" }), api.Accept{}, 100, "foreign-repository"},
		{"a repository without an id", mark, with(run(500), func(o *api.Origin) { o.RepositoryID = 0 }), api.Accept{}, 100, "foreign-repository"},
		{"another repository, older run", mark, with(run(3), func(o *api.Origin) { o.RepositoryID = 8 }), api.Accept{}, 100, "foreign-repository"},
		{"renamed", mark, with(run(101), func(o *api.Origin) { o.Repository = "o/renamed" }), api.Accept{}, 101, ""},
		{"taken over", mark, with(run(500), func(o *api.Origin) { o.Repository, o.RepositoryID = "o/s", 8 }), api.Accept{TakeOver: github + "/o/r"}, 500, ""},
		{"taken over by a lower run", mark, with(run(3), func(o *api.Origin) { o.Repository, o.RepositoryID = "o/s", 8 }), api.Accept{TakeOver: github + "/o/r"}, 3, ""},
		{"taken over from another server", mark, with(run(3), func(o *api.Origin) { o.Server = "https://ghe.example.com" }), api.Accept{TakeOver: github + "/o/r"}, 3, ""},
		{"taken over from the wrong one", mark, with(run(500), func(o *api.Origin) { o.RepositoryID = 8 }), api.Accept{TakeOver: github + "/o/q"}, 100, "foreign-repository"},
		{"taken over without the server", mark, with(run(500), func(o *api.Origin) { o.RepositoryID = 8 }), api.Accept{TakeOver: "o/r"}, 100, "foreign-repository"},
		{"taken over where there is no need", mark, run(99), api.Accept{TakeOver: github + "/o/r"}, 100, "superseded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := raise(tt.mark, tt.origin, tt.accept)
			same(t, "run of the mark", got.RunID, tt.want)
			same(t, "error", nameOf(err), tt.err)
			if tt.err != "" {
				same(t, "mark", got, tt.mark)
				return
			}
			if tt.origin.RunID > 0 {
				same(t, "mark", got, ledger.Mark{Server: tt.origin.Server, Repository: tt.origin.Repository, RepositoryID: tt.origin.RepositoryID, RunID: tt.want})
			}
		})
	}
}

// nameOf names what stopped a run.
func nameOf(err error) string {
	var old *supersededError
	var stopped *refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &old):
		return "superseded"
	case errors.As(err, &stopped):
		return string(stopped.guard)
	default:
		return err.Error()
	}
}

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
	says(t, res, "run 120 is newer and came first", "run 110")
	again := pushed(110, menuB)
	again.Origin.Attempt = 2
	res = do(again)
	same(t, "older push again", res.Outcome, api.Refused)
	same(t, "guard", res.Guard, api.Stale)
	says(t, res, "run 120 is newer and came first", "roll back to its record")
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
	says(t, res, github+"/o/r publishes this account, and this is "+github+"/o/s", "--take-over "+github+"/o/r")
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
