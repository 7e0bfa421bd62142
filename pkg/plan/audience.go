package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// audience is a conditional menu of one of the sets.
type audience struct {
	*menu.Conditional
	// rule is the canonical form of its matchrule.
	rule string
	// nth counts the menus of the set with this rule, from 0, the highest
	// priority: the only one that followers see.
	nth int
	// pair is its index among the menus of the other set; -1 is none.
	pair int
}

func audiences(menus []menu.Conditional) []audience {
	out := make([]audience, len(menus))
	seen := map[string]int{}
	for i := range menus {
		alone := menu.Conditional{Match: menus[i].Match}
		rule := string(alone.Body())
		out[i] = audience{&menus[i], rule, seen[rule], -1}
		seen[rule]++
	}
	return out
}

// compareConditional returns the conditional menus of both sets with the changes
// of and in each, highest priority first. A menu is the same as long as its rule
// is; of several with one rule, what followers see is compared with what they
// will see.
func compareConditional(live, want []menu.Conditional) []Menu {
	before, after := audiences(live), audiences(want)
	pairAudiences(before, after)
	stays := staying(after)
	type ranked struct {
		Menu
		rank int
	}
	var found []ranked
	for i := range before {
		if before[i].pair < 0 {
			gone := Change{Kinds: []Kind{Removed}, Buttons: menu.Tappable(before[i].Menu)}
			m := before[i].labelled(before[i].Menu, nil, []Change{gone})
			m.Was = i + 1
			found = append(found, ranked{m, i})
		}
	}
	for i := range after {
		var was []menu.Button
		var list []Change
		a := &after[i]
		if a.pair < 0 {
			list = []Change{{Kinds: []Kind{Added}, Buttons: menu.Tappable(a.Menu)}}
		} else {
			if !stays[i] {
				list = []Change{{Kinds: []Kind{Moved}, Rank: i + 1}}
			}
			was = before[a.pair].Menu
			list = append(list, compareMenus(was, a.Menu)...)
		}
		m := a.labelled(was, a.Menu, list)
		m.Was, m.Is = a.pair+1, i+1
		found = append(found, ranked{m, i})
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	var out []Menu
	for _, f := range found {
		out = append(out, f.Menu)
	}
	return out
}

// pairAudiences pairs the menus that have the same rule, and the same place
// among those that have it.
func pairAudiences(live, want []audience) {
	type place struct {
		rule string
		nth  int
	}
	at := map[place]int{}
	for i := range live {
		at[place{live[i].rule, live[i].nth}] = i
	}
	for i := range want {
		if k, ok := at[place{want[i].rule, want[i].nth}]; ok {
			want[i].pair, live[k].pair = k, i
		}
	}
}

// staying tells which menus kept their priority among those that stay.
func staying(want []audience) []bool {
	var at, was []int
	for i := range want {
		if want[i].pair >= 0 {
			at = append(at, i)
			was = append(was, want[i].pair)
		}
	}
	stays := make([]bool, len(want))
	for i, in := range rising(was) {
		stays[at[i]] = in
	}
	return stays
}

// followers says who sees the menu.
func (a *audience) followers() *Followers {
	who := &Followers{Tag: a.Match.TagID, Platform: a.Match.ClientPlatformType, Hidden: a.nth > 0}
	for _, x := range a.Match.Extra {
		list := &who.Unknown
		if menu.Retired(x.Name) {
			list = &who.Retired
		}
		*list = append(*list, fmt.Sprintf("%s=%v", x.Name, x.Value))
	}
	return who
}

// labelled returns a menu whose changes say whose menu they are in.
func (a *audience) labelled(before, after []menu.Button, list []Change) Menu {
	who := a.followers()
	for i := range list {
		list[i].Followers = who
	}
	return Menu{Followers: who, Before: before, After: after, Changes: list}
}

// Reach returns the buttons of a set that followers can tap, but for the menus
// that none of them sees.
func Reach(set menu.Set) []menu.Button {
	bars := [][]menu.Button{set.Menu}
	for _, a := range audiences(set.Conditional) {
		if !a.followers().None() {
			bars = append(bars, a.Menu)
		}
	}
	var out []menu.Button
	for _, bar := range bars {
		for _, c := range lay(bar).all {
			if !c.container() {
				out = append(out, *c.Button)
			}
		}
	}
	return out
}
