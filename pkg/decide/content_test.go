package decide

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// parse reads a desired set.
func parse(t *testing.T, text string) menu.Set {
	t.Helper()
	acc := menu.DecodeSet(account, []byte(text))
	if len(acc.Problems) > 0 {
		t.Fatalf("got problems %v in %s", acc.Problems, text)
	}
	return acc.Set
}

// bar is a set without conditional menus.
func bar(buttons ...string) string { return `{"button":[` + strings.Join(buttons, ",") + `]}` }

func click(key string) string {
	return fmt.Sprintf(`{"type":"click","name":"n %s","key":"%[1]s"}`, key)
}

// rekeyed is a click of another key under the same name.
func rekeyed(key string) string {
	return fmt.Sprintf(`{"type":"click","name":"n %s","key":"other %[1]s"}`, key)
}

func link(url string) string { return named("v", url) }

// versions are three links that differ by name and at the end.
func versions(url string) []string {
	return []string{named("a", url+"a"), named("b", url+"b"), named("c", url+"c")}
}

func named(name, url string) string {
	return fmt.Sprintf(`{"type":"view","name":%q,"url":%q}`, name, url)
}

func program(appID string) string {
	return fmt.Sprintf(`{"type":"miniprogram","name":"m","url":"https://a.example/","appid":%q,"pagepath":"p"}`, appID)
}

// sub is a sub-menu of clicks.
func sub(name string, keys ...string) string {
	var list []string
	for _, k := range keys {
		list = append(list, click(k))
	}
	return group(name, list...)
}

// group is a sub-menu.
func group(name string, buttons ...string) string {
	return fmt.Sprintf(`{"name":%q,"sub_button":[%s]}`, name, strings.Join(buttons, ","))
}

// with adds conditional menus to a set, highest priority first.
func with(base string, conditional ...string) string {
	return `{"menu":` + base + `,"conditionalmenu":[` + strings.Join(conditional, ",") + `]}`
}

// forTag is a conditional menu.
func forTag(tag int, buttons ...string) string {
	return fmt.Sprintf(`{"button":[%s],"matchrule":{"tag_id":"%d"}}`, strings.Join(buttons, ","), tag)
}

const (
	appA, appB, appC = "wx00000000000000aa", "wx00000000000000bb", "wx00000000000000cc"
)

// contentCase is one change, with the guards that trip over it.
type contentCase struct {
	name, from, to string
	want           []api.Guard
}

