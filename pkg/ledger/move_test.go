package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
)

// anyLedger draws the items of a ledger.
func anyLedger(t *rapid.T) (items []ledger.Item) {
	for _, name := range rapid.SliceOfNDistinct(rapid.StringMatching("[a-z0-9][a-z0-9-]{0,5}"), 0, 4, rapid.ID).Draw(t, "accounts") {
		for _, n := range rapid.SliceOfNDistinct(rapid.OneOf(rapid.IntRange(1, 9), rapid.IntRange(1, ledger.MaxNumber)), 0, 25, rapid.ID).Draw(t, "records") {
			data, err := ledger.EncodeRecord(anyRecord(t, name, n))
			if err != nil {
				t.Fatal(err)
			}
			items = append(items, ledger.Item{Account: name, Number: n, Data: data})
		}
		st := anyState(t, name)
		st.Lease = ledger.Lease{}
		data, err := ledger.EncodeState(st)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, ledger.Item{Account: name, Data: data})
	}
	return items
}

// fill writes items to a ledger.
func fill(t *testing.T, store ledger.Restorer, items []ledger.Item) {
	t.Helper()
	for _, it := range items {
		must(t, "restore", store.Restore(t.Context(), it))
	}
}

// export returns what a ledger is written as.
func export(t *testing.T, from ledger.Stored) string {
	t.Helper()
	var b bytes.Buffer
	n, err := ledger.Export(t.Context(), from, &b, epoch.Add(time.Hour))
	must(t, "export", err)
	if got := strings.Count(b.String(), "\n"); got != 2+n.Accounts+n.Records {
		t.Errorf("got %d lines of %+v", got, n)
	}
	return b.String()
}

func imported(t *testing.T, to ledger.Restorer, text string) {
	t.Helper()
	n, err := ledger.Import(t.Context(), to, strings.NewReader(text))
	must(t, "import", err)
	if got := strings.Count(text, "\n"); got != 2+n.Accounts+n.Records {
		t.Errorf("got %+v of %d lines", n, got)
	}
}

// older are the items of a ledger that an earlier release began.
func older(t *testing.T) []ledger.Item {
	t.Helper()
	return []ledger.Item{
		{Account: account, Number: 118, Data: zip(t, file(t, "testdata/record-1.json"))},
		{Account: account, Data: zip(t, file(t, "testdata/state-1.json"))},
	}
}

// testMove moves ledgers to the store and back: what was written is the same, byte
// for byte, and so is what is read.
func testMove(on subject) {
	t, store := on.t, on.store
	items := older(t)
	for _, number := range []int{7, 119, 120, ledger.MaxNumber} {
		rec := record(number)
		rec.Reason = noise(min(number, 200) * 1000)
		data, err := ledger.EncodeRecord(rec)
		must(t, "encode", err)
		items = append(items, ledger.Item{Account: account, Number: number, Data: data})
	}
	for seed := range 3 {
		drawn := rapid.Custom(anyLedger).Example(seed)
		items = slices.DeleteFunc(items, func(it ledger.Item) bool {
			return slices.ContainsFunc(drawn, func(other ledger.Item) bool { return other.Account == it.Account })
		})
		items = append(items, drawn...)
	}
	from := openBolt(t)
	fill(t, from, items)
	text := export(t, from)
	imported(t, store, text)
	n, err := ledger.Verify(t.Context(), store)
	must(t, "verify", err)
	same(t, "what is there", n.Accounts+n.Records, len(items))
	if again := export(t, store); again != text {
		t.Errorf("got %d bytes from the store, want the %d that were written to it", len(again), len(text))
	}
	back := openBolt(t)
	imported(t, back, export(t, store))
	names, err := store.Accounts(t.Context())
	must(t, "accounts", err)
	for _, name := range names {
		sameLedger(t, store, from, name)
		sameLedger(t, back, from, name)
	}
}

