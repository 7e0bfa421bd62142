package publish

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// retire serves OpRetire: all menus of the account are deleted, by the one request
// that menu/delete is made for. Like a publish it is judged by the mark, written as
// an intent first, read back and recorded; what was live has to be named.
func (p publisher) retire(ctx context.Context, req *api.Request) error {
	// Looked for before the lease too: an account that was never published to
	// leaves no trace in the ledger.
	st, err := p.ledger.State(ctx, req.Account)
	if err != nil {
		return err
	}
	last, err := p.newest(ctx, req.Account)
	if err != nil {
		return err
	}
	if latest(st, last) == nil {
		return noRecord(api.NeverRetired, api.Facts{})
	}
	req.Accept.ResetMark = 0 // it is a publish that resets the mark
	p.res.Digests.Desired = menu.Set{}.Digest()
	return p.inOrder(ctx, req, decide.Wish{Retire: true, Accept: req.Accept, ByHand: true}, ledger.Intent{Kind: ledger.KindRetire})
}
