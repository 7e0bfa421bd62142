package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// shop is a menu set as the examples of a review start from it.
func shop() menu.Set {
	view := func(name, url string) menu.Button {
		return menu.Button{Type: "view", Name: name, URL: "https://www.example.com" + url}
	}
	return menu.Set{Menu: []menu.Button{
		{Name: "商城", Sub: []menu.Button{view("新品上架", "/new"), view("热卖榜单", "/hot"), view("优惠活动", "/sale")}},
		{Name: "会员", Sub: []menu.Button{view("我的积分", "/points"), view("我的订单", "/orders"), {Type: "scancode_push", Name: "扫码积分", Key: "SCAN"}}},
		{Type: "click", Name: "联系我们", Key: "CONTACT"},
	}}
}

// changedShop is what a pull request makes of it.
func changedShop() menu.Set {
	s := shop()
	s.Menu[0].Sub = []menu.Button{s.Menu[0].Sub[0], {Type: "view", Name: "夏日活动", URL: "https://www.example.com/summer"}}
	s.Menu[2] = menu.Button{Type: "click", Name: "联系客服", Key: "CONTACT_V2"}
	return s
}

// reviewed is the result of a plan from one set to another.
func reviewed(account string, outcome api.Outcome, before, after menu.Set) api.Result {
	r := api.Result{
		Account: account, Outcome: outcome, Changes: plan.Diff(before, after).Changes, Before: &before,
		Digests: api.Digests{Desired: after.Digest(), API: before.Digest(), Shown: before.Digest(), Live: digest("c")},
	}
	if outcome == api.Planned {
		r.Steps = []api.Step{{Op: api.StepCreate}}
	}
	return r
}

// reviews are plans with all that can be drawn of them.
func reviews() map[string]Results {
	before, after := shop(), changedShop()
	conditional := shop()
	conditional.Conditional = []menu.Conditional{{Menu: shop().Menu[2:], Match: menu.MatchRule{TagID: "101"}}}
	moreConditional := shop()
	moreConditional.Conditional = []menu.Conditional{{Menu: changedShop().Menu[2:], Match: menu.MatchRule{TagID: "101"}}, {Menu: shop().Menu[:1], Match: menu.MatchRule{ClientPlatformType: "1"}}}
	same := api.Result{Account: "other", Outcome: api.InSync, Digests: api.Digests{Desired: before.Digest()}}

	held := reviewed("brand-cn", api.Refused, before, after)
	held.Guard, held.Needs = api.RemovesButtons, &api.Accept{Allow: []api.Guard{api.RemovesButtons}}
	held.Error = &api.Error{Op: "publish", Meaning: "3 buttons go", Remedy: "if this is meant, let it pass"}

	live := menu.Set{Menu: []menu.Button{{Type: "view", Name: "限时抢购", URL: "https://www.example.com/flash"}, {Type: "click", Name: "联系我们", Key: "CONTACT"}}}
	edited := reviewed("brand-cn", api.Refused, live, after)
	edited.Guard, edited.Needs = api.Edited, &api.Accept{Live: digest("c")}
	edited.Asked, edited.Edits = plan.Diff(before, after).Changes, plan.Diff(before, live).Changes
	edited.Error = &api.Error{Op: "publish", Meaning: "the live menu is not what record 1 left"}

	failed := api.Result{Account: "brand-cn", Outcome: api.Failed, Error: &api.Error{Op: "invoke", Meaning: "the function does not answer", Remedy: "run it again"}}

	invalid := api.Result{Account: "other", Outcome: api.Invalid, Findings: findings()}

	var stores, many []api.Result
	sets, others := map[string]menu.Set{"brand-cn": after}, map[string]menu.Set{}
	for n := 1; n <= 300; n++ {
		name := fmt.Sprintf("store-%03d", n)
		is := shop()
		is.Menu[2] = menu.Button{Type: "view", Name: "预约到店", URL: fmt.Sprintf("https://www.example.com/stores/%03d/book", n)}
		if n <= 20 {
			stores = append(stores, reviewed(name, api.Planned, before, is))
			sets[name] = is
		}
		// Each another change, and one that is refused.
		other := shop()
		other.Menu[n%3] = menu.Button{Type: "click", Name: strings.Repeat("新", n%4+1), Key: strings.Repeat("K", n%50+1)}
		other.Menu[0].Sub = append([]menu.Button{}, other.Menu[0].Sub...)
		other.Conditional = []menu.Conditional{{Menu: shop().Menu[n%3 : n%3+1], Match: menu.MatchRule{TagID: strings.Repeat("1", n%9+1)}}}
		r := reviewed(name, api.Refused, before, other)
		r.Guard, r.Needs = api.RemovesButtons, &api.Accept{Allow: []api.Guard{api.RemovesButtons}}
		r.Error = &api.Error{Op: "publish", Meaning: strings.Repeat(fmt.Sprintf("reason %d and ", n), n%7+1)}
		many, others[name] = append(many, r), other
	}
	all := map[string]Results{
		"change":      NewResults("plan", []api.Result{reviewed("brand-cn", api.Planned, before, after), same}),
		"conditional": NewResults("plan", []api.Result{reviewed("brand-cn", api.Planned, conditional, moreConditional)}),
		"menu-gone":   NewResults("plan", []api.Result{reviewed("brand-cn", api.Planned, conditional, before)}),
		"held":        NewResults("plan", []api.Result{held, same}),
		"edited":      NewResults("plan", []api.Result{edited}),
		"failed":      NewResults("plan", []api.Result{failed, same}),
		"none":        NewResults("plan", []api.Result{same}),
		"invalid":     NewResults("plan", []api.Result{reviewed("brand-cn", api.Planned, before, after), invalid}),
		"unread":      NewResults("plan", nil, &text.Error{Meaning: text.Say("the role cannot be assumed", "无法取得角色"), Remedy: text.Say("correct role-to-assume", "请改正 role-to-assume")}),
		"stores":      NewResults("plan", append(stores, same)),
		"many":        NewResults("plan", many),
	}
	left := api.Result{
		Account: "old-shop", Outcome: api.Read, Record: &api.Record{Number: 7},
		Warnings: []api.Warning{api.NewWarning(api.Unmanaged, api.Facts{Record: 7, Account: "old-shop"})},
	}
	all["left"] = NewResults("plan", []api.Result{left, reviewed("brand-cn", api.Planned, before, after), same})
	for name, r := range all {
		r.After = sets
		for i := range r.Accounts {
			r.Git = append(r.Git, r.Accounts[i].Account)
		}
		if name == "conditional" {
			r.After = map[string]menu.Set{"brand-cn": moreConditional}
		}
		if name == "menu-gone" {
			r.After = map[string]menu.Set{"brand-cn": before}
		}
		if name == "many" {
			r.After = others
		}
		all[name] = r
	}
	return all
}

