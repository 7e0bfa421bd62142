package plan

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Op is a call that changes menus.
type Op string

const (
	// Create replaces the default menu: menu/create.
	Create Op = "create"
	// Add adds a conditional menu above the others: menu/addconditional.
	Add Op = "add"
	// Delete deletes a conditional menu: menu/delconditional.
	Delete Op = "delete"
	// Clear removes the default menu and all conditional ones: menu/delete. Only
	// Retire has it.
	Clear Op = "clear"
)

// Step is one call to WeChat.
type Step struct {
	Op Op
	// Menu holds the new default menu; for Create only.
	Menu []menu.Button
	// Conditional is the menu to add, or the one to delete, then with the ID
	// it is deleted by.
	Conditional menu.Conditional
}

// conditional adds the steps for the conditional menus. New ones are added from
// the lowest priority to the highest and old ones deleted in the same order, so
// that each follower keeps the old menu until it is replaced or deleted.
func (p *Plan) conditional(live, want []menu.Conditional) {
	keep, tail := kept(bodies(live), bodies(want))
	var adds, deletes []Step
	for _, c := range slices.Backward(want[:len(want)-tail]) {
		c.ID = ""
		adds = append(adds, Step{Op: Add, Conditional: c})
	}
	for i, c := range slices.Backward(live) {
		if !keep[i] {
			deletes = append(deletes, Step{Op: Delete, Conditional: c})
		}
	}
	if len(adds) > 0 {
		// Old ones go first only where new ones surely fit then: else WeChat may
		// refuse them, and nothing would be left. Where none goes, both have the
		// same hosts.
		hosts, fits := conditionalHosts(live, want), len(conditionalHosts(want)) <= menu.MaxConditionalHosts
		if fits && len(hosts) > menu.MaxConditionalHosts {
			p.DeletesFirst, p.Hosts = true, hosts
			p.Steps = append(append(p.Steps, deletes...), adds...)
			return
		}
	}
	p.Steps = append(append(p.Steps, adds...), deletes...)
}

// conditionalHosts returns the hosts that some conditional menus link to.
func conditionalHosts(sets ...[]menu.Conditional) []string {
	var menus [][]menu.Button
	for _, set := range sets {
		for i := range set {
			menus = append(menus, set[i].Menu)
		}
	}
	return menu.Hosts(menus...)
}

// apply returns what menu/get answers after the step.
func (s *Step) apply(set menu.Set) menu.Set {
	switch s.Op {
	case Clear:
		return menu.Set{}
	case Create:
		set.Menu = s.Menu
	case Add:
		set.Conditional = append([]menu.Conditional{s.Conditional}, set.Conditional...)
	case Delete:
		at := slices.IndexFunc(set.Conditional, func(c menu.Conditional) bool { return c.ID == s.Conditional.ID })
		if at >= 0 {
			set.Conditional = slices.Delete(slices.Clone(set.Conditional), at, at+1)
		}
	}
	return set
}
