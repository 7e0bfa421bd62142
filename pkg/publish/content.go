package publish

import (
	"fmt"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// maxRemoved is the most tappable buttons that a publish may take away from
// followers without anybody saying so.
// Source: design, content guards.
const maxRemoved = 2

// tripped returns the refusal of the content guards that trip and are not
// allowed to, all in one; nil when none does.
func tripped(from, to menu.Set, lost plan.Losses, accept api.Accept) *refusal {
	var r *refusal
	trip := func(g api.Guard, format string, args ...any) {
		if accept.Allows(g) {
			return
		}
		if r == nil {
			r = &refusal{guard: g}
		} else {
			r.meaning += "; "
		}
		r.meaning += fmt.Sprintf(format, args...)
		r.needs.Allow = append(r.needs.Allow, g)
	}
	if n := len(lost.Buttons); n > maxRemoved {
		trip(api.RemovesButtons, "followers lose %d buttons they can tap today: %s", n, paths(lost.Buttons))
	}
	if len(lost.Top) > 0 {
		trip(api.RemovesTopLevel, "the bar loses %s", paths(lost.Top))
	}
	if n := len(lost.Menus); n > 0 {
		trip(api.RemovesConditional, "conditional menus go: %d", n)
	}
	if before, after := hosts(from), hosts(to); len(before) > 0 && len(after) > 0 && disjoint(before, after) {
		trip(api.ChangesAllHosts, "the buttons link to %s, and to none of %s any more", strings.Join(after, ", "), strings.Join(before, ", "))
	}
	before, after := appIDs(from), appIDs(to)
	if gone, come := without(before, after), without(after, before); len(gone) > 0 && len(come) > 0 {
		trip(api.ChangesAppID, "buttons open the mini programs %s instead of %s", strings.Join(come, ", "), strings.Join(gone, ", "))
	}
	if r != nil {
		r.remedy = "if this is meant, allow it with --allow " + guards(r.needs.Allow) + ", or in the settings file, reviewed with the change"
	}
	return r
}

// paths names the buttons that some changes take away, by the way to them.
func paths(changes []plan.Change) string {
	names := make([]string, len(changes))
	for i := range changes {
		names[i] = strings.Join(changes[i].Before.Path, " › ")
	}
	return strings.Join(names, ", ")
}

// hosts lists the hosts that a set's buttons link to, sorted.
func hosts(s menu.Set) []string {
	lists := [][]menu.Button{s.Menu}
	for i := range s.Conditional {
		lists = append(lists, s.Conditional[i].Menu)
	}
	return menu.Hosts(lists...)
}

// appIDs lists the mini programs that a set's buttons open, sorted.
func appIDs(s menu.Set) []string {
	ids := appIDsOf(s.Menu)
	for i := range s.Conditional {
		ids = append(ids, appIDsOf(s.Conditional[i].Menu)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func appIDsOf(list []menu.Button) []string {
	var ids []string
	for i := range list {
		if list[i].AppID != "" {
			ids = append(ids, list[i].AppID)
		}
		ids = append(ids, appIDsOf(list[i].Sub)...)
	}
	return ids
}

func disjoint(a, b []string) bool { return len(without(a, b)) == len(a) }

// without returns what of a is not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

func guards(list []api.Guard) string {
	names := make([]string, len(list))
	for i, g := range list {
		names[i] = string(g)
	}
	return strings.Join(names, ",")
}
