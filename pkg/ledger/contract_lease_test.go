package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// ask asks for a lease of a minute, without waiting.
func ask(holder string) ledger.Ask {
	return ledger.Ask{Account: account, Holder: holder, TTL: time.Minute}
}

func acquire(t *testing.T, store ledger.Store, c *clock, q ledger.Ask) *ledger.Session {
	t.Helper()
	s, err := ledger.Acquire(t.Context(), store, c.now, q)
	must(t, "acquire", err)
	return s
}

// testLease is one publish from end to end, and another one after it.
func testLease(on subject) {
	t, store := on.t, on.store
	ctx, c := t.Context(), newClock()
	q := ask("run 101")
	q.Decide = func(st ledger.State) (ledger.State, error) {
		st.Mark = ledger.Mark{RunID: 101}
		st.Account, st.Version, st.Nonce, st.Lease = "other", 70, "x", ledger.Lease{ID: "y"}
		return st, nil
	}
	s := acquire(t, store, c, q)
	st := s.State()
	lease := ledger.Lease{ID: st.Lease.ID, Holder: "run 101", Taken: epoch, Expiry: epoch.Add(time.Minute)}
	same(t, "taken", st, ledger.State{Account: account, Version: 1, Nonce: st.Nonce, Lease: lease, Mark: ledger.Mark{RunID: 101}})
	c.move(20 * time.Second)
	same(t, "remaining", s.Remaining(), 40*time.Second)
	_, err := ledger.Acquire(ctx, store, c.now, ask("run 102"))
	busy := mustFail[ledger.BusyError](t, "a second holder", err, account, "run 101", "2026-05-20T08:01:00Z")
	same(t, "busy", busy, ledger.BusyError{Account: account, Holder: "run 101", Taken: epoch, Expiry: epoch.Add(time.Minute)})
	if strings.Contains(busy.Error(), "clock") {
		t.Errorf("got %q of clocks that agree", busy.Error())
	}

	want := state(0)
	must(t, "update", s.Update(ctx, func(st *ledger.State) {
		st.Intent, st.Quarantine = want.Intent, want.Quarantine
		st.Account, st.Version, st.Lease = "other", 70, ledger.Lease{}
	}))
	st, err = store.State(ctx, account)
	must(t, "read", err)
	same(t, "updated", s.State(), st)
	must(t, "check", s.Check(ctx))
	must(t, "append", s.Append(ctx, record(4)))
	if err := s.Append(ctx, ledger.Record{Account: "other", Number: 1, ID: "x"}); err == nil {
		t.Error("a record of another account was written")
	}
	must(t, "release", s.Release(ctx))
	mustFail[ledger.LostError](t, "update after release", s.Update(ctx, func(*ledger.State) {}))
	mustFail[ledger.LostError](t, "append after release", s.Append(ctx, record(5)))
	mustFail[ledger.LostError](t, "release after release", s.Release(ctx))

	st, err = store.State(ctx, account)
	must(t, "read", err)
	same(t, "given back", st, ledger.State{
		Account: account, Version: 3, Nonce: st.Nonce, Mark: ledger.Mark{RunID: 101}, Intent: want.Intent, Quarantine: want.Quarantine,
	})
	next := acquire(t, store, c, ask("run 102"))
	same(t, "the next one's mark", next.State().Mark.RunID, int64(101))
}

