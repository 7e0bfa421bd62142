package publish

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
)

// history serves OpHistory.
func (in inspector) history(ctx context.Context, req *api.Request) error {
	st, err := in.ledger.State(ctx, req.Account)
	if err != nil {
		return err
	}
	last, err := in.newest(ctx, req.Account)
	if err != nil {
		return err
	}
	tell(in.res, st, last)
	in.res.Outcome = api.Read
	if req.To != "" {
		rec, err := in.target(ctx, &api.Request{Account: req.Account, To: req.To}, st)
		if err == nil {
			in.res.Records, err = in.whole(ctx, rec)
		}
		return err
	}
	limit := req.Limit
	switch {
	case limit == 0:
		limit = api.DefaultRecords
	case limit < 0 || limit > api.MaxRecords || req.Before < 0:
		return because(api.NoPage, api.Facts{Max: api.MaxRecords}, nil)
	}
	records, err := in.ledger.Records(ctx, req.Account, req.Before, limit)
	for i := range records {
		in.res.Records = append(in.res.Records, *recordAs(&records[i]))
	}
	return err
}

// whole returns a record with the menus it sent and those it replaced.
func (in inspector) whole(ctx context.Context, r *ledger.Record) ([]api.Record, error) {
	replaced, err := r.Replaced.Whole(ctx, in.ledger, r.Account)
	if err != nil {
		return nil, err
	}
	out := recordAs(r)
	out.Desired, out.Replaced = &r.Desired, (*api.Live)(replaced)
	return []api.Record{*out}, nil
}

// list serves OpList.
func (in inspector) list(ctx context.Context) (err error) {
	in.res.Outcome = api.Read
	in.res.Accounts, err = in.ledger.Accounts(ctx)
	return err
}
