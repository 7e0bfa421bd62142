package ledger_test

import (
	"bytes"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestStoredAsItIs holds what is compressed: what takes more than the kilobyte
// that is paid for anyway.
func TestStoredAsItIs(t *testing.T) {
	t.Parallel()
	small := ledger.State{Account: account, Version: 1, Nonce: "x"}
	large := small
	large.Lease.Holder = noise(2000)
	for _, tt := range []struct {
		name  string
		state ledger.State
		text  bool
	}{{"small", small, true}, {"large", large, false}} {
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
