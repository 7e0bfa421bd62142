//go:build unix

package ledger_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "github.com/go-sql-driver/mysql"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/mysql"
	"github.com/caidan-dev/caidan/pkg/sandbox/emulator"
)

// startDatabase starts a real server of databases.
func startDatabase(t *testing.T, options ...string) *database {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: starts a MariaDB server")
	}
	addr, stop, err := emulator.Database(t.Context(), os.Getenv("CAIDAN_MYSQLD"), options...)
	switch {
	case emulator.Absent(err) && os.Getenv("CAIDAN_E2E") == "1":
		t.Fatalf("CAIDAN_E2E=1 asks for MariaDB (mariadb-server), or MySQL where CAIDAN_MYSQLD names its mysqld: %v", err)
	case emulator.Absent(err):
		t.Skip("MariaDB (mariadb-server) is not installed: the MySQL store is not tested")
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(stop)
	root, err := sql.Open("mysql", "root@tcp("+addr+")/")
	must(t, "open", err)
	t.Cleanup(func() { _ = root.Close() })
	return &database{addr: addr, root: root}
}

// do has the server do something.
func (d *database) do(t *testing.T, statement string, args ...any) {
	t.Helper()
	_, err := d.root.ExecContext(t.Context(), fmt.Sprintf(statement, args...))
	must(t, statement, err)
}

// fresh makes a new database, and returns its DSN. Its default collation takes
// brand-cn and BRAND-CN for the same.
func (d *database) fresh(t *testing.T) (name, dsn string) {
	t.Helper()
	name = "t" + ledger.NewID()
	d.do(t, "CREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", name)
	return name, "root@tcp(" + d.addr + ")/" + name
}

func (d *database) open(t *testing.T) *mysql.Store {
	t.Helper()
	_, dsn := d.fresh(t)
	return openMySQL(t, dsn)
}

func openMySQL(t *testing.T, dsn string) *mysql.Store {
	t.Helper()
	store, err := mysql.Open(t.Context(), dsn)
	must(t, "open", err)
	t.Cleanup(func() { must(t, "close", store.Close()) })
	return store
}

// mysqlTests are about what only a database has.
var mysqlTests = []contractTest{
	{"tables", testTables},
	{"tables of a later release", testLaterTables},
	{"tables of others", testOtherTables},
	{"a later release", testLaterData},
	{"lost answers", testLostAnswers},
	{"lost connections", testLostConnections},
	{"statements of a publish", testStatements},
	{"refused", testDatabaseRefused},
	{"certificates", testCertificates},
}

func TestMySQL(t *testing.T) {
	t.Parallel()
	options, ca := certified(t)
	d := startDatabase(t, options...)
	d.ca = ca
	for _, c := range contract {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(subject{t: t, store: d.open(t), rounds: 8})
		})
	}
	for _, tt := range mysqlTests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.test(subject{t: t, database: d})
		})
	}
}

// TestMySQLOddServer has a server that is set to nothing of what the ledger needs.
func TestMySQLOddServer(t *testing.T) {
	t.Parallel()
	d := startDatabase(t, "--autocommit=0", "--sql-mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES", "--default-storage-engine=MyISAM",
		"--character-set-server=gbk", "--transaction-isolation=READ-UNCOMMITTED")
	for _, c := range contract {
		if slices.Contains([]string{"states", "one winner", "records", "large records", "runs", "size limit", "move"}, c.name) {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				c.test(subject{t: t, store: d.open(t), rounds: 3})
			})
		}
	}
}

