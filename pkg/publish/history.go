package publish

import (
	"context"
	"encoding/json"

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
	size := 0
	in.res.Next, err = ledger.Walk(ctx, in.ledger, req.Account, req.Before, func(r *ledger.Record) bool {
		rec := recordAs(r)
		in.res.Records, size = append(in.res.Records, *rec), size+sizeOf(rec)
		return len(in.res.Records) < limit && size < maxRecords
	})
	return err
}

// maxRecords is the most bytes of records in an answer, but for the last of
// them. An answer may have 6 MB; a record without its menus has less than 200 KB
// however JSON writes it.
// Source: AWS Lambda quotas, invocation payload.
const maxRecords = 4 << 20

// sizeOf returns how many bytes a record takes in an answer.
func sizeOf(r *api.Record) int {
	data, _ := json.Marshal(r) // a record always has a JSON
	return len(data)
}

// whole returns a record with the menus it sent, and with those it replaced
// where an answer has room for them.
func (in inspector) whole(ctx context.Context, r *ledger.Record) ([]api.Record, error) {
	replaced, err := r.Replaced.Whole(ctx, in.ledger, r.Account)
	if err != nil {
		return nil, err
	}
	out := recordAs(r)
	out.Desired, out.Replaced = &r.Desired, (*api.Live)(replaced)
	if sizeOf(out) > maxRecords {
		out.Replaced = nil
	}
	return []api.Record{*out}, nil
}

// list serves OpList.
func (in inspector) list(ctx context.Context) (err error) {
	in.res.Outcome = api.Read
	in.res.Accounts, err = in.ledger.Accounts(ctx)
	return err
}
