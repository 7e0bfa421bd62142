package ledger_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// In these tests time is the bubble's and passes only while all wait.

func TestWaits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		// release is when the holder gives the lease of a minute back; 0 is
		// never.
		release, wait time.Duration
		// min and max are when the waiter has the lease or gives up.
		min, max time.Duration
		busy     bool
	}{
		{"not at all", 0, 0, 0, 0, true},
		{"not long enough", 0, 10 * time.Second, 10 * time.Second, 10 * time.Second, true},
		{"until it is given back", 5 * time.Second, time.Minute, 5 * time.Second, 6500 * time.Millisecond, false},
		{"given back at the last moment", 9900 * time.Millisecond, 10 * time.Second, 9900 * time.Millisecond, 10 * time.Second, false},
		{"until it is over", 0, 2 * time.Minute, time.Minute, 61500 * time.Millisecond, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store, begun := openBolt(t), time.Now()
				holder, err := ledger.Acquire(t.Context(), store, time.Now, ask("holder"))
				must(t, "acquire", err)
				if tt.release > 0 {
					time.AfterFunc(tt.release, func() {
						if err := holder.Release(context.Background()); err != nil {
							t.Error(err)
						}
					})
				}
				q := ask("waiter")
				q.Wait = tt.wait
				front := &looked{Store: store}
				s, err := ledger.Acquire(t.Context(), front, time.Now, q)
				took := time.Since(begun)
				if took < tt.min || took > tt.max {
					t.Errorf("it took %s, want %s to %s", took, tt.min, tt.max)
				}
				if most := 2 + int(took/(500*time.Millisecond)); front.times > most {
					t.Errorf("it looked %d times, want at most twice a second", front.times)
				}
				if tt.busy {
					mustFail[ledger.BusyError](t, "waiter", err, "holder")
					return
				}
				must(t, "waiter", err)
				same(t, "remaining", s.Remaining(), time.Minute)
			})
		})
	}
}

func TestWaitInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := openBolt(t)
		_, err := ledger.Acquire(t.Context(), store, time.Now, ask("holder"))
		must(t, "acquire", err)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		q := ask("waiter")
		q.Wait = time.Hour
		begun := time.Now()
		_, err = ledger.Acquire(ctx, store, time.Now, q)
		mustFail[ledger.BusyError](t, "waiter", err, "holder")
		same(t, "waited", time.Since(begun), 3*time.Second)
	})
}

// Publishers that wait for one another all get their turn, one at a time.
func TestTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := openBolt(t)
		var all sync.WaitGroup
		var inside, turns int
		for range 20 {
			all.Go(func() {
				q := ask("publisher")
				q.Wait = time.Hour
				s, err := ledger.Acquire(t.Context(), store, time.Now, q)
				if err != nil {
					t.Error(err)
					return
				}
				if inside++; inside != 1 {
					t.Errorf("%d are inside", inside)
				}
				time.Sleep(2 * time.Second) // a publish, in the bubble's time
				inside--
				turns++
				if err := s.Release(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		same(t, "turns", turns, 20)
	})
}

// looked counts how often a state is looked at.
type looked struct {
	ledger.Store
	times int
}

func (l *looked) State(ctx context.Context, account string) (ledger.State, error) {
	l.times++
	return l.Store.State(ctx, account)
}

// A refusal and a store that cannot be used are not waited for.
func TestDoesNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, begun := openBolt(t), time.Now()
		q := ask("publisher")
		q.Wait = time.Hour
		refusal := errors.New("stale")
		q.Decide = func(st ledger.State) (ledger.State, error) { return st, refusal }
		if _, err := ledger.Acquire(t.Context(), store, time.Now, q); !errors.Is(err, refusal) {
			t.Errorf("got %v, want the refusal", err)
		}
		broken := openBolt(t)
		must(t, "close", broken.Close())
		acquire(t, store, newClock(), ask("holder"))
		front := &looked{Store: store}
		_, err := ledger.Acquire(t.Context(), front, newClock().now, ask("waiter"))
		mustFail[ledger.BusyError](t, "busy", err)
		same(t, "looks at a busy lease", front.times, 1)
		_, err = ledger.Acquire(t.Context(), broken, time.Now, q)
		mustFail[ledger.AccessError](t, "closed", err, string(ledger.Closed))
		same(t, "waited", time.Since(begun), time.Duration(0))
	})
}
