package ledger

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// look is about how long a waiter waits before it looks at a busy lease again.
// A publish takes some five requests to WeChat, a second or two.
const look = time.Second

// Ask is what Acquire is asked for.
type Ask struct {
	// Account is the account's name.
	Account string
	// Holder says for people who asks, such as "run 101 of o/r"; not empty.
	Holder string
	// TTL is how long the lease is to last; above zero.
	TTL time.Duration
	// Wait is how long to wait for a lease that another run holds; 0 is not
	// at all.
	Wait time.Duration
	// Decide looks at the state before the lease is taken, and returns it
	// with what else is to change in the same write, or an error, and then
	// nothing is written. It sees only states whose lease can be taken, and
	// is called again when another run was faster. Nil changes nothing.
	Decide func(State) (State, error)
}

// Acquire takes an account's lease. A busy one is awaited until ctx or
// q.Wait is over, and then the error is a *BusyError. Errors of q.Decide are
// returned as they are.
//
// A lease that another run holds is taken over when its expiry has passed by
// this clock. After any other error the lease may have been taken all the
// same, when the answer of the store did not come; it is then over by itself.
func Acquire(ctx context.Context, store Store, now func() time.Time, q Ask) (*Session, error) {
	if q.Account == "" || q.Holder == "" || q.TTL <= 0 {
		return nil, fmt.Errorf("take lease of account %q for %q: account, holder or duration is missing", q.Account, q.Holder)
	}
	c := claim{Ask: q, id: NewID(), store: store, now: now}
	patience := time.After(q.Wait)
	for last := q.Wait <= 0; ; {
		s, err := c.try(ctx)
		var busy *BusyError
		if last || !errors.As(err, &busy) {
			return s, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-patience:
			last = true
		case <-time.After(look/2 + rand.N(look)):
		}
	}
}

// claim is a lease that is being taken.
type claim struct {
	Ask
	id    string
	store Store
	now   func() time.Time
}

// try takes the lease unless it is busy.
func (c claim) try(ctx context.Context) (*Session, error) {
	for {
		st, err := c.store.State(ctx, c.Account)
		if err != nil {
			return nil, err
		}
		at := c.now()
		if !st.Lease.Free(at) {
			return nil, &BusyError{
				Account: c.Account, Holder: st.Lease.Holder, Taken: st.Lease.Taken, Expiry: st.Lease.Expiry,
				Ahead: max(0, st.Lease.Taken.Sub(at)),
			}
		}
		next := st.clone()
		if c.Decide != nil {
			if next, err = c.Decide(next); err != nil {
				return nil, err
			}
		}
		next.Account, next.Version = c.Account, st.Version
		next.Lease = Lease{ID: c.id, Holder: c.Holder, Taken: at, Expiry: at.Add(c.TTL)}
		written, err := c.swap(ctx, next)
		var conflict *ConflictError
		if errors.As(err, &conflict) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return &Session{store: c.store, now: c.now, lease: next.Lease, state: written}, nil
	}
}

// swap writes the state with the lease. When no answer came it looks whether
// the write was done, so that a lease without a holder does not keep others
// out.
func (c claim) swap(ctx context.Context, next State) (State, error) {
	written, err := c.store.Swap(ctx, next)
	var access *AccessError
	if !errors.As(err, &access) || !access.Retryable() {
		return written, err
	}
	stored, _ := c.store.State(ctx, c.Account) // where it cannot be read it has no lease
	if stored.Lease.ID != c.id {
		return State{}, err
	}
	return stored, nil
}
