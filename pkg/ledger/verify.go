package ledger

import "context"

// Verify reads all there is of all accounts, and counts it. An error is what cannot be
// read.
func Verify(ctx context.Context, in Stored) (n Count, err error) {
	names, err := in.Accounts(ctx)
	if err != nil {
		return n, err
	}
	for _, name := range names {
		data, err := in.StoredState(ctx, name)
		if err == nil {
			err = Item{Account: name, Data: data}.check()
		}
		if err != nil {
			return n, err
		}
		err = walkStored(ctx, in, name, func(it Item) error {
			n.Records++
			return it.check()
		})
		if err != nil {
			return n, err
		}
		n.Accounts++
	}
	return n, nil
}
