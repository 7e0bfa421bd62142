package ledger

import (
	"cmp"
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
	return fmt.Sprintf("write state of %s: another publisher wrote it, it is at version %d", e.Account, e.Stored.Version)
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

// BusyError is a lease that another publisher holds.
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

// Retryable reports that the lease is free again later.
func (*BusyError) Retryable() bool { return true }

// LostError is a lease that another publisher has taken since; nothing was
// written.
type LostError struct {
	// Account is the account's name.
	Account string
	// Holder is who has it now; empty when it is free.
	Holder string
}

func (e *LostError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("the lease of account %s is lost: it had expired and another publisher had it since, or it was given back", e.Account)
	}
	return fmt.Sprintf("the lease of account %s is lost: it had expired and %s has taken it", e.Account, e.Holder)
}

// Retryable reports that the lease can be taken again.
func (*LostError) Retryable() bool { return true }

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

// DamageError is something stored that no release of caidan can have written.
type DamageError struct {
	// What names it, such as "state of brand-cn".
	What  string
	Cause error
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("read %s: what is stored is damaged: %v", e.What, e.Cause)
}

// Unwrap returns the cause.
func (e *DamageError) Unwrap() error { return e.Cause }

// SchemaError is something that a later release wrote. It is left alone: to
// read half of it and write that back would lose the rest.
type SchemaError struct {
	// What names it, such as "state of brand-cn".
	What string
	// Schema is the schema it was written in, 0 when it is the one known and
	// a field is not.
	Schema int
	// Known is the newest that this release knows, where that is not [Schema].
	Known int
	// Field is the field that is not known.
	Field string
}

// Why says how that shows.
func (e *SchemaError) Why() string {
	if e.Field != "" {
		return "it has the field " + e.Field
	}
	return fmt.Sprintf("schema %d, this one knows %d", e.Schema, cmp.Or(e.Known, Schema))
}

func (e *SchemaError) Error() string {
	return fmt.Sprintf("read %s: a later release of caidan wrote it (%s); deploy that release or a newer one", e.What, e.Why())
}

// Problem is what keeps a store from being used.
type Problem string

// The problems of DynamoDB's tables, of files, and of databases.
const (
	// Denied means that the role lacks the action.
	Denied Problem = "denied"
	// KeyUnusable means that the table's encryption key cannot be used.
	KeyUnusable Problem = "key"
	// Missing means that the region has no table of that name.
	Missing Problem = "missing"
	// Foreign means that the table is not one of caidan's.
	Foreign Problem = "foreign"
	// Credentials means that AWS does not accept the caller's.
	Credentials Problem = "credentials"
	// Throttled means that there were too many requests.
	Throttled Problem = "throttled"
	// Broken means that the store failed, with an HTTP status.
	Broken Problem = "failed"
	// Refused means that the store refused the request in words of its own.
	Refused Problem = "refused"
	// Proxied means that something before the store answered.
	Proxied Problem = "proxied"
	// Silent means that there was no answer.
	Silent Problem = "silent"
	// Late means that the time was over.
	Late Problem = "late"

	// InUse means that another process has the file open.
	InUse Problem = "open"
	// Damaged means that the file is not a ledger, or is damaged.
	Damaged Problem = "damaged"
	// Closed means that the file was closed.
	Closed Problem = "closed"
	// Unopened means that the file cannot be opened.
	Unopened Problem = "file"
	// Unusable means that the file cannot be read or written.
	Unusable Problem = "disk"

	// Unreached means that the database's server did not answer.
	Unreached Problem = "unreached"
	// Untrusted means that it does not show a certificate that can be trusted.
	Untrusted Problem = "untrusted"
	// NoTLS means that it does not offer the TLS that is asked for.
	NoTLS Problem = "no-tls"
	// SignIn means that it does not let the user in.
	SignIn Problem = "sign-in"
	// Ungranted means that the user lacks a privilege.
	Ungranted Problem = "ungranted"
	// NoDatabase means that it has no database of that name.
	NoDatabase Problem = "no-database"
	// OtherTables means that its tables are not caidan's.
	OtherTables Problem = "other-tables"
	// ReadOnly means that it may only be read.
	ReadOnly Problem = "read-only"
	// Crowded means that it has no connection, or no lock, free.
	Crowded Problem = "crowded"
	// PacketSmall means that it does not take statements as large as needed.
	PacketSmall Problem = "packet-small"
	// Declined means that it refused the statement for another reason.
	Declined Problem = "declined"
)

// AccessError is a store that cannot be used.
type AccessError struct {
	// Store is the name of the table, the path of the file, or which database
	// on which server.
	Store string
	// Action is what was tried, as its guard calls it: "dynamodb:PutItem",
	// "open", "select".
	Action  string
	Problem Problem
	// Status is the HTTP status, where the problem is about one.
	Status int
	// Detail is what the layer below calls it, where that helps; it holds no
	// credential and no ARN.
	Detail string
	// Cause is the error of the layer below. Its text is not for printing:
	// AWS's holds names of roles and accounts.
	Cause error
}

func (e *AccessError) Error() string {
	s := fmt.Sprintf("%s on %s: %s", e.Action, e.Store, e.Problem)
	if e.Status != 0 {
		s += fmt.Sprintf(" (HTTP status %d)", e.Status)
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap returns the cause.
func (e *AccessError) Unwrap() error { return e.Cause }

// Retryable reports whether the same may work later without a change. A write
// may have been done then.
func (e *AccessError) Retryable() bool {
	switch e.Problem {
	case Throttled, Broken, Silent, Late, InUse, Unreached, Crowded:
		return true
	default:
		return false
	}
}