// testTables makes the tables in many processes at once, again, and after a process
// that was killed in the middle.
func testTables(on subject) {
	t, d := on.t, on.database
	name, dsn := d.fresh(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			store, err := mysql.Open(t.Context(), dsn)
			if err != nil {
				t.Error(err)
				return
			}
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	store := openMySQL(t, dsn)
	st, err := store.Swap(t.Context(), ledger.State{Account: account})
	must(t, "swap", err)
	d.do(t, "DROP TABLE %s.caidan_record", name)
	d.do(t, "DELETE FROM %s.caidan_layout", name)
	again := openMySQL(t, dsn)
	got, err := again.State(t.Context(), account)
	must(t, "state", err)
	same(t, "state", got, st)
	must(t, "append", again.Append(t.Context(), record(1)))
	// Where the tables are there, the user need not be one who may make them.
	d.do(t, "CREATE USER %[1]s IDENTIFIED BY 'p@ss/w:rd?'", name)
	d.do(t, "GRANT SELECT, INSERT, UPDATE ON %[1]s.* TO %[1]s", name)
	user := openMySQL(t, name+":p@ss/w:rd?@tcp("+d.addr+")/"+name)
	must(t, "append", user.Append(t.Context(), record(2)))
}

// testLaterTables has tables that a later release made: they are left as they are.
func testLaterTables(on subject) {
	t, d := on.t, on.database
	name, dsn := d.fresh(t)
	must(t, "close", openMySQL(t, dsn).Close())
	d.do(t, "UPDATE %s.caidan_layout SET version = 2", name)
	d.do(t, "DROP TABLE %s.caidan_record", name)
	_, err := mysql.Open(t.Context(), dsn)
	mustFail[ledger.SchemaError](t, "open", err, "schema 2, this one knows 1")
	rows, err := d.root.QueryContext(t.Context(), "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'caidan_record'", name)
	must(t, "look", err)
	if rows.Next() || rows.Close() != nil || rows.Err() != nil {
		t.Error("a table was made in a database of a later release")
	}
}

// testOtherTables has tables of the names whose columns are others.
func testOtherTables(on subject) {
	t, d := on.t, on.database
	name, dsn := d.fresh(t)
	d.do(t, "CREATE TABLE %s.caidan_state (colour INT)", name)
	store := openMySQL(t, dsn)
	_, err := store.State(t.Context(), account)
	if access := mustFail[ledger.AccessError](t, "state", err); access.Problem != ledger.OtherTables || access.Retryable() {
		t.Errorf("got %+v, want other tables", access)
	}
}

// testLaterData has a state and a record that a later release wrote: they are neither
// read in part nor written over.
func testLaterData(on subject) {
	t, d := on.t, on.database
	name, dsn := d.fresh(t)
	store, ctx := openMySQL(t, dsn), t.Context()
	later := zip(t, `{"schema":3,"state":{"account":"brand-cn"}}`)
	d.do(t, "INSERT INTO %s.caidan_state VALUES ('brand-cn', 7, 'x', 0x%x)", name, later)
	d.do(t, "INSERT INTO %s.caidan_record VALUES ('brand-cn', 1, 'x', NULL, 0x%x)", name, later)
	_, err := store.State(ctx, account)
	mustFail[ledger.SchemaError](t, "state", err, "schema 3")
	_, err = store.Last(ctx, account)
	mustFail[ledger.SchemaError](t, "last", err, "schema 3")
	_, err = store.Swap(ctx, state(0))
	mustFail[ledger.SchemaError](t, "swap", err, "schema 3")
	mustFail[ledger.ConflictError](t, "append", store.Append(ctx, record(1)))
	var b bytes.Buffer
	_, err = ledger.Export(ctx, store, &b, epoch)
	mustFail[ledger.SchemaError](t, "export", err, "schema 3")
	_, err = store.Swap(ctx, state(1))
	mustFail[ledger.SchemaError](t, "swap", err, "schema 3")
}

// testLostAnswers cuts connections after the server has acted: the caller does not
// know whether the write was done, and asks again.
func testLostAnswers(on subject) {
	t, d := on.t, on.database
	ctx, c := t.Context(), newClock()
	cut := startWire(t, d.addr)
	name, _ := d.fresh(t)
	store := openMySQL(t, "root@tcp("+cut.addr+")/"+name+"?tls=false")
	unclear := func(what string, err error) {
		t.Helper()
		access := mustFail[ledger.AccessError](t, what, err)
		if !access.Retryable() || access.Problem != ledger.Unreached {
			t.Errorf("%s: got %+v, want a retryable error", what, access)
		}
	}
	// The state is looked at again after the lease was written: it is this run's.
	cut.lose("INSERT INTO caidan_state")
	s := acquire(t, store, c, ask("run 101"))
	cut.lose("UPDATE caidan_state")
	unclear("update", s.Update(ctx, func(st *ledger.State) { st.Mark.RunID = 2 }))
	must(t, "update", s.Update(ctx, func(st *ledger.State) { st.Mark.Record = 1 }))
	same(t, "mark", s.State().Mark, ledger.Mark{RunID: 2, Record: 1})
	cut.lose("INSERT INTO caidan_record")
	unclear("append", s.Append(ctx, record(1)))
	must(t, "append again", s.Append(ctx, firstOf(t, store)))
	mustFail[ledger.ConflictError](t, "another", s.Append(ctx, record(1)))
	cut.lose("UPDATE caidan_state")
	unclear("release", s.Release(ctx))
	must(t, "release again", s.Release(ctx))
	stored, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "stored", stored, ledger.State{Account: account, Version: 4, Nonce: stored.Nonce, Mark: ledger.Mark{RunID: 2, Record: 1}})
	same(t, "answers lost", cut.lost(), 4)
}

// testStatements counts what one publish asks of a database: each is one way there and
// back.
func testStatements(on subject) {
	t, d := on.t, on.database
	way := startWire(t, d.addr)
	name, _ := d.fresh(t)
	store := openMySQL(t, "root@tcp("+way.addr+")/"+name+"?tls=false")
	way.asked()
	publish(t, store, newClock(), 1)
	same(t, "statements", way.asked(), []string{
		"SELECT state", "INSERT state", // take the lease, raise the mark
		"SELECT record",                 // the last record
		"UPDATE state",                  // the intent
		"SELECT state", "INSERT record", // the record
		"UPDATE state", // give the lease back
	})
}

// firstOf returns the first record that was written.
func firstOf(t *testing.T, store ledger.Reader) ledger.Record {
	t.Helper()
	rec, err := store.Record(t.Context(), account, 1)
	must(t, "read", err)
	return rec
}

