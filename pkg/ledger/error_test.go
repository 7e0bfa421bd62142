package ledger_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestRetryable says of each error whether the same may work later.
func TestRetryable(t *testing.T) {
	t.Parallel()
	type retryable interface {
		error
		Retryable() bool
	}
	tests := map[retryable]bool{new(ledger.BusyError): true, new(ledger.LostError): true}
	for problem, want := range map[ledger.Problem]bool{
		ledger.Throttled: true, ledger.Broken: true, ledger.Silent: true, ledger.Late: true, ledger.InUse: true,
		ledger.Denied: false, ledger.KeyUnusable: false, ledger.Missing: false, ledger.Foreign: false, ledger.Credentials: false,
		ledger.Refused: false, ledger.Proxied: false, ledger.Damaged: false, ledger.Closed: false, ledger.Unopened: false, ledger.Unusable: false,
	} {
		tests[&ledger.AccessError{Problem: problem}] = want
	}
	for err, want := range tests {
		if got := err.Retryable(); got != want {
			t.Errorf("%v: got %t, want %t", err, got, want)
		}
	}
}

// TestAccessWords says what is known of a store that cannot be used.
func TestAccessWords(t *testing.T) {
	t.Parallel()
	err := ledger.AccessError{Store: "t", Action: "open", Problem: ledger.Broken}
	same(t, "no more", err.Error(), "open on t: failed")
	err.Status, err.Detail = 503, "SlowDown"
	same(t, "all", err.Error(), "open on t: failed (HTTP status 503): SlowDown")
}