// A comment is what stands in its file, and keeps to its room.
func TestReview(t *testing.T) {
	t.Parallel()
	for name, r := range reviews() {
		for _, l := range text.Langs() {
			write := func(w io.Writer) error {
				o := Options{Lang: l, Room: CommentBytes, Run: "https://github.com/o/r/actions/runs/1"}
				found := NewCheck("plan", []Account{{Account: "other", File: "menus/other.jsonnet", Findings: findings()}}, nil, nil)
				if name == "invalid" {
					o.Wrong, o.Below = found.Wrong(o), true
				}
				if err := r.Summary(w, o); err != nil || name != "invalid" {
					return err
				}
				// As the Action writes them, one below the other.
				return found.Summary(w, o)
			}
			checkGolden(t, "review-"+name+"."+string(l)+".md", write)
			got := rendered(t, write)
			checkInert(t, got)
			if len(got) > CommentBytes {
				t.Errorf("%s: got %d bytes, want at most %d", name, len(got), CommentBytes)
			}
			if room := strings.Contains(got, "[!WARNING]"); room != (name == "many") {
				t.Errorf("%s: got a page that has no room for something: %t", name, room)
			}
		}
	}
}

// What followers lose is not far below errors, however many there are.
func TestManyErrors(t *testing.T) {
	t.Parallel()
	r := reviews()["invalid"]
	for n, more := range map[int]string{1: "", wrongFirst: "", wrongFirst + 1: "1 more error", wrongFirst + 5: "5 more errors"} {
		o := Options{}
		for i := range n {
			o.Wrong.Items = append(o.Wrong.Items, fmt.Sprintf("- error %d\n", i+1))
		}
		got := rendered(t, func(w io.Writer) error { return r.Summary(w, o) })
		if folded := strings.Contains(got, "<details><summary>"+more+"</summary>\n\n- error 11\n"); folded != (more != "") {
			t.Errorf("%d errors: got them folded: %t: %.800s", n, folded, got)
		}
		if last, lose := strings.Index(got, fmt.Sprintf("- error %d\n", n)), strings.Index(got, "followers lose"); last < 0 || lose < last {
			t.Errorf("%d errors: got %.800s, want what followers lose below the last", n, got)
		}
	}
}

