package publish

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/api"
)

const (
	// exportPage is how many records are read at once.
	exportPage = 20
	// maxExport is the most bytes of an answer's items, but for the last of them. An
	// answer may have 6 MB, in base64 each of them takes a third more, and one has at
	// most ledger.MaxSize.
	// Source: AWS Lambda quotas, invocation payload.
	maxExport = 3 << 20
)

// export serves OpExport.
func (in inspector) export(ctx context.Context, req *api.Request) error {
	if req.Before < 0 {
		return because(api.NoPage, api.Facts{Max: api.MaxRecords}, nil)
	}
	data, err := in.ledger.StoredState(ctx, req.Account)
	if err != nil {
		return err
	}
	if data != nil {
		in.res.Stored = append(in.res.Stored, api.Stored{Data: data})
	}
	list, err := in.ledger.Stored(ctx, req.Account, req.Before, exportPage)
	if err != nil {
		return err
	}
	size := len(data)
	for i, it := range list {
		in.res.Stored, size = append(in.res.Stored, api.Stored{Record: it.Number, Data: it.Data}), size+len(it.Data)
		if size >= maxExport || i == exportPage-1 {
			in.res.Next = it.Number
			break
		}
	}
	in.res.Outcome = api.Read
	return nil
}
