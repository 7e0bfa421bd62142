package ledger

import (
	"fmt"
	"time"
)

// ConflictError is a write that came second.
type ConflictError struct {
	// Account is the account's name.
	Account string
	// Number is that of the record; 0 when it is about the state.
	Number int
	// Stored is the state that stands, when it is about the state.
	Stored State
}

func (e *ConflictError) Error() string {
	if e.Number > 0 {
		return fmt.Sprintf("append record %d of %s: there is another record of that number", e.Number, e.Account)
	}
	return fmt.Sprintf("write state of %s: somebody else wrote it, it is at version %d", e.Account, e.Stored.Version)
}

// NoRecordError is a record that does not exist.
type NoRecordError struct {
	// Account is the account's name.
	Account string
	// Number is the one asked for; 0 when it was the newest.
	Number int
	// Newest is the number of the account's newest record; 0 when there is
	// none at all.
	Newest int
}

func (e *NoRecordError) Error() string {
	if e.Newest == 0 {
		return fmt.Sprintf("account %s has no record: nothing was published to it through this ledger yet", e.Account)
	}
	return fmt.Sprintf("account %s has no record %d: its newest is %d", e.Account, e.Number, e.Newest)
}

// BusyError is a lease that somebody else holds.
type BusyError struct {
	// Account is the account's name.
	Account string
	// Holder, Taken and Expiry are those of the lease.
	Holder        string
	Taken, Expiry time.Time
	// Ahead is how far in this clock's future the lease was taken; above zero
	// the clocks of both machines disagree by at least that.
	Ahead time.Duration
}

func (e *BusyError) Error() string {
	text := fmt.Sprintf("account %s is busy: %s publishes to it and may do so until %s",
		e.Account, e.Holder, e.Expiry.UTC().Format(time.RFC3339))
	if e.Ahead > 0 {
		text += fmt.Sprintf("; that began %s in the future of this clock, so one of the two clocks is wrong", e.Ahead.Round(time.Millisecond))
	}
	return text
}

// LostError is a lease that somebody else has taken since; nothing was written.
type LostError struct {
	// Account is the account's name.
	Account string
	// Holder is who has it now; "" is nobody.
	Holder string
}

func (e *LostError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("the lease of account %s is lost: it was over and somebody else had it since, or it was given back", e.Account)
	}
	return fmt.Sprintf("the lease of account %s is lost: it was over and %s has taken it", e.Account, e.Holder)
}

// SizeError is something too large to be stored.
type SizeError struct {
	// What names it, such as "record 7 of brand-cn".
	What string
	// Size is what it would take and Max what there is room for, in bytes.
	Size, Max int
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("store %s: it takes %d bytes and there is room for %d; have fewer or shorter conditional menus", e.What, e.Size, e.Max)
}

// SchemaError is something that a later release wrote. It is left alone: to
// read half of it and write that back would lose the rest.
type SchemaError struct {
	// What names it, such as "state of brand-cn".
	What string
	// Schema is the schema it was written in, 0 when it is the one known and
	// a field is not.
	Schema int
	// Field is the field that is not known.
	Field string
}

func (e *SchemaError) Error() string {
	why := fmt.Sprintf("schema %d, this one knows %d", e.Schema, Schema)
	if e.Field != "" {
		why = "it has the field " + e.Field
	}
	return fmt.Sprintf("read %s: a later release of caidan wrote it (%s); deploy that release or a newer one", e.What, why)
}

// AccessError is a store that cannot be used.
type AccessError struct {
	// Store names it: "table caidan-ledger", "file /tmp/ledger.db".
	Store string
	// Action is what was tried, as its guard calls it: "dynamodb:PutItem",
	// "open".
	Action string
	// Meaning says what is wrong. It holds no credential.
	Meaning string
	// Fix says what to do.
	Fix string
	// Temporary means that the same may work later with nobody doing
	// anything. A write may have been done then.
	Temporary bool
	// Cause is the error of the layer below. Its text is not for printing:
	// AWS's holds names of roles and accounts.
	Cause error
}

func (e *AccessError) Error() string { return e.Action + " on " + e.Store + ": " + e.Meaning }

// Unwrap returns the cause.
func (e *AccessError) Unwrap() error { return e.Cause }

// Remedy says what to do.
func (e *AccessError) Remedy() string { return e.Fix }

// Retryable reports whether the same may work later with nobody doing
// anything.
func (e *AccessError) Retryable() bool { return e.Temporary }
