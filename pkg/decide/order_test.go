package decide

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

const github = "https://github.com"

// TestByHand tells a push that no person waits for from all else.
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
		same(t, fmt.Sprintf("by hand of %q, attempt %d", tt.event, tt.attempt), ByHand(api.Origin{Event: tt.event, Attempt: tt.attempt}), tt.want)
	}
}

// TestRaise holds every kind of run against the mark of run 100 of o/r. What is
// refused leaves the mark as it was.
func TestRaise(t *testing.T) {
	t.Parallel()
	mark := api.Mark{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 100}
	run := func(id int64) api.Origin {
		return api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: id, Attempt: 1, Event: "push"}
	}
	with := func(o api.Origin, f func(*api.Origin)) api.Origin {
		f(&o)
		return o
	}
	tests := []struct {
		name   string
		mark   api.Mark
		origin api.Origin
		accept api.Accept
		want   int64 // the run id of the mark after
		err    string
	}{
		{"the first run of all", api.Mark{}, run(5), api.Accept{}, 5, ""},
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
		{"a machine, before any run", api.Mark{}, api.Origin{}, api.Accept{}, 0, ""},
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
			got, err := Raise(tt.mark, tt.origin, tt.accept, Past{Newest: 12})
			same(t, "run of the mark", got.RunID, tt.want)
			same(t, "error", nameOf(err), tt.err)
			if tt.err != "" {
				same(t, "mark", got, tt.mark)
				return
			}
			if tt.origin.RunID > 0 {
				same(t, "mark", got, api.Mark{Server: tt.origin.Server, Repository: tt.origin.Repository, RepositoryID: tt.origin.RepositoryID, RunID: tt.want, Record: 12})
			}
		})
	}
}

// TestRaiseAgain starts a run again after others have published: it would put
// menus back that are out of date, in spite of its id.
func TestRaiseAgain(t *testing.T) {
	t.Parallel()
	mark := api.Mark{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 100, Record: 4}
	run := func(id int64, attempt int) api.Origin {
		return api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: id, Attempt: attempt, Event: "push"}
	}
	other := Past{Newest: 6, Other: 6, By: api.Origin{Actor: "mei"}}
	for _, tt := range []struct {
		name   string
		origin api.Origin
		past   Past
		err    string
	}{
		{"nothing since", run(100, 2), Past{Newest: 5}, ""},
		{"another since", run(100, 2), other, "stale"},
		{"a newer run, another since", run(101, 2), other, "stale"},
		{"the first attempt", run(101, 1), other, ""},
		{"a machine", api.Origin{Attempt: 2}, other, ""},
	} {
		got, err := Raise(mark, tt.origin, api.Accept{}, tt.past)
		same(t, tt.name, nameOf(err), tt.err)
		if err == nil && tt.origin.RunID != 0 {
			same(t, tt.name+": record", got.Record, tt.past.Newest)
		}
	}
	_, err := Raise(mark, run(100, 2), api.Accept{}, other)
	if meaning := err.Error(); meaning != "record 6 (mei) was published after run 100 was handled, and this is run 100 started again" {
		t.Errorf("got %q", meaning)
	}
	stranger := run(100, 2)
	stranger.RepositoryID = 8
	_, err = Raise(mark, stranger, api.Accept{TakeOver: github + "/o/r"}, other)
	same(t, "taken over", nameOf(err), "")
}

