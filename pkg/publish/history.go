package publish

import (
	"context"
	"fmt"

	"github.com/caidan-dev/caidan/pkg/api"
)

const (
	// defaultRecords is how many records OpHistory answers where a request
	// does not say.
	defaultRecords = 20
	// maxRecords is the most it answers. A record without its menus takes
	// about a kilobyte, and an answer may have 6 MB.
	// Source: AWS Lambda quotas, invocation payload.
	maxRecords = 1000
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
		limit = defaultRecords
	case limit < 0 || limit > maxRecords || req.Before < 0:
		return &requestError{fmt.Sprintf("%d records before %d is nothing to list", req.Limit, req.Before), fmt.Sprintf("ask for 1 to %d", maxRecords)}
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
