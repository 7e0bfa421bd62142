package publish

import (
	"context"
	"errors"
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// opCreate is what package wechat calls the endpoint that writes.
const opCreate = "menu/create"

// readBacks is how often a publish reads what is live until it shows the new
// menu. Source: design, the order of work.
const readBacks = 3

// post creates the menu and reads it back. What an answer that was lost leaves
// open is looked for in what is live then.
func (w work) post(ctx context.Context, desired menu.Set, before live) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < w.pace.write {
		return &timeError{w.pace.write}
	}
	lost := w.create(ctx, desired.CreateBody())
	if lost != nil && !mayHaveActed(lost) {
		return lost
	}
	after, err := w.readBack(ctx, desired)
	if err != nil {
		w.res.Digests.API, w.res.Digests.Shown = "", ""
		if lost != nil {
			return &lostError{lost, "what is live now could not be read"}
		}
		w.res.Outcome = Published
		w.res.warn(Unverified, "WeChat took the menu, but it could not be read back: %s", err)
		return nil
	}
	after.digests(&w.res.Digests)
	if lost != nil {
		if !after.newly(desired, before) {
			return &lostError{lost, found(desired, before, after)}
		}
		w.res.warn(Unclear, "WeChat's answer to menu/create was lost; reading back shows that it took the menu")
	}
	w.res.Outcome = Published
	w.res.warnReadBack(desired, before, after)
	w.res.warnSwitch(after)
	return nil
}

// create posts the menu, and gives up while there is time to read back.
func (w work) create(ctx context.Context, body []byte) error {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-w.pace.readBack))
		defer cancel()
	}
	return w.Create(ctx, body)
}

// mayHaveActed reports whether WeChat may have done what a post asked although
// this error came of it.
func mayHaveActed(err error) bool {
	var broken *wechat.TransportError
	var refused *wechat.Error
	switch {
	case errors.As(err, &broken) && broken.Op == opCreate:
		return broken.Sent
	case errors.As(err, &refused) && refused.Op == opCreate:
		return refused.Unclear
	default:
		return false
	}
}

// readBack reads what is live until both answers show the desired menu, a few
// times at most. The last answers are returned either way; there is an error
// when there are none.
func (w work) readBack(ctx context.Context, desired menu.Set) (live, error) {
	var last live
	for n := 1; ; n++ {
		l, err := readLive(ctx, w.Reader)
		switch {
		case err != nil && n > 1:
			return last, nil
		case err != nil || l.shows(desired) || n == readBacks:
			return l, err
		}
		last = l
		select {
		case <-ctx.Done():
			return last, nil
		case <-time.After(w.pace.pause):
		}
	}
}

// state is what one of the two live answers says after a post.
type state int

// The states, from good to bad.
const (
	stateShown      state = iota // the desired menu
	stateNormalised              // its buttons with other values
	stateOld                     // what it said before the post
	stateOther                   // anything else
)

func stateOf(desired, before, after menu.Set) state {
	switch after.Digest() {
	case desired.Digest():
		return stateShown
	case before.Digest():
		return stateOld
	}
	if menu.SameTree(after.Menu, desired.Menu) {
		return stateNormalised
	}
	return stateOther
}

// states returns what menu/get and what get_current_selfmenu_info say.
func states(desired menu.Set, before, after live) (api, shown state) {
	return stateOf(desired, before.api.Default(), after.api.Default()),
		stateOf(desired, before.shown.Set, after.shown.Set)
}

// newly reports whether one of the answers shows the desired menu that did not
// before, so that it was taken since.
func (l live) newly(desired menu.Set, before live) bool {
	api, shown := states(desired, before, l)
	d := desired.Digest()
	return api == stateShown && before.api.Default().Digest() != d ||
		shown == stateShown && before.shown.Set.Digest() != d
}

// found says what was live when reading back did not show that a lost post was
// taken.
func found(desired menu.Set, before, after live) string {
	api, shown := states(desired, before, after)
	switch {
	case before.shows(desired) && after.shows(desired):
		return "the menu is live as it was before, so whether it was posted once more is not known"
	case max(api, shown) == stateOld:
		return "what was live before still is"
	default:
		return "what is live now is neither what was live before nor this menu"
	}
}

// warnReadBack says what is live after a post when it is not what was sent.
func (r *Result) warnReadBack(desired menu.Set, before, after live) {
	switch api, shown := states(desired, before, after); max(api, shown) {
	case stateShown:
	case stateNormalised:
		r.warn(Normalised, "WeChat answers the same buttons with other values than were sent")
	case stateOld:
		r.warn(Unverified, "WeChat took the menu and still answers what it answered before; look again in a few minutes")
	default:
		r.warn(Raced, "another menu was live right after the post: somebody published at the same moment")
	}
}
