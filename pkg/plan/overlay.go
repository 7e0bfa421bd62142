package plan

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Menu is one menu of two sets: the default menu, or the conditional menu of the
// same followers.
type Menu struct {
	// Followers says whose conditional menu it is; nil is the default menu.
	Followers *Followers
	// Was and Is are its places among the conditional menus of the sets, from 1,
	// the highest priority; 0 where it is in none.
	Was, Is int
	// Before and After hold its buttons as they are and as they will be; empty
	// where there is no such menu.
	Before, After []menu.Button
	// Changes holds what followers notice in it, as in [Plan].
	Changes []Change
}

// Menus returns the menus of two sets in the order of their changes: the default
// menu, if either set has one, then the conditional menus of both.
func Menus(live, want menu.Set) []Menu {
	var list []Menu
	if len(live.Menu)+len(want.Menu) > 0 {
		list = append(list, Menu{Before: live.Menu, After: want.Menu, Changes: compareMenus(live.Menu, want.Menu)})
	}
	return append(list, compareConditional(live.Conditional, want.Conditional)...)
}

// Cell is a place of two menus that are laid one over the other.
type Cell struct {
	// Before is the button as it is, wherever that is; nil for a new one.
	Before *menu.Button
	// After is the button as it will be at this place; nil for one that is
	// gone, which has the place it had.
	After *menu.Button
	// Change is what happens to it; nil for nothing.
	Change *Change
	// Sub holds the buttons of its sub-menu from top to bottom.
	Sub []Cell
}

// Overlay lays two menus of the same followers one over the other: the bar as it
// will be, from left to right, and each of its sub-menus, with what is gone
// among what stays. The bar may so have more buttons than either menu has.
func Overlay(before, after []menu.Button) []Cell {
	was, is := lay(before), lay(after)
	match(was, is)
	return overlay(was.top, is.top)
}

func overlay(before, after []*cell) []Cell {
	type placed struct {
		Cell
		of *cell
	}
	var list []placed
	for _, w := range after {
		list = append(list, placed{w.over(), w})
	}
	for _, l := range before {
		if l.pair != nil {
			continue
		}
		ch := l.removed().Change
		gone := placed{Cell{Before: l.Button, Change: &ch, Sub: overlay(l.children, nil)}, l}
		at := 0
		for p := l.previous; p != nil && at == 0; p = p.previous {
			at = 1 + slices.IndexFunc(list, func(c placed) bool { return c.of == p || p.pair != nil && c.of == p.pair })
		}
		list = slices.Insert(list, at, gone)
	}
	var cells []Cell
	for _, p := range list {
		cells = append(cells, p.Cell)
	}
	return cells
}

// over returns a cell of the new menu with what was there before.
func (c *cell) over() Cell {
	out := Cell{After: c.Button}
	var children []*cell
	if c.pair != nil {
		out.Before, children = c.pair.Button, c.pair.children
	}
	if ch := c.change(); len(ch.Kinds) > 0 {
		out.Change = &ch
	}
	out.Sub = overlay(children, c.children)
	return out
}
