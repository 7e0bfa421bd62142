package ledger_test

import (
	"context"
	"errors"
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// A ledger is read whole, and what cannot be is told.
func TestVerify(t *testing.T) {
	t.Parallel()
	store := openBolt(t)
	fill(t, store, older(t))
	for _, method := range []string{"Accounts", "StoredState", "Stored"} {
		lost := unusable(t)
		if _, err := ledger.Verify(t.Context(), deaf{store, method, lost}); !errors.Is(err, lost) {
			t.Errorf("%s: got %v, want %v", method, err, lost)
		}
	}
	_, err := ledger.Verify(t.Context(), deaf{store, "StoredState", nil})
	if err == nil {
		t.Error("got no error of a state that is none")
	}
	_, err = ledger.Verify(t.Context(), deaf{store, "Stored", nil})
	if err == nil {
		t.Error("got no error of a record that is none")
	}
}

// deaf is a ledger one of whose reads fails, or comes to something that is none.
type deaf struct {
	in     ledger.Stored
	method string
	err    error
}

func (d deaf) Accounts(ctx context.Context) ([]string, error) {
	if d.method == "Accounts" {
		return nil, d.err
	}
	return d.in.Accounts(ctx)
}

func (d deaf) StoredState(ctx context.Context, account string) ([]byte, error) {
	if d.method == "StoredState" {
		return []byte("{}"), d.err
	}
	return d.in.StoredState(ctx, account)
}

func (d deaf) Stored(ctx context.Context, account string, before, limit int) ([]ledger.Item, error) {
	if d.method == "Stored" {
		return []ledger.Item{{Account: account, Number: 1, Data: []byte("{}")}}, d.err
	}
	return d.in.Stored(ctx, account, before, limit)
}