// TestRaiseReset takes the mark from a run that is none, which only the one who
// names it can do.
func TestRaiseReset(t *testing.T) {
	t.Parallel()
	mark := api.Mark{Server: github, Repository: "o/r", RepositoryID: 7, RunID: math.MaxInt64, Record: 4}
	run := api.Origin{Server: github, Repository: "o/r", RepositoryID: 7, RunID: 103, Attempt: 1, Event: "push"}
	again, stranger := run, run
	again.Attempt, stranger.RepositoryID = 2, 8
	named := api.Accept{ResetMark: math.MaxInt64}
	past := Past{Newest: 9, Other: 8, Lower: 101}
	to := func(id int64) api.Mark {
		return api.Mark{Server: github, Repository: "o/r", RepositoryID: 7, RunID: id, Record: 9}
	}
	for _, tt := range []struct {
		name   string
		mark   api.Mark
		origin api.Origin
		accept api.Accept
		want   api.Mark
		err    string
	}{
		{"by a run", mark, run, named, to(103), ""},
		{"by a run that was started again", mark, again, named, to(103), ""},
		{"by a machine", mark, api.Origin{}, named, to(101), ""},
		{"another run named", mark, run, api.Accept{ResetMark: 5}, mark, "stale"},
		{"another run named by a machine", mark, api.Origin{}, api.Accept{ResetMark: 5}, mark, "stale"},
		{"no mark", api.Mark{}, api.Origin{}, named, api.Mark{}, "stale"},
		{"another repository", mark, stranger, named, mark, "foreign-repository"},
		{"not named", mark, run, api.Accept{}, mark, "superseded"},
	} {
		got, err := Raise(tt.mark, tt.origin, tt.accept, past)
		same(t, tt.name, nameOf(err), tt.err)
		same(t, tt.name, got, tt.want)
	}
}

// TestTooHigh says how to take the mark from a run that may be none, where its
// id is far above that of the run which it stops.
func TestTooHigh(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		mark, run int64
		attempt   int
		want      bool
	}{
		{math.MaxInt64, 9_000_000_001, 1, true},
		{math.MaxInt64, 9_000_000_001, 2, true},
		{11_000_000_000, 9_000_000_001, 1, true},
		{10_500_000_000, 9_000_000_001, 1, false},
		{9_000_000_002, 9_000_000_001, 1, false},
		{900_000, 5, 1, false}, // on a server of one's own
		{1_100_000, 5, 1, true},
	} {
		o := api.Origin{RunID: tt.run, Attempt: tt.attempt, Event: "push"}
		_, err := Raise(api.Mark{RunID: tt.mark}, o, api.Accept{}, Past{})
		var stop *StopError
		if !errors.As(err, &stop) {
			t.Fatalf("got %v, want a stop", err)
		}
		_, remedy := said(stop)
		want := fmt.Sprintf("if GitHub has no run %d, a request named it by mistake: publish with --reset-mark ACCOUNT=%d and a --reason", tt.mark, tt.mark)
		if strings.HasSuffix(remedy, want) != tt.want || strings.Contains(remedy, "reset-mark") != tt.want {
			t.Errorf("run %d after %d: got %q, want it to say how to reset: %t", tt.run, tt.mark, remedy, tt.want)
		}
	}
}

// TestDoubtful holds a mark against the id of a run that was at work some time
// ago: GitHub's ids have grown since.
func TestDoubtful(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	for _, tt := range []struct {
		mark, known int64
		ago         time.Duration
		want        bool
	}{
		{11_000_000_000, 9_000_000_000, 0, true},
		{11_000_000_000, 9_000_000_000, year, false},
		{19_500_000_000, 9_000_000_000, year, false},
		{19_700_000_000, 9_000_000_000, year, true},
		{9_000_000_000, 9_000_000_000, 0, false},
		{8_000_000_000, 9_000_000_000, 0, false},
		{math.MaxInt64, 0, 0, false},
	} {
		same(t, fmt.Sprintf("%d after %d", tt.mark, tt.known), Doubtful(api.Mark{RunID: tt.mark}, tt.known, tt.ago), tt.want)
	}
}

// nameOf names what stopped a run.
func nameOf(err error) string {
	var stop *StopError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &stop) && stop.Outcome == api.Superseded:
		return "superseded"
	case errors.As(err, &stop):
		return string(stop.Guard)
	default:
		return err.Error()
	}
}
