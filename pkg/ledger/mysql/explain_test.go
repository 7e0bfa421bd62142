package mysql

import (
	"errors"
	"fmt"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// TestExplain names what MySQL 8.0 says beside MariaDB, and what the driver says by
// itself.
func TestExplain(t *testing.T) {
	t.Parallel()
	answer := func(number uint16) error {
		return fmt.Errorf("exec: %w", &mysql.MySQLError{Number: number, Message: "s3cret"})
	}
	for _, tt := range []struct {
		name  string
		err   error
		want  ledger.Problem
		again bool
	}{
		{"a password that is not the user's own yet", answer(1820), ledger.SignIn, false},
		{"a password that expired", answer(1862), ledger.SignIn, false},
		{"a way to sign in that is switched off", answer(1524), ledger.SignIn, false},
		{"a locked account", answer(3118), ledger.SignIn, false},
		{"MariaDB's locked account", answer(4151), ledger.SignIn, false},
		{"an account that failed too often", answer(3955), ledger.SignIn, false},
		{"a plugin the driver does not know", mysql.ErrUnknownPlugin, ledger.SignIn, false},
		{"a password in clear text", mysql.ErrCleartextPassword, ledger.SignIn, false},
		{"a server without TLS", mysql.ErrNoTLS, ledger.NoTLS, false},
		{"a server that shuts down", answer(1053), ledger.Unreached, true},
		{"a server that is offline", answer(3032), ledger.Unreached, true},
		{"a connection that was idle", answer(4031), ledger.Unreached, true},
		{"a node that is not of the cluster", answer(1047), ledger.Unreached, true},
		{"a conflict with another node", answer(3101), ledger.Crowded, true},
		{"anything else", answer(1064), ledger.Declined, false},
	} {
		var got *ledger.AccessError
		if err := (Reader{name: "caidan@db"}).explain(t.Context(), "insert", tt.err); !errors.As(err, &got) || got.Problem != tt.want || got.Retryable() != tt.again {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}
