package decide

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
)

// retired reports whether the newest record deleted all menus.
func (k *Known) retired() bool { return k.Last != nil && len(k.Last.Desired.Menu) == 0 }

// retire is decide of a wish for no menu at all. What is live has to be named, but
// where the newest publish was a retirement that may have come to its end.
func (k *Known) retire(w Wish) Decision {
	r, open := k.Last, k.Open()
	switch {
	case r == nil && open == nil:
		return k.stop(w, api.CaseFirst, RefuseFor(api.NoRecord, api.NeverRetired, api.Facts{}, api.Accept{}))
	case r != nil && r.AppID != k.AppID:
		f := api.Facts{Record: r.Number, Before: []string{r.AppID}, After: []string{k.AppID}}
		return k.stop(w, api.CaseOtherAccount, RefuseFor(api.AppIDChanged, api.OtherRetired, f, api.Accept{}))
	}
	unproven := k.unproven(w.Set)
	switch {
	case unproven && len(k.steps().Desired.Menu) == 0:
		return k.again(w)
	case !unproven && k.Live.Shows(w.Set) && k.retired():
		return k.synced(w, api.CaseInSync, Leave)
	case !unproven && k.Live.Shows(w.Set) && !Contradictory(&k.Live):
		return k.synced(w, api.CaseAdopted, Adopt)
	}
	kase := api.CaseChange
	switch {
	case unproven:
		kase = api.CaseHalf
	case open != nil:
		kase = api.CaseInterrupted
	case !k.asRecorded():
		kase = api.CaseEdited
	}
	if !w.accepted() {
		return k.stop(w, kase, k.named(w, kase))
	}
	d := k.change(w, kase)
	for _, loss := range k.losses() {
		d.warn(api.WarningKind(loss.Code), loss.Facts)
	}
	return d
}

// named is the refusal of a retirement that does not name what is live: it says
// what would go for good.
func (k *Known) named(w Wish, kase api.Case) *StopError {
	stop := Refuse(api.Retires, api.Facts{Live: w.live}, api.Accept{Live: w.live})
	if kase == api.CaseEdited {
		stop.add(api.EditLost, api.Facts{Record: k.Last.Number})
	}
	if kase == api.CaseInterrupted {
		stop.add(api.Code(api.Interrupted), api.Facts{By: &k.Open().Origin, Live: w.live})
	}
	stop.Reasons = slices.Concat(stop.Reasons, k.losses())
	return stop
}

// losses says what of all that is live the API cannot make again.
func (k *Known) losses() []api.Reason {
	var out []api.Reason
	if names := consoleOnly(k.Live.Shown.Menu, ""); len(names) > 0 {
		out = append(out, api.Reason{Code: api.ConsoleOnly, Facts: api.Facts{Names: names}})
	}
	if n := len(k.Live.API.Conditional); n > 0 {
		out = append(out, api.Reason{Code: api.NewIDs, Facts: api.Facts{Count: n}})
	}
	return out
}

// Owned refuses a retirement that is not asked for by a run of the repository that
// publishes the account, with a StopError: what is checked out elsewhere may lack
// the account and be out of date. A person's machine is of no repository.
func Owned(m api.Mark, o api.Origin, accept api.Accept) error {
	owner := repository(m.Server, m.Repository)
	if m == (api.Mark{}) || o.RunID != 0 || accept.TakeOver == owner {
		return SameRepository(m, o, accept)
	}
	f := api.Facts{Owner: owner, OwnerID: m.RepositoryID}
	return RefuseFor(api.ForeignRepository, api.NoRepository, f, api.Accept{TakeOver: owner})
}
