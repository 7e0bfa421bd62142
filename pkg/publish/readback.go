package publish

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// readBacks is how often a publish reads what is live until it shows the new
// menus. Source: design, the order of work.
const readBacks = 3

// state is what one of the two live answers says after a post.
type state int

// The states, from good to bad.
const (
	stateShown      state = iota // what was sent
	stateNormalised              // its buttons, written otherwise
	stateOld                     // what it said on the way there
	stateOther                   // anything else
)

// readback returns how far a record's answers can be trusted.
func (s state) readback() ledger.Readback {
	switch s {
	case stateShown:
		return ledger.ReadbackVerified
	case stateNormalised:
		return ledger.ReadbackNormalised
	case stateOld:
		return ledger.ReadbackUnverified
	default:
		return ledger.ReadbackRaced
	}
}

// readBack reads what is live until both answers show what was sent, a few
// times at most. The last answers are returned either way; there is an error
// when there are none.
func (r *run) readBack(ctx context.Context) (live, state, error) {
	now, err := r.readUntil(ctx, func(l live) bool { return r.stateOf(l) <= stateNormalised })
	return now, r.stateOf(now), err
}

// readUntil reads what is live until it is as it should be, a few times at
// most. The last answers are returned either way; there is an error when there
// are none.
func (r *run) readUntil(ctx context.Context, good func(live) bool) (live, error) {
	var last live
	none := errors.New("there was no time to read")
	for n := range readBacks {
		if n > 0 && !wait(ctx, r.pace.pause) {
			break
		}
		switch l, err := readLive(ctx, r.wechat); {
		case err == nil:
			last, none = l, nil
		case none != nil:
			none = err
		}
		if none == nil && good(last) {
			return last, nil
		}
	}
	return last, none
}

// wait reports whether that time passed before ctx was over.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// stateOf returns the worse of what the two answers say.
func (r *run) stateOf(l live) state { return max(r.stateOfAPI(l.api), r.stateOfShown(l.shown.Set)) }

func (r *run) stateOfAPI(api menu.Set) state {
	last := r.view.last
	again := last != nil && trusted(last.Readback) && equal(last.Desired, r.want)
	switch {
	case !r.fresh(api) && sameTree(api, r.want):
		return stateOld
	case equal(api, r.want):
		return stateShown
	case again && equal(api, last.API), oneOf(api, r.end...):
		return stateNormalised
	}
	return r.sameAs(api, r.want, r.states)
}

// fresh reports whether an answer has the conditional menus that were added,
// and none that was deleted. One that is older may look the same where a menu
// was added again.
func (r *run) fresh(api menu.Set) bool {
	missing := len(r.added)
	for _, c := range api.Conditional {
		if r.gone[c.ID] {
			return false
		}
		if r.added[c.ID] {
			missing--
		}
	}
	for id := range r.gone {
		if r.added[id] {
			missing--
		}
	}
	return missing == 0
}

func (r *run) stateOfShown(shown menu.Set) state {
	last, before := r.view.last, r.view.live.shown.Set
	again := last != nil && trusted(last.Readback) && equal(last.Desired.Default(), r.want.Default())
	switch {
	case equal(shown, r.want.Default()):
		return stateShown
	case again && equal(shown, last.Shown), !r.created && equal(shown, before):
		return stateNormalised
	case !r.created:
		return stateOther // this publish did not change it
	}
	return r.sameAs(shown, r.want.Default(), []menu.Set{before})
}

