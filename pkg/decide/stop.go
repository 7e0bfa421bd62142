package decide

import (
	"fmt"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// StopError is why a request ends before anything is posted: a guard stops it,
// or a newer run came first.
type StopError struct {
	// Outcome is api.Refused, api.Held or api.Superseded.
	Outcome api.Outcome
	// Guard is empty when the request is superseded.
	Guard   api.Guard
	Reasons []api.Reason
	// Needs is what has to be accepted to get past the guard.
	Needs api.Accept
	// Unused is what the wish accepts and nothing would stop at.
	Unused api.Accept
}

// Error returns the reasons in English.
func (e *StopError) Error() string { return api.NewError("", e.Reasons...).Meaning }

// Refuse returns the refusal of a guard, which says its own reason.
func Refuse(g api.Guard, f api.Facts, needs api.Accept) *StopError {
	return RefuseFor(g, api.Code(g), f, needs)
}

// RefuseFor returns the refusal of a guard for a reason of its own.
func RefuseFor(g api.Guard, c api.Code, f api.Facts, needs api.Accept) *StopError {
	return &StopError{Outcome: api.Refused, Guard: g, Reasons: []api.Reason{{Code: c, Facts: f}}, Needs: needs}
}

// add adds a reason.
func (e *StopError) add(c api.Code, f api.Facts) {
	e.Reasons = append(e.Reasons, api.Reason{Code: c, Facts: f})
}

// Join adds what would stop the request next, if anything would.
func (e *StopError) Join(next *StopError) {
	if next != nil {
		e.Reasons = append(e.Reasons, next.Reasons...)
		e.Needs = e.Needs.And(next.Needs)
		e.Unused = e.Unused.And(next.Unused)
	}
}

// unused returns what a wish accepts that is stopped all the same, and nothing would
// stop at.
func (k Known) unused(w Wish) (out api.Accept) {
	without := func(a api.Accept) api.Accept {
		next, known := w, k
		next.Accept = w.Accept.Without(a)
		if d := known.decide(next); d.Stop != nil {
			return d.Stop.Needs
		}
		return api.Accept{}
	}
	for _, g := range w.Accept.Allow {
		if !without(allow(g)).Allows(g) {
			out.Allow = append(out.Allow, g)
		}
	}
	if live := w.Accept.Live; live != "" && without(api.Accept{Live: live}).Live == "" {
		out.Live = live
	}
	return out
}

// heldUnless is how a request ends that has no news: a person wants to know
// why nothing happens, a push goes on.
func (e *StopError) heldUnless(refused bool) *StopError {
	if !refused {
		e.Outcome = api.Held
	}
	return e
}

// The refusals of the table.

// Contradiction is about answers, so that it fails a publish and holds none: the
// two cannot both be true. live is
// their digest, byHand is set where a person may let them pass.
func Contradiction(live string, byHand bool) *StopError {
	e := &StopError{Outcome: api.Failed, Reasons: []api.Reason{{Code: api.Contradiction, Facts: api.Facts{Live: live}}}}
	if byHand {
		e.Needs.Live = live
	}
	return e
}

func (k *Known) edited(w Wish) *StopError {
	f, needs := api.Facts{Record: k.Last.Number, Live: w.live}, api.Accept{Live: w.live}
	switch {
	case k.sameMenus():
		f.Names = k.gone()
		return RefuseFor(api.Edited, api.FieldsGone, f, needs)
	case k.Live.Shows(k.Last.Desired):
		f.Names = k.Last.strange()
		return RefuseFor(api.Edited, api.FieldsGone, f, needs)
	case k.unnoticed(w):
		return RefuseFor(api.Edited, api.UnnoticedEdit, f, needs)
	}
	return k.mention(Refuse(api.Edited, f, needs))
}

func (k *Known) interrupted(w Wish, i *Intent) *StopError {
	return k.mention(Refuse(api.Interrupted, api.Facts{By: &i.Origin, Live: w.live}, api.Accept{Live: w.live}))
}

func (k *Known) firstOver(w Wish) *StopError {
	if k.unnoticed(w) {
		return RefuseFor(api.First, api.Unnoticed, api.Facts{}, allow(api.First))
	}
	return k.mention(Refuse(api.First, api.Facts{}, allow(api.First)))
}

// strange returns the fields that were read back and that no button knows, sorted.
func (r *Record) strange() []string {
	names := slices.Concat(r.API.Strange(), r.Shown.Strange())
	slices.Sort(names)
	return slices.Compact(names)
}

// unnoticed reports whether followers see what is in Git already.
func (k *Known) unnoticed(w Wish) bool {
	return !w.Rollback && plan.Diff(k.seen(w.Set), w.Set).Empty()
}

func (k *Known) rolledAway(q *Quarantine) *StopError {
	code, f := api.Code(api.Quarantined), api.Facts{Record: q.By}
	switch i := k.Open(); {
	case q.By == 0:
		code = api.RollbackUnrecorded
	case i != nil && i.Number == q.By:
		code, f = api.RollbackUnfinished, api.Facts{Record: i.RollbackTo, By: &i.Origin}
	}
	return RefuseFor(api.Quarantined, code, f, allow(api.Quarantined))
}

func (k *Known) otherAccount() *StopError {
	f := api.Facts{Record: k.Last.Number, Before: []string{k.Last.AppID}, After: []string{k.AppID}}
	return Refuse(api.AppIDChanged, f, allow(api.AppIDChanged))
}

func allow(g api.Guard) api.Accept { return api.Accept{Allow: []api.Guard{g}} }

// mention says which live buttons the API cannot make again.
func (k *Known) mention(e *StopError) *StopError {
	if names := consoleOnly(k.Live.Shown.Menu, ""); len(names) > 0 {
		e.add(api.ConsoleOnly, api.Facts{Names: names})
	}
	return e
}

// consoleOnly lists the buttons that only WeChat's console can make.
func consoleOnly(list []menu.Button, above string) []string {
	var names []string
	for i := range list {
		b := &list[i]
		name := above + b.Name
		if b.Type != "" && menu.Uses(b.Type) == nil {
			names = append(names, fmt.Sprintf("%s (%s)", text.Quote(name), b.Type))
		}
		names = append(names, consoleOnly(b.Sub, name+" › ")...)
	}
	return names
}