// sameLedger compares what is read of an account, by its runs too.
func sameLedger(t *testing.T, got, want ledger.Reader, name string) {
	t.Helper()
	ctx := t.Context()
	a, errA := got.State(ctx, name)
	b, errB := want.State(ctx, name)
	must(t, "state", errors.Join(errA, errB))
	same(t, name, a, b)
	_, err := ledger.Walk(ctx, want, name, 0, func(r *ledger.Record) bool {
		other, err := got.Record(ctx, name, r.Number)
		must(t, "record", err)
		same(t, name, other, *r)
		runs, errA := got.OfRun(ctx, name, r.Origin.RunID, 100)
		wanted, errB := want.OfRun(ctx, name, r.Origin.RunID, 100)
		must(t, "runs", errors.Join(errA, errB))
		same(t, "records of a run of "+name, runs, wanted)
		return true
	})
	must(t, "walk", err)
}

// testMoveOnto has an account there already, whole or in part.
func testMoveOnto(on subject) {
	t, store := on.t, on.store
	ctx := t.Context()
	from := openBolt(t)
	fill(t, from, older(t))
	other := ledger.Item{Account: "brand-a", Data: zip(t, `{"schema":2,"state":{"account":"brand-a","version":3,"nonce":"x"}}`)}
	fill(t, from, []ledger.Item{other})
	text := export(t, from)
	refuse := func(what, account string) {
		t.Helper()
		_, err := ledger.Import(ctx, store, strings.NewReader(text))
		same(t, what, mustFail[ledger.NotEmptyError](t, what, err).Account, account)
		names, err := store.Accounts(ctx)
		must(t, "accounts", err)
		if slices.Contains(names, "brand-a") {
			t.Errorf("%s: an account was imported beside one that is there", what)
		}
	}
	// A record that the file does not have, as of another ledger that lost its state.
	must(t, "append", store.Append(ctx, record(117)))
	refuse("another record", account)
	_, err := store.Record(ctx, account, 118)
	mustFail[ledger.NoRecordError](t, "a record of the file", err)

	_, err = store.Swap(ctx, ledger.State{Account: account})
	must(t, "swap", err)
	refuse("a state", account)
}

// Any ledger can be moved.
func TestMoveAny(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		from, to := memory(t, r), memory(t, r)
		fill(t, from, anyLedger(r))
		text := export(t, from)
		imported(t, to, text)
		if export(t, to) != text {
			r.Fatal("got another export after an import")
		}
	})
}

// memory opens a ledger that is gone after a check.
func memory(t *testing.T, r *rapid.T) *bolt.Store {
	t.Helper()
	store, err := bolt.Temporary(t.TempDir())
	must(t, "open", err)
	r.Cleanup(func() { _ = store.Close() })
	return store
}

// weak is a ledger that breaks off after some writes.
type weak struct {
	stored
	left int
	err  error
}

func (w *weak) Restore(ctx context.Context, it ledger.Item) error {
	if w.left--; w.left < 0 {
		return w.err
	}
	return w.stored.Restore(ctx, it)
}

// An import that broke off, wherever, goes on when it is done again.
func TestMoveBrokeOff(t *testing.T) {
	t.Parallel()
	from := openBolt(t)
	for n := range 4 {
		must(t, "append", from.Append(t.Context(), record(n+1)))
	}
	_, err := from.Swap(t.Context(), ledger.State{Account: account})
	must(t, "swap", err)
	text := export(t, from)
	for n := range 5 {
		to := openBolt(t)
		lost := unusable(t)
		if _, err := ledger.Import(t.Context(), &weak{to, n, lost}, strings.NewReader(text)); !errors.Is(err, lost) {
			t.Errorf("after %d writes: got %v, want %v", n, err, lost)
		}
		imported(t, to, text)
		same(t, "again", export(t, to), text)
	}
}

// What is published to is not exported.
func TestExportBusy(t *testing.T) {
	t.Parallel()
	store, c := openBolt(t), newClock()
	s := acquire(t, store, c, ask("run 101"))
	var b bytes.Buffer
	_, err := ledger.Export(t.Context(), store, &b, c.now())
	mustFail[ledger.BusyError](t, "export", err, "run 101")
	must(t, "append", s.Append(t.Context(), record(1)))
	must(t, "release", s.Release(t.Context()))
	_, err = ledger.Export(t.Context(), published{store}, &b, c.now())
	mustFail[ledger.ChangedError](t, "export", err, account)
}

