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

// page is how many records a rollback reads at a time on its way back. What it
// looks for is nearly always among the newest few.
const page = 20

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
	if err != nil || goal == nil {
		return err
	}
	if req.DryRun {
		return p.plan(ctx, req.Account, wishFor(req, goal), func(ledger.State) error { return nil })
	}
	free := func(st ledger.State) (ledger.State, error) { return st, nil }
	return p.hold(ctx, req, free, func(ctx context.Context, s *ledger.Session) error {
		goal, err := p.goal(ctx, req, s.State())
		if err != nil || goal == nil {
			return err
		}
		return p.carry(ctx, s, wishFor(req, goal), ledger.Intent{
			Kind: ledger.KindRollback, Origin: ledger.Origin(req.Origin), Reason: req.Reason, RollbackTo: goal.Number,
		})
	})
}

// goal is target, and says in the result what it found.
func (p publisher) goal(ctx context.Context, req *api.Request, st ledger.State) (*ledger.Record, error) {
	goal, err := p.target(ctx, req, st)
	p.res.Outcome = api.InSync
	if goal != nil {
		p.res.Outcome, p.res.Digests.Desired = "", goal.Desired.Digest()
	}
	return goal, err
}

func wishFor(req *api.Request, goal *ledger.Record) decide.Wish {
	return decide.Wish{Set: goal.Desired, Accept: req.Accept, ByHand: true, Force: req.Republish, Rollback: true}
}

// target finds the record to go back to; nil where a run published nothing to
// this account.
func (in inspector) target(ctx context.Context, req *api.Request, st ledger.State) (*ledger.Record, error) {
	last, err := in.newest(ctx, req.Account)
	switch {
	case err != nil:
		return nil, err
	case last == nil && req.Run != 0:
		return nil, nil //nolint:nilnil // nothing to go back from
	case last == nil:
		return nil, noRecord(api.Code(api.NoRecord), api.Facts{})
	case req.Run != 0:
		return in.beforeRun(ctx, last, req.Run)
	case req.To == api.Previous:
		k := known(st, last)
		none := noRecord(api.NoOtherRecord, api.Facts{Account: last.Account, Newest: last.Number})
		return in.find(ctx, last, none, func(r *ledger.Record) bool {
			return !r.Desired.Equal(last.Desired) && k.Quarantined(r.Desired) == nil
		})
	}
	return in.numbered(ctx, last, req.To)
}

// noRecord is the refusal of a rollback that finds no record, and why.
func noRecord(why api.Code, f api.Facts) *decide.StopError {
	return decide.RefuseFor(api.NoRecord, why, f, api.Accept{})
}

// numbered returns the record that a request names by its number.
func (in inspector) numbered(ctx context.Context, last *ledger.Record, to string) (*ledger.Record, error) {
	number, err := strconv.Atoi(to)
	if err != nil || number < 1 {
		return nil, because(api.NoNumber, api.Facts{Cause: text.Cut(to, shownOutside), Newest: last.Number}, nil)
	}
	rec, err := in.ledger.Record(ctx, last.Account, number)
	var none *ledger.NoRecordError
	if errors.As(err, &none) {
		return nil, noRecord(api.NoSuchRecord, api.Facts{Account: last.Account, Record: number, Newest: last.Number})
	}
	return &rec, err
}

// find returns the newest record below last that fits, and the error none
// without one.
func (in inspector) find(ctx context.Context, last *ledger.Record, none error, fits func(*ledger.Record) bool) (*ledger.Record, error) {
	for before := last.Number; ; {
		records, err := in.ledger.Records(ctx, last.Account, before, page)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(records, func(r ledger.Record) bool { return fits(&r) }); i >= 0 {
			return &records[i], nil
		}
		if len(records) < page {
			return nil, none
		}
		before = records[len(records)-1].Number
	}
}

// beforeRun returns the record from before a run's first, nil when the run
// published nothing to this account. The run's must be the newest: undoing an
// older one would undo what came after it as well.
func (in inspector) beforeRun(ctx context.Context, last *ledger.Record, run int64) (*ledger.Record, error) {
	of := func(r *ledger.Record) bool { return r.Origin.RunID == run && r.Kind != ledger.KindRollback }
	none := noRecord(api.NothingBefore, api.Facts{Account: last.Account, Run: run})
	before := func(newest *ledger.Record) (*ledger.Record, error) {
		return in.find(ctx, newest, none, func(r *ledger.Record) bool { return !of(r) })
	}
	if of(last) {
		return before(last)
	}
	older, err := in.find(ctx, last, none, of)
	switch {
	case errors.Is(err, none):
		return nil, nil //nolint:nilnil // nothing to go back from
	case err != nil:
		return nil, err
	}
	if undone, err := before(older); err == nil && undone.Desired.Equal(last.Desired) {
		return undone, nil
	}
	f := api.Facts{Account: last.Account, Record: older.Number, Run: run, Newest: last.Number}
	return nil, decide.RefuseFor(api.Stale, api.RunNotNewest, f, api.Accept{})
}
