package ledger_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestStoredAsItIs holds what is compressed: what takes more than the kilobyte
// that is paid for anyway.
func TestStoredAsItIs(t *testing.T) {
	t.Parallel()
	small := ledger.State{Account: account, Version: 1, Nonce: "x"}
	full := small
	full.Lease.Holder = "x"
	data, err := ledger.EncodeState(full)
	must(t, "encode", err)
	full.Lease.Holder = noise(1 + 1024 - len(data))
	large := full
	large.Lease.Holder += "x"
	for _, tt := range []struct {
		name  string
		state ledger.State
		text  bool
	}{{"small", small, true}, {"a kilobyte", full, true}, {"a byte more", large, false}} {
		data, err := ledger.EncodeState(tt.state)
		must(t, tt.name, err)
		if got := bytes.HasPrefix(data, []byte(`{"schema":2,`)); got != tt.text {
			t.Errorf("%s: got text %t, want %t", tt.name, got, tt.text)
		}
		got, err := ledger.DecodeState(account, data)
		must(t, tt.name, err)
		same(t, tt.name, got, tt.state)
	}
}

// TestLastByte stores a record of as many bytes as there is room for, and none
// of one more.
func TestLastByte(t *testing.T) {
	t.Parallel()
	text := noise(2 * ledger.MaxSize)
	of := func(letters int) (rec ledger.Record, size int) {
		rec = ledger.Record{Account: account, Number: 1, ID: "x", Reason: text[:letters]}
		size, err := ledger.Size(rec)
		must(t, "size", err)
		return rec, size
	}
	letters := ledger.MaxSize / 3 * 4 // four take three bytes, and what is around them some
	rec, size := of(letters)
	for tries := 0; size != ledger.MaxSize; tries++ {
		if tries == 50 {
			t.Fatalf("%d letters take %d bytes, want a text that takes %d", letters, size, ledger.MaxSize)
		}
		letters += ledger.MaxSize - size
		rec, size = of(letters)
	}
	_, err := ledger.EncodeRecord(rec)
	must(t, "the last byte", err)
	for size == ledger.MaxSize {
		letters++
		rec, size = of(letters)
	}
	_, err = ledger.EncodeRecord(rec)
	same(t, "one more", mustFail[ledger.SizeError](t, "one more", err).Size, ledger.MaxSize+1)
}

// TestLongestText stores as long a text as is read back.
func TestLongestText(t *testing.T) {
	t.Parallel()
	const most = 32 << 20
	st := ledger.State{Account: account, Version: 1, Nonce: "x", Lease: ledger.Lease{ID: "x"}}
	data, err := ledger.EncodeState(st)
	must(t, "encode", err)
	st.Lease.ID = strings.Repeat("x", 1+most-len(data))
	_, err = ledger.EncodeState(st)
	must(t, "the longest text", err)
	st.Lease.ID += "x"
	_, err = ledger.EncodeState(st)
	same(t, "one more", mustFail[ledger.SizeError](t, "one more", err).Max, most)
}
