package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// page is how many records a rollback reads at a time on its way back. What it
// looks for is nearly always among the newest few.
const page = 20

// rollback serves OpRollback: a recorded set is posted again as it was sent
// then, whatever the rules say of it today. Neither the content guards nor the
// mark stop it; an edit since the last record does.
func (w work) rollback(ctx context.Context, req *api.Request) error {
	if (req.To == "") == (req.Run == 0) {
		return &requestError{"a rollback names either a record (to) or a run", "say --to NUMBER, --to previous or --run RUN"}
	}
	// Looked for before the lease too: what was never published leaves no
	// trace in the ledger.
	st, err := w.ledger.State(ctx, req.Account)
	if err != nil {
		return err
	}
	back, err := w.goal(ctx, req, st)
	if err != nil || back == nil {
		return err
	}
	if req.DryRun {
		return w.plan(ctx, req.Account, wishFor(req, back), w.res, func(ledger.State) error { return nil })
	}
	free := func(st ledger.State) (ledger.State, error) { return st, nil }
	return w.hold(ctx, req, free, func(ctx context.Context, s *ledger.Session) error {
		back, err := w.goal(ctx, req, s.State())
		if err != nil || back == nil {
			return err
		}
		v, err := w.look(ctx, s.State())
		if err != nil {
			return err
		}
		return w.carry(ctx, s, v, wishFor(req, back), ledger.Intent{
			Kind: ledger.KindRollback, Origin: ledger.Origin(req.Origin), Reason: req.Reason, RollbackTo: back.Number,
		})
	})
}

// goal is target, and says in the result what it found.
func (w work) goal(ctx context.Context, req *api.Request, st ledger.State) (*ledger.Record, error) {
	back, err := w.target(ctx, req, st)
	w.res.Outcome = api.InSync
	if back != nil {
		w.res.Outcome, w.res.Digests.Desired = "", back.Desired.Digest()
	}
	return back, err
}

func wishFor(req *api.Request, back *ledger.Record) wish {
	return wish{set: back.Desired, accept: req.Accept, byHand: true, force: req.Republish, rollback: true}
}

// target finds the record to go back to; nil where a run published nothing to
// this account.
func (s sources) target(ctx context.Context, req *api.Request, st ledger.State) (*ledger.Record, error) {
	last, err := s.newest(ctx, req.Account)
	switch {
	case err != nil:
		return nil, err
	case last == nil && req.Run != 0:
		return nil, nil //nolint:nilnil // nothing to go back from
	case last == nil:
		return nil, &refusal{
			guard:   api.NoRecord,
			meaning: (&ledger.NoRecordError{Account: req.Account}).Error(),
			remedy:  "publish the menus you want from Git",
		}
	case req.Run != 0:
		return s.beforeRun(ctx, last, req.Run)
	case req.To == api.Previous:
		v := view{state: st, last: last}
		return s.find(ctx, last, "there is no record before it with other menus that are not in quarantine", func(r *ledger.Record) bool {
			return !equal(r.Desired, last.Desired) && v.quarantined(r.Desired) == nil
		})
	}
	return s.numbered(ctx, last, req.To)
}

// numbered returns the record that a request names by its number.
func (s sources) numbered(ctx context.Context, last *ledger.Record, text string) (*ledger.Record, error) {
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return nil, &requestError{fmt.Sprintf("%.40q is no record's number", text), fmt.Sprintf("say a number from 1 to %d, or %s", last.Number, api.Previous)}
	}
	rec, err := s.ledger.Record(ctx, last.Account, number)
	var none *ledger.NoRecordError
	if errors.As(err, &none) {
		return nil, &refusal{
			guard:   api.NoRecord,
			meaning: err.Error(),
			remedy:  fmt.Sprintf("choose one that caidan history %s lists", last.Account),
		}
	}
	return &rec, err
}

// find returns the newest record below last that fits.
func (s sources) find(ctx context.Context, last *ledger.Record, otherwise string, fits func(*ledger.Record) bool) (*ledger.Record, error) {
	for before := last.Number; ; {
		records, err := s.ledger.Records(ctx, last.Account, before, page)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(records, func(r ledger.Record) bool { return fits(&r) }); i >= 0 {
			return &records[i], nil
		}
		if len(records) < page {
			return nil, &refusal{
				guard:   api.NoRecord,
				meaning: fmt.Sprintf("record %d of %s is the newest, and %s", last.Number, last.Account, otherwise),
				remedy:  fmt.Sprintf("name the record you want with --to NUMBER (caidan history %s lists them), or publish the menus you want from Git", last.Account),
			}
		}
		before = records[len(records)-1].Number
	}
}

// beforeRun returns the record from before a run's first, nil when the run
// published nothing to this account. The run's must be the newest: undoing an
// older one would undo what came after it as well.
func (s sources) beforeRun(ctx context.Context, last *ledger.Record, run int64) (*ledger.Record, error) {
	of := func(r *ledger.Record) bool { return r.Origin.RunID == run && r.Kind != ledger.KindRollback }
	beforeIt := func(newest *ledger.Record) (*ledger.Record, error) {
		return s.find(ctx, newest, fmt.Sprintf("there is none from before run %d", run), func(r *ledger.Record) bool { return !of(r) })
	}
	if of(last) {
		return beforeIt(last)
	}
	older, err := s.find(ctx, last, "", of)
	var none *refusal
	switch {
	case errors.As(err, &none):
		return nil, nil //nolint:nilnil // nothing to go back from
	case err != nil:
		return nil, err
	}
	if before, err := beforeIt(older); err == nil && equal(before.Desired, last.Desired) {
		return before, nil // it was undone already
	}
	return nil, &refusal{
		guard:   api.Stale,
		meaning: fmt.Sprintf("record %d of %s is of run %d, and record %d came after it", older.Number, last.Account, run, last.Number),
		remedy:  "name the record you want: caidan rollback " + last.Account + " --to NUMBER",
	}
}

// requestError is a request that makes no sense.
type requestError struct{ text, remedy string }

func (e *requestError) Error() string { return e.text }

// Remedy says what to do.
func (e *requestError) Remedy() string { return e.remedy }
