package publish

import (
	"context"
	"time"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// slow is how long a slow call of the ledger takes.
const slow = 20 * time.Second

// faultyStore is the ledger as one function reaches it.
type faultyStore struct {
	ledger.Store
	function *function
}

// do runs one call of the ledger, with what befalls it.
func (s *faultyStore) do(ctx context.Context, at string, f func(inv *invocation) error) error {
	w := s.function.world
	c, what := s.function.arrive(at)
	if what == "slow" {
		c.until = c.until.Add(slow)
	}
	if !c.wait(ctx.Done()) || w.befall(c, what) {
		return unusable(true, errDead)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch what {
	case "down":
		return unusable(true, nil)
	case "denied":
		return unusable(false, nil)
	}
	err := f(c.inv)
	switch {
	case what == "die after":
		s.function.die()
		return unusable(true, errDead)
	case what == "lost" && err == nil:
		return unusable(true, nil)
	}
	return err
}

func unusable(temporary bool, cause error) error {
	e := &ledger.AccessError{Store: "model", Action: "dynamodb:PutItem", Problem: ledger.Denied, Cause: cause}
	if temporary {
		e.Problem, e.Detail = ledger.Silent, "no answer"
	}
	return e
}

func (s *faultyStore) State(ctx context.Context, account string) (st ledger.State, err error) {
	err = s.do(ctx, "state", func(inv *invocation) error {
		st, err = s.Store.State(ctx, account)
		inv.held = st.Lease.Holder == inv.holder
		if h := st.Lease.Holder; h != "" && h != inv.holder {
			// A run that finds the account busy waits for a random while, but only
			// until a moment that is a whole number of seconds from its start.
			waited := time.Since(inv.started) / settled
			s.function.again["state"] = inv.started.Add((waited + 1) * settled)
		}
		return err
	})
	return st, err
}

func (s *faultyStore) Last(ctx context.Context, account string) (r ledger.Record, err error) {
	err = s.do(ctx, "last", func(*invocation) error {
		r, err = s.Store.Last(ctx, account)
		return err
	})
	return r, err
}

func (s *faultyStore) Record(ctx context.Context, account string, number int) (r ledger.Record, err error) {
	err = s.do(ctx, "record", func(*invocation) error {
		r, err = s.Store.Record(ctx, account, number)
		return err
	})
	return r, err
}

func (s *faultyStore) Records(ctx context.Context, account string, before, limit int) (list []ledger.Record, err error) {
	err = s.do(ctx, "records", func(*invocation) error {
		list, err = s.Store.Records(ctx, account, before, limit)
		return err
	})
	return list, err
}

func (s *faultyStore) Swap(ctx context.Context, st ledger.State) (next ledger.State, err error) {
	err = s.do(ctx, "swap", func(inv *invocation) error {
		old, readErr := s.Store.State(context.Background(), st.Account)
		if next, err = s.Store.Swap(ctx, st); err == nil && readErr == nil {
			inv.swapped(old, next)
		}
		return err
	})
	if err != nil {
		next = ledger.State{}
	}
	return next, err
}

func (s *faultyStore) Append(ctx context.Context, r ledger.Record) error {
	return s.do(ctx, "append", func(inv *invocation) error {
		err := s.Store.Append(ctx, r)
		if err == nil {
			inv.recorded(r)
		}
		return err
	})
}

var _ ledger.Store = (*faultyStore)(nil)
