package publish

import (
	"context"
	"errors"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// finish says what is live after all steps, and records it. unread is why it
// could not be read back.
func (r *run) finish(ctx context.Context, now api.Live, unread error) error {
	r.warnUnclear(nil)
	back := r.echo(now)
	found := api.FoundLate
	if !r.proves && back < echoOld {
		back, found = echoOld, api.FoundAlike
	}
	rec := r.record(now, readbacks[back])
	if unread != nil {
		rec.Readback = ledger.ReadbackUnverified
		r.forgetLive()
		r.warnOld(api.FoundUnread)
	} else {
		r.res.Digests.SetLive(&now)
		r.warnBack(now, back, found)
	}
	if err := r.append(ctx, rec); err != nil {
		return err
	}
	if r.res.Outcome = api.Published; r.retires {
		r.res.Outcome = api.Retired
	}
	return nil
}

// warnBack says what is live after a post when it is not what was sent; found is
// what late answers say.
func (r *run) warnBack(now api.Live, back echo, found api.Found) {
	switch back {
	case echoSent:
	case echoNormalised:
		r.warn(api.Normalised, api.Facts{})
	case echoOld:
		r.warnOld(found)
	case echoOther:
		r.warn(api.Raced, api.Facts{})
	}
	if now.Off() && !r.before.Live.Off() {
		r.warn(api.SwitchedOff, api.Facts{})
	}
}

// warnOld says that no answer shows what was done.
func (r *run) warnOld(found api.Found) {
	kind := api.Unverified
	if r.retires {
		kind = api.StillShown
	}
	r.warn(kind, api.Facts{Found: found})
}

// forgetLive says in the result that it is not known what is live.
func (r *run) forgetLive() {
	d := &r.res.Digests
	d.API, d.Shown, d.Live = "", "", ""
}

// adopt records menus that are live already, put there by another tool.
func (r *run) adopt(ctx context.Context) error {
	if err := r.fit(); err != nil {
		return err
	}
	rec := r.record(r.live, ledger.ReadbackVerified)
	if rec.Kind == ledger.KindPublish {
		rec.Kind = ledger.KindAdopt
	}
	if rec.Kind == ledger.KindRollback || len(r.stored.Quarantine) > 0 {
		// The quarantine changes, though nothing is to be posted: that of another
		// Official Account goes.
		if err := r.intend(ctx); err != nil {
			return err
		}
	}
	return r.append(ctx, rec)
}

// record returns the record of this publish.
func (r *run) record(now api.Live, back ledger.Readback) ledger.Record {
	i := r.intent
	return ledger.Record{
		Account: r.res.Account, Number: i.Number, ID: ledger.NewID(), Kind: i.Kind, Time: r.deps.Now(),
		AppID: i.AppID, Desired: i.Desired, API: now.API, Shown: now.Shown, Readback: back,
		Replaced: i.Replaced, Origin: i.Origin, Reason: i.Reason, RollbackTo: i.RollbackTo, ResetMark: i.ResetMark,
		Version: r.deps.Version,
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
		if api.Readback(rec.Readback).Trusted() {
			r.trust(ctx)
		}
		if r.retires {
			return because(api.UnrecordedRetire, api.Facts{}, err)
		}
		return because(api.Unrecorded, api.Facts{}, err)
	}
	st := r.session.State()
	st.Lease = ledger.Lease{} // given back next
	tell(r.res, st, &rec)
	return nil
}

// halfway ends a publish that could not take all its steps. Where nothing was
// sent the ledger says so again; else the intent stays, and by it the next run
// knows what it finds.
func (r *run) halfway(ctx context.Context, cause error) error {
	if !r.touched && !wechat.Unclear(cause) {
		_ = r.session.Update(ctx, func(st *ledger.State) { // a stale intent explains what is live just as well
			st.Intent, st.Quarantine, st.Mark = r.stored.Intent, r.stored.Quarantine, r.stored.Mark
		})
		return cause
	}
	r.warnUnclear(cause)
	r.untouched(ctx)
	var f api.Facts
	now, err := r.readUntil(ctx, r.caughtUp)
	switch {
	case err != nil:
		r.forgetLive()
		f.Found = api.FoundUnread
	case !r.caughtUp(now):
		r.forgetLive()
		f.Found = api.FoundLate
		if !r.proves && r.want.Default().MayAnswer(now.API.Default()) && r.want.MayShow(now.Shown) {
			f.Found = api.FoundAlike
		}
	default:
		r.res.Digests.SetLive(&now)
		f = r.found(now)
		if r.seen(now) && r.lost == nil && !wechat.Unclear(cause) {
			r.trust(ctx)
		}
	}
	f.Done, f.Total = r.done, len(r.res.Steps)
	if r.intent.Kind == ledger.KindRollback {
		f.Record = r.intent.RollbackTo
		return because(api.HalfRollback, f, cause)
	}
	if r.retires {
		return because(api.HalfRetire, f, cause)
	}
	return because(api.HalfWay, f, cause)
}

// trust notes in the intent that WeChat's answers showed all that was posted, so
// that the next run can trust them.
func (r *run) trust(ctx context.Context) {
	_ = r.session.Update(ctx, func(st *ledger.State) { // without it the next run waits some minutes
		if st.Intent != nil {
			st.Intent.Seen = st.Intent.Number == r.intent.Number
		}
	})
}
