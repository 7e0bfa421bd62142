package decide

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// Act is what a decision comes to.
type Act int

const (
	// Leave leaves what is live and the ledger as they are.
	Leave Act = iota
	// Adopt records that the menus are live, and posts nothing.
	Adopt
	// Post takes the steps.
	Post
)

// Wish is what a request wants, and what it lets pass.
type Wish struct {
	Set    menu.Set
	Accept api.Accept
	ByHand bool
	// Force posts even what is live.
	Force bool
	// Retire wants no menu at all: Set is empty.
	Retire bool
	// Rollback wants a recorded set: it is exempt from quarantine and from the
	// content guards.
	Rollback bool

	// live is the digest of what is live, as it was answered.
	live string
}

// Decision is what is to be done about a wish.
type Decision struct {
	Case api.Case
	Act  Act
	// Stop is why the request ends here; nil where it goes on.
	Stop *StopError
	// From is what is live as the steps see it, and Steps what to do.
	From  menu.Set
	Steps plan.Plan
	// Before is what followers see.
	Before menu.Set
	// Seen is the same from Before: what they notice and lose.
	Seen plan.Plan
	// Asked and Edited part it where what is live was changed outside.
	Asked, Edited plan.Plan
	Warnings      []api.Warning
	// Known is what was decided from: without what is known of another Official
	// Account of that name, and without WeChat's own new fields.
	Known Known
}

// Decide finds the row of the design's table, section 8, that a wish belongs
// to.
func Decide(k Known, w Wish) Decision {
	w.live = k.Live.Digest()
	novel := k.forgetNovel()
	if i := k.Begun; i != nil && i.AppID != k.AppID && i.AppID != "" {
		k.Begun = nil
	}
	asked := k
	d := k.decide(w)
	if d.Known = k; d.Stop != nil {
		d.Stop.Unused = asked.unused(w)
	}
	if len(novel) > 0 {
		d.warn(api.NewFields, api.Facts{Names: novel})
	}
	return d
}

func (k *Known) decide(w Wish) Decision {
	if Contradictory(&k.Live) && !k.retired() && !w.lookedAt() {
		return k.stop(w, api.CaseUnknown, Contradiction(w.live, w.ByHand))
	}
	if w.Retire {
		return k.retire(w)
	}
	if r := k.Last; r != nil && r.AppID != k.AppID {
		if !w.Accept.Allows(api.AppIDChanged) {
			return k.stopBefore(w, api.CaseOtherAccount, k.otherAccount())
		}
		// Nothing was ever published to this one.
		k.Last, k.Begun, k.Quarantine = nil, nil, nil
	}
	if q := k.Quarantined(w.Set); q != nil && !w.Rollback && !w.Accept.Allows(api.Quarantined) {
		return k.stopBefore(w, api.CaseQuarantined, k.rolledAway(q).heldUnless(w.ByHand))
	}
	if k.unproven(w.Set) {
		return k.again(w)
	}
	r, open := k.Last, k.Open()
	news := r == nil || !r.Desired.Equal(w.Set)
	switch {
	case open != nil && w.accepted():
		return k.change(w, api.CaseInterrupted)
	case open != nil:
		return k.stop(w, api.CaseInterrupted, k.interrupted(w, open))
	case !news && k.asRecorded():
		return k.synced(w, api.CaseInSync, Leave)
	case news && k.Live.Shows(w.Set):
		return k.synced(w, api.CaseAdopted, Adopt)
	case r == nil && k.Live.Empty():
		return k.change(w, api.CaseFirst)
	case r == nil && (w.Accept.Allows(api.First) || w.accepted()):
		return k.change(w, api.CaseFirstOver)
	case r == nil:
		return k.stop(w, api.CaseFirstOver, k.firstOver(w))
	case k.asRecorded():
		return k.change(w, api.CaseChange)
	case w.accepted():
		return k.change(w, api.CaseEdited)
	default:
		return k.stop(w, api.CaseEdited, k.edited(w).heldUnless(w.ByHand || news || w.Rollback))
	}
}

