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
	"github.com/caidan-dev/caidan/pkg/plan"
)

// digest makes up a digest of one digit.
func digest(digit string) string { return "sha256:" + strings.Repeat(digit, 64) }

// button is one of a sub-menu that opens a page.
func button(name string) *plan.Spot {
	return &plan.Spot{Path: []string{"服务", name}, Column: 2, Row: 1, Button: menu.Button{Type: "view", URL: "https://www.example.com/"}}
}

// changed is a result whose change is the same in many accounts.
func changed(account string, outcome api.Outcome) api.Result {
	return api.Result{
		Schema: 1, Account: account, Outcome: outcome, Case: api.CaseChange,
		Digests: api.Digests{Desired: digest("a"), API: digest("b"), Shown: digest("b"), Live: digest("c"), Recorded: digest("b")},
		Changes: []plan.Change{
			{Kinds: []plan.Kind{plan.Added}, After: button("官网")},
			{Kinds: []plan.Kind{plan.Removed}, Before: button("积分商城")},
		},
		Steps: []api.Step{{Op: "menu/create"}, {Op: "menu/addconditional", Match: "tag_id=2"}},
		Calls: []api.Call{{Op: "menu/get", MS: 1}, {Op: "get_current_selfmenu_info", MS: 1}},
	}
}

// refused is what a guard stops.
func refused(account string, guard api.Guard, needs api.Accept) api.Result {
	r := changed(account, api.Refused)
	r.Guard, r.Needs = guard, &needs
	r.Error = api.NewError("plan", why(guard))
	for _, g := range needs.Allow {
		if g != guard {
			r.Error = api.NewError("plan", append(r.Error.Reasons, why(g))...)
		}
	}
	return r
}

// why is a reason for which a guard tripped, with whatever it may say.
func why(guard api.Guard) api.Reason {
	return api.Reason{Code: api.Code(guard), Facts: api.Facts{
		Record: 12, Run: 8, Newer: 9, Live: digest("c"), Names: []string{"积分商城"}, Count: 3, Owner: "https://github.com/o/r", OwnerID: 7, RepositoryID: 8,
		Repository: "https://github.com/o/other", Before: []string{"wx0123456789abcdef"}, After: []string{"wxfedcba9876543210"},
	}}
}

// synced is an account where nothing is to be done.
func synced(account string) api.Result {
	return api.Result{
		Schema: 1, Account: account, Outcome: api.InSync, Case: api.CaseInSync,
		Digests: api.Digests{Desired: digest("a"), API: digest("a"), Shown: digest("a"), Live: digest("d"), Recorded: digest("a")},
	}
}

// stored is the plan of a store of a chain: a key and two pages get other
// addresses, which hold the store's number, below the store's name.
func stored(i int, name string) api.Result {
	store := func(site, key string) menu.Set {
		page := func(p string) string { return fmt.Sprintf("https://www.example.com/%s/%03d%s", site, i, p) }
		return menu.Set{Menu: []menu.Button{
			{Type: "view", Name: "到店自取", URL: page("/pickup")},
			{Name: name, Sub: []menu.Button{
				{Type: "view", Name: "门店介绍", URL: page("/")},
				{Type: "click", Name: "营业时间", Key: fmt.Sprintf("%s_%03d", key, i)},
			}},
		}}
	}
	r := changed(fmt.Sprintf("store-%03d", i), api.Planned)
	before, after := store("stores", "HOURS"), store("shops", "OPEN")
	r.Digests.Desired, r.Digests.Live = after.Digest(), before.Digest()
	r.Changes, r.Steps = plan.Diff(before, after).Changes, r.Steps[:1]
	return r
}

// storesEdited is the plan of a brand with twenty stores after one edit of their
// table.
func storesEdited() []api.Result {
	names := strings.Fields("王府井 三里屯 望京 南京路 徐家汇 陆家嘴 天河城 北京路 华强北 海岸城 春熙路 太古里 西湖 武林门 新街口 夫子庙 光谷 汉街 钟楼 小寨")
	all := []api.Result{synced("brand-cn"), synced("brand-cn-test"), synced("example")}
	for i, name := range names {
		all = append(all, stored(i+1, name))
	}
	return all
}

func resultDocuments() map[string]Results {
	var stores []api.Result
	for i := range 30 {
		r := changed(fmt.Sprintf("store-%03d", i+1), api.Planned)
		// What differs by chance parts no accounts.
		r.Digests.Live = digest(fmt.Sprint(i % 10))
		stores = append(stores, r)
	}
	published := changed("a", api.Published)
	published.Record = &api.Record{Number: 118, Kind: api.KindPublish}
	half := changed("b", api.Failed)
	half.Steps[0].Done = true
	half.Error = api.NewError("menu/addconditional", api.Reason{Code: api.Refusal, Facts: api.Facts{Op: "menu/addconditional", Errcode: 45009}})
	half.Error.Errcode, half.Error.Errmsg, half.Error.RID = 45009, "reach max api daily quota limit", "1-2"
	held := refused("c", api.Quarantined, api.Accept{Allow: []api.Guard{api.Quarantined}})
	held.Outcome = api.Held
	superseded := api.Result{
		Schema: 1, Account: "d", Outcome: api.Superseded, Error: api.NewError("publish", api.Reason{Code: api.Overtaken, Facts: api.Facts{Run: 8, Newer: 9}}),
	}
	busy := api.Result{Schema: 1, Account: "e", Outcome: api.Busy, Error: &api.Error{Op: "publish", Meaning: "busy"}}
	rollback := NewResults("rollback", []api.Result{refused("a", api.Edited, api.Accept{Live: digest("c")})})
	rollback.Args = "--to 3"
	guards := []api.Result{
		refused("a", api.Edited, api.Accept{Live: digest("c"), Allow: []api.Guard{api.RemovesTopLevel, api.ChangesAppID}}),
		refused("b", api.First, api.Accept{Allow: []api.Guard{api.First}}),
		refused("c", api.First, api.Accept{Allow: []api.Guard{api.First}}),
		refused("d", api.ForeignRepository, api.Accept{TakeOver: "https://github.com/o/r"}),
		refused("e", api.Stale, api.Accept{}),
	}
	mistaken := storesEdited()
	mistaken[9].Changes[0] = mistaken[9].Changes[0].Map(func(s string, _ bool) string { return strings.ReplaceAll(s, "shops/007", "shops/008") })
	return map[string]Results{
		"plan-stores":     NewResults("plan", storesEdited()),
		"plan-mistaken":   NewResults("plan", mistaken),
		"plan-none":       NewResults("plan", nil),
		"plan-in-sync":    NewResults("plan", []api.Result{synced("a"), synced("b")}),
		"plan-many":       NewResults("plan", append(stores, synced("z"), changed("zz", api.Planned))),
		"plan-guards":     NewResults("plan", guards),
		"publish-ends":    NewResults("publish", []api.Result{published, half, held, superseded, busy}),
		"publish-held":    NewResults("publish", []api.Result{held, superseded}),
		"publish-dry-run": NewResults("publish", []api.Result{changed("a", api.Planned)}),
		"rollback":        rollback,
	}
}

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
		"publish-ends": Failed, "publish-held": Warnings, "publish-dry-run": OK, "rollback": Refused,
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
