package preview

import (
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestLines(t *testing.T) {
	t.Parallel()
	set := menu.Set{
		Menu: []menu.Button{
			{Name: "菜单", Sub: []menu.Button{{Type: "click", Name: "赞一下我们", Key: "k"}, {Type: "click", Name: "a\nb", Key: "l"}}},
			{Type: "click", Name: "今日歌曲推荐", Key: "m"},
		},
	}
	want := []string{"≡ 菜单", "└ 赞一下我们", "└ a\ufffdb", "▪ 今日歌曲..."}
	if got := Lines(text.English, set); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	set.Conditional = []menu.Conditional{{Menu: set.Menu[1:], Match: menu.MatchRule{TagID: "2"}}}
	got := Lines(text.Chinese, set)
	if len(got) != len(want)+3 || got[0] != "没有单独菜单的粉丝看到的菜单" {
		t.Errorf("got %q, want both menus, each after who sees it", got)
	}
}
