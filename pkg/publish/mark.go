package publish

import (
	"context"
	"errors"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// past reads what the records say of a request's run, and of those since the
// mark was raised.
func (in inspector) past(ctx context.Context, m ledger.Mark, req *api.Request) (past decide.Past, err error) {
	o := ledger.Origin(req.Origin)
	if o.RunID == 0 && req.Accept.ResetMark == 0 {
		return past, nil // it leaves the mark
	}
	last, err := in.newest(ctx, req.Account)
	if err != nil || last == nil {
		return past, err
	}
	past.Newest = last.Number
	if req.Accept.ResetMark != 0 {
		past.Lower, err = in.below(ctx, req.Account, m)
		return past, err
	}
	if o.Attempt < 2 {
		return past, nil
	}
	_, err = ledger.Walk(ctx, in.ledger, req.Account, 0, func(r *ledger.Record) bool {
		if r.Number > m.Record && (r.Origin.RunID != o.RunID || !sameRepository(r.Origin, o)) {
			past.Other, past.By = r.Number, api.Origin(r.Origin)
		}
		return r.Number > m.Record && past.Other == 0
	})
	return past, err
}

// below returns the highest id below the mark's of a run of its repository, 0
// where the newest records have none: run ids rise, but for a take-over.
func (in inspector) below(ctx context.Context, account string, m ledger.Mark) (lower int64, err error) {
	seen := 0
	_, err = ledger.Walk(ctx, in.ledger, account, 0, func(r *ledger.Record) bool {
		o := r.Origin
		if sameRepository(o, ledger.Origin{Server: m.Server, RepositoryID: m.RepositoryID}) && o.RunID < m.RunID {
			lower = max(lower, o.RunID)
		}
		seen++
		return seen < api.MaxRecords
	})
	return lower, err
}

// sameRepository compares by what outlives a repository's renaming.
func sameRepository(a, b ledger.Origin) bool {
	return a.Server == b.Server && a.RepositoryID == b.RepositoryID
}

// doubt says in the result of a plan that the run which holds the mark can hardly
// exist: by the run that asks, or else by the record that was the newest when the
// mark was raised.
func (in inspector) doubt(ctx context.Context, st ledger.State, o api.Origin) error {
	m, known, ago := st.Mark, o.RunID, time.Duration(0)
	if known == 0 && m.Record > 0 {
		rec, err := in.ledger.Record(ctx, st.Account, m.Record)
		var none *ledger.NoRecordError
		switch {
		case errors.As(err, &none):
			return nil
		case err != nil:
			return err
		}
		o = api.Origin(rec.Origin)
		known, ago = o.RunID, in.now().Sub(rec.Time)
	}
	if sameRepository(ledger.Origin(o), ledger.Origin{Server: m.Server, RepositoryID: m.RepositoryID}) && decide.Doubtful(api.Mark(m), known, ago) {
		w := api.NewWarning(api.DoubtfulMark, api.Facts{Account: st.Account, Newer: m.RunID})
		in.res.Warnings = append(in.res.Warnings, w)
	}
	return nil
}