func contentCases() []contentCase {
	twelve := bar(sub("s", "1", "2", "3", "4", "5"), sub("t", "6", "7", "8", "9"))
	return []contentCase{
		{"nothing", twelve, twelve, nil},
		{"one button of a sub-menu", twelve, bar(sub("s", "1", "2", "3", "4"), sub("t", "6", "7", "8", "9")), nil},
		{"two buttons", twelve, bar(sub("s", "1", "2", "3"), sub("t", "6", "7", "8", "9")), nil},
		{"three buttons", twelve, bar(sub("s", "1", "2"), sub("t", "6", "7", "8", "9")), []api.Guard{api.RemovesButtons}},
		{"two from one sub-menu and one from another", twelve, bar(sub("s", "1", "2", "3"), sub("t", "6", "7", "8")), []api.Guard{api.RemovesButtons}},
		{"three gone, three come", twelve, bar(sub("s", "1", "2", "a", "b", "c"), sub("t", "6", "7", "8", "9")), []api.Guard{api.RemovesButtons}},
		{"all moved", twelve, bar(sub("s", "9", "8", "7", "6"), sub("t", "5", "4", "3", "2", "1")), nil},
		{"renamed and in another order", twelve, bar(sub("x", "5", "3", "1", "2", "4"), sub("y", "9", "8", "6", "7")), nil},
		{"a sub-menu of the bar, with two buttons", bar(click("1"), sub("s", "2", "3")), bar(click("1")), []api.Guard{api.RemovesTopLevel}},
		{"a sub-menu of the bar, with three buttons", bar(click("1"), sub("s", "2", "3", "4")), bar(click("1")), []api.Guard{api.RemovesButtons, api.RemovesTopLevel}},
		{"a button of the bar", bar(click("1"), click("2")), bar(click("1")), []api.Guard{api.RemovesTopLevel}},
		{"a button of the bar that moves into a sub-menu", bar(click("1"), sub("s", "2")), bar(sub("s", "2", "1")), []api.Guard{api.RemovesTopLevel}},
		{"a sub-menu whose buttons move into another", bar(sub("s", "1", "2"), sub("t", "3")), bar(sub("t", "3", "1", "2")), []api.Guard{api.RemovesTopLevel}},
		{"a button of the bar in place of another", bar(click("1"), click("2")), bar(click("1"), sub("s", "3")), nil},
		{"a button of the bar with another name and key", bar(click("1"), click("2")), bar(click("3"), click("2")), nil},
		{"two buttons of the bar with other names and keys", bar(click("1"), click("2")), bar(click("3"), click("4")), nil},
		{"all buttons of the bar with other names and keys", bar(click("1"), click("2"), click("3")), bar(click("4"), click("5"), click("6")), []api.Guard{api.RemovesButtons, api.ChangesAllTargets}},
		{"the bar of some followers gets shorter, another's longer", with(bar(click("1"), click("2")), forTag(2, click("a"))), with(bar(click("1")), forTag(2, click("a"), click("b"))), []api.Guard{api.RemovesTopLevel}},
		{"the bar of some followers gets longer, another's shorter", with(bar(click("1")), forTag(2, click("a"), click("b"))), with(bar(click("1"), click("2")), forTag(2, click("a"))), []api.Guard{api.RemovesTopLevel}},

		{"one of two hosts", bar(link("https://a.example/"), click("k")), bar(link("https://a.example/1"), click("k")), nil},
		{"the only link to another host", bar(link("https://a.example/")), bar(link("https://b.example/")), nil},
		{"two links of one host to another", bar(link("https://a.example/1"), link("https://a.example/2")), bar(link("https://b.example/1"), link("https://b.example/2")), []api.Guard{api.ChangesAllHosts}},
		{"two links to one of another host", bar(link("https://a.example/1"), named("x", "https://a.example/2")), bar(link("https://b.example/1"), click("x")), []api.Guard{api.ChangesAllHosts}},
		{"two links go", bar(link("https://a.example/1"), named("x", "https://a.example/2"), click("k")), bar(click("1"), click("2"), click("k")), []api.Guard{api.ChangesAllHosts}},
		{"two links at their places become clicks", bar(group("s", named("a", "https://a.example/"), named("b", "https://b.example/"))), bar(group("s", strings.ReplaceAll(click("a"), "n a", "a"), strings.ReplaceAll(click("b"), "n b", "b"))), []api.Guard{api.ChangesAllHosts}},
		{"one of two links at their places becomes a click", bar(group("s", named("a", "https://a.example/"), named("b", "https://b.example/"))), bar(group("s", strings.ReplaceAll(click("a"), "n a", "a"), named("b", "https://b.example/"))), nil},
		{"one of two hosts stays", bar(link("https://a.example/"), link("https://b.example/")), bar(link("https://a.example/"), link("https://c.example/")), nil},
		{"the last host goes", bar(group("s", link("https://a.example/"), click("k"))), bar(group("s", click("k"))), nil},
		{"the first host comes", bar(click("l")), bar(click("l"), link("https://a.example/")), nil},
		{"the same host in capitals", bar(link("https://a.example/")), bar(link("https://A.EXAMPLE/x")), nil},
		{
			"all hosts of the default menu, and one stays in a conditional",
			with(bar(link("https://a.example/")), forTag(2, link("https://c.example/"))),
			with(bar(link("https://b.example/")), forTag(2, link("https://c.example/"))), nil,
		},
		{
			"all hosts of all menus",
			with(bar(link("https://a.example/")), forTag(2, link("https://c.example/"))),
			with(bar(link("https://b.example/")), forTag(2, link("https://d.example/"))),
			[]api.Guard{api.ChangesAllHosts},
		},

		{"three targets for others", bar(sub("s", "1", "2", "3")), bar(group("s", rekeyed("1"), rekeyed("2"), rekeyed("3"))), []api.Guard{api.ChangesAllTargets}},
		{"two targets for others", bar(sub("s", "1", "2")), bar(group("s", rekeyed("1"), rekeyed("2"))), nil},
		{"three buttons of two targets for others", bar(group("s", click("1"), click("1"), click("2"))), bar(group("s", rekeyed("1"), rekeyed("1"), rekeyed("2"))), nil},
		{"one of three targets stays", bar(sub("s", "1", "2", "3")), bar(group("s", rekeyed("1"), rekeyed("2"), click("3"))), nil},
		{"three targets of some followers for others", with(bar(click("k")), forTag(2, sub("s", "1", "2", "3"))), with(bar(click("k")), forTag(2, group("s", rekeyed("1"), rekeyed("2"), rekeyed("3")))), nil},

		{"three links with another query", bar(versions("https://a.example/p?v=1")...), bar(versions("https://a.example/p?v=2")...), nil},
		{"three links without a query", bar(versions("https://a.example/p?v=1")...), bar(named("a", "https://A.example/p"), named("b", "https://A.example/p"), named("c", "https://A.example/p")), nil},
		{"three links under other names with another query", bar(group("s", versions("https://a.example/p?v=1")...)), bar(group("s", named("1", "https://a.example/p?v=2"), named("2", "https://a.example/p?v=3"), named("3", "https://a.example/p?v=4"))), []api.Guard{api.RemovesButtons, api.ChangesAllTargets}},
		{"three links to other parts of a page", bar(versions("https://a.example/p#1")...), bar(versions("https://a.example/p#2")...), []api.Guard{api.ChangesAllTargets}},
		{"three links to other articles", bar(versions("https://mp.weixin.qq.com/s?mid=1")...), bar(versions("https://mp.weixin.qq.com/s?mid=2")...), []api.Guard{api.ChangesAllTargets}},

		{"a mini program for another", bar(program(appA)), bar(program(appB)), []api.Guard{api.ChangesAppID}},
		{"one mini program of two", bar(program(appA), program(appB)), bar(program(appA), program(appC)), []api.Guard{api.ChangesAppID}},
		{"a second mini program", bar(program(appA), click("k")), bar(program(appA), program(appB)), nil},
		{"a mini program less", bar(program(appA), program(appB)), bar(program(appA), click("k")), nil},
		{"a mini program more", bar(program(appA)), bar(program(appA), program(appB)), nil},
		{"two mini programs change places", bar(program(appA), program(appB)), bar(program(appB), program(appA)), nil},
		{"another mini program for some followers", with(bar(click("k")), forTag(2, program(appA))), with(bar(click("k")), forTag(2, program(appB))), []api.Guard{api.ChangesAppID}},

		{"a conditional menu goes", with(bar(click("k")), forTag(2, click("a")), forTag(3, click("b"))), with(bar(click("k")), forTag(3, click("b"))), []api.Guard{api.RemovesConditional}},
		{"all conditional menus go", with(bar(click("k")), forTag(2, click("a")), forTag(3, click("b"))), bar(click("k")), []api.Guard{api.RemovesConditional}},
		{"a conditional menu comes", bar(click("k")), with(bar(click("k")), forTag(2, click("a"))), nil},
		{"a conditional menu for other followers", with(bar(click("k")), forTag(2, click("a"))), with(bar(click("k")), forTag(3, click("a"))), []api.Guard{api.RemovesConditional}},
		{"conditional menus change places", with(bar(click("k")), forTag(2, click("a")), forTag(3, click("b"))), with(bar(click("k")), forTag(3, click("b")), forTag(2, click("a"))), nil},
		{"buttons of a conditional menu that stays", with(bar(click("k")), forTag(2, sub("s", "1", "2", "3", "4"))), with(bar(click("k")), forTag(2, sub("s", "1"))), []api.Guard{api.RemovesButtons}},
		{"buttons of a conditional menu that goes", with(bar(click("k")), forTag(2, sub("s", "1", "2", "3", "4"))), bar(click("k")), []api.Guard{api.RemovesConditional}},

		{
			"everything at once",
			with(bar(program(appA), link("https://a.example/"), sub("s", "1", "2", "3")), forTag(2, click("c"))),
			bar(fmt.Sprintf(`{"type":"miniprogram","name":"m","url":"https://b.example/","appid":%q,"pagepath":"q"}`, appB)),
			[]api.Guard{api.RemovesButtons, api.RemovesTopLevel, api.RemovesConditional, api.ChangesAllHosts, api.ChangesAllTargets, api.ChangesAppID},
		},
	}
}

