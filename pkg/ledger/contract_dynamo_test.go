//go:build unix

package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/ledger/dynamo"
)

// dynamoTests are about what only a store on the other side of a network has.
var dynamoTests = []contractTest{
	{"lost answers, repeated", testRepeated},
	{"lost answers, given up", testGivenUp},
	{"no table", testNoTable},
	{"another table", testOtherTable},
	{"a later release", testLaterRelease},
	{"many large states", testLargeStates},
	{"requests of a publish", testRequests},
}

func TestDynamo(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, c := range append(slices.Clone(contract), dynamoTests...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// An emulator answers some hundred requests a second.
			c.test(subject{t: t, store: dynamo.New(s.client(t, nil), s.table(t)), server: s, rounds: 8})
		})
	}
}

// testRepeated loses the answers to writes; the SDK sends them again.
func testRepeated(on subject) {
	t, s := on.t, on.server
	ctx, c := t.Context(), newClock()
	cut := new(cutter)
	quick := func(o *dynamodb.Options) {
		o.Retryer = retry.AddWithMaxBackoffDelay(retry.NewStandard(), time.Millisecond)
	}
	store := dynamo.New(s.client(t, quick, cut.door), s.table(t))
	lose := func(n int) { cut.lose(n, "PutItem") }

	lose(2)
	st, err := store.Swap(ctx, state(0))
	must(t, "swap", err)
	lose(1)
	st, err = store.Swap(ctx, ledger.State{Account: account, Version: st.Version})
	must(t, "swap", err)
	stored, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "stored", stored, st)
	same(t, "version", stored.Version, int64(2))
	lose(1)
	_, err = store.Swap(ctx, state(1))
	mustFail[ledger.ConflictError](t, "a real conflict", err)

	rec := record(1)
	lose(1)
	must(t, "append", store.Append(ctx, rec))
	lose(1)
	mustFail[ledger.ConflictError](t, "a real conflict", store.Append(ctx, record(1)))

	lose(1)
	session := acquire(t, store, c, ask("run 101"))
	lose(1)
	must(t, "update", session.Update(ctx, func(st *ledger.State) { st.Mark.RunID++ }))
	lose(1)
	must(t, "release", session.Release(ctx))
	stored, err = store.State(ctx, account)
	must(t, "read", err)
	same(t, "mark", stored.Mark.RunID, int64(1))
	same(t, "version", stored.Version, int64(5))
	same(t, "answers lost", cut.lost, 9)
}

// testGivenUp loses the answers to writes that are not sent again: the caller
// does not know whether they were done, and asks again.
func testGivenUp(on subject) {
	t, s := on.t, on.server
	ctx, c := t.Context(), newClock()
	cut := new(cutter)
	once := func(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} }
	store := dynamo.New(s.client(t, once, cut.door), s.table(t))
	unclear := func(what string, err error) {
		t.Helper()
		access := mustFail[ledger.AccessError](t, what, err, "dynamodb:PutItem", errCut.Error())
		if !access.Retryable() {
			t.Errorf("%s: got %+v, want a retryable error", what, access)
		}
	}

	// The lease is taken, and no run can know: it is over by itself.
	q := ask("run 100")
	q.Decide = func(st ledger.State) (ledger.State, error) {
		cut.lose(1, "PutItem", "GetItem")
		return st, nil
	}
	_, err := ledger.Acquire(ctx, store, c.now, q)
	unclear("acquire", err)
	_, err = ledger.Acquire(ctx, store, c.now, ask("run 101"))
	mustFail[ledger.BusyError](t, "the next", err, "run 100")
	c.move(time.Minute)

	cut.lose(1, "PutItem")
	session := acquire(t, store, c, ask("run 101"))
	cut.lose(1, "PutItem")
	unclear("update", session.Update(ctx, func(st *ledger.State) { st.Mark.RunID = 2 }))
	must(t, "update", session.Update(ctx, func(st *ledger.State) {
		st.Quarantine = append(st.Quarantine, ledger.Quarantine{Digest: "sha256:x", By: 2})
	}))
	same(t, "mark", session.State().Mark.RunID, int64(2))

	// The number in the index of runs, which comes first, and the record.
	for n, run := range []int64{101, 0} {
		rec := ofRun(n+1, run)
		cut.lose(1, "PutItem")
		unclear("append", session.Append(ctx, rec))
		must(t, "append again", session.Append(ctx, rec))
	}
	list, err := ledger.RunRecords(ctx, store, account, 101)
	must(t, "records of a run", err)
	same(t, "records of a run", numbers(list), []int{1})

	cut.lose(1, "PutItem")
	unclear("release", session.Release(ctx))
	must(t, "release again", session.Release(ctx))
	stored, err := store.State(ctx, account)
	must(t, "read", err)
	same(t, "stored", stored, ledger.State{
		Account: account, Version: 5, Nonce: stored.Nonce, Mark: ledger.Mark{RunID: 2}, Quarantine: []ledger.Quarantine{{Digest: "sha256:x", By: 2}},
	})
}

