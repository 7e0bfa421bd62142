// Package mysql keeps ledgers in a database of MySQL or MariaDB, for containers
// and several instances.
//
// Its tables, which [Open] makes:
//
//	caidan_layout  which tables there are, a version
//	caidan_state   an account's state, with the version and nonce beside it
//	caidan_record  an account's records, with the id and the GitHub run beside each
//
// data is what ledger.EncodeState and ledger.EncodeRecord return; the columns beside
// it are what conditions are about. Names are bytes (VARBINARY), which no collation
// of the database compares otherwise, and the runs are an index of the records.
//
// Each write is one statement, a transaction of its own, whose condition is in it.
// When the condition fails, what is stored is read and compared: it may be this very
// write, whose answer was lost. Reads see every write that was answered as long as
// they come from the server that was written to, and not from a replica of it.
package mysql

import (
	"context"
	"database/sql"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/caidan-dev/caidan/pkg/ledger"
)

const (
	// connections is how many are open at once; a statement that finds none free
	// waits. MySQL takes 151 by default, from all that use it.
	// Source: MySQL 8.0, server system variables, max_connections.
	connections = 16
	// lifetime is how long a connection is used: proxies and firewalls forget idle
	// ones after some minutes, and a server that moved is found again.
	lifetime = 3 * time.Minute
	// patience is how long connecting, and a single answer, may take.
	patience = 10 * time.Second
)

// Reader reads the ledgers in a database. It has no way to write.
type Reader struct {
	db *sql.DB
	// name names the database in errors, without who signs in.
	name string
}

// Store is the ledgers in a database.
type Store struct{ Reader }

var (
	_ ledger.Reader   = Reader{}
	_ ledger.Store    = (*Store)(nil)
	_ ledger.Restorer = (*Store)(nil)
)

// Open opens the ledgers in the database that a DSN names, and makes what tables it
// lacks. To open one at once from several processes, and again, is the same as once.
//
// The DSN is as in USER:PASSWORD@tcp(HOST:3306)/DATABASE, with tls=true, preferred,
// skip-verify or false, and ca=FILE, after a question mark. It is a secret: no error
// repeats it. Errors are of type *FormError for one that is none, *ledger.SchemaError
// for tables of a later release, which are left as they are, or *ledger.AccessError.
func Open(ctx context.Context, dsn string) (*Store, error) {
	c, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, &FormError{What: "tls"}
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxLifetime(lifetime)
	s := &Store{Reader{db: db, name: c.DBName + "@" + c.Addr}}
	if err := s.prepare(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return s, nil
}

// Close closes all connections once what is under way is done.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return s.explain(context.Background(), "close", err)
	}
	return nil
}
