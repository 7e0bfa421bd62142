package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// finish says what is live after all steps, and records it. unread is why it
// could not be read back.
func (r *run) finish(ctx context.Context, now live, back state, unread error) error {
	rec := r.record(now, back.readback())
	if unread != nil {
		rec.Readback = ledger.ReadbackUnverified
		r.res.Digests.API, r.res.Digests.Shown, r.res.Digests.Live = "", "", ""
		warn(r.res, api.Unverified, "WeChat took the menus, but they could not be read back: %s", unread)
	} else {
		now.digests(&r.res.Digests)
		r.warnBack(now, back)
	}
	if err := r.append(ctx, rec); err != nil {
		return err
	}
	r.res.Outcome = api.Published
	return nil
}

// warnBack says what is live after a post when it is not what was sent.
func (r *run) warnBack(now live, back state) {
	switch back {
	case stateShown:
	case stateNormalised:
		warn(r.res, api.Normalised, "WeChat answers the same buttons, with names or addresses written otherwise than they were sent")
	case stateOld:
		warn(r.res, api.Unverified, "WeChat took the menus and still answers what it answered before; look again in a few minutes")
	default:
		warn(r.res, api.Raced, "other menus were live right after the post: somebody published at the same moment")
	}
	if now.off() && !r.view.live.off() {
		r.res.Warnings = append(r.res.Warnings, switchedOff())
	}
}

// adopt records menus that are live already: those of an unfinished publish,
// in its name, or those that somebody else put there.
func (r *run) adopt(ctx context.Context) error {
	rec := r.record(r.view.live, ledger.ReadbackVerified)
	switch open := r.view.intent(); {
	case r.verdict.kase == api.CaseHalf && open != nil:
		rec.Kind, rec.Origin, rec.Reason, rec.RollbackTo = open.Kind, open.Origin, open.Reason, open.RollbackTo
		rec.Number, rec.Replaced = open.Number, open.Replaced
		warn(r.res, api.Unfinished, "%s had put these menus live and did not get to its record; it is recorded now", started(open.Origin))
	case rec.Kind == ledger.KindRollback:
		if err := r.rollAway(ctx); err != nil {
			return err
		}
	default:
		rec.Kind = ledger.KindAdopt
	}
	return r.append(ctx, rec)
}

// rollAway puts what a rollback rolls away from into quarantine where nothing
// is to be posted.
func (r *run) rollAway(ctx context.Context) error {
	return r.session.Update(ctx, func(st *ledger.State) {
		intent := r.intent
		st.Intent, st.Quarantine = &intent, r.quarantine()
	})
}

// forget drops an intent that left nothing behind.
func (r *run) forget(ctx context.Context) error {
	if r.view.intent() == nil {
		return nil
	}
	return r.session.Update(ctx, func(st *ledger.State) { st.Intent = nil })
}

// record returns the record of this publish.
func (r *run) record(now live, back ledger.Readback) ledger.Record {
	i := r.intent
	return ledger.Record{
		Account: r.res.Account, Number: i.Number, ID: ledger.NewID(), Kind: i.Kind, Time: r.deps.Now(),
		AppID: i.AppID, Desired: i.Desired, API: now.api, Shown: now.shown.Set, Readback: back,
		Replaced: i.Replaced, Origin: i.Origin, Reason: i.Reason, RollbackTo: i.RollbackTo,
	}
}

// append writes the record, which is what closes the intent.
func (r *run) append(ctx context.Context, rec ledger.Record) error {
	err := r.session.Append(ctx, rec)
	var large *ledger.SizeError
	if errors.As(err, &large) && rec.Readback == ledger.ReadbackRaced {
		// What others published meanwhile takes more room than there is. Of a
		// race the answers are not relied on.
		rec.API, rec.Shown = rec.Desired, rec.Desired.Default()
		err = r.session.Append(ctx, rec)
	}
	if err != nil {
		return &unrecordedError{err}
	}
	r.res.Record, r.res.Digests.Recorded = shownAs(&rec), rec.Desired.Digest()
	v := view{state: r.session.State(), last: &rec}
	v.state.Lease = ledger.Lease{} // given back next
	r.res.Ledger = v.stateAs()
	return nil
}

// recordable refuses before the first write what could not be recorded after
// the last.
func (r *run) recordable() error {
	return ledger.CheckRoom(r.record(r.view.live, ledger.ReadbackVerified))
}

