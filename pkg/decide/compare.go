package decide

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// compare works out the steps and what a follower notices of them.
func (k *Known) compare(w Wish, kase api.Case) Decision {
	d := Decision{Case: kase, Act: Post, From: k.From(w.Set), Before: k.seen(w.Set)}
	d.Seen = plan.Diff(d.Before, w.Set)
	d.Steps = plan.Diff(d.From, w.Set)
	if kase == api.CaseEdited && !d.Seen.Empty() {
		d.Asked, d.Edited = plan.Diff(k.Last.Desired, w.Set), k.edits()
	}
	switch {
	case w.Retire:
		d.Steps = plan.Retire()
	case d.Steps.Empty() || kase == api.CaseHalf || k.Late():
		// Everything is there in other words, or is to be posted again: where answers
		// may be late, conditional menus wait until menu/get shows that it was.
		d.Steps = plan.Diff(menu.Set{Conditional: d.From.Conditional}, w.Set)
	}
	if d.Steps.DeletesFirst {
		d.warn(api.DeletesFirst, api.Facts{Count: len(d.Steps.Hosts), Before: d.Steps.Hosts})
	}
	d.warnSwitch(&k.Live)
	return d
}

// edits is what was done to what the newest record left, in WeChat's words where
// it was read back.
func (k *Known) edits() plan.Plan {
	left := k.Last.Desired
	if k.Last.Readback.Trusted() {
		left = menu.Set{Menu: whole(k.Last.API, k.Last.Shown).Menu, Conditional: k.Last.API.Conditional}
	}
	return plan.Diff(left, menu.Set{Menu: whole(k.Live.API, k.Live.Shown).Menu, Conditional: k.Live.API.Conditional})
}

// seen returns what followers see, in the words of what is wanted: the default
// menu, made by the API or in the console, and the conditional menus.
func (k *Known) seen(want menu.Set) menu.Set {
	seen := menu.Set{Menu: k.worded().Menu, Conditional: k.From(want).Conditional}
	if k.Last != nil && k.Hidden() {
		seen.Conditional = k.Last.Desired.Conditional // they come back with the default menu
	}
	return seen
}

// worded returns the default menu that followers see, in the words it was sent
// in where they are known.
func (k *Known) worded() menu.Set {
	shown := whole(k.Live.API, k.Live.Shown)
	if r := k.Last; r != nil && r.showed(k.Live.Shown) && (shown.Equal(k.Live.Shown) || r.Desired.Default().MayAnswer(shown)) {
		return r.Desired.Default()
	}
	return shown
}

// whole returns the default menu that followers see, with the ids that menu/get
// answers where get_current_selfmenu_info leaves out some.
func whole(answer, shown menu.Set) menu.Set {
	if answer.LeavesOut(shown) {
		return answer.Default()
	}
	return shown
}

// From returns what is live as steps have to see it: the default menu that
// followers see, and the conditional menus with their ids. Where WeChat still
// answers what the newest record read back, it is in the words it was sent in:
// how WeChat puts them does not count as a difference.
func (k *Known) From(want menu.Set) menu.Set {
	answer, shown := k.Live.API, k.worded()
	if r := k.Last; r != nil && r.answered(answer) {
		answer = reworded(answer, r.Desired)
	}
	// Only menu/get may show another menu than the one wanted.
	if shown.Equal(want.Default()) {
		shown = answer.Default()
	}
	return menu.Set{Menu: shown.Menu, Conditional: answer.Conditional}
}

// reworded returns the set that was sent under the ids it was given.
func reworded(answer, sent menu.Set) menu.Set {
	if len(answer.Conditional) != len(sent.Conditional) {
		return answer
	}
	out := menu.Set{Menu: sent.Menu, Conditional: slices.Clone(sent.Conditional)}
	for i := range out.Conditional {
		out.Conditional[i].ID = answer.Conditional[i].ID
	}
	return out
}

// Steps returns steps as results carry them.
func Steps(steps []plan.Step) []api.Step {
	out := make([]api.Step, 0, len(steps))
	for i := range steps {
		switch s := &steps[i]; s.Op {
		case plan.Clear:
			out = append(out, api.Step{Op: api.StepClear})
		case plan.Create:
			out = append(out, api.Step{Op: api.StepCreate})
		case plan.Add:
			out = append(out, api.Step{Op: api.StepAdd, Match: s.Conditional.Match.String()})
		case plan.Delete:
			out = append(out, api.Step{Op: api.StepDelete, Match: s.Conditional.Match.String()})
		}
	}
	return out
}
