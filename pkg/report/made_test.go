package report

import (
	"fmt"
	"strings"

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
	rolledBack, to := reviewed("a", api.Planned, shop(), changedShop()), changedShop()
	rolledBack.After = &to
	rollback := NewResults("rollback", []api.Result{refused("a", api.Edited, api.Accept{Live: digest("c")})})
	rollback.Args = "--to 3"
	gone := []plan.Change{{Kinds: []plan.Kind{plan.Removed}, Before: button("积分商城")}}
	retired := changed("a", api.Retired)
	retired.Changes, retired.Record = gone, &api.Record{Number: 7, Kind: api.KindRetire, Readback: api.ReadbackVerified}
	unread := retired
	unread.Account, unread.Record = "b", &api.Record{Number: 8, Kind: api.KindRetire, Readback: api.ReadbackUnverified}
	dry := changed("c", api.Planned)
	dry.Changes = gone
	edited := refused("d", api.Retires, api.Accept{Live: digest("c")})
	edited.Changes, edited.Asked, edited.Edits = gone, gone, []plan.Change{{Kinds: []plan.Kind{plan.Added}, After: button("官网")}}
	retirements := NewResults("retire", []api.Result{retired, unread, dry, edited})
	guards := []api.Result{
		refused("a", api.Edited, api.Accept{Live: digest("c"), Allow: []api.Guard{api.RemovesTopLevel, api.ChangesAppID}}),
		refused("b", api.First, api.Accept{Allow: []api.Guard{api.First}}),
		refused("c", api.First, api.Accept{Allow: []api.Guard{api.First}}),
		refused("d", api.ForeignRepository, api.Accept{TakeOver: "https://github.com/o/r"}),
		refused("e", api.Stale, api.Accept{}),
	}
	tried := NewResults("publish", []api.Result{reviewed("a", api.Planned, shop(), changedShop())})
	tried.After = map[string]menu.Set{"a": changedShop()}
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
		"publish-dry-run": tried,
		"rollback":        rollback,
		"retire":          retirements,
		// The function alone knows the recorded menus.
		"rollback-dry-run": NewResults("rollback", []api.Result{rolledBack}),
	}
}
