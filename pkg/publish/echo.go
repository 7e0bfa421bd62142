package publish

import (
	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// echo is what a live answer says after a post.
type echo int

// The echoes, from good to bad.
const (
	echoSent       echo = iota // what was sent
	echoNormalised             // its buttons, written otherwise
	echoOld                    // menus from before, or from the way there
	echoOther                  // anything else
)

// readbacks say how far a record's answers can be trusted, by their echo.
var readbacks = [...]ledger.Readback{
	echoSent:       ledger.ReadbackVerified,
	echoNormalised: ledger.ReadbackNormalised,
	echoOld:        ledger.ReadbackUnverified,
	echoOther:      ledger.ReadbackRaced,
}

// echo returns what both answers say.
func (a *attempt) echo(l api.Live) echo {
	switch {
	case !a.before.Ours(a.want, &l):
		return echoOther
	case a.hides(l), !a.fresh(l.API):
		return echoOld
	case a.shown(l):
		return echoSent
	case a.want.MayAnswer(l.API) && a.want.MayShow(l.Shown):
		return echoNormalised
	default:
		return echoOld
	}
}

// shown reports whether both answers show the wanted menus as they were sent. What
// they have beside all that caidan knows is WeChat's own.
func (a *attempt) shown(l api.Live) bool {
	l.API, l.Shown = l.API.Without(l.API.Strange()), l.Shown.Without(l.Shown.Strange())
	return l.Shows(a.want)
}

// more reports whether the default menu is there, and all that differs is
// caidan's own: a menu added twice because a read lagged, or one that menu/get
// did not show before.
func (a *attempt) more(l api.Live) bool {
	return a.echo(l) == echoOld && a.fresh(l.API) && a.want.MayShow(l.Shown) && a.want.Default().MayAnswer(l.API.Default())
}
