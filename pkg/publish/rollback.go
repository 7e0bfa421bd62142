package publish

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/text"
)

// rollback serves OpRollback: a recorded set is posted again as it was sent
// then, whatever the rules say of it today. Neither the content guards nor the
// mark stop it; an edit since the last record does.
func (p publisher) rollback(ctx context.Context, req *api.Request) error {
	if (req.To == "") == (req.Run == 0) {
		return because(api.NoTarget, api.Facts{}, nil)
	}
	// Looked for before the lease too: an account that was never published to
	// leaves no trace in the ledger.
	st, err := p.ledger.State(ctx, req.Account)
	if err != nil {
		return err
	}
	goal, err := p.goal(ctx, req, st)
	if err != nil {
		return err
	}
	if req.DryRun {
		err := p.plan(ctx, req.Account, wishFor(req, goal), func(ledger.State) error { return nil })
		if p.res.Before != nil {
			p.res.After = &goal.Desired
		}
		return err
	}
	free := func(st ledger.State) (ledger.State, error) { return st, nil }
	return p.hold(ctx, req, free, func(ctx context.Context, s *ledger.Session) error {
		goal, err := p.goal(ctx, req, s.State())
		if err != nil {
			return err
		}
		return p.carry(ctx, s, wishFor(req, goal), ledger.Intent{
			Kind: ledger.KindRollback, Origin: ledger.Origin(req.Origin), Reason: req.Reason, RollbackTo: goal.Number,
		})
	})
}

// goal is target, says in the result what it found, and refuses a retirement, which
// has no menus, and what was recorded of another Official Account, which nothing
// lets pass.
func (p publisher) goal(ctx context.Context, req *api.Request, st ledger.State) (*ledger.Record, error) {
	goal, err := p.target(ctx, req, st)
	if err != nil {
		return nil, err
	}
	if len(goal.Desired.Menu) == 0 {
		return nil, noRecord(api.EmptyRecord, api.Facts{Account: req.Account, Record: goal.Number})
	}
	p.res.Digests.Desired = goal.Desired.Digest()
	appID, err := p.appID(ctx, req.Account)
	if err == nil && goal.AppID != appID {
		f := api.Facts{Account: req.Account, Record: goal.Number, Before: []string{goal.AppID}, After: []string{appID}}
		err = decide.RefuseFor(api.AppIDChanged, api.OtherRecord, f, api.Accept{})
	}
	return goal, err
}

func wishFor(req *api.Request, goal *ledger.Record) decide.Wish {
	return decide.Wish{Set: goal.Desired, Accept: req.Accept, ByHand: true, Force: req.Republish, Rollback: true}
}

// target finds the record to go back to.
func (in inspector) target(ctx context.Context, req *api.Request, st ledger.State) (*ledger.Record, error) {
	last, err := in.newest(ctx, req.Account)
	if err != nil {
		return nil, err
	}
	newest := latest(st, last)
	switch {
	case last == nil && newest != nil && (req.Run == 0 || req.Run == newest.Origin.RunID):
		by := api.Origin(newest.Origin)
		return nil, noRecord(api.FirstHalfway, api.Facts{By: &by})
	case req.Run != 0:
		return in.beforeRun(ctx, req.Account, newest, newest != last, req.Run)
	case last == nil:
		return nil, noRecord(api.Code(api.NoRecord), api.Facts{})
	case req.To != api.Previous:
		return in.numbered(ctx, last, req.To)
	case newest.Kind == ledger.KindRollback && newest != last:
		newest = last // it is asked for once more, to be finished
	}
	appID, err := in.appID(ctx, req.Account)
	if err != nil {
		return nil, err
	}
	k := known(st, last)
	none := noRecord(api.NoOtherRecord, api.Facts{Account: req.Account, Newest: last.Number})
	// What a rollback took back is known bad, also where its quarantine is over;
	// the newest record that has it says so.
	later, away := newest, map[string]bool{}
	return in.find(ctx, newest, none, func(r *ledger.Record) bool {
		digest := r.Desired.Digest()
		away[digest] = away[digest] || later.Kind == ledger.KindRollback
		later = r
		return r.AppID == appID && len(r.Desired.Menu) > 0 && !r.Desired.Equal(newest.Desired) && !away[digest] && k.Quarantined(r.Desired) == nil
	})
}