// halfway ends a publish that could not take all its steps. Where nothing was
// changed the ledger says so again; else the intent stays, and by it the next
// run knows what it finds.
func (r *run) halfway(ctx context.Context, cause error) error {
	if !r.changed && !wechat.Unclear(cause) {
		_ = r.session.Update(ctx, func(st *ledger.State) { // a stale intent explains what is live just as well
			st.Intent, st.Quarantine = r.before.Intent, r.before.Quarantine
		})
		return cause
	}
	half := &halfError{cause: cause, done: r.done, total: len(r.res.Steps)}
	now, err := r.readUntil(ctx, r.caughtUp)
	switch {
	case err != nil:
		r.res.Digests.API, r.res.Digests.Shown, r.res.Digests.Live = "", "", ""
		half.live = "what is live now could not be read"
	case !r.caughtUp(now):
		r.res.Digests.API, r.res.Digests.Shown, r.res.Digests.Live = "", "", ""
		half.live = "what is live now is not known: WeChat's answers do not show these steps"
	default:
		now.digests(&r.res.Digests)
		half.live = r.describe(now)
		r.explain(ctx, now)
	}
	return half
}

// explain adds to the intent how WeChat words what the steps so far made, so
// that the next run knows it. What has other buttons is somebody else's.
func (r *run) explain(ctx context.Context, now live) {
	shown := r.view.live.shown.Set
	if r.created {
		shown = r.want.Default()
	}
	if len(r.way) == 0 || !sameTree(now.api, r.way[r.at]) || !sameTree(now.shown.Set, shown) || !r.created && !equal(now.shown.Set, shown) {
		return
	}
	d := ledger.LiveDigests{API: now.api.Digest(), Shown: now.shown.Set.Digest()}
	if slices.Contains(r.intent.States, d) {
		return
	}
	r.intent.States = append(r.intent.States, d)
	_ = r.session.Update(ctx, func(st *ledger.State) { // without it the next run asks a person
		if st.Intent != nil && st.Intent.Number == r.intent.Number {
			st.Intent.States = append(st.Intent.States, d)
		}
	})
}

// describe says what is live after some of the steps.
func (r *run) describe(now live) string {
	switch {
	case now.shows(r.want):
		return "the desired menus are live now"
	case equal(now.api, r.view.live.api) && equal(now.shown.Set, r.view.live.shown.Set):
		return "what was live before still is"
	}
	text := "followers without a conditional menu see the old default menu"
	switch {
	case equal(now.shown.Set, r.want.Default()) && equal(now.shown.Set, r.view.live.shown.Set):
		text = "the default menu is as it was, and as it should be"
	case equal(now.shown.Set, r.want.Default()):
		text = "the new default menu is live now"
	case !equal(now.shown.Set, r.view.live.shown.Set):
		text = "a default menu is live now that is neither the old nor the new one"
	}
	if n := len(now.api.Conditional); n > 0 || len(r.want.Conditional) > 0 {
		text += fmt.Sprintf(", with %d of %d conditional menus as they should be", r.inPlace(now), max(n, len(r.want.Conditional)))
	}
	return text
}

// inPlace counts the conditional menus that are as they should be, from the
// lowest priority up.
func (r *run) inPlace(now live) int {
	have, want := now.api.Conditional, r.want.Conditional
	n := 0
	for n < min(len(have), len(want)) && string(have[len(have)-1-n].Body()) == string(want[len(want)-1-n].Body()) {
		n++
	}
	return n
}

// halfError is a publish that took some of its steps.
type halfError struct {
	cause       error
	done, total int
	live        string
}

func (e *halfError) Error() string { return e.around(e.cause.Error()) }

// around puts what is known of the whole around what is said of the cause.
func (e *halfError) around(cause string) string {
	return fmt.Sprintf("%d of %d steps were taken, then: %s; %s; the next publish goes on from what is live then", e.done, e.total, cause, e.live)
}

func (e *halfError) Unwrap() error { return e.cause }

// unrecordedError is a publish that took all its steps and is not in the
// ledger.
type unrecordedError struct{ cause error }

func (e *unrecordedError) Error() string {
	return "the menus were published, but could not be recorded: " + e.cause.Error() + "; the next publish goes on from what is live then, and records it"
}

func (e *unrecordedError) Unwrap() error { return e.cause }

// errNoEnd is a publish that did not come to rest.
var errNoEnd = errors.New("what is live still differs after three rounds of steps")
