package mysql

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// FormError is a DSN that is none. It repeats nothing of it.
type FormError struct {
	// What is the part that is wrong: "", which is all of it, the name of a
	// parameter, or "?", which is one of another name.
	What string
}

func (e *FormError) Error() string {
	switch e.What {
	case "":
		return "the DSN is not of the form USER:PASSWORD@tcp(HOST:3306)/DATABASE"
	case "?":
		return "the DSN has a parameter other than tls and ca"
	default:
		return "the DSN: " + e.What + " cannot be used"
	}
}

// parse reads a DSN. Beside who and where it says how TLS is used and nothing else:
// the rest is as the ledger needs it.
func parse(dsn string) (*mysql.Config, error) {
	who, said := dsn, url.Values{}
	if i := max(0, strings.LastIndex(dsn, ")/")); strings.Contains(dsn[i:], "?") {
		var query string
		var err error
		who, query, _ = strings.Cut(dsn[i:], "?")
		who = dsn[:i] + who
		if said, err = url.ParseQuery(query); err != nil {
			return nil, &FormError{}
		}
	}
	c, err := mysql.ParseDSN(who)
	if err != nil || c.DBName == "" || c.User == "" {
		return nil, &FormError{}
	}
	if err := secure(c, said); err != nil {
		return nil, err
	}
	c.Timeout, c.ReadTimeout, c.WriteTimeout = patience, patience, patience
	// One way for each statement, not three. Values are escaped by the driver, as it
	// may in utf8mb4.
	c.InterpolateParams = true
	c.Logger = &mysql.NopLogger{} // what it would say, its errors say
	// What a server may be set to otherwise: that a statement is not a transaction of
	// its own, that too long a value is cut, and that a lock is awaited for long.
	c.Params = map[string]string{"autocommit": "1", "sql_mode": "'STRICT_ALL_TABLES'", "innodb_lock_wait_timeout": "5"}
	return c, c.Apply(mysql.Charset("utf8mb4", "utf8mb4_bin"))
}

// secure has the connection use TLS as it is said. Where nothing is, it is used with
// any certificate and where the server has one: who only listens then reads nothing.
func secure(c *mysql.Config, said url.Values) error {
	for name := range said {
		if name != "tls" && name != "ca" {
			return &FormError{What: "?"}
		}
	}
	c.TLSConfig = cmp.Or(said.Get("tls"), "preferred")
	if c.Net == "unix" {
		c.TLSConfig = "false" // it does not leave the machine
	}
	if !slices.Contains([]string{"true", "preferred", "skip-verify", "false"}, c.TLSConfig) {
		return &FormError{What: "tls"}
	}
	if !said.Has("ca") {
		return nil
	}
	text, err := os.ReadFile(said.Get("ca"))
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(text) || c.TLSConfig != "true" {
		return &FormError{What: "ca"}
	}
	host, _, _ := net.SplitHostPort(c.Addr)
	c.TLS = &tls.Config{RootCAs: pool, ServerName: host}
	return nil
}
