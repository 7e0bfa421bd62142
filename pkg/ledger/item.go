package ledger

import "context"

// Item is a state or a record as it is stored, in the same bytes by every store.
type Item struct {
	// Account is the account's name.
	Account string
	// Number is that of the record; 0 for the state.
	Number int
	// Data is what EncodeState or EncodeRecord returned, of this release or an
	// earlier one.
	Data []byte
}

// Stored reads a ledger as it is stored. Its errors are those of Reader.
type Stored interface {
	// Accounts returns the names of all accounts with a state, sorted.
	Accounts(ctx context.Context) ([]string, error)
	// StoredState returns an account's state; nil where there is none.
	StoredState(ctx context.Context, account string) ([]byte, error)
	// Stored returns at most limit records with numbers below before, newest
	// first; before 0 is from the newest.
	Stored(ctx context.Context, account string, before, limit int) ([]Item, error)
}

// Restorer is a ledger to which those of another store can be moved.
type Restorer interface {
	Stored
	// Restore writes an item as it is, and where its account has no state or no
	// record of its number only: else it is a *ConflictError. The same item again
	// is not an error.
	Restore(ctx context.Context, it Item) error
}

// Restore decodes the item and gives it to the one of both that writes its kind.
func (it Item) Restore(state func(State) error, record func(Record) error) error {
	if it.Number == 0 {
		st, err := DecodeState(it.Account, it.Data)
		if err != nil {
			return err
		}
		return state(st)
	}
	rec, err := DecodeRecord(it.Account, it.Number, it.Data)
	if err != nil {
		return err
	}
	return record(rec)
}

// check decodes the item.
func (it Item) check() error {
	return it.Restore(func(State) error { return nil }, func(Record) error { return nil })
}

// DecodeRecords reads records back. It may fail with a *SchemaError.
func DecodeRecords(items []Item) ([]Record, error) {
	var list []Record
	for _, it := range items {
		rec, err := DecodeRecord(it.Account, it.Number, it.Data)
		if err != nil {
			return nil, err
		}
		list = append(list, rec)
	}
	return list, nil
}
