package publish

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/ledger"
	"github.com/caidan-dev/caidan/pkg/menu"
)

func history(change func(*api.Request)) api.Request {
	req := api.Request{Schema: api.Schema, Op: api.OpHistory, Account: account}
	if change != nil {
		change(&req)
	}
	return req
}

// numbers are those of the records that a result lists.
func numbers(res api.Result) []int {
	var out []int
	for i := range res.Records {
		out = append(out, res.Records[i].Number)
	}
	return out
}

// TestHistory pages through the records.
func TestHistory(t *testing.T) {
	t.Parallel()
	var sets []string
	for i := range 23 {
		sets = append(sets, bar(click(fmt.Sprint(i))))
	}
	r := published(t, sets...)
	from := func(newest, oldest int) []int {
		var out []int
		for n := newest; n >= oldest; n-- {
			out = append(out, n)
		}
		return out
	}
	for _, tt := range []struct {
		name          string
		before, limit int
		want          []int
		next          int
	}{
		{"the newest", 0, 0, from(23, 4), 4},
		{"the next", 4, 0, from(3, 1), 0},
		{"two", 0, 2, from(23, 22), 22},
		{"two before one", 10, 2, from(9, 8), 8},
		{"before the first", 1, 0, nil, 0},
		{"more than there are", 0, api.MaxRecords, from(23, 1), 0},
		{"before a number that does not exist yet", 99, 1, from(23, 23), 23},
	} {
		res := r.invoke(t.Context(), r.inspect, history(func(q *api.Request) { q.Before, q.Limit = tt.before, tt.limit }))
		same(t, tt.name+": outcome", res.Outcome, api.Read)
		list(t, tt.name+": records", numbers(res), tt.want)
		same(t, tt.name+": next", res.Next, tt.next)
		same(t, tt.name+": newest", res.Record.Number, 23)
		same(t, tt.name+": mark", res.Ledger.Mark.RunID, 123)
		for i := range res.Records {
			if res.Records[i].Desired != nil || res.Records[i].Replaced != nil {
				t.Errorf("%s: got menus in a list, want digests alone", tt.name)
			}
		}
	}
	list(t, "requests", r.asked(), nil)

	rec := r.invoke(t.Context(), r.inspect, history(func(q *api.Request) { q.Limit = 1 })).Records[0]
	same(t, "kind", rec.Kind, api.KindPublish)
	same(t, "desired", rec.Digests.Desired, digest(sets[22]))
	same(t, "run", rec.Origin.RunID, 123)
	same(t, "readback", rec.Readback, api.ReadbackVerified)
	same(t, "appid", rec.AppID, brand().AppID)
}

// TestHistoryOfOne answers one record with its menus, or what there is instead.
func TestHistoryOfOne(t *testing.T) {
	t.Parallel()
	r := published(t, menuA, menuB)
	for _, f := range []Func{r.inspect, r.handler} {
		for to, want := range map[string]int{"1": 1, "2": 2, api.Previous: 1} {
			res := r.invoke(t.Context(), f, history(func(q *api.Request) { q.To = to }))
			same(t, to+": outcome", res.Outcome, api.Read)
			list(t, to+": records", numbers(res), []int{want})
			rec := res.Records[0]
			same(t, to+": desired", rec.Desired.Digest(), digest([]string{menuA, menuB}[want-1]))
			same(t, to+": replaced", rec.Replaced.API.Digest(), digest([]string{`{}`, menuA}[want-1]))
		}
		res := r.invoke(t.Context(), f, history(func(q *api.Request) { q.To = "7" }))
		same(t, "outcome", res.Outcome, api.Refused)
		says(t, res, "has no record 7: its newest is 2", "caidan history brand-cn")
		res = r.invoke(t.Context(), f, history(func(q *api.Request) { q.To, q.Run = "1", 9 }))
		list(t, "records when a run is named too", numbers(res), []int{1})
		for _, wrong := range []string{"x", "-1", "1e3", "99999999999999999999"} {
			res = r.invoke(t.Context(), f, history(func(q *api.Request) { q.To = wrong }))
			same(t, "outcome", res.Outcome, api.Failed)
			says(t, res, "does not name a record", "1 to 2")
		}
		res = r.invoke(t.Context(), f, history(func(q *api.Request) { q.Limit = api.MaxRecords + 1 }))
		same(t, "outcome", res.Outcome, api.Failed)
		says(t, res, "ask for 1 to 1000")
	}
}

