package ledger_test

import (
	"errors"
	"math/rand/v2"
	"sync"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

func testRecords(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	for _, n := range []int{1, 2, 10} {
		want := record(n)
		must(t, "append", store.Append(ctx, want))
		got, err := store.Record(ctx, account, n)
		must(t, "read", err)
		same(t, "record", got, want)
		got, err = store.Last(ctx, account)
		must(t, "read the last", err)
		same(t, "last", got, want)
	}
	sparse := ledger.Record{Account: account, Number: ledger.MaxNumber, ID: "x"}
	must(t, "append", store.Append(ctx, sparse))
	got, err := store.Last(ctx, account)
	must(t, "read the last", err)
	same(t, "a record of nothing", got, sparse)
	if got.Desired.Digest() != sparse.Desired.Digest() {
		t.Error("the digest of an empty set is another one now")
	}
	for _, bad := range []ledger.Record{{Number: 1, ID: "x"}, {Account: account, ID: "x"}, {Account: account, Number: 3}, {Account: account, Number: ledger.MaxNumber + 1, ID: "x"}} {
		if err := store.Append(ctx, bad); err == nil {
			t.Errorf("%+v was written", bad)
		}
	}
}

func testRecordConflicts(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	first := record(1)
	must(t, "append", store.Append(ctx, first))
	must(t, "append the same again", store.Append(ctx, first))
	mustFail[ledger.ConflictError](t, "append another", store.Append(ctx, record(1)), "record 1 of "+account)
	got, err := store.Record(ctx, account, 1)
	must(t, "read", err)
	same(t, "record", got, first)

	won := make(chan string, writers)
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			rec := record(2)
			if err := store.Append(ctx, rec); err == nil {
				won <- rec.ID
			} else if conflict := new(ledger.ConflictError); !errors.As(err, &conflict) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	close(won)
	if len(won) != 1 {
		t.Fatalf("got %d winners, want one", len(won))
	}
	got, err = store.Record(ctx, account, 2)
	must(t, "read", err)
	same(t, "winner", got.ID, <-won)
}

func testRecordPages(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	for n := 1; n <= 12; n++ {
		if n != 7 { // the number of a publish that died
			must(t, "append", store.Append(ctx, record(n)))
		}
	}
	tests := []struct {
		name          string
		before, limit int
		want          []int
	}{
		{"newest", 0, 3, []int{12, 11, 10}},
		{"next", 10, 3, []int{9, 8, 6}},
		{"below a number that is left out", 7, 2, []int{6, 5}},
		{"last page", 3, 3, []int{2, 1}},
		{"all", 0, 100, []int{12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1}},
		{"above all", 1000, 1, []int{12}},
		{"above what there can be", ledger.MaxNumber * 10, 1, []int{12}},
		{"below the first", 1, 3, nil},
		{"below zero", -1, 3, nil},
		{"none", 0, 0, nil},
		{"less than none", 0, -1, nil},
	}
	for _, tt := range tests {
		list, err := store.Records(ctx, account, tt.before, tt.limit)
		must(t, tt.name, err)
		var got []int
		for _, r := range list {
			got = append(got, r.Number)
		}
		same(t, tt.name, got, tt.want)
	}
}

// noise returns text that cannot be compressed below three quarters of its
// length.
func noise(length int) string { return noiseOf(2, length) }

// noiseOf returns another such text for each seed.
func noiseOf(seed uint64, length int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	random := rand.New(rand.NewPCG(1, seed))
	b := make([]byte, length)
	for i := range b {
		b[i] = letters[random.IntN(len(letters))]
	}
	return string(b)
}

// testLargeRecords reads more than DynamoDB puts into one page, a megabyte.
func testLargeRecords(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	const n = 5
	rec := record(1)
	rec.Reason = noise(320_000)
	for rec.Number = 1; rec.Number <= n; rec.Number++ {
		must(t, "append", store.Append(ctx, rec))
	}
	for _, limit := range []int{n - 1, n, n + 1} {
		list, err := store.Records(ctx, account, 0, limit)
		must(t, "read", err)
		if len(list) != min(limit, n) || list[0].Number != n || list[len(list)-1].Number != max(1, n+1-limit) {
			t.Errorf("got %d records for limit %d", len(list), limit)
		}
	}
}

func testMissingRecords(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	_, err := store.Last(ctx, account)
	missing := mustFail[ledger.NoRecordError](t, "last of none", err, account, "nothing was published")
	same(t, "error", missing, ledger.NoRecordError{Account: account})
	_, err = store.Record(ctx, account, 5)
	missing = mustFail[ledger.NoRecordError](t, "one of none", err, account, "nothing was published")
	same(t, "error", missing, ledger.NoRecordError{Account: account, Number: 5})

	must(t, "append", store.Append(ctx, record(1)))
	must(t, "append", store.Append(ctx, record(4)))
	for _, n := range []int{-1, 0, 2, 5, ledger.MaxNumber + 1} {
		_, err = store.Record(ctx, account, n)
		missing = mustFail[ledger.NoRecordError](t, "one that is not there", err, account, "its newest is 4")
		same(t, "error", missing, ledger.NoRecordError{Account: account, Number: n, Newest: 4})
	}
}
