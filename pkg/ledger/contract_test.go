package ledger_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// account is the account of most tests.
const account = "brand-cn"

// server is a process that plays DynamoDB.
type server struct {
	url string
	// one is set for a server that checks a condition and writes in two
	// steps, so that it must not get two writes at once.
	one *sync.Mutex
}

// database is a real server of databases.
type database struct {
	addr string
	root *sql.DB
	// ca is the file with who signed its certificate, if it has one.
	ca string
}

// subject is what a test of the contract is about.
type subject struct {
	t     *testing.T
	store stored
	// server is where the store is, if it is one on a network.
	server *server
	// database is where it is, if it is one of MySQL.
	database *database
	// rounds is how often many write at once.
	rounds int
}

// stored is a store that ledgers can be moved to and from.
type stored interface {
	ledger.Store
	ledger.Restorer
}

type contractTest struct {
	name string
	test func(subject)
}

// contract is what every store keeps to. Each test has a store of its own.
var contract = []contractTest{
	{"states", testStates},
	{"state conflicts", testStateConflicts},
	{"one winner", testOneWinner},
	{"records", testRecords},
	{"record conflicts", testRecordConflicts},
	{"record pages", testRecordPages},
	{"large records", testLargeRecords},
	{"missing records", testMissingRecords},
	{"replaced", testReplaced},
	{"runs", testRuns},
	{"runs of an older release", testUnindexedRuns},
	{"walk", testWalk},
	{"accounts", testAccounts},
	{"two accounts", testTwoAccounts},
	{"time is up", testTimeIsUp},
	{"size limit", testSizeLimit},
	{"lease", testLease},
	{"lease race", testLeaseRace},
	{"dead holder", testDeadHolder},
	{"clocks", testClocks},
	{"decide", testDecide},
	{"ordered sections", testOrderedSections},
	{"move", testMove},
	{"move onto another", testMoveOnto},
}

func TestBolt(t *testing.T) {
	t.Parallel()
	for _, c := range contract {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rounds := 20
			if testing.Short() {
				rounds = 3
			}
			c.test(subject{t: t, store: openBolt(t), rounds: rounds})
		})
	}
}

func openBolt(tb testing.TB) *bolt.Store {
	tb.Helper()
	store, err := bolt.Open(filepath.Join(tb.TempDir(), "ledger.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := store.Close(); err != nil {
			tb.Error(err)
		}
	})
	return store
}

// epoch is the time at which tests begin.
var epoch = time.Date(2026, 5, 20, 8, 0, 0, 123456789, time.UTC)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: epoch} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// set returns a default menu of one button and a conditional menu.
func set(name string) menu.Set {
	return menu.Set{
		Menu: []menu.Button{{Type: "view", Name: name, URL: "https://example.com/?a=1&b=<2>\u2028"}},
		Conditional: []menu.Conditional{{
			Menu:  []menu.Button{{Name: "更多", Sub: []menu.Button{{Type: "click", Name: name, Key: "k"}}}},
			Match: menu.MatchRule{TagID: "2", ClientPlatformType: "1"},
		}},
	}
}

// was returns both answers where a set is live.
func was(name string) ledger.Live {
	return ledger.Live{API: set(name), Shown: set(name).Default(), Open: true}
}

// record returns a record with something in each field.
func record(number int) ledger.Record {
	return ledger.Record{
		Account: account, Number: number, ID: ledger.NewID(), Kind: ledger.KindRollback, Time: epoch.Add(time.Duration(number) * time.Second),
		AppID: "wx0123456789abcdef", Desired: set("今日歌曲"), API: set("今日歌曲"), Shown: set("今日歌曲").Default(),
		Readback: ledger.ReadbackNormalised, Replaced: was("旧").Replaced(nil),
		Origin: ledger.Origin{
			Server: "https://github.com", Repository: "o/r", RepositoryID: 7, Ref: "refs/heads/main", Commit: "9f31c02",
			RunID: 101, Attempt: 2, RunURL: "https://github.com/o/r/actions/runs/101", Actor: "someone", Event: "push",
		},
		Reason: "because <of> that & more", RollbackTo: 3,
	}
}

// state returns a state with something in each field, to be swapped for the
// one of the version.
func state(version int64) ledger.State {
	return ledger.State{
		Account: account, Version: version,
		Lease: ledger.Lease{ID: "L", Holder: "run 101 of o/r", Taken: epoch, Expiry: epoch.Add(time.Minute)},
		Mark:  ledger.Mark{Server: "https://github.com", Repository: "o/r", RepositoryID: 7, RunID: 101, Record: 3},
		Intent: &ledger.Intent{
			Number: 4, Kind: ledger.KindPublish, Desired: set("今日歌曲"),
			States:   []ledger.LiveDigests{{API: set("旧").Digest(), Shown: set("旧").Default().Digest()}, {API: "sha256:1", Shown: "sha256:2"}},
			Replaced: ledger.Replaced{API: ledger.Answer{Record: 3, Part: ledger.PartAPI, Sum: set("旧").Digest()}, Shown: was("旧").Replaced(nil).Shown, Open: true},
			Origin:   ledger.Origin{RunID: 101}, AppID: "wx0123456789abcdef", Started: epoch, Touched: epoch.Add(time.Second), RollbackTo: 2, Reason: "why",
		},
		Quarantine: []ledger.Quarantine{{Digest: set("旧").Digest(), Record: 2, By: 3, Ends: 5}},
	}
}

// same holds a value against what it should be. Decoding a menu notes what was
// written in it, so sets are compared by their canonical form.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	a, b := canonical(reflect.ValueOf(got)), canonical(reflect.ValueOf(want))
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, a, b)
	}
}

// canonical turns a value into one of maps and lists, with sets as text.
func canonical(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case menu.Set:
		return string(x.Canonical())
	case time.Time:
		return x.UTC().Round(0)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return canonical(v.Elem())
	case reflect.Slice:
		var list []any
		for i := range v.Len() {
			list = append(list, canonical(v.Index(i)))
		}
		return list
	case reflect.Struct:
		m := map[string]any{}
		for i := range v.NumField() {
			m[v.Type().Field(i).Name] = canonical(v.Field(i))
		}
		return m
	default:
		return v.Interface()
	}
}

// mustFail holds that an error is of type *T, and returns it.
func mustFail[T any, E interface {
	*T
	error
}](t *testing.T, what string, err error, words ...string) T {
	t.Helper()
	var as E
	if !errors.As(err, &as) {
		t.Fatalf("%s: got error %v, want a %T", what, err, as)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%s: got %q, want it to say %q", what, err, word)
		}
	}
	return *as
}

func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
