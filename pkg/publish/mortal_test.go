package publish

import (
	"context"
	"net/http"
	"sync"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// mortal is a world in which everything ends after some calls: of WeChat, and
// of the ledger.
type mortal struct {
	mu    sync.Mutex
	left  int // calls; below zero they are not counted
	dead  bool
	cause context.CancelFunc
}

// spend counts a call that is done, and ends the world after the last.
func (m *mortal) spend() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left--; m.left == 0 {
		m.dead = true
		m.cause()
	}
}

func (m *mortal) over() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dead
}

// live begins anew, with so many calls to live.
func (m *mortal) live(calls int, cause context.CancelFunc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.left, m.dead, m.cause = calls, false, cause
}

// wechat is a server that ends with the world. What it did before it ended
// stays done, and no caller hears of it.
func (m *mortal) wechat(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m.over() {
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, r)
		m.spend()
		if m.over() {
			panic(http.ErrAbortHandler)
		}
	})
}

// mortalStore is a ledger that ends with the world.
type mortalStore struct {
	ledger.Store
	*mortal
}

func worldsEnd() error {
	return &ledger.AccessError{Store: "the test", Action: "test", Problem: ledger.Silent, Detail: "the world has ended"}
}

func (s mortalStore) State(ctx context.Context, account string) (ledger.State, error) {
	if s.over() {
		return ledger.State{}, worldsEnd()
	}
	return s.Store.State(ctx, account)
}

func (s mortalStore) Swap(ctx context.Context, st ledger.State) (ledger.State, error) {
	if s.over() {
		return ledger.State{}, worldsEnd()
	}
	next, err := s.Store.Swap(context.WithoutCancel(ctx), st)
	if s.spend(); s.over() {
		return ledger.State{}, worldsEnd()
	}
	return next, err
}

func (s mortalStore) Append(ctx context.Context, rec ledger.Record) error {
	if s.over() {
		return worldsEnd()
	}
	err := s.Store.Append(context.WithoutCancel(ctx), rec)
	if s.spend(); s.over() {
		return worldsEnd()
	}
	return err
}
