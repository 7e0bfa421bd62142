package ledger_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// ofRun returns a record of a run.
func ofRun(number int, run int64) ledger.Record {
	r := record(number)
	r.Origin.RunID = run
	return r
}

func numbers(list []ledger.Record) (out []int) {
	for i := range list {
		out = append(out, list[i].Number)
	}
	return out
}

// testRuns finds the records of runs whose ids do not only rise: of another
// repository after a take-over, of a rollback, of a mark that was reset.
func testRuns(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	for i, run := range []int64{900, 17, 901, 0, 900, 1, math.MaxInt64, -1, 9, 90, 900} {
		must(t, "append", store.Append(ctx, ofRun(i+1, run)))
	}
	other := ofRun(1, 17)
	other.Account = account + "2"
	must(t, "append", store.Append(ctx, other))
	// The same again, and one that comes second: of this run's there is none.
	again := ofRun(12, 5)
	must(t, "append", store.Append(ctx, again))
	must(t, "append again", store.Append(ctx, again))
	mustFail[ledger.ConflictError](t, "another", store.Append(ctx, ofRun(12, 6)))

	for run, want := range map[int64][]int{
		900: {11, 5, 1}, 901: {3}, 17: {2}, 1: {6}, 9: {9}, 90: {10}, 5: {12}, math.MaxInt64: {7}, 6: nil, 0: nil, -1: nil, 8: nil, 902: nil, math.MinInt64: nil,
	} {
		list, err := ledger.RunRecords(ctx, store, account, run)
		must(t, "records of a run", err)
		if got := numbers(list); !slices.Equal(got, want) {
			t.Errorf("run %d: got records %v, want %v", run, got, want)
		}
	}
	for limit, want := range [][]int{nil, {11}, {11, 5}, {11, 5, 1}, {11, 5, 1}} {
		got, err := store.OfRun(ctx, account, 900, limit)
		must(t, "index", err)
		if !slices.Equal(got, want) {
			t.Errorf("at most %d: got %v, want %v", limit, got, want)
		}
	}
}

// unindexed is a ledger that a release before the index of runs wrote.
type unindexed struct {
	ledger.Store
	read int
}

func (*unindexed) OfRun(context.Context, string, int64, int) ([]int, error) { return nil, nil }

func (u *unindexed) Records(ctx context.Context, account string, before, limit int) ([]ledger.Record, error) {
	list, err := u.Store.Records(ctx, account, before, limit)
	u.read += len(list)
	return list, err
}

// testUnindexedRuns finds runs among the newest records of an older ledger, and
// does not read all of it.
func testUnindexedRuns(on subject) {
	t := on.t
	store := &unindexed{Store: on.store}
	const n = 130
	for i := range n {
		must(t, "append", store.Append(t.Context(), ledger.Record{Account: account, Number: i + 1, ID: "x", Origin: ledger.Origin{RunID: int64(1 + i/2)}}))
	}
	for run, want := range map[int64][]int{n / 2: {n, n - 1}, n/2 - 49: {n - 98, n - 99}, n/2 - 50: nil, n: nil} {
		store.read = 0
		list, err := ledger.RunRecords(t.Context(), store, account, run)
		must(t, "records of a run", err)
		if got := numbers(list); !slices.Equal(got, want) || store.read > 100 {
			t.Errorf("run %d: got records %v of %d that were read, want %v of 100", run, got, store.read, want)
		}
	}
}

// testWalk goes back through more records than are read at once.
func testWalk(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	walk := func(before, most int) (got []int, next int) {
		t.Helper()
		next, err := ledger.Walk(ctx, store, account, before, func(r *ledger.Record) bool {
			got = append(got, r.Number)
			return len(got) < most
		})
		must(t, "walk", err)
		return got, next
	}
	if got, next := walk(0, 1); got != nil || next != 0 {
		t.Errorf("of none: got %v, next %d", got, next)
	}
	var all []int // 2 to 46 without 7
	for i := 46; i >= 2; i-- {
		if i != 7 {
			all = append(all, i)
			must(t, "append", store.Append(ctx, ledger.Record{Account: account, Number: i, ID: "x"}))
		}
	}
	for _, tt := range []struct{ before, most, from, to, next int }{
		{0, 1, 0, 1, 46},
		{0, 20, 0, 20, 27},
		{0, 100, 0, 44, 0},
		{27, 100, 20, 44, 0},
		{27, 23, 20, 43, 3},
		{27, 24, 20, 44, 0},
		{7, 2, 39, 41, 5},
		{2, 5, 44, 44, 0},
	} {
		if got, next := walk(tt.before, tt.most); !slices.Equal(got, all[tt.from:tt.to]) || next != tt.next {
			t.Errorf("%d below %d: got %v, next %d; want %v, next %d", tt.most, tt.before, got, next, all[tt.from:tt.to], tt.next)
		}
	}
	must(t, "append", store.Append(ctx, ledger.Record{Account: account, Number: 1, ID: "x"}))
	if got, next := walk(22, 20); next != 0 || got[19] != 1 { // at the end of a page
		t.Errorf("to the first: got %v, next %d", got, next)
	}
}

// TestRunErrors has each of the reads fail that finding a run takes.
func TestRunErrors(t *testing.T) {
	t.Parallel()
	store := openBolt(t)
	must(t, "append", store.Append(t.Context(), ofRun(1, 9)))
	lost := unanswered(t, store)
	for _, method := range []string{"OfRun", "Record", "Records"} {
		run := int64(9)
		if method == "Records" {
			run = 8
		}
		_, err := ledger.RunRecords(t.Context(), failing{store, method, lost}, account, run)
		mustFail[ledger.AccessError](t, method, err)
	}
}

// misled is a ledger whose index names records of other runs too, and some that
// were never written.
type misled struct{ failing }

func (misled) OfRun(context.Context, string, int64, int) ([]int, error) {
	return []int{4, 3, 2, 1}, nil
}

// TestRunIndex finds the records of a run by the index alone.
func TestRunIndex(t *testing.T) {
	t.Parallel()
	store := openBolt(t)
	for number, run := range map[int]int64{1: 9, 3: 8, 4: 9} {
		must(t, "append", store.Append(t.Context(), ofRun(number, run)))
	}
	list, err := ledger.RunRecords(t.Context(), misled{failing{store, "Records", unusable(t)}}, account, 9)
	must(t, "records of a run", err)
	same(t, "records", numbers(list), []int{4, 1})
}

// failing is a ledger one of whose reads fails.
type failing struct {
	ledger.Reader
	method string
	err    error
}

func (f failing) OfRun(ctx context.Context, account string, run int64, limit int) ([]int, error) {
	if f.method == "OfRun" {
		return nil, f.err
	}
	return f.Reader.OfRun(ctx, account, run, limit)
}

func (f failing) Record(ctx context.Context, account string, number int) (ledger.Record, error) {
	if f.method == "Record" {
		return ofRun(number, 9), f.err // which says nothing beside an error
	}
	return f.Reader.Record(ctx, account, number)
}

func (f failing) Records(ctx context.Context, account string, before, limit int) ([]ledger.Record, error) {
	if f.method == "Records" {
		return nil, f.err
	}
	return f.Reader.Records(ctx, account, before, limit)
}