// published is a ledger whose accounts are published to when records are read.
type published struct{ *bolt.Store }

func (p published) Stored(ctx context.Context, account string, before, limit int) ([]ledger.Item, error) {
	st, err := p.State(ctx, account)
	if err == nil {
		_, err = p.Swap(ctx, st)
	}
	list, errList := p.Store.Stored(ctx, account, before, limit)
	return list, errors.Join(err, errList)
}

// A file that is not whole is told by its line, and nothing of it is written.
func TestImportRefused(t *testing.T) {
	t.Parallel()
	from := openBolt(t)
	fill(t, from, older(t))
	must(t, "append", from.Append(t.Context(), record(1)))
	fill(t, from, []ledger.Item{{Account: "other", Data: zip(t, `{"schema":2,"state":{"account":"other","version":3,"nonce":"x"}}`)}})
	whole := strings.SplitAfter(strings.TrimSuffix(export(t, from), "\n"), "\n")
	if len(whole) != 6 {
		t.Fatalf("got %d lines, want 6", len(whole))
	}
	without := func(i int) string { return strings.Join(slices.Delete(slices.Clone(whole), i, i+1), "") }
	with := func(i int, text string) string {
		lines := slices.Clone(whole)
		lines[i] = text + "\n"
		return strings.Join(lines, "")
	}
	moved := func(i, j int) string {
		lines := slices.Clone(whole)
		lines[i], lines[j] = lines[j], lines[i]
		return strings.Join(lines, "")
	}
	tests := []struct {
		name, text string
		line       int
		want       ledger.Fault
	}{
		{"nothing", "", 1, ledger.NoExport},
		{"another file", `{"button":[]}`, 1, ledger.NoExport},
		{"no head", without(0), 1, ledger.NoExport},
		{"no first record", without(1), 5, ledger.Cut},
		{"no state", without(3), 4, ledger.Disordered},
		{"no other account", without(4), 5, ledger.Cut},
		{"no end", without(5), 6, ledger.Cut},
		{"half a line", strings.Join(whole, "")[:len(whole[0])+len(whole[1])/2], 2, ledger.NoLine},
		{"records the other way", moved(1, 2), 3, ledger.Disordered},
		{"accounts the other way", moved(3, 4), 4, ledger.Disordered},
		{"twice", with(4, strings.TrimSuffix(whole[3], "\n")), 5, ledger.Disordered},
		{"more after the end", strings.Join(whole, "") + "\n" + whole[1], 7, ledger.Disordered},
		{"another name", with(4, strings.Replace(whole[4], "other", "../other", 1)), 5, ledger.Disordered},
		{"another's record", with(4, strings.Replace(whole[4], "other", "others", 1)), 5, ledger.Spoilt},
		{"a long line", with(4, strings.Repeat("x", 1<<20)), 5, ledger.LongLine},
		{"an unknown field", with(4, `{"account":"other","colour":"red"}`), 5, ledger.NoLine},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			to := openBolt(t)
			_, err := ledger.Import(t.Context(), to, strings.NewReader(tt.text))
			got := mustFail[ledger.FileError](t, "import", err)
			if got.Line != tt.line || got.Fault != tt.want {
				t.Errorf("got %+v, want line %d, %s", got, tt.line, tt.want)
			}
			if text := export(t, to); strings.Count(text, "\n") != 2 {
				t.Errorf("got %q in the ledger, want nothing", text)
			}
			_, err = to.Last(t.Context(), account)
			mustFail[ledger.NoRecordError](t, "a record", err)
		})
	}
	for _, text := range []string{
		with(0, `{"format":"caidan-ledger","version":2}`),
		with(4, `{"account":"other","data":"`+base64Of(zip(t, `{"schema":3,"state":{}}`))+`"}`),
	} {
		to, err := bolt.Open(filepath.Join(t.TempDir(), "ledger.db"))
		must(t, "open", err)
		_, err = ledger.Import(t.Context(), to, strings.NewReader(text))
		mustFail[ledger.SchemaError](t, "a later release", err)
		_, err = to.Last(t.Context(), account)
		mustFail[ledger.NoRecordError](t, "a record", err)
		must(t, "close", to.Close())
	}
}