// latest returns an account's newest publish, as a record: one that was begun
// and has none may be live too, half of it at least. Nil is none at all.
func latest(st ledger.State, last *ledger.Record) *ledger.Record {
	switch i := st.Intent; {
	case i == nil || last != nil && i.Number <= last.Number:
		return last
	case i.Undoes != nil:
		// The rollback of it stopped half-way too. What it wanted is in quarantine.
		return &ledger.Record{Account: st.Account, Number: i.Number, Kind: ledger.KindPublish, Origin: *i.Undoes}
	default:
		return &ledger.Record{Account: st.Account, Number: i.Number, Kind: i.Kind, Desired: i.Desired, Origin: i.Origin}
	}
}

// noRecord is the refusal of a rollback or a retirement that finds no record, and why.
func noRecord(why api.Code, f api.Facts) *decide.StopError {
	return decide.RefuseFor(api.NoRecord, why, f, api.Accept{})
}

// numbered returns the record that a request names by its number.
func (in inspector) numbered(ctx context.Context, last *ledger.Record, to string) (*ledger.Record, error) {
	number, err := strconv.Atoi(to)
	if err != nil || number < 1 {
		return nil, because(api.NoNumber, api.Facts{Cause: text.Cut(to, text.Shown), Newest: last.Number}, nil)
	}
	rec, err := in.ledger.Record(ctx, last.Account, number)
	var none *ledger.NoRecordError
	if errors.As(err, &none) {
		return nil, noRecord(api.NoSuchRecord, api.Facts{Account: last.Account, Record: number, Newest: last.Number})
	}
	return &rec, err
}

// find returns the newest record before a publish that fits, and the error none
// without one.
func (in inspector) find(ctx context.Context, newest *ledger.Record, none error, fits func(*ledger.Record) bool) (found *ledger.Record, err error) {
	_, err = ledger.Walk(ctx, in.ledger, newest.Account, newest.Number, func(r *ledger.Record) bool {
		if fits(r) {
			found = r
		}
		return found == nil
	})
	if err == nil && found == nil {
		err = none
	}
	return found, err
}

// beforeRun returns the newest record that is not of a run's publishes. The
// account's newest publish, which may be open, must be one of them: undoing an older
// one would undo what came after it as well.
func (in inspector) beforeRun(ctx context.Context, account string, newest *ledger.Record, open bool, run int64) (*ledger.Record, error) {
	f := api.Facts{Account: account, Run: run}
	of := func(r *ledger.Record) bool { return r.Origin.RunID == run && r.Kind != ledger.KindRollback }
	before := func(r *ledger.Record) (*ledger.Record, error) {
		return in.find(ctx, r, noRecord(api.NothingBefore, f), func(r *ledger.Record) bool { return !of(r) })
	}
	if newest != nil && of(newest) {
		return before(newest)
	}
	list, err := ledger.RunRecords(ctx, in.ledger, account, run)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(r ledger.Record) bool { return of(&r) })
	if i < 0 {
		return nil, because(api.UnknownRun, f, nil)
	}
	undone, err := before(&list[i])
	switch nothing := (*decide.StopError)(nil); {
	case err == nil && undone.Desired.Equal(newest.Desired):
		return undone, nil
	case err != nil && !errors.As(err, &nothing):
		return nil, err
	}
	f.Record = list[i].Number
	if open {
		by := api.Origin(newest.Origin)
		f.By = &by
		return nil, decide.RefuseFor(api.Stale, api.RunBeforeHalfway, f, api.Accept{})
	}
	f.Newest = newest.Number
	return nil, decide.RefuseFor(api.Stale, api.RunNotNewest, f, api.Accept{})
}