// again is the decision to post where the newest publish explains all that is
// answered, so that the answers prove nothing.
func (k *Known) again(w Wish) Decision {
	d := k.change(w, api.CaseHalf)
	if open := k.Open(); open != nil {
		d.warn(api.Unfinished, api.Facts{By: &open.Origin})
	} else {
		d.warn(api.Unsettled, api.Facts{Record: k.Last.Number})
	}
	return d
}

// forgetNovel takes out of the answers the fields that are WeChat's own and new,
// and returns their names.
func (k *Known) forgetNovel() []string {
	var api, shown menu.Set
	if r := k.Last; r != nil && r.Readback.Trusted() {
		api, shown = r.API, r.Shown
	}
	names := slices.Concat(k.Live.API.Novel(api), k.Live.Shown.Novel(shown))
	slices.Sort(names)
	names = slices.Compact(names)
	k.Live.API, k.Live.Shown = k.Live.API.Without(k.Live.API.Novel(api)), k.Live.Shown.Without(k.Live.Shown.Novel(shown))
	return names
}

// accepted reports whether the wish names what is live.
func (w *Wish) accepted() bool { return w.Accept.Live == w.live }

// lookedAt reports whether a person lets this very request pass answers that prove
// nothing.
func (w *Wish) lookedAt() bool {
	named := w.accepted() && w.Accept.ByHand(api.Edited)
	return w.ByHand && (named || w.Accept.ByHand(api.First))
}

// synced is a decision where followers see what they should.
func (k *Known) synced(w Wish, kase api.Case, act Act) Decision {
	if w.Force {
		return k.change(w, kase)
	}
	d := Decision{Case: kase, Act: act}
	d.warnSwitch(&k.Live)
	return d
}

// change is the decision to post, unless a content guard stops it.
func (k *Known) change(w Wish, kase api.Case) Decision {
	d := k.compare(w, kase)
	if w.Rollback || w.Retire || kase == api.CaseFirstOver {
		return d
	}
	if stop := k.tripped(w, &d); stop != nil {
		d.Act, d.Stop = Leave, stop
	}
	return d
}

// stop is a decision to post nothing. What would be posted is compared all the
// same, so that one look tells all there is to accept.
func (k *Known) stop(w Wish, kase api.Case, stop *StopError) Decision {
	d := k.compare(w, kase)
	d.Act, d.Stop = Leave, stop
	if stop.Needs.Live != "" && w.Accept.Live != "" {
		stop.add(api.AcceptedOther, api.Facts{Accepted: w.Accept.Live})
	}
	if stop.Guard != api.First && !w.Rollback && !w.Retire {
		stop.Join(k.tripped(w, &d))
	}
	return d
}

// stopBefore is stop by a guard that comes before others: what they would say
// once it is allowed is said as well.
func (k *Known) stopBefore(w Wish, kase api.Case, stop *StopError) Decision {
	d := k.compare(w, kase)
	d.Act, d.Stop = Leave, stop
	w.Accept = w.Accept.And(api.Accept{Allow: []api.Guard{stop.Guard}})
	next := *k
	after := next.decide(w)
	// An edit is still one, and what it changed is told apart.
	d.Asked, d.Edited = after.Asked, after.Edited
	stop.Join(after.Stop)
	return d
}

// Refuse has the decision post nothing, for a reason beside those there are.
func (d *Decision) Refuse(why *StopError) {
	d.Act = Leave
	if d.Stop == nil {
		d.Stop = why
		return
	}
	d.Stop.Join(why)
}

// warn adds a warning.
func (d *Decision) warn(kind api.WarningKind, f api.Facts) {
	d.Warnings = append(d.Warnings, api.NewWarning(kind, f))
}

// warnSwitch says that followers see nothing when the menu switch is off.
func (d *Decision) warnSwitch(l *api.Live) {
	if l.Off() {
		d.warn(api.SwitchedOff, api.Facts{})
	}
}

// Tell says in a result what was decided.
func (d *Decision) Tell(res *api.Result) {
	res.Case, res.Changes = d.Case, d.Seen.Changes
	res.Asked, res.Edits = d.Asked.Changes, d.Edited.Changes
	res.Warnings = append(res.Warnings, d.Warnings...)
	if d.Act == Post || d.Stop != nil {
		res.Steps = Steps(d.Steps.Steps)
	}
	if d.Stop != nil {
		res.Outcome = d.Stop.Outcome
	}
}
