package ledger

import (
	"crypto/rand"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// State is what changes about an account. The zero value with its Account is
// that of an account nothing was published to.
type State struct {
	// Account is the account's name.
	Account string `json:"account"`
	// Version counts the swaps; 0 is a state that was never stored.
	Version int64 `json:"version"`
	// Nonce is random and new with each swap: by it a store knows its own
	// write again when the answer was lost.
	Nonce string `json:"nonce,omitempty"`
	// Lease says who publishes now.
	Lease Lease `json:"lease,omitzero"`
	// Mark is the newest run that was judged.
	Mark Mark `json:"mark,omitzero"`
	// Intent is the last publish that was begun. It is open as long as there
	// has no record of its number.
	Intent *Intent `json:"intent,omitempty"`
	// Quarantine lists what must not be published again.
	Quarantine []Quarantine `json:"quarantine,omitempty"`
}

// Next returns what a store writes when it is asked to swap s: the same with
// the next version and a new nonce.
func (s State) Next() State {
	s.Version++
	s.Nonce = NewID()
	return s
}

// clone returns a copy whose lists can be changed.
func (s State) clone() State {
	s.Quarantine = slices.Clone(s.Quarantine)
	if s.Intent != nil {
		in := *s.Intent
		in.States = slices.Clone(in.States)
		s.Intent = &in
	}
	return s
}

// Lease is the right to publish to an account. The zero value is free.
type Lease struct {
	// ID is random and new with each lease: by it a holder knows its own.
	ID string `json:"id,omitempty"`
	// Holder says for people who holds it; "" means that the lease is free.
	Holder string `json:"holder,omitempty"`
	// Taken is when it was taken, by the holder's clock.
	Taken time.Time `json:"taken,omitzero"`
	// Expiry is when it is over, by the clock of the run that takes it next.
	Expiry time.Time `json:"expiry,omitzero"`
}

// Free reports whether no run holds the lease at the time now.
func (l Lease) Free(now time.Time) bool { return l.Holder == "" || !now.Before(l.Expiry) }

// Mark is the newest run that was judged for an account: runs with a lower id
// are out of date. The zero value is none.
type Mark struct {
	// Server and Repository say where the run ran, such as
	// https://github.com and o/r.
	Server     string `json:"server,omitempty"`
	Repository string `json:"repository,omitempty"`
	// RepositoryID outlives the repository's renaming.
	RepositoryID int64 `json:"repositoryId,omitempty"`
	// RunID rises from run to run of a repository.
	RunID int64 `json:"runId,omitempty"`
	// Record is the number of the newest record when the mark was raised: a
	// later one is of another run, or of none.
	Record int `json:"record,omitempty"`
}

// Intent is a publish that has begun: what is live while no record has its
// number may be anything between what it found and what it was to put there.
type Intent struct {
	// Number is that of the record that closes it. A publish that finds
	// another run's intent open takes a number above it: a late record of
	// that one then cannot close its own.
	Number int `json:"number"`
	// Kind says what was begun.
	Kind Kind `json:"kind"`
	// Desired is what should be live in the end.
	Desired menu.Set `json:"desired"`
	// States holds the digests of the menus that the publish may leave behind:
	// by API conditional menus, each as a set of its own, by Shown default menus.
	States []LiveDigests `json:"states,omitempty"`
	// Replaced is what was live before the first write.
	Replaced Replaced `json:"replaced"`
	// Origin says who asked.
	Origin Origin `json:"origin,omitzero"`
	// AppID is the account's, as far as it is known.
	AppID string `json:"appid,omitempty"`
	// Started is when it began, by the publisher's clock: for some minutes after
	// that WeChat may still answer what was live before.
	Started time.Time `json:"started,omitzero"`
	// Touched is the latest at which a step can have added or deleted a conditional
	// menu that no answer shows; zero is not before Started.
	Touched time.Time `json:"touched,omitzero"`
	// Seen is set once WeChat's answers showed all steps that were taken, after
	// the last of them.
	Seen bool `json:"seen,omitempty"`
	// Undoes is who asked for the publish that had stopped half-way before a
	// rollback, and has no record; nil where there is none.
	Undoes *Origin `json:"undoes,omitempty"`
	// RollbackTo is the number of the record that a rollback posts again.
	RollbackTo int `json:"rollbackTo,omitempty"`
	// ResetMark is the run from which a publish took the mark; 0 for none.
	ResetMark int64 `json:"resetMark,omitempty"`
	// Reason is why, in the words of who asked.
	Reason string `json:"reason,omitempty"`
}

// LiveDigests are the digests of WeChat's two answers.
type LiveDigests struct {
	// API is that of menu/get, Shown that of get_current_selfmenu_info.
	API   string `json:"api"`
	Shown string `json:"shown"`
}

// Quarantine is what a rollback rolled away from: a set that must not be
// published again.
type Quarantine struct {
	// Digest is the set's.
	Digest string `json:"digest"`
	// Record is the number of the record that holds it as what was sent; 0 for
	// a publish that never got its record.
	Record int `json:"record,omitempty"`
	// By is the number of the newest rollback's record; 0 where that stopped
	// half-way and gets none.
	By int `json:"by"`
	// Ends is the number of the record that takes it out of quarantine, written
	// or still to come; 0 where no publish does so yet.
	Ends int `json:"ends,omitempty"`
}

// UnmarshalJSON reads what is in quarantine. In schema 1 it was the whole set,
// and the next record ended it.
func (q *Quarantine) UnmarshalJSON(data []byte) error {
	type plain Quarantine
	var stored struct {
		plain
		Desired *menu.Set `json:"desired"`
	}
	if err := strict(data, &stored); err != nil {
		return err
	}
	if *q = Quarantine(stored.plain); stored.Desired != nil {
		q.Digest, q.Ends = stored.Desired.Digest(), q.By+1
	}
	return nil
}

// NewID returns a random name that nothing else has, of 26 letters and digits.
func NewID() string { return rand.Text() }