// testLostConnections has the server end the connections that wait, as it does with
// those that waited for long: nothing is to be seen of it.
func testLostConnections(on subject) {
	t, d := on.t, on.database
	name, dsn := d.fresh(t)
	store, ctx := openMySQL(t, dsn), t.Context()
	st := ledger.State{Account: account}
	for range 3 {
		var err error
		if st, err = store.Swap(ctx, st); err != nil {
			t.Fatal(err)
		}
		rows, err := d.root.QueryContext(ctx, "SELECT id FROM information_schema.processlist WHERE db = ?", name)
		must(t, "list", err)
		killed := 0
		for ; rows.Next(); killed++ {
			var id int
			must(t, "scan", rows.Scan(&id))
			d.do(t, "KILL %d", id)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil || killed == 0 {
			t.Fatalf("got %d connections, %v", killed, err)
		}
	}
}

// testDatabaseRefused has servers and users that cannot be used: it is said what is
// wrong, and no password is.
func testDatabaseRefused(on subject) {
	t, d := on.t, on.database
	name, dsn := d.fresh(t)
	must(t, "close", openMySQL(t, dsn).Close())
	for i, grant := range []string{"SELECT", "CREATE"} {
		d.do(t, "CREATE USER %s%d IDENTIFIED BY 's3cret'", name, i)
		d.do(t, "GRANT %s ON %s.* TO %s%d", grant, name, name, i)
	}
	d.do(t, "CREATE USER %s2 IDENTIFIED BY 's3cret'", name)
	d.do(t, "ALTER USER %s2 ACCOUNT LOCK", name)
	gone, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, "listen", err)
	must(t, "close", gone.Close())
	tests := []struct {
		name, dsn string
		want      ledger.Problem
		retryable bool
	}{
		{"no server", "u:s3cret@tcp(" + gone.Addr().String() + ")/" + name, ledger.Unreached, true},
		{"no such host", "u:s3cret@tcp(none.invalid)/" + name, ledger.Unreached, true},
		{"another password", name + "0:wr0ng-s3cret@tcp(" + d.addr + ")/" + name, ledger.SignIn, false},
		{"a locked user", name + "2:s3cret@tcp(" + d.addr + ")/" + name, ledger.SignIn, false},
		{"another database", "root@tcp(" + d.addr + ")/none", ledger.NoDatabase, false},
		{"a database of others", name + "0:s3cret@tcp(" + d.addr + ")/mysql", ledger.Ungranted, false},
		{"tables that may not be read", name + "1:s3cret@tcp(" + d.addr + ")/" + name, ledger.Ungranted, false},
	}
	for _, tt := range tests {
		_, err := mysql.Open(t.Context(), tt.dsn)
		access := mustFail[ledger.AccessError](t, tt.name, err)
		if access.Problem != tt.want || access.Retryable() != tt.retryable || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %q, retryable %v; want %s, %v, and no password", tt.name, err, access.Retryable(), tt.want, tt.retryable)
		}
	}
	reader := openMySQL(t, name+"0:s3cret@tcp("+d.addr+")/"+name)
	_, err = reader.Swap(t.Context(), state(0))
	if access := mustFail[ledger.AccessError](t, "swap", err); access.Problem != ledger.Ungranted {
		t.Errorf("got %+v, want no right to write", access)
	}
}

// TestMySQLSmallServer has servers that can be read and take no writes, or no large ones.
func TestMySQLSmallServer(t *testing.T) {
	t.Parallel()
	d := startDatabase(t, "--max-allowed-packet=512K")
	_, dsn := d.fresh(t)
	_, err := mysql.Open(t.Context(), dsn)
	if access := mustFail[ledger.AccessError](t, "open", err, "max_allowed_packet is 524288"); access.Problem != ledger.PacketSmall {
		t.Errorf("got %+v, want a small packet", access)
	}
	d.do(t, "SET GLOBAL max_allowed_packet = 1048576")
	name, dsn := d.fresh(t)
	must(t, "close", openMySQL(t, dsn).Close())
	d.do(t, "CREATE USER %[1]s", name)
	d.do(t, "GRANT ALL ON %[1]s.* TO %[1]s", name)
	store := openMySQL(t, name+"@tcp("+d.addr+")/"+name)
	d.do(t, "SET GLOBAL read_only = 1")
	_, err = store.Swap(t.Context(), state(0))
	if access := mustFail[ledger.AccessError](t, "swap", err); access.Problem != ledger.ReadOnly {
		t.Errorf("got %+v, want a server that may only be read", access)
	}
	d.do(t, "SET GLOBAL read_only = 0")
	_, err = store.Swap(t.Context(), state(0))
	must(t, "swap", err)
	d.do(t, "SET GLOBAL max_connections = 10")
	for n := 0; err == nil && n < 10; n++ {
		var more *mysql.Store
		if more, err = mysql.Open(t.Context(), name+"@tcp("+d.addr+")/"+name); err == nil {
			defer func() { _ = more.Close() }()
		}
	}
	if access := mustFail[ledger.AccessError](t, "open", err); access.Problem != ledger.Crowded || !access.Retryable() {
		t.Errorf("got %+v, want too many connections", access)
	}
}
