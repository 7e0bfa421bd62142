package publish

import (
	"context"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/api"
)

// history serves OpHistory.
func (s sources) history(ctx context.Context, req *api.Request, res *api.Result) error {
	st, err := s.ledger.State(ctx, req.Account)
	if err != nil {
		return err
	}
	last, err := s.newest(ctx, req.Account)
	if err != nil {
		return err
	}
	v := view{state: st, last: last}
	res.Ledger = v.stateAs()
	if last != nil {
		res.Record, res.Digests.Recorded = shownAs(last), last.Desired.Digest()
	}
	res.Outcome = api.Read
	if req.To != "" {
		rec, err := s.target(ctx, &api.Request{Account: req.Account, To: req.To}, st)
		if err == nil {
			res.Records = []api.Record{*whole(rec)}
		}
		return err
	}
	limit := req.Limit
	switch {
	case limit == 0:
		limit = api.DefaultRecords
	case limit < 0 || limit > api.MaxRecords || req.Before < 0:
		return &requestError{fmt.Sprintf("%d records before %d is nothing to list", req.Limit, req.Before), fmt.Sprintf("ask for 1 to %d", api.MaxRecords)}
	}
	records, err := s.ledger.Records(ctx, req.Account, req.Before, limit)
	for i := range records {
		res.Records = append(res.Records, *shownAs(&records[i]))
	}
	return err
}

// list serves OpList.
func (s sources) list(ctx context.Context, res *api.Result) (err error) {
	res.Outcome = api.Read
	res.Accounts, err = s.ledger.Accounts(ctx)
	return err
}