func testNoTable(on subject) {
	t, s := on.t, on.server
	ctx := t.Context()
	store := dynamo.New(s.client(t, nil), "caidan-ledger")
	_, errState := store.State(ctx, account)
	_, errRecords := store.Records(ctx, account, 0, 1)
	_, errSwap := store.Swap(ctx, state(0))
	for action, err := range map[string]error{"dynamodb:GetItem": errState, "dynamodb:Query": errRecords, "dynamodb:PutItem": errSwap} {
		access := mustFail[ledger.AccessError](t, action, err, action, "caidan-ledger")
		if access.Retryable() || access.Action != action || access.Problem != ledger.Missing {
			t.Errorf("got %+v, want a missing table and no retry", access)
		}
	}
}

// testOtherTable uses a table with other keys.
func testOtherTable(on subject) {
	t, s := on.t, on.server
	name := s.tableOf(t, "account", "number")
	store := dynamo.New(s.client(t, nil), name)
	_, err := store.State(t.Context(), account)
	mustFail[ledger.AccessError](t, "read", err, string(ledger.Foreign))
	_, err = store.Swap(t.Context(), state(0))
	mustFail[ledger.AccessError](t, "write", err, string(ledger.Foreign))
}

// testLaterRelease has a state and a record that a later release wrote: they
// are neither read in part nor written over.
func testLaterRelease(on subject) {
	t, ctx, api, table := on.t, on.t.Context(), on.server.client(on.t, nil), on.server.table(on.t)
	for pk, sk := range map[string]string{"state": account, "record#" + account: "0000000001"} {
		_, err := api.PutItem(ctx, &dynamodb.PutItemInput{TableName: &table, Item: map[string]types.AttributeValue{
			"pk":   &types.AttributeValueMemberS{Value: pk},
			"sk":   &types.AttributeValueMemberS{Value: sk},
			"data": &types.AttributeValueMemberB{Value: zip(t, `{"schema":3,"state":{"account":"brand-cn"}}`)},
		}})
		must(t, "put", err)
	}
	store := dynamo.New(api, table)
	_, err := store.State(ctx, account)
	mustFail[ledger.SchemaError](t, "state", err, "schema 3")
	_, err = store.Last(ctx, account)
	mustFail[ledger.SchemaError](t, "last", err, "schema 3")
	for version := range int64(2) {
		if _, err := store.Swap(ctx, state(version)); err == nil {
			t.Error("the state was written over")
		}
	}
	mustFail[ledger.ConflictError](t, "append", store.Append(ctx, record(1)))
}

// testLargeStates lists more states than fit into one page.
func testLargeStates(on subject) {
	t, s := on.t, on.server
	store := dynamo.New(s.client(t, nil), s.table(t))
	st := state(0)
	st.Intent.Reason = noise(400_000)
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		st.Account = name
		_, err := store.Swap(t.Context(), st)
		must(t, "swap", err)
	}
	got, err := store.Accounts(t.Context())
	must(t, "list", err)
	same(t, "accounts", got, []string{"a", "b", "c", "d", "e"})
}

// testRequests counts what one publish asks of DynamoDB.
func testRequests(on subject) {
	t, s := on.t, on.server
	count := new(counter)
	store := dynamo.New(s.client(t, nil, count.door), s.table(t))
	publish(t, store, newClock(), 1)
	same(t, "requests", count.seen, []string{
		"GetItem", "PutItem", // take the lease, raise the mark
		"Query",                         // the last record
		"PutItem",                       // the intent
		"GetItem", "PutItem", "PutItem", // the record, after its number in the index of runs
		"PutItem", // give the lease back
	})
}
