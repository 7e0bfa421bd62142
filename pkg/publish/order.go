package publish

import (
	"fmt"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// byHand reports whether a person asked: a dispatch, a machine, or a run that
// was started again. Of these nobody expects that nothing happens.
func byHand(o api.Origin) bool { return o.Event != "push" || o.Attempt > 1 }

// raise returns the mark after a run of that origin was judged, or the error of
// a run that another one has overtaken. Time plays no part: run ids of one
// repository only rise. Without a run id a person publishes from a machine; that
// leaves the mark.
func raise(m ledger.Mark, o api.Origin, accept api.Accept) (ledger.Mark, error) {
	if o.RunID == 0 {
		return m, nil
	}
	if err := sameRepository(m, o, accept); err != nil {
		return m, err
	}
	switch {
	case foreign(m, o), o.RunID >= m.RunID:
		return ledger.Mark{Server: o.Server, Repository: o.Repository, RepositoryID: o.RepositoryID, RunID: o.RunID}, nil
	case byHand(o):
		return m, &refusal{
			guard:   api.Stale,
			meaning: fmt.Sprintf("run %d is newer and came first, and this is run %d", m.RunID, o.RunID),
			remedy:  "start a new run; to bring back what an older one published, roll back to its record",
		}
	default:
		return m, &supersededError{m.RunID, o.RunID}
	}
}

// foreign reports whether a run is not of the mark's repository. The name does
// not count: it may change.
func foreign(m ledger.Mark, o api.Origin) bool {
	return m.RepositoryID != o.RepositoryID || m.Server != o.Server
}

// sameRepository refuses a run of a repository that is not the mark's. Without
// a run id it is a person's machine, which is of none.
func sameRepository(m ledger.Mark, o api.Origin, accept api.Accept) error {
	if m == (ledger.Mark{}) || o.RunID == 0 || !foreign(m, o) {
		return nil
	}
	owner := repository(m.Server, m.Repository)
	if accept.TakeOver == owner {
		return nil
	}
	return &refusal{
		guard:   api.ForeignRepository,
		meaning: fmt.Sprintf("%s publishes this account, and this is %s", owner, repository(o.Server, o.Repository)),
		remedy:  "keep the account in one repository; to move it here, publish with --take-over " + owner,
		needs:   api.Accept{TakeOver: owner},
	}
}

// refusal is a guard that stops a request before anything is posted.
type refusal struct {
	guard           api.Guard
	meaning, remedy string
	needs           api.Accept
}

// join adds a guard that would stop the request once this one is allowed.
func (r *refusal) join(next *refusal) {
	r.meaning += "; besides, " + next.meaning
	r.remedy += "; " + next.remedy
	r.needs = r.needs.And(next.needs)
}

func (r *refusal) Error() string { return r.meaning }

// Remedy says what to do.
func (r *refusal) Remedy() string { return r.remedy }

// supersededError is a run that a newer one has overtaken.
type supersededError struct{ newer, run int64 }

func (e *supersededError) Error() string {
	return fmt.Sprintf("run %d is newer and came first, so run %d leaves it at that", e.newer, e.run)
}

// Remedy says what to do.
func (*supersededError) Remedy() string {
	return "nothing: what the newer run did stands; to publish these menus all the same, start a new run"
}
