package decide

import (
	"net/url"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// What a publish may do to followers without a word from a person.
// Source: design, content guards.
const (
	// maxRemoved is the most tappable buttons that it may take away.
	maxRemoved = 2
	// minLinks is from how many links on all may not lead to other hosts: one
	// that does is an edit like any other.
	minLinks = 2
	// minTargets is from how many things to tap for on not all may go.
	minTargets = 3
)

// tripped returns the refusal of the content guards that trip and are not
// allowed to, all in one; nil when none does.
func (k *Known) tripped(w Wish, d *Decision) *StopError {
	var stop *StopError
	trip := func(g api.Guard, why api.Code, f api.Facts) {
		if w.Accept.Allows(g) {
			return
		}
		next := RefuseFor(g, why, f, allow(g))
		if stop == nil {
			stop = next
		} else {
			stop.Join(next)
		}
	}
	lost := d.Seen.Lost()
	if n := len(lost.Buttons); n > maxRemoved {
		trip(api.RemovesButtons, api.Code(api.RemovesButtons), api.Facts{Count: n, Names: paths(lost.Buttons)})
	}
	if len(lost.Top) > 0 {
		trip(api.RemovesTopLevel, api.Code(api.RemovesTopLevel), api.Facts{Names: paths(lost.Top)})
	}
	if n := len(lost.Menus); n > 0 {
		trip(api.RemovesConditional, api.Code(api.RemovesConditional), api.Facts{Count: n})
	}
	live, want := plan.Reach(k.seen(w.Set)), plan.Reach(w.Set)
	before, after := menu.Hosts(live), menu.Hosts(want)
	if links(live) >= minLinks && len(without(before, after)) == len(before) {
		code := api.Code(api.ChangesAllHosts)
		if len(after) == 0 {
			code = api.HostsGone
		}
		trip(api.ChangesAllHosts, code, api.Facts{Before: before, After: after})
	}
	before, after = distinct(live, plan.Target), distinct(want, plan.Target)
	pages := distinct(live, page)
	same := len(without(pages, distinct(want, page))) < len(pages)
	if n := len(before); n >= minTargets && len(without(before, after)) == n && !same {
		trip(api.ChangesAllTargets, api.Code(api.ChangesAllTargets), api.Facts{Count: n})
	}
	before, after = distinct(live, appID), distinct(want, appID)
	if gone, come := without(before, after), without(after, before); len(gone) > 0 && len(come) > 0 {
		trip(api.ChangesAppID, api.Code(api.ChangesAppID), api.Facts{Before: gone, After: come})
	}
	return stop
}

// paths names the buttons that some changes take away, by the way to them.
func paths(changes []plan.Change) []string {
	names := make([]string, len(changes))
	for i := range changes {
		names[i] = text.Quote(strings.Join(changes[i].Before.Path, " › ")).String()
	}
	return names
}

// links counts the buttons that link to a host.
func links(list []menu.Button) int {
	n := 0
	for i := range list {
		n += len(menu.Hosts(list[i : i+1]))
	}
	return n
}

// appID is the mini program that a button opens.
func appID(b *menu.Button) string { return b.AppID }

// page is what a link is to a follower, whatever stands in its query, such as a
// version or a campaign: a page under a name. It is empty where the query names the
// page, as on WeChat's own hosts, and of what links to none.
func page(b *menu.Button) string {
	u, err := url.Parse(b.URL)
	if err != nil || u.Host == "" || b.AppID != "" || strings.HasSuffix(strings.ToLower(u.Hostname()), "weixin.qq.com") {
		return ""
	}
	u.RawQuery, u.ForceQuery, u.Host = "", false, strings.ToLower(u.Host)
	return b.Name + "\x00" + u.String()
}

// distinct returns what there is of some buttons, sorted, each once.
func distinct(list []menu.Button, of func(*menu.Button) string) []string {
	var out []string
	for i := range list {
		if s := of(&list[i]); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// without returns what of a is not in b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
