package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Session is a lease that was taken, and the only way to change what is kept
// about its account. It is for one goroutine.
//
// It may be used for as long as no other run has taken the lease, over or not;
// from then on everything but State and Remaining is a *LostError and changes
// nothing. After an *AccessError that is retryable a write may have been done;
// the same may be asked for again.
type Session struct {
	store Store
	now   func() time.Time
	// lease is the one that was taken; its times have the clock's monotonic
	// part, if the clock has one. Zero once it was given back.
	lease Lease
	state State
}

// State returns the state as it was last read or written.
func (s *Session) State() State { return s.state.clone() }

// Remaining returns how much of the lease is left by this clock; from zero
// down another run may take it.
func (s *Session) Remaining() time.Duration { return s.lease.Expiry.Sub(s.now()) }

// Update changes the state by f. What f makes of account, version, nonce and
// lease is ignored; it may be called twice.
func (s *Session) Update(ctx context.Context, f func(*State)) error {
	return s.swap(ctx, func(st *State) {
		f(st)
		st.Lease = s.lease
	})
}

// Append writes a record of the account. The record of a number that another
// run has written is a *ConflictError.
//
// Whether the lease is held is looked up just before and not in the same step:
// a holder that stands still in between may write a record all the same, but
// none in the place of another.
func (s *Session) Append(ctx context.Context, r Record) error {
	if r.Account != s.state.Account {
		return fmt.Errorf("append record of %q: the lease is that of %s", r.Account, s.state.Account)
	}
	if err := s.Check(ctx); err != nil {
		return err
	}
	return s.store.Append(ctx, r)
}

// Check looks up in the ledger whether the lease is still this session's, and
// returns a *LostError where it is not.
func (s *Session) Check(ctx context.Context) error {
	stored, err := s.store.State(ctx, s.state.Account)
	if err == nil && !s.holds(stored) {
		err = s.lost(stored)
	}
	return err
}

// Release gives the lease back; mark, intent and quarantine stay.
func (s *Session) Release(ctx context.Context) error {
	if err := s.swap(ctx, func(st *State) { st.Lease = Lease{} }); err != nil {
		return err
	}
	s.lease.ID = ""
	return nil
}

// holds reports whether the stored state is under this session's lease.
func (s *Session) holds(stored State) bool { return s.lease.ID != "" && stored.Lease.ID == s.lease.ID }

func (s *Session) lost(stored State) error {
	return &LostError{Account: s.state.Account, Holder: stored.Lease.Holder}
}

// swap writes the state as f changes it. A conflict with a state under our
// own lease is with a write of our own whose answer never came; f is then done
// on top of that.
func (s *Session) swap(ctx context.Context, f func(*State)) error {
	if s.lease.ID == "" {
		return s.lost(State{})
	}
	for {
		next := s.state.clone()
		f(&next)
		next.Account, next.Version = s.state.Account, s.state.Version
		written, err := s.store.Swap(ctx, next)
		if err == nil {
			s.state = written
			return nil
		}
		var conflict *ConflictError
		if !errors.As(err, &conflict) {
			return err
		}
		given := next.Lease.ID == "" && conflict.Stored.Lease.ID == "" && conflict.Stored.Version == s.state.Version+1
		switch {
		case given:
			// Only this session frees a lease in one step from here.
			s.state = conflict.Stored
			return nil
		case !s.holds(conflict.Stored) || conflict.Stored.Version <= s.state.Version:
			return s.lost(conflict.Stored)
		}
		s.state = conflict.Stored
	}
}
