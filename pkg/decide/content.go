package decide

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxRemoved is the most tappable buttons that a publish may take away from
// followers without a word from a person.
// Source: design, content guards.
const maxRemoved = 2

// tripped returns the refusal of the content guards that trip and are not
// allowed to, all in one; nil when none does.
func (k *Known) tripped(w Wish, d *Decision) *StopError {
	var stop *StopError
	trip := func(g api.Guard, f api.Facts) {
		if w.Accept.Allows(g) {
			return
		}
		next := Refuse(g, f, allow(g))
		if stop == nil {
			stop = next
		} else {
			stop.Join(next)
		}
	}
	lost, from := d.Seen.Lost(), k.seen()
	if n := len(lost.Buttons); n > maxRemoved {
		trip(api.RemovesButtons, api.Facts{Count: n, Names: paths(lost.Buttons)})
	}
	if len(lost.Top) > 0 {
		trip(api.RemovesTopLevel, api.Facts{Names: paths(lost.Top)})
	}
	if n := len(lost.Menus); n > 0 {
		trip(api.RemovesConditional, api.Facts{Count: n})
	}
	if before, after := hosts(from), hosts(w.Set); len(before) > 0 && len(after) > 0 && len(without(before, after)) == len(before) {
		trip(api.ChangesAllHosts, api.Facts{Before: before, After: after})
	}
	before, after := appIDs(from), appIDs(w.Set)
	if gone, come := without(before, after), without(after, before); len(gone) > 0 && len(come) > 0 {
		trip(api.ChangesAppID, api.Facts{Before: gone, After: come})
	}
	return stop
}

// paths names the buttons that some changes take away, by the way to them.
func paths(changes []plan.Change) []string {
	names := make([]string, len(changes))
	for i := range changes {
		names[i] = text.Quote(strings.Join(changes[i].Before.Path, " › "))
	}
	return names
}

// bars returns the buttons of each menu of a set.
func bars(s menu.Set) [][]menu.Button {
	lists := [][]menu.Button{s.Menu}
	for i := range s.Conditional {
		lists = append(lists, s.Conditional[i].Menu)
	}
	return lists
}

// hosts lists the hosts that a set's buttons link to, sorted.
func hosts(s menu.Set) []string { return menu.Hosts(bars(s)...) }

// appIDs lists the mini programs that a set's buttons open, sorted.
func appIDs(s menu.Set) []string {
	var ids []string
	var walk func(list []menu.Button)
	walk = func(list []menu.Button) {
		for i := range list {
			if id := list[i].AppID; id != "" {
				ids = append(ids, id)
			}
			walk(list[i].Sub)
		}
	}
	for _, list := range bars(s) {
		walk(list)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// without returns what of a is not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
