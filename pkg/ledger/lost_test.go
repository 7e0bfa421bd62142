package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// hooked is a store whose swaps are what a test says.
type hooked struct {
	ledger.Store
	swap func(context.Context, ledger.State) (ledger.State, error)
}

func (h *hooked) Swap(ctx context.Context, st ledger.State) (ledger.State, error) {
	return h.swap(ctx, st)
}

// unanswered is the error of a write whose answer did not come.
func unanswered(t *testing.T, store ledger.Store) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := store.State(ctx, account)
	if access := mustFail[ledger.AccessError](t, "without time", err); !access.Retryable() {
		t.Fatalf("got %+v, want a retryable error", access)
	}
	return err
}

// unusable is the error of a store that cannot be used.
func unusable(t *testing.T) error {
	t.Helper()
	store := openBolt(t)
	must(t, "close", store.Close())
	_, err := store.State(t.Context(), account)
	if access := mustFail[ledger.AccessError](t, "closed", err); access.Retryable() {
		t.Fatalf("got %+v, want an error that stays", access)
	}
	return err
}

// TestLeaseUnclear takes a lease whose answer does not come: it is the
// taker's where the store holds it, and not where another publisher's stands.
func TestLeaseUnclear(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		// write is what of the swap is done, and lost the error of its answer.
		write func(ctx context.Context, store ledger.Store, next ledger.State) (ledger.State, error)
		lost  func(*testing.T, ledger.Store) error
		taken bool
	}{
		{"written", func(ctx context.Context, store ledger.Store, next ledger.State) (ledger.State, error) {
			return store.Swap(ctx, next)
		}, unanswered, true},
		{"not written", func(context.Context, ledger.Store, ledger.State) (ledger.State, error) {
			return ledger.State{}, nil
		}, unanswered, false},
		{"another was faster", func(ctx context.Context, store ledger.Store, next ledger.State) (ledger.State, error) {
			next.Lease.ID, next.Lease.Holder = "other", "run 102"
			return store.Swap(ctx, next)
		}, unanswered, false},
		{"a store that refuses", func(ctx context.Context, store ledger.Store, next ledger.State) (ledger.State, error) {
			return store.Swap(ctx, next)
		}, func(t *testing.T, _ ledger.Store) error { t.Helper(); return unusable(t) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := openBolt(t)
			lost := tt.lost(t, store)
			front := &hooked{Store: store, swap: func(ctx context.Context, next ledger.State) (ledger.State, error) {
				_, err := tt.write(ctx, store, next)
				must(t, "write", err)
				return ledger.State{}, lost
			}}
			s, err := ledger.Acquire(t.Context(), front, newClock().now, ask("run 101"))
			if tt.taken {
				must(t, "acquire", err)
				stored, err := store.State(t.Context(), account)
				must(t, "read", err)
				same(t, "session", s.State(), stored)
				return
			}
			if s != nil || !errors.Is(err, lost) {
				t.Errorf("got a lease %t and error %v, want none and %v", s != nil, err, lost)
			}
		})
	}
}

// TestReleaseAgain gives a lease back twice, because the first answer did not
// come: the second time the ledger shows it given back in one step. More steps
// are another publisher's.
func TestReleaseAgain(t *testing.T) {
	t.Parallel()
	for _, others := range []bool{false, true} {
		store, c := openBolt(t), newClock()
		lost := unanswered(t, store)
		front := &hooked{Store: store, swap: store.Swap}
		s := acquire(t, front, c, ask("run 101"))
		front.swap = func(ctx context.Context, next ledger.State) (ledger.State, error) {
			_, err := store.Swap(ctx, next)
			return ledger.State{}, errors.Join(err, lost)
		}
		if err := s.Release(t.Context()); !errors.Is(err, lost) {
			t.Errorf("got %v, want %v", err, lost)
		}
		front.swap = store.Swap
		mustFail[ledger.LostError](t, "update of what was given back", s.Update(t.Context(), func(*ledger.State) {}))
		if others {
			must(t, "release", acquire(t, store, c, ask("run 102")).Release(t.Context()))
			mustFail[ledger.LostError](t, "release again", s.Release(t.Context()))
			continue
		}
		must(t, "release again", s.Release(t.Context()))
		stored, err := store.State(t.Context(), account)
		must(t, "read", err)
		same(t, "session", s.State(), stored)
		mustFail[ledger.LostError](t, "update", s.Update(t.Context(), func(*ledger.State) {}))
	}
}