// testLeaseRace has many ask for a free lease at once.
func testLeaseRace(on subject) {
	t, store := on.t, on.store
	c := newClock()
	for round := range on.rounds {
		won := make(chan *ledger.Session, writers)
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				s, err := ledger.Acquire(t.Context(), store, c.now, ask(fmt.Sprint("writer ", i)))
				if err == nil {
					won <- s
				} else if busy := new(ledger.BusyError); !errors.As(err, &busy) {
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		all.Wait()
		close(won)
		if n := len(won); n != 1 {
			t.Fatalf("round %d: got %d holders, want one", round, n)
		}
		must(t, "release", (<-won).Release(t.Context()))
	}
}

// testDeadHolder has a holder stop in the middle, and come back when another
// one has taken over: in each of its states, and while the other works and
// after it.
func testDeadHolder(on subject) {
	t, store := on.t, on.store
	ctx, c := t.Context(), newClock()
	for n := range 4 {
		number := n + 1
		intent := state(0).Intent
		intent.Number = number
		dead := acquire(t, store, c, ask("dead"))
		must(t, "intent", dead.Update(ctx, func(st *ledger.State) { st.Intent = intent }))

		c.move(time.Minute - 1)
		_, err := ledger.Acquire(ctx, store, c.now, ask("next"))
		mustFail[ledger.BusyError](t, "a moment too early", err)
		c.move(1)
		next := acquire(t, store, c, ask("next"))
		same(t, "what the dead one left", next.State().Intent, intent)

		released := n%2 == 1
		if released {
			must(t, "append", next.Append(ctx, record(number)))
			must(t, "release", next.Release(ctx))
		}
		before, err := store.State(ctx, account)
		must(t, "read", err)
		who := "next"
		if released {
			who = "another publisher had it"
		}
		mustFail[ledger.LostError](t, "update", dead.Update(ctx, func(st *ledger.State) { st.Mark.RunID = 666 }), account, who)
		mustFail[ledger.LostError](t, "check", dead.Check(ctx), account, who)
		mustFail[ledger.LostError](t, "append", dead.Append(ctx, record(number)), who)
		mustFail[ledger.LostError](t, "release", dead.Release(ctx), who)
		if left := dead.Remaining(); left > 0 {
			t.Errorf("the dead one has %s left", left)
		}
		after, err := store.State(ctx, account)
		must(t, "read", err)
		same(t, "what the dead one could change", after, before)
		if !released {
			must(t, "append", next.Append(ctx, record(number)))
			must(t, "release", next.Release(ctx))
		}
	}
	list, err := store.Records(ctx, account, 0, 10)
	must(t, "read", err)
	same(t, "records", len(list), 4)
}

// testClocks has machines with clocks that are wrong, and clocks that jump.
func testClocks(on subject) {
	t, store := on.t, on.store
	ctx, here, there := t.Context(), newClock(), newClock()

	// A holder of the future is not taken over before its time has come here.
	there.move(time.Hour)
	ahead := acquire(t, store, there, ask("ahead"))
	_, err := ledger.Acquire(ctx, store, here.now, ask("here"))
	busy := mustFail[ledger.BusyError](t, "a lease of the future", err, "1h0m0s in the future", "clocks is wrong")
	same(t, "ahead", busy.Ahead, time.Hour)
	must(t, "update", ahead.Update(ctx, func(st *ledger.State) { st.Mark.RunID = 7 }))

	// A clock that jumps back makes no run lose anything.
	there.move(-2 * time.Hour)
	same(t, "remaining", ahead.Remaining(), 2*time.Hour+time.Minute)
	must(t, "update", ahead.Update(ctx, func(st *ledger.State) { st.Mark.RunID++ }))

	// One that jumps forward takes over too early: the holder learns it with
	// its next write, and what the other wrote stands.
	here.move(2 * time.Hour)
	jumped := acquire(t, store, here, ask("jumped"))
	mustFail[ledger.LostError](t, "update", ahead.Update(ctx, func(st *ledger.State) { st.Mark.RunID = 0 }), "jumped")
	same(t, "mark", jumped.State().Mark.RunID, int64(8))

	// Over by its own clock, but no other run took it: it is still its own.
	here.move(time.Hour)
	same(t, "remaining", jumped.Remaining(), -59*time.Minute)
	must(t, "update", jumped.Update(ctx, func(st *ledger.State) { st.Mark.RunID++ }))
	must(t, "append", jumped.Append(ctx, record(1)))
	must(t, "release", jumped.Release(ctx))

	// A record of the future is the last one only by its number.
	late := record(2)
	late.Time = epoch.AddDate(-10, 0, 0)
	must(t, "append", store.Append(ctx, late))
	last, err := store.Last(ctx, account)
	must(t, "read", err)
	same(t, "last", last.Number, 2)
}

func testDecide(on subject) {
	t, store := on.t, on.store
	ctx, c := t.Context(), newClock()
	refusal := errors.New("superseded")
	q := ask("run 1")
	q.Decide = func(st ledger.State) (ledger.State, error) {
		st.Mark.RunID = 99
		return st, refusal
	}
	if _, err := ledger.Acquire(ctx, store, c.now, q); !errors.Is(err, refusal) {
		t.Errorf("got %v, want the refusal", err)
	}
	st, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "after a refusal", st, ledger.State{Account: account})

	// Another run is faster: what is decided is decided again on what they
	// left.
	var seen []int64
	q.Decide = func(st ledger.State) (ledger.State, error) {
		seen = append(seen, st.Mark.RunID)
		if len(seen) == 1 {
			_, err := store.Swap(ctx, ledger.State{Account: account, Mark: ledger.Mark{RunID: 5}})
			must(t, "swap", err)
		}
		st.Mark.RunID++
		return st, nil
	}
	s := acquire(t, store, c, q)
	same(t, "states seen", seen, []int64{0, 5})
	same(t, "mark", s.State().Mark.RunID, int64(6))

	// A busy lease is not decided about.
	q.Decide = func(st ledger.State) (ledger.State, error) { return st, refusal }
	_, err = ledger.Acquire(ctx, store, c.now, q)
	mustFail[ledger.BusyError](t, "busy", err)

	for _, bad := range []ledger.Ask{{}, {Account: account, Holder: "x"}, {Account: account, TTL: 1}, {Holder: "x", TTL: 1}} {
		if _, err := ledger.Acquire(ctx, store, c.now, bad); err == nil || !strings.Contains(err.Error(), "missing") {
			t.Errorf("%+v: got %v, want it to say what is missing", bad, err)
		}
	}
}

// testOrderedSections has several publishers each raise the mark by one under
// the lease, some of which die holding it; none may undo another's.
func testOrderedSections(on subject) {
	t, store := on.t, on.store
	const publishers, each = 6, 4
	ctx, c := t.Context(), newClock()
	var all sync.WaitGroup
	for i := range publishers {
		all.Go(func() {
			for n := range each {
				if err := raise(ctx, store, c, fmt.Sprintf("publisher %d", i), n == 2); err != nil {
					t.Errorf("publisher %d: %v", i, err)
				}
			}
		})
	}
	all.Wait()
	st, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "mark", st.Mark.RunID, int64(publishers*each))
}

// raise adds one to the mark, and takes no rest until it could.
func raise(ctx context.Context, store ledger.Store, c *clock, who string, die bool) error {
	for {
		s, err := ledger.Acquire(ctx, store, c.now, ask(who))
		if busy := new(ledger.BusyError); errors.As(err, &busy) {
			c.move(5 * time.Second) // so that the dead are taken over, and the slow, too
			continue
		}
		if err != nil {
			return err
		}
		err = s.Update(ctx, func(st *ledger.State) { st.Mark.RunID++ })
		if lost := new(ledger.LostError); errors.As(err, &lost) {
			continue
		}
		if err == nil && !die {
			if err = s.Release(ctx); errors.As(err, new(*ledger.LostError)) {
				err = nil
			}
		}
		return err
	}
}
