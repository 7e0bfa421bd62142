package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	// writeReserve is the time that must be left before a write starts: what
	// the write, its retries and reading back may take. Source: design, the
	// order of work.
	writeReserve = 15 * time.Second
	// readBacks is how often a publish reads what is live until it shows the
	// new menu. Source: design, the order of work.
	readBacks = 3
	// readBackPause is the time between two of those reads. WeChat documents
	// no delay; three reads a second apart stay well inside writeReserve.
	readBackPause = time.Second
)

// publish serves OpPublish.
func publish(ctx context.Context, w *wechat.Writer, req Request, res *Result) error {
	acc := menu.DecodeSet(req.Account, req.Desired)
	res.Findings = rule.Judge(acc)
	if n, _ := diag.Count(res.Findings); n > 0 {
		res.Outcome = Invalid
		return nil
	}
	if n := len(acc.Set.Conditional); n > 0 {
		return &conditionalError{n}
	}
	res.Digests.Desired = acc.Set.Digest()

	before, err := readLive(ctx, w.Reader)
	if err != nil {
		return err
	}
	before.digests(&res.Digests)
	if n := len(before.api.Conditional); n > 0 {
		res.warn(ConditionalLeft, "%d conditional menus are live and were left alone", n)
	}
	switch {
	case before.shows(acc.Set) && !req.Republish:
		res.Outcome = InSync
		res.warnSwitch(before)
		return nil
	case req.DryRun:
		res.Outcome = Planned
		res.warnSwitch(before)
		return nil
	}
	return post(ctx, w, acc.Set, before, res)
}

// post creates the menu and reads it back. An answer that was lost is looked
// for in what is live then.
func post(ctx context.Context, w *wechat.Writer, desired menu.Set, before live, res *Result) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < writeReserve {
		return &timeError{}
	}
	err := w.Create(ctx, desired.CreateBody())
	var unclear *wechat.TransportError
	if err != nil && !errors.As(err, &unclear) {
		return err
	}
	after, readErr := readBack(ctx, w.Reader, desired)
	if readErr == nil {
		after.digests(&res.Digests)
	}
	switch {
	case err != nil && readErr == nil && after.shows(desired):
		res.warn(Unclear, "WeChat's answer to menu/create was lost; the menu was found live by reading it back")
	case err != nil && readErr == nil:
		return fmt.Errorf("the answer to menu/create was lost and the menu is not live: %w", err)
	case err != nil:
		return fmt.Errorf("the answer to menu/create was lost, and whether it was acted on could not be read: %w", err)
	case readErr != nil:
		res.warn(Unverified, "WeChat took the menu, but it could not be read back: %s", readErr)
	default:
		res.warnReadBack(desired, before, after)
	}
	res.Outcome = Published
	if readErr == nil {
		res.warnSwitch(after)
	}
	return nil
}

// readBack reads what is live until both answers show the desired menu, a few
// times at most; the last answers are returned either way.
func readBack(ctx context.Context, r *wechat.Reader, desired menu.Set) (live, error) {
	for n := 1; ; n++ {
		l, err := readLive(ctx, r)
		if err != nil || l.shows(desired) || n == readBacks {
			return l, err
		}
		select {
		case <-ctx.Done():
			return l, nil
		case <-time.After(readBackPause):
		}
	}
}

func (r *Result) warn(kind WarningKind, format string, args ...any) {
	r.Warnings = append(r.Warnings, Warning{Kind: kind, Message: fmt.Sprintf(format, args...)})
}

// warnSwitch says that followers see nothing when the menu switch is off.
func (r *Result) warnSwitch(l live) {
	if !l.shown.Open {
		r.warn(SwitchedOff, "the menu is switched off in WeChat's console: followers see none")
	}
}

// warnReadBack says what is live after a post when it is not what was sent.
func (r *Result) warnReadBack(desired menu.Set, before, after live) {
	switch {
	case after.shows(desired):
	case after.api.Digest() == before.api.Digest() || after.shown.Set.Digest() == before.shown.Set.Digest():
		r.warn(Unverified, "WeChat took the menu but still answers the former one; look again in a few minutes")
	case menu.SameTree(after.api.Menu, desired.Menu) && menu.SameTree(after.shown.Set.Menu, desired.Menu):
		r.warn(Normalised, "WeChat answers the same buttons with other values than were sent")
	default:
		r.warn(Raced, "another menu was live right after the post: somebody published at the same moment")
	}
}