// answered is what a function answers, and in how many bytes, which Lambda bounds.
func answered(t *testing.T, ask Func, req api.Request) (res api.Result, size int) {
	t.Helper()
	event, err := json.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := ask(t.Context(), event)
	if err != nil || len(answer) > 6_000_000 {
		t.Fatalf("got %d bytes, %v; want less than Lambda's 6 MB", len(answer), err)
	}
	if err := json.Unmarshal(answer, &res); err != nil {
		t.Fatal(err)
	}
	return res, len(answer)
}

// TestHistoryInPages answers records of more than Lambda's 6 MB in pages, each
// of which says where to go on.
func TestHistoryInPages(t *testing.T) {
	t.Parallel()
	const records = 900 // of eight texts of a kilobyte, which JSON writes in six: 43 MB
	r := published(t, menuA)
	long := strings.Repeat("<", api.MaxText)
	for range records - 1 {
		r.appends(func(rec *ledger.Record) {
			rec.Reason = long
			rec.Origin = ledger.Origin{Server: long, Repository: long, Ref: long, Commit: long, RunURL: long, Actor: long, Event: long}
		})
	}
	var got []int
	for before, pages := 0, 0; ; pages++ {
		res, size := answered(t, r.inspect, history(func(q *api.Request) { q.Before, q.Limit = before, api.MaxRecords }))
		got = append(got, numbers(res)...)
		if before = res.Next; before == 0 {
			break
		}
		if size < 3_000_000 || before != got[len(got)-1] {
			t.Fatalf("page %d has %d bytes and goes on from %d after %d", pages, size, before, got[len(got)-1])
		}
	}
	for i, n := range got {
		if n != records-i {
			t.Fatalf("got record %d in place %d, want each once", n, i)
		}
	}
	same(t, "records", len(got), records)
}

// TestHistoryOfLargeOne leaves out what a record replaced where both do not fit
// into an answer.
func TestHistoryOfLargeOne(t *testing.T) {
	t.Parallel()
	r := published(t, menuA)
	large := parse(t, menuA)
	for range 3_000 { // alike, so that they take little room in the ledger
		large.Conditional = append(large.Conditional, menu.Conditional{
			Menu: []menu.Button{{Type: "view", Name: "n", URL: "https://example.com/" + strings.Repeat("x", 900)}}, Match: menu.MatchRule{TagID: "2"},
		})
	}
	r.appends(func(rec *ledger.Record) {
		rec.Desired, rec.API, rec.Shown = large, large, large.Default()
		rec.Replaced.API = ledger.Answer{Record: 2, Part: ledger.PartAPI}
		rec.Replaced.Shown = ledger.Answer{Record: 2, Part: ledger.PartShown}
	})
	for number, whole := range map[string]bool{"1": true, "2": false} {
		res, _ := answered(t, r.inspect, history(func(q *api.Request) { q.To = number }))
		if rec := res.Records[0]; rec.Desired == nil || (rec.Replaced != nil) != whole {
			t.Errorf("record %s: got the menus %t, what it replaced %t; want the second %t", number, rec.Desired != nil, rec.Replaced != nil, whole)
		}
	}
}

// TestHistoryOfNone is about an account that nothing was published to.
func TestHistoryOfNone(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	res := r.invoke(t.Context(), r.inspect, history(nil))
	same(t, "outcome", res.Outcome, api.Read)
	if res.Record != nil || res.Ledger != nil || res.Records != nil {
		t.Errorf("got %+v, want no record and no state", res)
	}
	for _, to := range []string{"1", api.Previous} {
		res = r.invoke(t.Context(), r.inspect, history(func(q *api.Request) { q.To, q.Run = to, 5 }))
		same(t, "outcome", res.Outcome, api.Refused)
		same(t, "guard", res.Guard, api.NoRecord)
		says(t, res, "caidan has not published to this account yet", "publish the menus you want from Git")
	}
}

// TestList lists the accounts that the ledger knows.
func TestList(t *testing.T) {
	t.Parallel()
	r := newSandboxed(t, brand())
	ask := api.Request{Schema: api.Schema, Op: api.OpList}
	list(t, "accounts", r.invoke(t.Context(), r.inspect, ask).Accounts, nil)
	r.publish(menuA)
	res := r.invoke(t.Context(), r.inspect, ask)
	same(t, "outcome", res.Outcome, api.Read)
	list(t, "accounts", res.Accounts, []string{account})
}
