package plan_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// What is rare in menus is said right, too, and so is what a newer release sends.
func TestSentences(t *testing.T) {
	t.Parallel()
	spot := func(key string, path ...string) *plan.Spot {
		return &plan.Spot{Path: path, Column: 2, Button: menu.Button{Type: "click", Key: key}}
	}
	row := spot("k", "m", "a")
	row.Row = 3
	one := plan.Followers{Tag: "1"}
	hidden, retired, unknown := one, one, one
	hidden.Hidden = true
	retired.Retired = []string{"sex=1"}
	unknown.Unknown = []string{"age=1"}
	kinds := func(k ...plan.Kind) []plan.Kind { return k }
	tests := []struct {
		name   string
		change plan.Change
		en, zh string
	}{
		{
			"a hidden menu is new",
			plan.Change{Kinds: kinds(plan.Added), Followers: &hidden},
			"followers with tag 1 get a further menu, which another one hides", "标签 1 的粉丝多了一份菜单，但被另一份遮住",
		},
		{
			"a hidden menu moves",
			plan.Change{Kinds: kinds(plan.Moved), Followers: &hidden, Rank: 2},
			"the menu of followers with tag 1 is now number 2 in the order they are tried", "标签 1 的粉丝的菜单现在第 2 个匹配",
		},
		{
			"a retired menu moves",
			plan.Change{Kinds: kinds(plan.Moved), Followers: &retired, Rank: 2},
			"the menu of followers with tag 1 under conditions WeChat has retired (sex=1) is now number 2 in the order they are tried",
			"标签 1 的粉丝（微信已停用的条件：sex=1）的菜单现在第 2 个匹配",
		},
		{
			"a menu of unknown conditions is gone",
			plan.Change{Kinds: kinds(plan.Removed), Followers: &unknown, Buttons: 1},
			"followers with tag 1 under conditions caidan does not know (age=1) no longer have a menu of their own; it had 1 button to tap",
			"标签 1 的粉丝（caidan 不认识的条件：age=1）不再有单独的菜单，它原有 1 个可点的按钮",
		},
		{
			"under a sub-menu of another name",
			plan.Change{Kinds: kinds(plan.Retargeted), Before: spot("k", "m", "a"), After: spot("l", "n", "a"), Fields: []string{"key"}},
			"n › a now sends key l instead of key k", "“n › a”现在发送事件 l，原来发送事件 k",
		},
		{
			"three things at once",
			plan.Change{Kinds: kinds(plan.Moved, plan.Renamed, plan.Retargeted), Before: row, After: spot("l", "b"), Fields: []string{"key"}},
			"a moved from m to the bottom bar, is now called b and now sends key l instead of key k", "“a”从“m”移到了底部菜单栏，改名为“b”，现在发送事件 l，原来发送事件 k",
		},
		{
			"moved within its sub-menu",
			plan.Change{Kinds: kinds(plan.Moved), Within: true, Before: spot("k", "m", "a"), After: row},
			"m › a moved to place 3 from the top", "“m › a”移到了从上数第 3 个",
		},
		{
			"a kind of a newer release",
			plan.Change{Kinds: kinds("mirrored"), Before: spot("k", "a"), After: spot("k", "a")},
			"a changes", "“a”有变化",
		},
		{
			"no path before",
			plan.Change{Kinds: kinds(plan.Renamed), Before: spot("k"), After: spot("k", "m", "a")},
			" is now called a", "“”改名为“a”",
		},
		{
			"a sub-menu of other fields",
			plan.Change{
				Kinds: kinds(plan.Retargeted), Before: &plan.Spot{Path: []string{"m"}, Sub: 1}, After: &plan.Spot{Path: []string{"m"}, Sub: 2}, Fields: []string{"x"},
			},
			"m differs in x", "“m”改动了 x",
		},
		{
			"fields that no sentence is about",
			plan.Change{Kinds: kinds(plan.Retargeted), Before: spot("k", "a"), After: spot("k", "a"), Fields: []string{"x", "y z"}},
			`a differs in x, "y z"`, "“a”改动了 x、“y z”",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.change.Text(); got != (text.Text{EN: tt.en, ZH: tt.zh}) {
				t.Errorf("got  %q\n     %q\nwant %q\n     %q", got.EN, got.ZH, tt.en, tt.zh)
			}
		})
	}
}
