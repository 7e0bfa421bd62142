package ledger_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// publish does what one publish asks of a ledger.
func publish(tb testing.TB, store ledger.Store, c *clock, number int) {
	tb.Helper()
	ctx := tb.Context()
	check := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	q := ask("run 101 of o/r")
	q.Decide = func(st ledger.State) (ledger.State, error) {
		st.Mark.RunID++
		return st, nil
	}
	s, err := ledger.Acquire(ctx, store, c.now, q)
	check(err)
	if _, err = store.Last(ctx, account); number > 1 {
		check(err)
	}
	intent := *state(0).Intent
	intent.Number = number
	check(s.Update(ctx, func(st *ledger.State) { st.Intent = &intent }))
	check(s.Append(ctx, record(number)))
	check(s.Release(ctx))
}

// BenchmarkPublish is what the ledger adds to one publish on one machine.
func BenchmarkPublish(b *testing.B) {
	store, c := openBolt(b), newClock()
	b.ReportAllocs()
	for n := 1; b.Loop(); n++ {
		publish(b, store, c, n)
	}
}

// BenchmarkEncode is the part of it that is not waiting for the disk.
func BenchmarkEncode(b *testing.B) {
	rec := record(1)
	data, err := ledger.EncodeRecord(rec)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = ledger.EncodeRecord(rec)
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = ledger.DecodeRecord(account, 1, data)
		}
	})
}
