package publish

import (
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// act is what a decision comes to.
type act int

const (
	// nothing leaves what is live and the ledger as they are.
	nothing act = iota
	// record writes down that the menus are live, and posts nothing.
	record
	// post takes the steps.
	post
)

// wish is what a request wants, and what it lets pass.
type wish struct {
	set      menu.Set
	accept   api.Accept
	byHand   bool
	force    bool // post even what is live
	rollback bool
}

// verdict is the decision about a wish.
type verdict struct {
	kase api.Case
	act  act
	// outcome is that of a request that ends here: Held or Refused, with the
	// refusal; empty otherwise.
	outcome api.Outcome
	refusal *refusal
	// from is what is live as the steps see it, and steps what to do.
	from  menu.Set
	steps plan.Plan
	// seen is the same from what followers see: what they notice and lose.
	seen     plan.Plan
	warnings []api.Warning
}

// decide finds the row of the design's table, section 8, that a wish belongs
// to. It is pure: plan and publish decide by the same words.
func decide(v view, w wish) verdict {
	if r := v.last; r != nil && r.AppID != v.appID {
		if !w.accept.Allows(api.AppIDChanged) {
			return v.stopBefore(w, api.CaseOtherAccount, api.Refused, otherAccount(r.AppID, v.appID, r.Number))
		}
		// Nothing was ever published to this one.
		v.last, v.state.Intent, v.state.Quarantine = nil, nil, nil
	}
	if q := v.quarantined(w.set); q != nil && !w.rollback && !w.accept.Allows(api.Quarantined) {
		return v.stopBefore(w, api.CaseQuarantined, heldUnless(w.byHand), v.rolledAway(q))
	}
	if i := v.intent(); i != nil {
		if d, ok := v.unfinished(w, i); ok {
			return d
		}
	}
	r := v.last
	news := r == nil || !equal(r.Desired, w.set)
	switch {
	case !news && v.asRecorded():
		return v.synced(w, api.CaseInSync, nothing)
	case v.live.shows(w.set):
		return v.synced(w, api.CaseAdopted, record)
	case r == nil && v.live.empty():
		return v.change(w, api.CaseFirst)
	case r == nil && (w.accept.Allows(api.First) || v.accepted(w)):
		return v.change(w, api.CaseFirstOver)
	case r == nil:
		return v.stop(w, api.CaseFirstOver, api.Refused, v.firstOver())
	case v.unchanged():
		return v.change(w, api.CaseChange)
	case v.accepted(w):
		return v.change(w, api.CaseEdited)
	case news || w.rollback:
		return v.stop(w, api.CaseEdited, api.Refused, v.edited())
	default:
		return v.stop(w, api.CaseEdited, heldUnless(w.byHand), v.edited())
	}
}

// unfinished decides where a publish was begun and not recorded. It is not ok
// where that publish left everything as it was.
func (v view) unfinished(w wish, i *ledger.Intent) (verdict, bool) {
	switch {
	case v.live.shows(i.Desired) && equal(i.Desired, w.set):
		return v.synced(w, api.CaseHalf, record), true
	case v.asRecorded() && equal(v.last.Desired, w.set), v.live.shows(w.set):
		return verdict{}, false
	case v.untouched(i):
		// What somebody let that publish overwrite is still there, and this
		// one was let overwrite nothing.
		return verdict{}, false
	case v.explained(i), v.accepted(w):
		kase := api.CaseHalf
		if !v.explained(i) {
			kase = api.CaseInterrupted
		}
		d := v.change(w, kase)
		d.warn(api.Unfinished, "%s did not get to its end; this publish goes on from what it left", started(i.Origin))
		return d, true
	default:
		return v.stop(w, api.CaseInterrupted, api.Refused, v.interrupted(i)), true
	}
}

// accepted reports whether the wish names what is live.
func (v view) accepted(w wish) bool { return w.accept.Live == v.live.digest() }

// synced is a decision where followers see what they should.
func (v view) synced(w wish, kase api.Case, a act) verdict {
	d := verdict{kase: kase, act: a}
	if w.force {
		return v.change(w, kase)
	}
	d.warnSwitch(v.live)
	return d
}

// change is the decision to post, unless a content guard stops it.
func (v view) change(w wish, kase api.Case) verdict {
	d := v.compare(w, kase)
	if w.rollback || kase == api.CaseFirst || kase == api.CaseFirstOver {
		return d
	}
	if r := tripped(v.seen(), w.set, d.seen.Lost(), w.accept); r != nil {
		d.act, d.outcome, d.refusal = nothing, api.Refused, r
	}
	return d
}

// compare works out the steps and what a follower notices of them.
func (v view) compare(w wish, kase api.Case) verdict {
	d := verdict{kase: kase, act: post, from: v.from(w.set)}
	seen := menu.Set{Menu: v.worded().Menu, Conditional: d.from.Conditional}
	if v.last != nil && v.hidden() {
		seen.Conditional = v.last.Desired.Conditional // they come back with the default menu
	}
	d.seen = plan.Diff(seen, w.set)
	d.steps = plan.Diff(d.from, w.set)
	if d.steps.Empty() {
		// Everything is there in other words, or is to be posted again.
		d.steps = plan.Diff(menu.Set{Conditional: d.from.Conditional}, w.set)
	}
	if d.steps.DeletesFirst {
		d.warn(api.DeletesFirst, "old and new conditional menus together link to %d hosts (%s) and WeChat takes three, so the old ones are deleted first: until the new ones are there, their followers see the default menu",
			len(d.steps.Hosts), strings.Join(d.steps.Hosts, ", "))
	}
	d.warnSwitch(v.live)
	return d
}

// seen returns what followers see: the default menu whoever made it, and the
// conditional menus.
func (v view) seen() menu.Set {
	return menu.Set{Menu: v.live.shown.Set.Menu, Conditional: v.live.api.Conditional}
}

// worded returns the default menu that followers see, in the words it was sent
// in where that is known.
func (v view) worded() menu.Set {
	shown := v.live.shown.Set
	if r := v.last; r != nil && trusted(r.Readback) && equal(shown, r.Shown) {
		return r.Desired.Default()
	}
	return shown
}

// stop is a decision to post nothing. What would be posted is compared all the
// same, so that one look tells all there is to accept.
func (v view) stop(w wish, kase api.Case, outcome api.Outcome, r *refusal) verdict {
	d := v.compare(w, kase)
	d.act, d.outcome, d.refusal = nothing, outcome, r
	if r.needs.Live != "" && w.accept.Live != "" {
		r.meaning += "; what was accepted is " + w.accept.Live + ", and that is not live"
	}
	if r.guard == api.First || w.rollback {
		return d
	}
	if content := tripped(v.seen(), w.set, d.seen.Lost(), w.accept); content != nil {
		r.join(content)
	}
	return d
}

// stopBefore is stop by a guard that comes before others: what they would say
// once it is allowed is said as well.
func (v view) stopBefore(w wish, kase api.Case, outcome api.Outcome, r *refusal) verdict {
	d := v.compare(w, kase)
	d.act, d.outcome, d.refusal = nothing, outcome, r
	w.accept = w.accept.And(api.Accept{Allow: []api.Guard{r.guard}})
	if next := decide(v, w); next.refusal != nil {
		r.join(next.refusal)
	}
	return d
}

// heldUnless is how a request ends that has no news: a person wants to know
// why nothing happens, a push goes on.
func heldUnless(byHand bool) api.Outcome {
	if byHand {
		return api.Refused
	}
	return api.Held
}

// warn adds a warning.
func (d *verdict) warn(kind api.WarningKind, format string, args ...any) {
	d.warnings = append(d.warnings, api.Warning{Kind: kind, Message: fmt.Sprintf(format, args...)})
}

// warnSwitch says that followers see nothing when the menu switch is off. Of
// an account that has no menu the answer says off too, whatever the switch is.
func (d *verdict) warnSwitch(l live) {
	if l.off() {
		d.warnings = append(d.warnings, switchedOff())
	}
}

// off reports whether the menu switch is off.
func (l live) off() bool { return !l.shown.Open && len(l.shown.Set.Menu) > 0 }

func switchedOff() api.Warning {
	return api.Warning{Kind: api.SwitchedOff, Message: "the menu is switched off in WeChat's console: followers see none"}
}

// fill says in a result what was decided.
func (d *verdict) fill(res *api.Result) {
	res.Case, res.Changes = d.kase, d.seen.Changes
	res.Warnings = append(res.Warnings, d.warnings...)
	if d.act == post || d.outcome != "" {
		res.Steps = stepsAs(d.steps.Steps)
	}
	if d.outcome != "" {
		res.Outcome = d.outcome
	}
}
