// Package plan is the pure difference between two menu sets: steps that take
// WeChat from one to the other, and changes that tell people what a follower
// will notice.
//
// Steps know the API: the default menu is replaced as a whole, conditional
// menus can be added on top and deleted, never edited. Changes know the phone:
// a button is recognised by what tapping it does, so one that was renamed or
// moved is not shown as one deleted and another added.
package plan

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Plan is what it takes to get from one set to another.
type Plan struct {
	// Steps holds the calls to WeChat in the order to make them.
	Steps []Step
	// Changes holds what followers notice, in the order they look: the default
	// menu from left to right and top to bottom, then the conditional menus by
	// priority.
	Changes []Change
	// DeletesFirst reports that conditional menus are deleted before their
	// successors are added, because all of them together link to more hosts
	// than WeChat takes. In between, their followers see the menu of a lower
	// priority, or the default menu.
	DeletesFirst bool
	// Hosts holds those hosts, sorted; nil unless DeletesFirst.
	Hosts []string
}

// Diff returns the plan from what menu/get answers to what should be live. The
// conditional menus of live have IDs, each its own; those of want need none.
//
// No step removes a default menu, because the only call that could, menu/delete,
// removes the conditional menus as well. So want has a default menu, unless
// live has none either; otherwise the steps leave the default menu as it is,
// and only Changes says that it would go.
func Diff(live, want menu.Set) Plan {
	var p Plan
	if len(want.Menu) > 0 && !live.Default().Equal(want.Default()) {
		p.Steps = append(p.Steps, Step{Op: Create, Menu: want.Menu})
	}
	p.conditional(live.Conditional, want.Conditional)
	p.Changes = changes(live, want)
	return p
}

// Retire returns the plan that removes all menus of an account. It has no Changes:
// those of Diff to the empty set say what goes.
func Retire() Plan { return Plan{Steps: []Step{{Op: Clear}}} }

// Empty reports whether there is nothing to do.
func (p Plan) Empty() bool { return len(p.Steps) == 0 }

// Apply returns what menu/get answers after all steps, given what it answered
// before, which is the set the plan was made for. It equals what was wanted;
// conditional menus that WeChat has yet to number have no ID.
func (p Plan) Apply(live menu.Set) menu.Set {
	for i := range p.Steps {
		live = p.Steps[i].apply(live)
	}
	return live
}

// States returns every set the steps pass through: live first, then the one
// after each step. A publish that was interrupted left one of them behind.
func (p Plan) States(live menu.Set) []menu.Set {
	states := []menu.Set{live}
	for i := range p.Steps {
		live = p.Steps[i].apply(live)
		states = append(states, live)
	}
	return states
}

// bodies returns the canonical form of each menu; IDs are not in it.
func bodies(menus []menu.Conditional) []string {
	out := make([]string, len(menus))
	for i := range menus {
		out[i] = string(menus[i].Body())
	}
	return out
}

// kept returns, for each of the live menus, whether it stays, and how many do:
// they are the longest tail of want that live has in this order. Menus that are
// to go may stand between them, as an interrupted publish leaves them; menus that
// are to come may not, because a new one always gets the highest priority.
func kept(live, want []string) (keep []bool, tail int) {
	keep = make([]bool, len(live))
	for i, body := range slices.Backward(live) {
		if tail < len(want) && body == want[len(want)-1-tail] {
			keep[i] = true
			tail++
		}
	}
	return keep, tail
}