// TestUpdateAgain changes the state twice, because the first answer did not
// come: the second change is made to what the first one wrote.
func TestUpdateAgain(t *testing.T) {
	t.Parallel()
	store := openBolt(t)
	lost := unanswered(t, store)
	front := &hooked{Store: store, swap: store.Swap}
	s := acquire(t, front, newClock(), ask("run 101"))
	front.swap = func(ctx context.Context, next ledger.State) (ledger.State, error) {
		_, err := store.Swap(ctx, next)
		return ledger.State{}, errors.Join(err, lost)
	}
	raise := func(st *ledger.State) { st.Mark.RunID++ }
	if err := s.Update(t.Context(), raise); !errors.Is(err, lost) {
		t.Errorf("got %v, want %v", err, lost)
	}
	front.swap = store.Swap
	must(t, "update again", s.Update(t.Context(), raise))
	stored, err := store.State(t.Context(), account)
	must(t, "read", err)
	same(t, "mark", stored.Mark.RunID, int64(2))
	same(t, "session", s.State(), stored)
}

// TestFree has a lease without a holder be free, whatever else it says.
func TestFree(t *testing.T) {
	t.Parallel()
	same(t, "no holder", ledger.Lease{Expiry: epoch.Add(1)}.Free(epoch), true)
	same(t, "a holder", ledger.Lease{Holder: "x", Expiry: epoch.Add(1)}.Free(epoch), false)
	same(t, "it is over", ledger.Lease{Holder: "x", Expiry: epoch}.Free(epoch), true)
}

// TestSessionKeepsItsState from those it hands it to: a change counts once it
// is written.
func TestSessionKeepsItsState(t *testing.T) {
	t.Parallel()
	store, want := openBolt(t), state(0)
	want.Lease = ledger.Lease{}
	_, err := store.Swap(t.Context(), want)
	must(t, "swap", err)
	s := acquire(t, store, newClock(), ask("run 101"))
	before, err := store.State(t.Context(), account)
	must(t, "read", err)
	spoil := func(st *ledger.State) {
		st.Quarantine[0].By = 99
		st.Intent.Number, st.Intent.States[0].API = 99, "sha256:99"
	}
	got := s.State()
	spoil(&got)
	same(t, "after a copy was changed", s.State(), before)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	mustFail[ledger.AccessError](t, "update", s.Update(ctx, spoil))
	same(t, "after a write that failed", s.State(), before)
	mustFail[ledger.AccessError](t, "append", s.Append(ctx, record(1)))
}

// TestStoreFromBefore has a table put back to an earlier moment: the holder
// gives up, and does not write for ever.
func TestStoreFromBefore(t *testing.T) {
	t.Parallel()
	for _, back := range []int64{0, 1} {
		front := &hooked{Store: openBolt(t)}
		front.swap = front.Store.Swap
		s, err := ledger.Acquire(t.Context(), front, newClock().now, ask("run 101"))
		must(t, "acquire", err)
		must(t, "update", s.Update(t.Context(), func(*ledger.State) {}))
		stored := s.State()
		stored.Version -= back
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		front.swap = func(context.Context, ledger.State) (ledger.State, error) {
			if err := ctx.Err(); err != nil {
				return ledger.State{}, err
			}
			return ledger.State{}, &ledger.ConflictError{Account: account, Stored: stored}
		}
		mustFail[ledger.LostError](t, "update", s.Update(ctx, func(*ledger.State) {}))
	}
}
