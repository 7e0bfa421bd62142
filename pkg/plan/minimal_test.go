package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// Whatever one edit does to a menu of distinct buttons is one change of its
// kind.
func TestOneEditIsOneChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := distinctMenu(t)
		want := copied(live)
		kind := rapid.SampledFrom([]plan.Kind{plan.Added, plan.Removed, plan.Replaced, plan.Moved, plan.Renamed, plan.Retargeted}).Draw(t, "kind")
		sub := &want[rapid.IntRange(0, len(want)-1).Draw(t, "column")]
		top := len(sub.Sub) == 0
		row := 0
		if !top {
			row = rapid.IntRange(0, len(sub.Sub)-1).Draw(t, "row")
		}
		chosen := sub
		if !top {
			chosen = &sub.Sub[row]
		}
		fresh := menu.Button{Type: "click", Name: "new", Key: "new"}
		switch kind {
		case plan.Added:
			first := &want[0]
			first.Sub = slices.Insert(first.Sub, rapid.IntRange(0, len(first.Sub)).Draw(t, "at"), fresh)
		case plan.Removed:
			want[0].Sub = want[0].Sub[1:]
		case plan.Renamed:
			chosen.Name = "new"
		case plan.Retargeted:
			*chosen = menu.Button{Type: "click", Name: chosen.Name, Key: "new"}
		case plan.Replaced:
			*chosen = fresh
		case plan.Moved:
			moveOne(t, want)
		}
		if same(menu.Set{Menu: live}, menu.Set{Menu: want}) {
			t.Skip("moved to where it was")
		}
		got := plan.Diff(menu.Set{Menu: live}, menu.Set{Menu: want}).Changes
		if len(got) != 1 || !slices.Equal(got[0].Kinds, []plan.Kind{kind}) {
			t.Fatalf("got %s, want one change that is %q", encode(t, got), kind)
		}
	})
}

// However many buttons make way for others at their places, each is one change,
// and the bar loses none.
func TestReplaced(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := distinctMenu(t)
		want := copied(live)
		n := 0
		replace := func(b *menu.Button) {
			if len(b.Sub) == 0 && rapid.Bool().Draw(t, "replaced") {
				n++
				*b = menu.Button{Type: "click", Name: fmt.Sprint("new ", n), Key: fmt.Sprint("key ", n)}
			}
		}
		for i := range want {
			replace(&want[i])
			for k := range want[i].Sub {
				replace(&want[i].Sub[k])
			}
		}
		p := plan.Diff(menu.Set{Menu: live}, menu.Set{Menu: want})
		for _, c := range p.Changes {
			if !slices.Equal(c.Kinds, []plan.Kind{plan.Replaced}) {
				t.Errorf("got %s, want it replaced", encode(t, c))
			}
		}
		if lost := p.Lost(); len(p.Changes) != n || len(lost.Buttons) != n || len(lost.Top) > 0 {
			t.Fatalf("got %s, lost %+v, want %d buttons replaced", encode(t, p.Changes), lost, n)
		}
	})
}

// The bar loses what leaves it only where it gets shorter.
func TestShorterBar(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live, want := anyPair(t)
		live.Conditional, want.Conditional = nil, nil
		if len(live.Menu) == 0 {
			t.Skip("no bar")
		}
		top := len(plan.Diff(live, want).Lost().Top)
		if (top > 0) != (len(want.Menu) < len(live.Menu)) || top > len(live.Menu) || top < len(live.Menu)-len(want.Menu) {
			t.Fatalf("got %d lost of a bar of %d that becomes one of %d", top, len(live.Menu), len(want.Menu))
		}
	})
}

// moveOne takes a button out of the first sub-menu and puts it anywhere in the
// bar or a sub-menu.
func moveOne(t *rapid.T, list []menu.Button) {
	from := &list[0]
	row := rapid.IntRange(0, len(from.Sub)-1).Draw(t, "row")
	moved := from.Sub[row]
	from.Sub = slices.Delete(from.Sub, row, row+1)
	to := &list[rapid.IntRange(0, len(list)-1).Draw(t, "to")]
	if len(to.Sub) == 0 {
		to = from
	}
	to.Sub = slices.Insert(to.Sub, rapid.IntRange(0, len(to.Sub)).Draw(t, "at"), moved)
}

// A button that is renamed, and moved to another sub-menu at once, is one
// change.
func TestRenamedAndMovedIsOneChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live := append(distinctMenu(t), menu.Button{Name: "last", Sub: []menu.Button{{Type: "click", Name: "k", Key: "k"}}})
		want := copied(live)
		moved := want[0].Sub[0]
		moved.Name = "new"
		want[0].Sub = want[0].Sub[1:]
		last := &want[len(want)-1]
		last.Sub = slices.Insert(last.Sub, rapid.IntRange(0, 1).Draw(t, "at"), moved)
		got := plan.Diff(menu.Set{Menu: live}, menu.Set{Menu: want}).Changes
		if len(got) != 1 || !slices.Equal(got[0].Kinds, []plan.Kind{plan.Moved, plan.Renamed}) {
			t.Fatalf("got %s, want one change", encode(t, got))
		}
	})
}

// As few as can be are said to have moved: all but the most that are in their
// old order.
func TestFewestMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var live []menu.Button
		for _, key := range []string{"a", "b", "c", "d", "e", "f", "g"}[:rapid.IntRange(1, 7).Draw(t, "buttons")] {
			live = append(live, menu.Button{Type: "click", Name: key, Key: key})
		}
		want := rapid.Permutation(live).Draw(t, "order")
		for _, tt := range []struct{ live, want menu.Set }{
			{menu.Set{Menu: live}, menu.Set{Menu: want}},
			{menu.Set{Menu: []menu.Button{{Name: "m", Sub: live}}}, menu.Set{Menu: []menu.Button{{Name: "m", Sub: want}}}},
			{tagged(live), tagged(want)},
		} {
			got := plan.Diff(tt.live, tt.want).Changes
			if fewest := len(want) - longest(want, ""); len(got) != fewest {
				t.Fatalf("got %s, want %d moves", encode(t, got), fewest)
			}
		}
	})
}

// tagged returns a set with a conditional menu for each button.
func tagged(list []menu.Button) menu.Set {
	set := menu.Set{Menu: []menu.Button{{Type: "click", Name: "k", Key: "k"}}}
	for _, b := range list {
		set.Conditional = append(set.Conditional, menu.Conditional{Menu: []menu.Button{b}, Match: menu.MatchRule{TagID: b.Key}})
	}
	return numbered(set)
}

// longest returns how many buttons there can be in alphabetical order, of those
// after one, by trying them all.
func longest(list []menu.Button, after string) int {
	best := 0
	for i, b := range list {
		if b.Key > after {
			best = max(best, 1+longest(list[i+1:], b.Key))
		}
	}
	return best
}
