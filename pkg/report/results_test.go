package report

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestResults(t *testing.T) {
	t.Parallel()
	for name, p := range resultDocuments() {
		checkTexts(t, name, p.Text)
		checkTexts(t, name+".md", p.Summary)
		checkDocument(t, name, p)
	}
}

func TestResultVerdicts(t *testing.T) {
	t.Parallel()
	want := map[string]Verdict{
		"plan-none": OK, "plan-in-sync": OK, "plan-stores": Differs, "plan-mistaken": Differs, "plan-many": Differs, "plan-guards": Refused,
		"publish-ends": Failed, "publish-held": Warnings, "publish-dry-run": OK, "rollback": Refused, "rollback-dry-run": OK, "retire": Refused,
	}
	for name, p := range resultDocuments() {
		if p.Verdict != want[name] {
			t.Errorf("%s: got %s, want %s", name, p.Verdict, want[name])
		}
	}
	// The worst wins in the order of the exit codes 1, 4, 3, 2, 0.
	for i, outcome := range []api.Outcome{api.Failed, api.Refused, api.Invalid, api.Planned, api.InSync} {
		worst := []Verdict{Failed, Refused, Invalid, Differs, OK}[i]
		got := NewResults("plan", []api.Result{{Outcome: api.InSync}, {Outcome: outcome}, {Outcome: api.InSync}})
		if got.Verdict != worst {
			t.Errorf("%s: got %s, want %s", outcome, got.Verdict, worst)
		}
	}
	for _, c := range []struct {
		name string
		got  Verdict
		want Verdict
	}{
		{"a status of what a guard would stop", NewStatus([]api.Result{{Outcome: api.Refused}, {Outcome: api.Planned}}).Verdict, OK},
		{"a status of menus that are too large", NewStatus([]api.Result{{Outcome: api.Failed, Case: api.CaseFirst}}).Verdict, OK},
		{"a status that cannot be read", NewStatus([]api.Result{{Outcome: api.Failed}}).Verdict, Failed},
		{"an error beside the accounts", NewResults("plan", nil, errors.New("no")).Verdict, Failed},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, c.got, c.want)
		}
	}
}

