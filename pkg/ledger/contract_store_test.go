package ledger_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// writers is how many write at once where many do.
const writers = 50

func testStates(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	got, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "before the first write", got, ledger.State{Account: account})

	want := state(0)
	first, err := store.Swap(ctx, want)
	must(t, "swap", err)
	want.Version, want.Nonce = 1, first.Nonce
	same(t, "written", first, want)
	got, err = store.State(ctx, account)
	must(t, "read", err)
	same(t, "read", got, want)

	second, err := store.Swap(ctx, ledger.State{Account: account, Version: 1, Nonce: first.Nonce})
	must(t, "swap", err)
	if second.Version != 2 || second.Nonce == first.Nonce {
		t.Errorf("got version %d under nonce %q, want 2 and a new nonce", second.Version, second.Nonce)
	}
	got, err = store.State(ctx, account)
	must(t, "read", err)
	same(t, "what was dropped", got, ledger.State{Account: account, Version: 2, Nonce: second.Nonce})
	if _, err := store.Swap(ctx, ledger.State{}); err == nil {
		t.Error("a state of no account was written")
	}
}

func testStateConflicts(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	for _, version := range []int64{1, 7} {
		_, err := store.Swap(ctx, state(version))
		mustFail[ledger.ConflictError](t, "a version of nothing", err)
	}
	stored, err := store.Swap(ctx, state(0))
	must(t, "swap", err)
	for _, version := range []int64{0, 2} {
		_, err := store.Swap(ctx, state(version))
		conflict := mustFail[ledger.ConflictError](t, "another version", err, account, "version 1")
		same(t, "what stands", conflict.Stored, stored)
	}
	got, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "after conflicts", got, stored)
}

// testOneWinner has many swap the same state at once.
func testOneWinner(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	var at ledger.State
	for round := range on.rounds {
		won := make(chan ledger.State, writers)
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				st, err := store.Swap(ctx, ledger.State{Account: account, Version: at.Version, Nonce: at.Nonce})
				var conflict *ledger.ConflictError
				switch {
				case err == nil:
					won <- st
				case !errors.As(err, &conflict):
					t.Errorf("round %d: %v", round, err)
				case conflict.Stored.Version != at.Version+1:
					t.Errorf("round %d: a loser met version %d", round, conflict.Stored.Version)
				}
			})
		}
		all.Wait()
		close(won)
		if n := len(won); n != 1 {
			t.Fatalf("round %d: got %d winners, want one", round, n)
		}
		winner := <-won
		var err error
		at, err = store.State(ctx, account)
		must(t, "read", err)
		same(t, "what stands", at, winner)
	}
	same(t, "version", at.Version, int64(on.rounds))
}

func testAccounts(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	got, err := store.Accounts(ctx)
	must(t, "list", err)
	same(t, "no accounts", got, []string(nil))
	var want []string
	for _, name := range []string{"store-10", "brand", "store-9", "brand-cn", "0", strings.Repeat("z", 63)} {
		_, err := store.Swap(ctx, ledger.State{Account: name})
		must(t, "swap", err)
		want = append(want, name)
	}
	must(t, "append", store.Append(ctx, ledger.Record{Account: "no-state", Number: 1, ID: "x"}))
	slices.Sort(want)
	got, err = store.Accounts(ctx)
	must(t, "list", err)
	same(t, "accounts", got, want)
}

func testTwoAccounts(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	other := account + "2" // begins as the first does
	for i, name := range []string{account, other} {
		_, err := store.Swap(ctx, ledger.State{Account: name, Mark: ledger.Mark{RunID: int64(i)}})
		must(t, "swap", err)
	}
	rec := record(3)
	rec.Account = other
	must(t, "append", store.Append(ctx, rec))
	must(t, "append", store.Append(ctx, record(1)))

	st, err := store.State(ctx, other)
	must(t, "read", err)
	same(t, "mark", st.Mark.RunID, int64(1))
	list, err := store.Records(ctx, account, 0, 10)
	must(t, "read", err)
	if len(list) != 1 || list[0].Number != 1 {
		t.Errorf("got %d records, want the one of %s", len(list), account)
	}
	_, err = store.Record(ctx, account, 3)
	mustFail[ledger.NoRecordError](t, "the other's record", err)
}

func testTimeIsUp(on subject) {
	t, store := on.t, on.store
	must(t, "append", store.Append(t.Context(), record(1)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errState := store.State(ctx, account)
	_, errLast := store.Last(ctx, account)
	_, errRecord := store.Record(ctx, account, 1)
	_, errRecords := store.Records(ctx, account, 0, 1)
	_, errRun := store.OfRun(ctx, account, 101, 1)
	_, errAccounts := store.Accounts(ctx)
	_, errSwap := store.Swap(ctx, state(0))
	errAppend := store.Append(ctx, record(2))
	for i, err := range []error{errState, errLast, errRecord, errRecords, errRun, errAccounts, errSwap, errAppend} {
		access := mustFail[ledger.AccessError](t, "without time", err, string(ledger.Late))
		if !errors.Is(err, context.Canceled) || !access.Retryable() {
			t.Errorf("%d: got %+v, want a retryable error about the context", i, access)
		}
	}
	st, err := store.State(t.Context(), account)
	must(t, "read", err)
	same(t, "state", st.Version, int64(0))
	_, err = store.Record(t.Context(), account, 2)
	mustFail[ledger.NoRecordError](t, "record", err)
}

func testSizeLimit(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	// What nearly fills the room is stored and read back.
	rec := record(1)
	rec.Reason = noise(ledger.MaxSize / 100 * 99 / 3 * 4)
	size, err := ledger.Size(rec)
	must(t, "size", err)
	if size > ledger.MaxSize || size < ledger.MaxSize/100*98 {
		t.Fatalf("the record has %d bytes, want nearly %d", size, ledger.MaxSize)
	}
	must(t, "append", store.Append(ctx, rec))
	got, err := store.Last(ctx, account)
	must(t, "read", err)
	same(t, "record", got, rec)

	rec.Number, rec.Reason = 2, rec.Reason+noise(10_000)
	tooLarge := mustFail[ledger.SizeError](t, "append", store.Append(ctx, rec), "record 2 of "+account)
	if tooLarge.Max != ledger.MaxSize || tooLarge.Size <= ledger.MaxSize {
		t.Errorf("got %+v", tooLarge)
	}
	st := state(0)
	st.Intent.Reason = rec.Reason
	_, err = store.Swap(ctx, st)
	mustFail[ledger.SizeError](t, "swap", err, "state of "+account)
	got, err = store.Last(ctx, account)
	must(t, "read", err)
	same(t, "newest", got.Number, 1)
}