// known has what the change starts from live and recorded.
func (c contentCase) known(t *testing.T) Known {
	t.Helper()
	return published(parse(t, c.from))
}

// published is what is known of an account where a set is live and recorded.
func published(before menu.Set) Known {
	before = withIDs(before)
	return Known{
		Live: api.Live{API: before, Shown: before.Default(), Open: true},
		Last: &Record{Number: 1, Desired: before, API: before, Shown: before.Default(), Readback: api.ReadbackVerified},
	}
}

// TestContentGuards holds each guard at its border.
func TestContentGuards(t *testing.T) {
	t.Parallel()
	for _, tt := range contentCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v, w := tt.known(t), Wish{Set: parse(t, tt.to)}
			d := Decide(v, w)
			if d.Stop == nil {
				list(t, "guards", nil, tt.want)
				return
			}
			if len(tt.want) == 0 {
				t.Fatalf("got %+v, want no refusal", d.Stop)
			}
			list(t, "guards", d.Stop.Needs.Allow, tt.want)
			same(t, "guard named", d.Stop.Guard, tt.want[0])
			same(t, "outcome", d.Stop.Outcome, api.Refused)
			for i, g := range tt.want {
				codes := []api.Code{api.Code(g)}
				if g == api.ChangesAllHosts {
					codes = append(codes, api.HostsGone)
				}
				if len(d.Stop.Reasons) != len(tt.want) || !slices.Contains(codes, d.Stop.Reasons[i].Code) {
					t.Errorf("got reasons %+v, want one for each of %v", d.Stop.Reasons, tt.want)
				}
			}
			meaning, remedy := said(d.Stop)
			if n := strings.Count(meaning, "; ") + 1; n != len(tt.want) || strings.Count(remedy, "--allow") != 1 {
				t.Errorf("got %q and %q, want a clause for each of %v, and once what to do", meaning, remedy, tt.want)
			}
			fewer(t, v, w, tt.want)
			w.Rollback = true
			same(t, "act of a rollback", Decide(v, w).Act, Post)
		})
	}
}

