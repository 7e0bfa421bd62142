package publish

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// echo is what a live answer says after a post.
type echo int

// The echoes, from good to bad.
const (
	echoSent       echo = iota // what was sent
	echoNormalised             // its buttons, written otherwise
	echoOld                    // what it said on the way there
	echoOther                  // anything else
)

// readbacks say how far a record's answers can be trusted, by their echo.
var readbacks = [...]ledger.Readback{
	echoSent:       ledger.ReadbackVerified,
	echoNormalised: ledger.ReadbackNormalised,
	echoOld:        ledger.ReadbackUnverified,
	echoOther:      ledger.ReadbackRaced,
}

// echo returns the worse of what the two answers say.
func (a *attempt) echo(l api.Live) echo { return max(a.echoAPI(l.API), a.echoShown(l.Shown)) }

// again reports whether the newest record sent the same, so that its answers
// are how WeChat writes what was sent.
func (a *attempt) again(sent func(menu.Set) menu.Set) bool {
	r := a.before.Last
	return r != nil && r.Readback.Trusted() && sent(r.Desired).Equal(sent(a.want))
}

func (a *attempt) echoAPI(answer menu.Set) echo {
	whole := func(s menu.Set) menu.Set { return s }
	switch {
	case !a.fresh(answer) && sameTree(answer, a.want):
		return echoOld
	case answer.Equal(a.want):
		return echoSent
	case answer.In(a.end...), a.again(whole) && answer.Equal(a.before.Last.API):
		return echoNormalised
	default:
		return echoOf(answer, a.want, a.past)
	}
}

func (a *attempt) echoShown(shown menu.Set) echo {
	want, before := a.want.Default(), a.before.Live.Shown
	switch {
	case shown.Equal(want):
		return echoSent
	case !a.created && shown.Equal(before), a.again(menu.Set.Default) && shown.Equal(a.before.Last.Shown):
		return echoNormalised
	case !a.created:
		return echoOther // this publish did not change it
	default:
		return echoOf(shown, want, []menu.Set{before})
	}
}

// echoOf tells what was sent in WeChat's words from what was answered on the
// way there, in its words or ours.
func echoOf(set, want menu.Set, past []menu.Set) echo {
	switch {
	case set.In(past...):
		return echoOld
	case sameTree(set, want):
		return echoNormalised
	case slices.ContainsFunc(past, func(e menu.Set) bool { return sameTree(set, e) }):
		return echoOld
	default:
		return echoOther
	}
}

// sameTree reports whether two sets have the same buttons for the same
// followers, whatever their values.
func sameTree(a, b menu.Set) bool {
	return menu.SameTree(a.Menu, b.Menu) && slices.EqualFunc(a.Conditional, b.Conditional, func(x, y menu.Conditional) bool {
		return menu.SameTree(x.Menu, y.Menu) && sameRule(x.Match, y.Match)
	})
}

func sameRule(a, b menu.MatchRule) bool {
	return a.TagID == b.TagID && a.ClientPlatformType == b.ClientPlatformType && len(a.Extra) == len(b.Extra)
}

// own reports whether every difference is caidan's own: a menu added twice
// because a read lagged, or the rest of an earlier publish that the guard could
// not see yet.
func (a *attempt) own(l api.Live) bool {
	taken := a.echoShown(l.Shown) <= echoNormalised && menu.SameTree(l.API.Menu, a.want.Menu)
	list := a.want.Conditional
	for _, e := range a.before.Unseen() {
		list = slices.Concat(list, e.Conditional)
		taken = taken || l.Shown.Equal(e.Default()) && l.API.Default().Equal(e.Default())
	}
	return taken && a.echo(l) == echoOther && a.all(l, list)
}

// expected reports whether each conditional menu that is live is one that was
// recorded or is wanted.
func (a *attempt) expected(l api.Live) bool {
	list := a.want.Conditional
	if last := a.before.Last; last != nil {
		list = slices.Concat(list, last.Desired.Conditional, last.API.Conditional)
	}
	return a.all(l, list)
}

// all reports whether each conditional menu that is live is in the list, or is
// one that was there before or was added since.
func (a *attempt) all(l api.Live, list []menu.Conditional) bool {
	return !slices.ContainsFunc(l.API.Conditional, func(c menu.Conditional) bool {
		_, sent := a.sent[c.ID]
		return !sent && !slices.ContainsFunc(list, func(o menu.Conditional) bool {
			return string(o.Body()) == string(c.Body())
		})
	})
}
