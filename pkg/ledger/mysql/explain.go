package mysql

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"

	"github.com/go-sql-driver/mysql"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

// Numbers of errors that have a meaning of their own here.
// Source: MySQL 8.0 error reference; MariaDB's error codes up to 1900 are the same.
const (
	duplicate   = 1062
	noSuchTable = 1146
	deadlock    = 1213
	// conflict is a statement that a group of servers rolled back at its end, for the
	// sake of one that another of them took.
	conflict = 3101
)

// problems says what the numbers of errors mean.
var problems = map[uint16]ledger.Problem{
	1040:     ledger.Crowded, // too many connections
	1203:     ledger.Crowded, // the same, of one user
	1205:     ledger.Crowded, // a lock was not free in time
	1226:     ledger.Crowded, // a user's limit
	deadlock: ledger.Crowded,
	conflict: ledger.Crowded,

	1045: ledger.SignIn, // user or password
	1129: ledger.SignIn, // a host that is blocked
	1130: ledger.SignIn, // a host that may not connect
	1251: ledger.SignIn, // a way to sign in that the server does not have
	1524: ledger.SignIn, // one that is switched off, as mysql_native_password in 8.4
	1698: ledger.SignIn, // no password at all
	1820: ledger.SignIn, // a password to be changed first
	1862: ledger.SignIn, // one that expired
	3118: ledger.SignIn, // an account that is locked
	3159: ledger.SignIn, // only over TLS
	3955: ledger.SignIn, // an account that failed too often
	4151: ledger.SignIn, // an account that is locked, of MariaDB

	1044: ledger.Ungranted, // the database
	1142: ledger.Ungranted, // a table
	1143: ledger.Ungranted, // a column
	1227: ledger.Ungranted, // a privilege

	1049: ledger.NoDatabase,

	1054:        ledger.OtherTables, // a column that is not there
	noSuchTable: ledger.OtherTables,

	1047: ledger.Unreached, // a node that has lost its cluster
	1053: ledger.Unreached, // a server that shuts down
	3032: ledger.Unreached, // one that is offline
	4031: ledger.Unreached, // a connection that was closed because it was idle

	1290: ledger.ReadOnly, // --read-only
	1792: ledger.ReadOnly, // a transaction that may only read
	1836: ledger.ReadOnly, // a server in maintenance
}

// explain says what an error of the driver means. The server's own texts are not
// repeated: they hold names of users and what was to be written.
func (r Reader) explain(ctx context.Context, action string, err error) error {
	e := &ledger.AccessError{Store: r.name, Action: action, Cause: err}
	var answer *mysql.MySQLError
	var certificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var address *net.OpError
	switch {
	case errors.As(err, &answer):
		e.Problem, e.Detail = problems[answer.Number], fmt.Sprintf("error %d", answer.Number)
		if e.Problem == "" {
			e.Problem = ledger.Declined
		}
	case signIn(err):
		e.Problem, e.Detail = ledger.SignIn, "it asks for a way to sign in that caidan does not have"
	case ctx.Err() != nil:
		e.Problem, e.Cause = ledger.Late, errors.Join(ctx.Err(), err)
	case errors.Is(err, mysql.ErrNoTLS):
		e.Problem = ledger.NoTLS
	case errors.As(err, &certificate), errors.As(err, &unknown):
		e.Problem, e.Detail = ledger.Untrusted, innermost(err)
	case errors.As(err, &address):
		e.Problem, e.Detail = ledger.Unreached, innermost(address.Err)
	case errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, driver.ErrBadConn):
		e.Problem, e.Detail = ledger.Unreached, "the connection was lost"
	default:
		e.Problem, e.Detail = ledger.Unreached, innermost(err)
	}
	return e
}

// signIn reports whether the driver does not sign in as the server asks.
func signIn(err error) bool {
	return errors.Is(err, mysql.ErrUnknownPlugin) || errors.Is(err, mysql.ErrCleartextPassword) ||
		errors.Is(err, mysql.ErrNativePassword) || errors.Is(err, mysql.ErrOldPassword)
}

// innermost returns the text of the error at the bottom.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
