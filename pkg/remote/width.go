package remote

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

const (
	// FirstWidth is how many requests are under way at once in the beginning: what
	// a few accounts need, and below the ten invocations at a time that AWS gives
	// to a new account.
	// Source: design, budgets; AWS Lambda quotas, concurrent executions.
	FirstWidth = 8
	// MaxWidth is how many requests are under way at once at the most, on as many
	// connections. Source: design, budgets.
	MaxWidth = 64
)

// width is how many requests may be under way at once. Each answer widens it by
// one, which doubles it in the time of a round trip, until AWS says that
// requests come too fast. That halves it, and from then on it takes as many
// answers as it is wide to widen it by one. This is how TCP finds out what a
// network carries.
// Source: RFC 5681, slow start and congestion avoidance.
type width struct {
	// slots has a slot for each request there may ever be; those beyond now are
	// taken.
	slots *semaphore.Weighted
	most  int

	mu sync.Mutex
	// now is the width; owed are slots of requests under way that are beyond it.
	now, owed int
	// rounds counts how often it was halved, and answers those since then or
	// since it was last widened.
	rounds, answers int
}

// newWidth returns a width that grows up to most.
func newWidth(most int) *width {
	w := &width{slots: semaphore.NewWeighted(int64(most)), most: most, now: min(most, FirstWidth)}
	w.slots.TryAcquire(int64(most - w.now))
	return w
}

// begin waits until one more request may be under way, and returns the round
// that it is of.
func (w *width) begin(ctx context.Context) (round int, err error) {
	if err := w.slots.Acquire(ctx, 1); err != nil {
		return 0, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rounds, nil
}

// end says that a request is not under way any more.
func (w *width) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.free()
}

// free lets another request have a slot, unless it is one too many.
func (w *width) free() {
	if w.owed > 0 {
		w.owed--
		return
	}
	w.slots.Release(1)
}

// answered widens.
func (w *width) answered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers++
	if w.now == w.most || w.rounds > 0 && w.answers < w.now {
		return
	}
	w.now, w.answers = w.now+1, 0
	w.free()
}

// tooFast halves, once for all requests of a round: those that were under way
// with it say nothing new.
func (w *width) tooFast(round int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if round < w.rounds {
		return
	}
	half := max(1, w.now/2)
	w.owed += w.now - half
	for w.owed > 0 && w.slots.TryAcquire(1) {
		w.owed--
	}
	w.now, w.answers = half, 0
	w.rounds++
}
