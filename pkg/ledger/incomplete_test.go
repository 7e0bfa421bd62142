package ledger_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestIncomplete stores nothing that could not be read back.
func TestIncomplete(t *testing.T) {
	t.Parallel()
	for name, st := range map[string]ledger.State{
		"no account": {Version: 1, Nonce: "x"},
		"no version": {Account: account, Nonce: "x"},
		"no nonce":   {Account: account, Version: 1},
	} {
		if _, err := ledger.EncodeState(st); err == nil {
			t.Errorf("a state with %s was stored", name)
		}
	}
	for name, rec := range map[string]ledger.Record{
		"no account":    {Number: 1, ID: "x"},
		"no number":     {Account: account, ID: "x"},
		"a high number": {Account: account, Number: ledger.MaxNumber + 1, ID: "x"},
		"no id":         {Account: account, Number: 1},
	} {
		if _, err := ledger.EncodeRecord(rec); err == nil {
			t.Errorf("a record with %s was stored", name)
		}
	}
	for _, number := range []int{1, ledger.MaxNumber} {
		_, err := ledger.EncodeRecord(ledger.Record{Account: account, Number: number, ID: "x"})
		must(t, "the first and the last number", err)
	}
}