// What a person has to know stands on the run, as an error only where the run
// fails.
func TestResultAnnotations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want []string
	}{
		{"plan-in-sync", nil},
		{"plan-many", nil},
		{"publish-held", []string{"warning c: held", "warning d: superseded"}},
		{"publish-ends", []string{"error b: failed", "warning c: held", "warning d: superseded", "error e: busy"}},
		{"plan-guards", []string{"error a: refused", "error 2 accounts, the same change: b, c: refused", "error d: refused", "error e: refused"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := resultDocuments()[tt.name]
			var got []string
			for _, f := range p.Annotations(Options{}) {
				first, _, _ := strings.Cut(f.Message, "\n")
				got = append(got, string(f.Severity)+" "+first)
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 11, 22, 20, 0, 0, 5, time.FixedZone("CST", 8*3600))
	set := menu.Set{
		Menu:        []menu.Button{{Type: "click", Name: "今日歌曲", Key: "SONGS"}},
		Conditional: []menu.Conditional{{Menu: []menu.Button{{Type: "click", Name: "会员", Key: "VIP"}}, Match: menu.MatchRule{TagID: "2"}}},
	}
	run := api.Origin{
		Actor: "octo-dev", Commit: "0123456789abcdef0123456789abcdef01234567", RunID: 101, RunURL: "https://github.com/o/r/actions/runs/101",
	}
	records := []api.Record{
		{Number: 12, Kind: api.KindRollback, RollbackTo: 9, Time: when, Digests: api.Digests{Desired: digest("a")}, Readback: api.ReadbackVerified, Reason: "a dead link", Origin: api.Origin{Actor: "mei"}},
		{Number: 11, Kind: api.KindAdopt, Time: when, Digests: api.Digests{Desired: digest("b")}, Readback: api.ReadbackNormalised},
		{Number: 9, Kind: api.KindPublish, Time: when, Digests: api.Digests{Desired: digest("a")}, Readback: api.ReadbackVerified, Origin: run},
	}
	one := records[0]
	one.Desired, one.Replaced = &set, &api.Live{Shown: menu.Set{Menu: []menu.Button{{Type: "view", Name: "官网", URL: "https://www.example.com/"}}}}
	documents := map[string]History{
		"history": NewHistory([]api.Result{{Schema: 1, Account: "brand-cn", Outcome: api.Read, Records: records}}),
		"history-record": NewHistory([]api.Result{{
			Schema: 1, Account: "brand-cn", Outcome: api.Read, Records: []api.Record{one},
		}}),
		"history-no-record": NewHistory([]api.Result{{
			Schema: 1, Account: "brand-cn", Outcome: api.Refused, Guard: api.NoRecord,
			Error: api.NewError("history", api.Reason{Code: api.NoSuchRecord, Facts: api.Facts{Record: 99, Newest: 12, Account: "brand-cn"}}),
		}}),
	}
	for name, p := range documents {
		checkTexts(t, name, p.Text)
		checkDocument(t, name, p)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 11, 22, 12, 5, 0, 0, time.UTC)
	full := refused("brand-cn", api.Edited, api.Accept{Live: digest("c")})
	full.Case = api.CaseEdited
	full.Record = &api.Record{Number: 12, Kind: api.KindPublish, Time: until.Add(-time.Hour), Origin: api.Origin{Actor: "mei"}}
	full.Ledger = &api.State{
		Mark:        &api.Mark{Server: "https://github.com", Repository: "o/r", RepositoryID: 7, RunID: 101},
		Quarantined: []string{digest("e")},
		Unfinished:  &api.Origin{Actor: "octo-dev", RunURL: "https://github.com/o/r/actions/runs/102"},
		Holder:      "https://github.com/o/r/actions/runs/103", Until: &until,
	}
	unmanaged := api.Result{
		Schema: 1, Account: "brand-tw", Outcome: api.Read, Digests: api.Digests{Recorded: digest("b")}, Record: full.Record,
	}
	unread := api.Result{Schema: 1, Account: "c", Outcome: api.Failed, Error: &api.Error{Op: "menu/get", Meaning: "no"}}
	first := api.Result{Schema: 1, Account: "d", Outcome: api.Planned, Case: api.CaseFirst, Digests: api.Digests{Desired: digest("a")}}
	p := NewStatus([]api.Result{full, unmanaged, unread, first})
	checkTexts(t, "status", p.Text)
	checkDocument(t, "status", p)
	if p.Verdict != Failed {
		t.Errorf("got %s, want %s for what could not be read", p.Verdict, Failed)
	}
}

func TestPull(t *testing.T) {
	t.Parallel()
	live := &api.Live{Shown: menu.Set{Menu: []menu.Button{{Type: "click", Name: "a", Key: "k"}}}, Open: true}
	account := func(name string) Pulled {
		return Pulled{Result: api.Result{Schema: 1, Account: name, Outcome: api.Read, Live: live}, File: "menus/" + name + ".jsonnet"}
	}
	written, same, empty, there, broken := account("a"), account("b"), account("c"), account("d"), account("e")
	written.Written = true
	empty.Live = &api.Live{}
	there.Outcome, there.Error = api.Refused, &api.Error{Op: "pull", Meaning: "menus/d.jsonnet is there already", Remedy: "write elsewhere with --out"}
	broken.Outcome, broken.Error = api.Failed, &api.Error{Op: "pull", Meaning: "write menus/e.jsonnet: disk full"}
	p := NewPull([]Pulled{written, same, empty, there, broken}, errors.New("and one thing more"))
	checkTexts(t, "pull", p.Text)
	checkDocument(t, "pull", p)
	if good := NewPull([]Pulled{written, same}); good.Verdict != OK {
		t.Errorf("got %s, want %s", good.Verdict, OK)
	}
	if refused := NewPull([]Pulled{written, there}); refused.Verdict != Refused {
		t.Errorf("got %s, want %s", refused.Verdict, Refused)
	}
}

// What a function sends is pasted into a shell and into the settings: it is a
// word of the one and a string of the other, whatever it holds.
func TestNeedsAreQuoted(t *testing.T) {
	t.Parallel()
	bad := refused("a", api.ForeignRepository, api.Accept{TakeOver: "https://github.com/o/r; rm -rf '~'"})
	worse := refused("b'", api.Edited, api.Accept{Live: `'], x: error '\`, Allow: []api.Guard{"$(id)"}})
	p := NewResults("publish", []api.Result{bad, worse})
	got := rendered(t, func(w io.Writer) error { return p.Text(w, Options{}) })
	for _, want := range []string{
		`caidan publish a --take-over 'https://github.com/o/r; rm -rf '\''~'\'''` + "\n",
		`caidan publish 'b'\''' --accept-live 'b'\''='\''], x: error '\''\' --allow '$(id)'` + "\n",
		`"b'": { digest: '` + digest("a") + `', live: "'], x: error '\\", allow: ['$(id)'] },` + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant in it %s", got, want)
		}
	}
}

// What lets very many accounts pass leaves room for what they are.
func TestSummaryOfManyRefusals(t *testing.T) {
	t.Parallel()
	var all []api.Result
	for i := range 5000 {
		all = append(all, refused(fmt.Sprintf("store-%04d", i), api.Edited, api.Accept{Live: digest("c")}))
		all[i].Needs.Live = digest(fmt.Sprint(i % 10))
	}
	p := NewResults("publish", all)
	got := rendered(t, func(w io.Writer) error { return p.Summary(w, Options{}) })
	if rows := strings.Count(got, "\n### 🔴 "); rows != 1 || len(got) > summaryBytes || !strings.Contains(got, "see the log of this step") {
		t.Errorf("got %d rows in %d bytes, want 1 and that the log has more", rows, len(got))
	}
}

// TestPending holds that a look leaves out a publish only where there is nothing to
// post, to record or to finish.
func TestPending(t *testing.T) {
	t.Parallel()
	synced := api.Result{Outcome: api.InSync, Case: api.CaseInSync, Ledger: &api.State{Mark: &api.Mark{RunID: 1}}}
	with := func(change func(*api.Result)) []api.Result {
		r := synced
		change(&r)
		return []api.Result{synced, r}
	}
	for _, tt := range []struct {
		name    string
		results []api.Result
		errs    []error
		want    bool
	}{
		{name: "in sync", results: []api.Result{synced}},
		{name: "a change", results: with(func(r *api.Result) { r.Outcome, r.Case = api.Planned, api.CaseChange }), want: true},
		{name: "adopted", results: with(func(r *api.Result) { r.Case = api.CaseAdopted }), want: true},
		{name: "half published", results: with(func(r *api.Result) { r.Outcome, r.Case = api.Planned, api.CaseHalf }), want: true},
		{name: "in sync beside an open intent", results: with(func(r *api.Result) { r.Ledger = &api.State{Unfinished: &api.Origin{RunID: 2}} }), want: true},
		{name: "in sync beside a quarantine", results: with(func(r *api.Result) { r.Ledger = &api.State{Quarantined: []string{"sha256:1"}} }), want: true},
		{name: "held beside a quarantine", results: with(func(r *api.Result) {
			r.Outcome, r.Ledger = api.Held, &api.State{Quarantined: []string{"sha256:1"}}
		}), want: true},
		{name: "held", results: with(func(r *api.Result) { r.Outcome, r.Case = api.Held, api.CaseEdited })},
		{name: "superseded", results: with(func(r *api.Result) { r.Outcome = api.Superseded })},
		{name: "left Git", results: with(func(r *api.Result) {
			r.Outcome, r.Warnings = api.Read, []api.Warning{api.NewWarning(api.Unmanaged, api.Facts{Record: 1, Account: r.Account})}
		})},
		{name: "refused", results: with(func(r *api.Result) { r.Outcome = api.Refused }), want: true},
		{name: "invalid", results: with(func(r *api.Result) { r.Outcome = api.Invalid }), want: true},
		{name: "failed", results: with(func(r *api.Result) { r.Outcome = api.Failed }), want: true},
		{name: "of a later release", results: with(func(r *api.Result) { r.Outcome = "new" }), want: true},
		{name: "no account was come to", errs: []error{errors.New("no function")}, want: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := NewResults("plan", tt.results, tt.errs...).Pending(); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

// TestAnswerWithoutWords has a token service pass on WeChat's errcode, of whose words
// nothing is repeated.
func TestAnswerWithoutWords(t *testing.T) {
	t.Parallel()
	for lang, want := range map[text.Lang]string{text.English: "\n  WeChat answered 40164 (rid 1-2)\n", text.Chinese: "\n  微信返回 40164（rid 1-2）\n"} {
		var out strings.Builder
		passed := NewResults("plan", []api.Result{{Schema: 1, Account: "a", Outcome: api.Failed, Error: &api.Error{Op: "token-service", Errcode: 40164, RID: "1-2", Meaning: "m"}}})
		if err := passed.Text(&out, Options{Lang: lang}); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("got %q, %v, want the line %q", out.String(), err, want)
		}
	}
}
