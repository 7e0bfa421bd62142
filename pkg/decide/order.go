package decide

import (
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

// ByHand reports whether a person asked: a dispatch, a machine, or a run that
// was started again. A person who starts a run expects an effect, so that doing
// nothing is a refusal.
func ByHand(o api.Origin) bool { return o.Event != "push" || o.Attempt > 1 }

// Past is what an account's records say when a run is judged.
type Past struct {
	// Newest is the number of the newest record, 0 without one.
	Newest int
	// Other is that of one that another run wrote, or a machine, after the mark
	// was raised, and By who; 0 where there is none.
	Other int
	By    api.Origin
	// Lower is the highest id below the mark's of a run of its repository; 0
	// where there is none. It is for resetting the mark.
	Lower int64
}

// Raise returns the mark after a run of that origin was judged, or a StopError
// when another run has overtaken it. Time plays no part: run ids of one
// repository only rise. Without a run id a person publishes from a machine; that
// leaves the mark, or resets it to the run before the one that holds it.
func Raise(m api.Mark, o api.Origin, accept api.Accept, past Past) (api.Mark, error) {
	if err := SameRepository(m, o, accept); err != nil {
		return m, err
	}
	reset := accept.ResetMark != 0
	switch {
	case reset && accept.ResetMark != m.RunID:
		f := api.Facts{Run: accept.ResetMark, Newer: m.RunID}
		return m, RefuseFor(api.Stale, api.MarkElsewhere, f, api.Accept{})
	case o.RunID == 0 && reset:
		m.RunID, m.Record = past.Lower, past.Newest
		return m, nil
	case o.RunID == 0:
		return m, nil
	case o.RunID < m.RunID && !foreign(m, o) && !reset:
		return m, overtaken(m, o)
	case o.Attempt > 1 && past.Other != 0 && !foreign(m, o) && !reset:
		f := api.Facts{Run: o.RunID, Record: past.Other, By: &past.By}
		return m, RefuseFor(api.Stale, api.RecordedSince, f, api.Accept{})
	}
	return api.Mark{
		Server: o.Server, Repository: o.Repository, RepositoryID: o.RepositoryID, RunID: o.RunID, Record: past.Newest,
	}, nil
}

// overtaken is how a run ends that came after a newer one.
func overtaken(m api.Mark, o api.Origin) *StopError {
	f := api.Facts{Newer: m.RunID, Run: o.RunID}
	stop := &StopError{Outcome: api.Superseded, Reasons: []api.Reason{{Code: api.Overtaken, Facts: f}}}
	if ByHand(o) {
		stop = Refuse(api.Stale, f, api.Accept{})
	}
	if Doubtful(m, o.RunID, 0) {
		stop.add(api.MarkTooHigh, f)
	}
	return stop
}

const (
	// longestRun is how long a run may wait and work, 35 days, with the 30 days in
	// which it may be started again. Source: GitHub Actions, usage limits, and
	// re-running workflows.
	longestRun = (35 + 30) * 24 * time.Hour
	// doubling is a time in which GitHub's ids do not double. Source: those of
	// public runs, 7 thousand million in 2024 and below 20 at the end of 2025.
	doubling = 365 * 24 * time.Hour
	// few is a number of runs that says nothing: on a server of one's own the ids
	// begin at 1, and double in no time.
	few = 1_000_000
)

// Doubtful reports whether the mark's run can hardly exist: its id is higher than
// GitHub's are by now, as far as that is told by the id of a run that was at work
// some time ago; 0 stands for none.
func Doubtful(m api.Mark, known int64, ago time.Duration) bool {
	grown := float64(known) * float64(ago+longestRun) / float64(doubling)
	return known > 0 && float64(m.RunID-known) > grown+few
}

// foreign reports whether a run is not of the mark's repository. The name does
// not count: it may change.
func foreign(m api.Mark, o api.Origin) bool {
	return m.RepositoryID != o.RepositoryID || m.Server != o.Server
}

// SameRepository refuses a run of a repository that is not the mark's, with a
// StopError. Without a run id it is a person's machine, which is of none.
func SameRepository(m api.Mark, o api.Origin, accept api.Accept) error {
	if m == (api.Mark{}) || o.RunID == 0 || !foreign(m, o) {
		return nil
	}
	owner := repository(m.Server, m.Repository)
	if accept.TakeOver == owner {
		return nil
	}
	return Refuse(api.ForeignRepository, api.Facts{
		Owner: owner, OwnerID: m.RepositoryID, Repository: repository(o.Server, o.Repository), RepositoryID: o.RepositoryID,
	}, api.Accept{TakeOver: owner})
}

// repository names a repository as a person writes it.
func repository(server, name string) string {
	if server == "" {
		return name
	}
	return server + "/" + name
}
