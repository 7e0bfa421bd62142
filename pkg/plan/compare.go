package plan

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// changes returns what followers notice between two sets.
func changes(live, want menu.Set) []Change {
	var found []Change
	for _, m := range Menus(live, want) {
		found = append(found, m.Changes...)
	}
	return found
}

// compareMenus returns the changes between two menus of the same followers, in
// the order they look.
func compareMenus(live, want []menu.Button) []Change {
	switch {
	case len(live) == 0 && len(want) == 0:
		return nil
	case len(live) == 0:
		return []Change{{Kinds: []Kind{Added}, Buttons: menu.Tappable(want)}}
	case len(want) == 0:
		return []Change{{Kinds: []Kind{Removed}, Buttons: menu.Tappable(live)}}
	case bytes.Equal(menu.Set{Menu: live}.CreateBody(), menu.Set{Menu: want}.CreateBody()):
		return nil
	}
	before, after := lay(live), lay(want)
	match(before, after)
	var found []sighting
	for _, l := range before.all {
		if l.pair == nil {
			found = append(found, l.removed())
		}
	}
	for _, w := range after.all {
		if c := w.change(); len(c.Kinds) > 0 {
			found = append(found, sighting{c, w.col, 1, w.row})
		}
	}
	return inOrder(found)
}

// match pairs the cells of two menus and marks those that changed places.
func match(before, after board) {
	pair(before, after)
	markStrays(after.top)
	for _, w := range after.top {
		markStrays(w.children)
	}
}

// sighting is a change and where followers meet it.
type sighting struct {
	Change
	col int
	// turn is 0 for what goes with its sub-menu, which is told before what has
	// its place, and 1 for all else.
	turn int
	row  int
}

// removed returns the change of a cell of live that is gone, at its place in
// the new menu: the column of its sub-menu may be another.
func (c *cell) removed() sighting {
	s := sighting{Change{Kinds: []Kind{Removed}, Before: c.spot()}, c.col, 1, c.row}
	switch {
	case c.parent != nil && c.parent.pair != nil:
		s.col = c.parent.pair.col
	case c.parent != nil, c.container():
		s.turn = 0
	}
	return s
}

// inOrder returns the changes from left to right and from top to bottom.
func inOrder(found []sighting) []Change {
	slices.SortStableFunc(found, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.turn, b.turn), cmp.Compare(a.row, b.row))
	})
	var out []Change
	for i := range found {
		out = append(out, found[i].Change)
	}
	return out
}

// change returns what happened to a cell of want; without kinds when nothing.
func (c *cell) change() Change {
	if c.pair == nil {
		return Change{Kinds: []Kind{Added}, After: c.spot()}
	}
	if c.replaces() {
		return Change{Kinds: []Kind{Replaced}, Before: c.pair.spot(), After: c.spot()}
	}
	var ch Change
	if c.strays || !home(c.pair, c) {
		ch.Kinds, ch.Within = append(ch.Kinds, Moved), c.strays
	}
	if c.pair.Name != c.Name {
		ch.Kinds = append(ch.Kinds, Renamed)
	}
	if c.pair.definition() != c.definition() {
		ch.Kinds = append(ch.Kinds, Retargeted)
		ch.Fields = differing(c.pair, c)
	}
	if len(ch.Kinds) > 0 {
		ch.Before, ch.After = c.pair.spot(), c.spot()
	}
	return ch
}

// differing returns the names of the fields beside the name in which two cells
// of different definitions differ.
func differing(l, w *cell) []string {
	var names []string
	was, is := l.Sent(), w.Sent()
	for f := range menu.FieldSubButton {
		if f != menu.FieldName && was.Value(f) != is.Value(f) {
			names = append(names, f.String())
		}
	}
	before, after := l.extras(), w.extras()
	for _, x := range append(slices.Clone(l.Extra), w.Extra...) {
		if before[x.Name] != after[x.Name] && !slices.Contains(names, x.Name) {
			names = append(names, x.Name)
		}
	}
	if len(names) == 0 {
		names = append(names, menu.FieldSubButton.String())
	}
	return names
}
