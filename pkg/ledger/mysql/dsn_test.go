package mysql

import (
	"errors"
	"strings"
	"testing"
)

// A DSN that is none is told, and nothing of it is repeated.
func TestForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, dsn, what string }{
		{"nothing", "", ""},
		{"a URL", "mysql://u:s3cret@db:3306/caidan", ""},
		{"no database", "u:s3cret@tcp(db:3306)/", ""},
		{"no user", "tcp(db:3306)/caidan", ""},
		{"a broken parameter", "u:s3cret@tcp(db)/caidan?tls=%zz", ""},
		{"another parameter", "u:s3cret@tcp(db)/caidan?allowAllFiles=s3cret", "?"},
		{"a variable", "u:s3cret@tcp(db)/caidan?sql_mode=s3cret", "?"},
		{"another word", "u:s3cret@tcp(db)/caidan?tls=s3cret", "tls"},
		{"no file", "u:s3cret@tcp(db)/caidan?tls=true&ca=/s3cret.pem", "ca"},
		{"not a certificate", "u:s3cret@tcp(db)/caidan?tls=true&ca=dsn.go", "ca"},
	} {
		_, err := Open(t.Context(), tt.dsn)
		var form *FormError
		if !errors.As(err, &form) || form.What != tt.what || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %v, want it to be about %q and repeat nothing", tt.name, err, tt.what)
		}
	}
}

// Who and where are taken as they are written, whatever a password has.
func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ dsn, user, password, addr, database, tls string }{
		{"u:p@tcp(db:3307)/caidan", "u", "p", "db:3307", "caidan", "preferred"},
		{"u:p@tcp(db)/caidan?tls=true", "u", "p", "db:3306", "caidan", "true"},
		{"u:p@/:?tls=x&(y)/z@tcp([::1]:3306)/caidan?tls=false", "u", "p@/:?tls=x&(y)/z", "[::1]:3306", "caidan", "false"},
		{"u@unix(/run/mysqld/mysqld.sock)/caidan?tls=true", "u", "", "/run/mysqld/mysqld.sock", "caidan", "false"},
	} {
		c, err := parse(tt.dsn)
		if err != nil {
			t.Errorf("%s: %v", tt.dsn, err)
			continue
		}
		got := []string{c.User, c.Passwd, c.Addr, c.DBName, c.TLSConfig}
		if want := []string{tt.user, tt.password, tt.addr, tt.database, tt.tls}; strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got %q, want %q", tt.dsn, got, want)
		}
	}
}
