package decide

import "github.com/caidan-dev/caidan/pkg/api"

// ByHand reports whether a person asked: a dispatch, a machine, or a run that
// was started again. A person who starts a run expects an effect, so that doing
// nothing is a refusal.
func ByHand(o api.Origin) bool { return o.Event != "push" || o.Attempt > 1 }

// Raise returns the mark after a run of that origin was judged, or a StopError
// when another run has overtaken it. Time plays no part: run ids of one
// repository only rise. Without a run id a person publishes from a machine; that
// leaves the mark.
func Raise(m api.Mark, o api.Origin, accept api.Accept) (api.Mark, error) {
	if o.RunID == 0 {
		return m, nil
	}
	if err := SameRepository(m, o, accept); err != nil {
		return m, err
	}
	if foreign(m, o) || o.RunID >= m.RunID {
		return api.Mark{Server: o.Server, Repository: o.Repository, RepositoryID: o.RepositoryID, RunID: o.RunID}, nil
	}
	f := api.Facts{Newer: m.RunID, Run: o.RunID}
	if ByHand(o) {
		return m, Refuse(api.Stale, f, api.Accept{})
	}
	return m, &StopError{Outcome: api.Superseded, Reasons: []api.Reason{{Code: api.Overtaken, Facts: f}}}
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