// sameAs tells what was sent in WeChat's words from what was answered on the
// way there, in its words or ours.
func (r *run) sameAs(set, want menu.Set, earlier []menu.Set) state {
	switch {
	case oneOf(set, earlier...):
		return stateOld
	case sameTree(set, want):
		return stateNormalised
	case slices.ContainsFunc(earlier, func(e menu.Set) bool { return sameTree(set, e) }):
		return stateOld
	default:
		return stateOther
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

// own reports whether what is live differs from what was sent only by what
// caidan itself did: a conditional menu that was added twice, because an answer
// that came late did not show it yet, or what an earlier publish left and the
// guard could not see yet.
func (r *run) own(l live, s state) bool {
	taken := r.stateOfShown(l.shown.Set) <= stateNormalised && menu.SameTree(l.api.Menu, r.want.Menu)
	list := r.want.Conditional
	for _, e := range r.view.unseen() {
		list = slices.Concat(list, e.Conditional)
		taken = taken || equal(l.shown.Set, e.Default()) && equal(l.api.Default(), e.Default())
	}
	return s == stateOther && taken && r.all(l, list)
}

// known reports whether each conditional menu that is live is one that was
// recorded or is wanted.
func (r *run) known(l live) bool {
	list := r.want.Conditional
	if last := r.view.last; last != nil {
		list = slices.Concat(list, last.Desired.Conditional, last.API.Conditional)
	}
	return r.all(l, list)
}

// all reports whether each conditional menu that is live is in the list, or is
// one that was there before or was added since.
func (r *run) all(l live, list []menu.Conditional) bool {
	return !slices.ContainsFunc(l.api.Conditional, func(c menu.Conditional) bool {
		_, sent := r.sent[c.ID]
		return !sent && !slices.ContainsFunc(list, func(o menu.Conditional) bool {
			return string(o.Body()) == string(c.Body())
		})
	})
}

// caughtUp reports whether both answers show the steps that were taken, as far
// as that can be told.
func (r *run) caughtUp(now live) bool {
	want, before := r.want.Default(), r.view.live
	old := func(set, before menu.Set) bool { return r.created && equal(set, before) && !equal(before, want) }
	return r.fresh(now.api) && !old(now.api.Default(), before.api.Default()) && !old(now.shown.Set, before.shown.Set)
}

// afterLost reads what is live after the answer to a step was lost, until it
// shows that the step was taken. Only of menu/create, which would have been
// seen, it is an error that it does not show.
func (r *run) afterLost(ctx context.Context, lost error) (live, error) {
	if opLost(lost) != opCreate {
		before := r.way[:r.at+1] // an answer that comes late may be of any step before
		now, err := r.readUntil(ctx, func(l live) bool { return !oneOf(l.api, before...) })
		switch {
		case err != nil:
			return now, &lostError{lost, "what is live now could not be read"}
		case oneOf(now.api, before[:r.at]...) && !equal(now.api, before[r.at]):
			return now, &lostError{lost, "what WeChat answers is still from before the steps that it did take"}
		}
		r.lostWarning(lost)
		return now, nil
	}
	now, err := r.readUntil(ctx, r.newly)
	switch {
	case err != nil:
		return now, &lostError{lost, "what is live now could not be read"}
	case !r.newly(now):
		now.digests(&r.res.Digests)
		return now, &lostError{lost, r.found(now)}
	}
	r.created = true
	r.lostWarning(lost)
	return now, nil
}

// newly reports whether one of the answers shows the default menu that did not
// before, so that it was taken since.
func (r *run) newly(l live) bool {
	want, before := r.want.Default(), r.view.live
	return equal(l.api.Default(), want) && !equal(before.api.Default(), want) ||
		equal(l.shown.Set, want) && !equal(before.shown.Set, want)
}

// found says what was live when reading back did not show that a lost post was
// taken.
func (r *run) found(after live) string {
	before, want := r.view.live, r.want.Default()
	switch {
	case equal(before.shown.Set, want) && equal(after.shown.Set, want):
		return "the menu is live as it was before, so whether it was posted once more is not known"
	case equal(after.api, before.api) && equal(after.shown.Set, before.shown.Set):
		return "what was live before still is"
	default:
		return "what is live now is neither what was live before nor this menu"
	}
}

// lostWarning says that an answer was lost and what was done about it.
func (r *run) lostWarning(lost error) {
	warn(r.res, api.Unclear, "WeChat's answer to %s was lost; what is live was read, and the publish went on from there", opLost(lost))
}