// TestUncountedErrors counts above the errors that are folded those that are not listed.
func TestUncountedErrors(t *testing.T) {
	t.Parallel()
	var list []diag.Finding
	for i := range wrongFirst + 2 {
		f := findings()[0]
		f.Line += i
		list = append(list, f)
	}
	list[0].More = 30
	found := NewCheck("plan", []Account{{Account: "other", File: "menus/other.jsonnet", Findings: list}}, nil, nil)
	o := Options{}
	o.Wrong = found.Wrong(o)
	got := rendered(t, func(w io.Writer) error { return reviews()["invalid"].Summary(w, o) })
	if !strings.Contains(got, "<details><summary>32 more errors</summary>") || !strings.Contains(got, "- 30 more are counted and not listed") {
		t.Errorf("got %.1200s, want 32 more errors, and that 30 are not listed", got)
	}
}

// findings are what is wrong with a menu.
func findings() []diag.Finding {
	at := diag.Place{File: "menus/other.jsonnet", Line: 3, Column: 9, EndLine: 3, EndColumn: 20}
	return []diag.Finding{
		{Rule: "key-required", Severity: diag.Error, Message: "a click button needs a key", Place: at, Path: "/button/0"},
		{Rule: "name-required", Severity: diag.Error, Message: "a button needs a name", Place: at, Path: "/button/1"},
		{Rule: "url-http-insecure", Severity: diag.Warning, Message: "the link begins with http", Place: at, Path: "/button/2"},
	}
}

// What makes room does so in the stated order, and a page is whole where there is
// room.
func TestRoom(t *testing.T) {
	t.Parallel()
	build := func(room int) *sheet {
		s := &sheet{Options: Options{Room: room, Run: "https://github.com/o/r/actions/runs/1"}, command: "plan"}
		s.add(kept, "## head\n\n")
		for _, m := range made {
			for n := range 2 {
				s.add(m.rank, fmt.Sprintf("<%d.%d>%s\n", m.rank, n, strings.Repeat("x", 990)))
			}
		}
		s.add(kept, "the end\n")
		return s
	}
	whole := rendered(t, build(20000).write)
	if strings.Contains(whole, "[!WARNING]") || len(whole) < 2*990*len(made) {
		t.Errorf("got %d bytes, want all of it", len(whole))
	}
	for gone := 1; gone < 2*len(made); gone++ {
		room := len(whole) - 1000*gone + 2000
		if room >= len(whole) {
			continue
		}
		got := rendered(t, build(room).write)
		if len(got) > room || !strings.Contains(got, "## head\n\n> [!WARNING]") || !strings.HasSuffix(got, "the end\n") {
			t.Fatalf("room of %d: got %d bytes: %.200s", room, len(got), got)
		}
		// Those that are left are the last of the order, and of one rank the first.
		first := true
		for i := range 2 * len(made) {
			m, n := made[i/2], 1-i%2
			there := strings.Contains(got, fmt.Sprintf("<%d.%d>", m.rank, n))
			if there {
				first = false
			} else if !first {
				t.Errorf("room of %d: got block %d.%d left out although one before it stays", room, m.rank, n)
			}
		}
	}
}

// Even what is never left out keeps to the room.
func TestRoomOfTheLastResort(t *testing.T) {
	t.Parallel()
	s := &sheet{Options: Options{Room: 10000}, command: "plan"}
	s.add(kept, "## head\n\n")
	for n := range 50 {
		s.next(text.Same(fmt.Sprint("account-", n)))
		s.add(kept, strings.Repeat("x", 5000)+"\n")
	}
	got := rendered(t, s.write)
	if len(got) > 10000 || !strings.Contains(got, "of 50 entries (account-") {
		t.Errorf("got %d bytes: %.500s", len(got), got)
	}
}

// One part that is left out is told as one.
func TestOneLeftOut(t *testing.T) {
	t.Parallel()
	for r, want := range map[rank]string{detail: "1 list of fields", pair: "1 pair of phones", drawing: "1 drawing", tip: "1 other way"} {
		s := &sheet{Options: Options{Room: 3000}, command: planning}
		s.add(kept, "head\n\n")
		s.add(r, strings.Repeat("x", 3000))
		if got := rendered(t, s.write); !strings.Contains(got, "This page has no room for "+want+"; ") {
			t.Errorf("got %.200q, want %q in it", got, want)
		}
	}
}
