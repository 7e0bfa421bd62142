package publish

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// view is all that a decision is made from.
type view struct {
	state ledger.State
	// last is the newest record; nil when there is none.
	last  *ledger.Record
	live  live
	appID string
}

// sources is where a view comes from; none of them can write.
type sources struct {
	wechat *wechat.Reader
	ledger ledger.Reader
	appID  func(context.Context, string) (string, error)
}

// look reads what is live, the newest record and the appid at once. state has
// been read already.
func (s sources) look(ctx context.Context, state ledger.State) (view, error) {
	v := view{state: state}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		v.last, err = s.newest(ctx, state.Account)
		return err
	})
	g.Go(func() (err error) {
		v.appID, err = s.appID(ctx, state.Account)
		return err
	})
	g.Go(func() (err error) {
		v.live, err = readLive(ctx, s.wechat)
		return err
	})
	if err := g.Wait(); err != nil {
		return view{}, err
	}
	return v, nil
}

// newest returns an account's newest record, nil when there is none.
func (s sources) newest(ctx context.Context, account string) (*ledger.Record, error) {
	last, err := s.ledger.Last(ctx, account)
	var none *ledger.NoRecordError
	switch {
	case errors.As(err, &none):
		return nil, nil //nolint:nilnil // having no record is no error
	case err != nil:
		return nil, err
	}
	return &last, nil
}

// intent returns the open intent: one whose record does not exist. nil when
// there is none.
func (v *view) intent() *ledger.Intent {
	i := v.state.Intent
	if i == nil || v.last != nil && v.last.Number >= i.Number {
		return nil
	}
	return i
}

// explained reports whether each answer is one that the intent's steps pass
// through.
func (v *view) explained(i *ledger.Intent) bool {
	api, shown := v.live.api.Digest(), v.live.shown.Set.Digest()
	return slices.ContainsFunc(i.States, func(s ledger.LiveDigests) bool { return s.API == api }) &&
		slices.ContainsFunc(i.States, func(s ledger.LiveDigests) bool { return s.Shown == shown })
}

// untouched reports whether what was live before the intent's first step still
// is.
func (v *view) untouched(i *ledger.Intent) bool {
	return equal(v.live.api, i.Replaced.API) && equal(v.live.shown.Set, i.Replaced.Shown)
}

// unseen returns what earlier publishes posted that the answers may not show
// yet: one that is not recorded, and one that was not read back.
func (v *view) unseen() []menu.Set {
	var out []menu.Set
	if open := v.intent(); open != nil {
		out = append(out, open.Desired)
	}
	if r := v.last; r != nil && r.Readback == ledger.ReadbackUnverified {
		out = append(out, r.Desired)
	}
	return out
}

// asRecorded reports whether what is live is what the newest record left, be it
// in WeChat's words or in those it was sent in.
func (v *view) asRecorded() bool {
	r := v.last
	if r == nil {
		return false
	}
	if v.live.shows(r.Desired) {
		return true
	}
	return trusted(r.Readback) &&
		oneOf(v.live.api, r.API, r.Desired) && oneOf(v.live.shown.Set, r.Shown, r.Desired.Default())
}

// unchanged reports whether nobody else has changed what is live since the
// newest record. Of one whose answers came late, what it replaced may still be
// what is answered.
func (v *view) unchanged() bool {
	r := v.last
	return v.asRecorded() || r != nil && r.Readback == ledger.ReadbackUnverified &&
		oneOf(v.live.api, r.Desired, r.Replaced.API) &&
		oneOf(v.live.shown.Set, r.Desired.Default(), r.Replaced.Shown)
}

// trusted reports whether a record's answers are those to what it sent.
func trusted(r ledger.Readback) bool {
	return r == ledger.ReadbackVerified || r == ledger.ReadbackNormalised
}

func oneOf(set menu.Set, others ...menu.Set) bool {
	return slices.ContainsFunc(others, func(o menu.Set) bool { return equal(set, o) })
}

func equal(a, b menu.Set) bool { return a.Digest() == b.Digest() }

// inForce returns what is in quarantine: what was put there since other menus
// were last published, but for what a rollback put live again itself. A
// rollback that did not get to its record counts as one that puts there, and
// not as one that takes away.
func (v *view) inForce() []ledger.Quarantine {
	var out []ledger.Quarantine
	for _, q := range v.state.Quarantine {
		r := v.last
		if r == nil || r.Number < q.By || r.Kind == ledger.KindRollback && !equal(r.Desired, q.Desired) {
			out = append(out, q)
		}
	}
	return out
}

// quarantined returns the rollback that put the set into quarantine, nil when
// none did.
func (v *view) quarantined(want menu.Set) *ledger.Quarantine {
	list := v.inForce()
	i := slices.IndexFunc(list, func(q ledger.Quarantine) bool { return equal(q.Desired, want) })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// from returns what is live as steps have to see it: the default menu that
// followers see, and the conditional menus with their ids. Where WeChat still
// answers what the newest record read back, it is in the words it was sent in:
// how WeChat puts them is no difference.
func (v *view) from(want menu.Set) menu.Set {
	api, shown := v.live.api, v.live.shown.Set
	if r := v.last; r != nil && trusted(r.Readback) {
		if equal(api, r.API) {
			api = reworded(api, r.Desired)
		}
		if equal(shown, r.Shown) {
			shown = r.Desired.Default()
		}
	}
	// Only menu/get may show another menu than the one wanted.
	if equal(shown, want.Default()) {
		shown = api.Default()
	}
	return menu.Set{Menu: shown.Menu, Conditional: api.Conditional}
}

// hidden reports whether there may be conditional menus that menu/get does not
// answer: after an edit in the console it may know no menu at all.
func (v *view) hidden() bool { return len(v.live.api.Menu) == 0 && !v.live.empty() }

// reworded returns the set that was sent under the ids it was given.
func reworded(api, sent menu.Set) menu.Set {
	if len(api.Conditional) != len(sent.Conditional) {
		return api
	}
	out := menu.Set{Menu: sent.Menu, Conditional: slices.Clone(sent.Conditional)}
	for i := range out.Conditional {
		out.Conditional[i].ID = api.Conditional[i].ID
	}
	return out
}

// fill says in a result what was seen.
func (v *view) fill(res *api.Result) {
	v.live.digests(&res.Digests)
	res.Ledger = v.stateAs()
	if v.last != nil {
		res.Digests.Recorded = v.last.Desired.Digest()
		res.Record = shownAs(v.last)
	}
}

// stateAs returns the state as results carry it; nil when it says nothing.
func (v *view) stateAs() *api.State {
	s, out := v.state, &api.State{}
	if s.Mark != (ledger.Mark{}) {
		mark := api.Mark(s.Mark)
		out.Mark = &mark
	}
	for _, q := range v.inForce() {
		out.Quarantined = append(out.Quarantined, q.Desired.Digest())
	}
	open := v.intent()
	if open != nil {
		origin := api.Origin(open.Origin)
		out.Unfinished = &origin
	}
	if s.Lease.Holder != "" {
		out.Holder, out.Until = s.Lease.Holder, &s.Lease.Expiry
	}
	if out.Mark == nil && out.Quarantined == nil && open == nil && out.Holder == "" {
		return nil
	}
	return out
}