// fewer allows all guards but one: that one still trips, and it alone.
func fewer(t *testing.T, v Known, w Wish, all []api.Guard) {
	t.Helper()
	w.Accept.Allow = all
	same(t, "act when all are allowed", Decide(v, w).Act, Post)
	for i, g := range all {
		w.Accept.Allow = slices.Delete(slices.Clone(all), i, i+1)
		d := Decide(v, w)
		if d.Stop == nil || !slices.Equal(d.Stop.Needs.Allow, []api.Guard{g}) {
			t.Errorf("got %+v with all but %s allowed, want that guard alone", d.Stop, g)
		}
	}
}

// withIDs numbers the conditional menus, as WeChat does.
func withIDs(s menu.Set) menu.Set {
	for i := range s.Conditional {
		s.Conditional[i].ID = fmt.Sprint(1000 - i)
	}
	return s
}

// TestUnseen holds that a live menu that no follower sees is no loss: neither as
// a menu nor by its links and targets.
func TestUnseen(t *testing.T) {
	t.Parallel()
	live := parse(t, bar(click("k")))
	links := parse(t, bar(link("https://a.example/1"), link("https://a.example/2"), program(appA))).Menu
	tests := []struct {
		name  string
		match []menu.MatchRule
		want  []api.Guard
	}{
		{"seen", []menu.MatchRule{{TagID: "2"}}, []api.Guard{api.RemovesConditional, api.ChangesAllHosts, api.ChangesAppID}},
		{"a retired condition", []menu.MatchRule{{TagID: "2", Extra: []menu.Extra{{Name: "sex", Value: "1"}}}}, nil},
		{"an unknown condition", []menu.MatchRule{{TagID: "2", Extra: []menu.Extra{{Name: "age", Value: "1"}}}}, []api.Guard{api.RemovesConditional, api.ChangesAllHosts, api.ChangesAppID}},
		{"hidden by another", []menu.MatchRule{{TagID: "3"}, {TagID: "3"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := menu.Set{Menu: live.Menu}
			want := parse(t, with(bar(click("k")), forTag(3, link("https://b.example/"), strings.Replace(program(appB), "a.example", "b.example", 1))))
			for i, m := range tt.match {
				c := menu.Conditional{Menu: links, Match: m}
				if i == 0 && len(tt.match) > 1 {
					c.Menu = want.Conditional[0].Menu
				}
				before.Conditional = append(before.Conditional, c)
			}
			d := Decide(published(before), Wish{Set: want})
			if d.Stop == nil {
				list(t, "guards", nil, tt.want)
				return
			}
			list(t, "guards", d.Stop.Needs.Allow, tt.want)
		})
	}
}
