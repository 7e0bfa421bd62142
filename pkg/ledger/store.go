package ledger

import "context"

// Reader reads a ledger. All reads are consistent: they see every write that
// was answered before.
//
// Beside the errors named, a method returns an *AccessError when the store
// cannot be used or ctx is over, and a *SchemaError for what a later release
// wrote.
type Reader interface {
	Stored
	// State returns an account's state; with Version 0 when there is none.
	State(ctx context.Context, account string) (State, error)
	// Last returns the account's newest record, *NoRecordError without one.
	Last(ctx context.Context, account string) (Record, error)
	// Record returns one record, *NoRecordError when there is none of that
	// number.
	Record(ctx context.Context, account string, number int) (Record, error)
	// Records returns at most limit records with numbers below before, newest
	// first; before 0 is from the newest.
	Records(ctx context.Context, account string, before, limit int) ([]Record, error)
	// OfRun returns the numbers of at most limit records that a GitHub run
	// wrote, newest first. It knows none that a release before the index of
	// runs wrote, and may name one that does not exist: see RunRecords.
	OfRun(ctx context.Context, account string, run int64, limit int) ([]int, error)
}

// Store reads and writes a ledger. What is too large to be stored is a
// *SizeError and is not written.
type Store interface {
	Reader
	// Swap writes s in the place of the state of s.Version and returns what
	// it wrote: s with the next version and a new nonce. When the stored
	// state has another version it writes nothing and returns a
	// *ConflictError.
	Swap(ctx context.Context, s State) (State, error)
	// Append writes a record, and its number into the index of its run. When
	// the number is taken by a record of another ID the record is
	// not written, and the error is a *ConflictError.
	Append(ctx context.Context, r Record) error
}
