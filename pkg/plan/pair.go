package plan

import (
	"cmp"
	"slices"
)

// pair finds the cells that are the same in both menus. What a tap does counts
// first, then the name, then the place; so a button that kept what it does is
// never taken for one removed and another added. Of several that are alike,
// those are paired first that did not move. What is left over is paired with what
// took its place.
func pair(live, want board) {
	pairSubMenus(live.top, want.top)
	leaf := func(l, w *cell) bool { return !l.container() && !w.container() }
	same := func(l, w *cell) bool { return leaf(l, w) && l.id == w.id }
	named := func(l, w *cell) bool { return l.Name == w.Name }
	twins := func(l, w *cell) bool { return same(l, w) && named(l, w) }
	pairInOrder(live.top, want.top, twins)
	for _, w := range want.top {
		if w.pair != nil {
			pairInOrder(w.pair.children, w.children, twins)
		}
	}
	for _, alike := range []func(l, w *cell) bool{
		func(l, w *cell) bool { return twins(l, w) && home(l, w) },
		twins,
		func(l, w *cell) bool { return same(l, w) && home(l, w) },
		same,
		func(l, w *cell) bool { return leaf(l, w) && named(l, w) && home(l, w) },
		// A sub-menu that became a button, or the other way round.
		func(l, w *cell) bool { return named(l, w) && home(l, w) },
		func(l, w *cell) bool { return leaf(l, w) && named(l, w) },
		inPlace,
	} {
		pairAlike(live.all, want.all, alike)
	}
}

// pairInOrder pairs as many cells of a list as can be with cells that are alike,
// without changing their order: their longest common subsequence.
func pairInOrder(live, want []*cell, alike func(l, w *cell) bool) {
	// most[i][k] is how many pairs there can be from live[i] and want[k] on.
	most := make([][]int, len(live)+1)
	for i := range most {
		most[i] = make([]int, len(want)+1)
	}
	for i, l := range slices.Backward(live) {
		for k, w := range slices.Backward(want) {
			most[i][k] = max(most[i+1][k], most[i][k+1])
			if alike(l, w) {
				most[i][k] = max(most[i][k], 1+most[i+1][k+1])
			}
		}
	}
	for i, k := 0, 0; i < len(live) && k < len(want); {
		switch {
		case alike(live[i], want[k]):
			live[i].pair, want[k].pair = want[k], live[i]
			i, k = i+1, k+1
		case most[i][k] == most[i+1][k]:
			i++
		default:
			k++
		}
	}
}

// pairAlike pairs each cell with the first that is alike, of those that have no
// pair yet.
func pairAlike(live, want []*cell, alike func(l, w *cell) bool) {
	for _, l := range live {
		if l.pair != nil {
			continue
		}
		for _, w := range want {
			if w.pair == nil && alike(l, w) {
				l.pair, w.pair = w, l
				break
			}
		}
	}
}

// home reports whether two cells stand in the same list: the bar, or the same
// sub-menu.
func home(l, w *cell) bool {
	if l.parent == nil || w.parent == nil {
		return l.parent == w.parent
	}
	return l.parent.pair == w.parent
}

// inPlace reports whether two cells stand in the same list right after the same
// button, or before all that stayed in the list.
func inPlace(l, w *cell) bool {
	was, is := l.anchor(), w.anchor()
	return home(l, w) && (was == nil && is == nil || was != nil && was.pair == is)
}

// anchor returns the nearest button before the cell that is in the same list of
// the other menu; nil when there is none.
func (c *cell) anchor() *cell {
	p := c.previous
	for p != nil && (p.pair == nil || !home(p, p.pair)) {
		p = p.previous
	}
	return p
}

// replaces reports whether the cell, which has a pair, took the place of another
// button, with which it has neither the name nor the target in common.
func (c *cell) replaces() bool { return c.pair.Name != c.Name && c.pair.id != c.id }

// pairSubMenus pairs the sub-menus that have a name, or half of the buttons of
// either, in common; those first that have most in common.
func pairSubMenus(live, want []*cell) {
	type match struct {
		live, want *cell
		score      int
	}
	var matches []match
	for _, l := range live {
		for _, w := range want {
			if !l.container() || !w.container() {
				continue
			}
			// Each button in common saves a move, and the name a change of
			// name; where they weigh the same, the name counts more.
			n := common(l.children, w.children)
			switch {
			case l.Name == w.Name:
				matches = append(matches, match{l, w, 2*n + 3})
			case 2*n >= min(len(l.children), len(w.children)):
				matches = append(matches, match{l, w, 2 * n})
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(distance(a.live, a.want), distance(b.live, b.want)))
	})
	for _, m := range matches {
		if m.live.pair == nil && m.want.pair == nil {
			m.live.pair, m.want.pair = m.want, m.live
		}
	}
}

// common counts the buttons that two sub-menus have in common.
func common(live, want []*cell) int {
	left := map[string]int{}
	for _, l := range live {
		left[l.id]++
	}
	n := 0
	for _, w := range want {
		if left[w.id] > 0 {
			left[w.id]--
			n++
		}
	}
	return n
}

// distance is how many columns apart two cells are.
func distance(l, w *cell) int { return max(l.col-w.col, w.col-l.col) }
