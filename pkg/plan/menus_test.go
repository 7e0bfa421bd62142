package plan_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestMenusPlaces says where each conditional menu was and is.
func TestMenusPlaces(t *testing.T) {
	t.Parallel()
	button := []menu.Button{{Type: "click", Name: "a", Key: "k"}}
	of := func(tags ...string) (list []menu.Conditional) {
		for _, tag := range tags {
			list = append(list, menu.Conditional{Menu: button, Match: menu.MatchRule{TagID: tag}})
		}
		return list
	}
	type place struct{ was, is int }
	got := map[string]place{}
	menus := plan.Menus(menu.Set{Menu: button, Conditional: of("1", "2", "3")}, menu.Set{Menu: button, Conditional: of("3", "4", "1")})
	for _, m := range menus {
		tag := ""
		if m.Followers != nil {
			tag = m.Followers.Tag
		}
		got[tag] = place{m.Was, m.Is}
	}
	for tag, want := range map[string]place{"": {0, 0}, "1": {1, 3}, "2": {2, 0}, "3": {3, 1}, "4": {0, 2}} {
		if got[tag] != want {
			t.Errorf("tag %q: got %+v, want %+v", tag, got[tag], want)
		}
	}
	if n := len(plan.Menus(menu.Set{}, menu.Set{})); n != 0 {
		t.Errorf("got %d menus of two empty sets", n)
	}
}

// TestTap says what a tap does, and where it leads a client that is too old.
func TestTap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		button menu.Button
		en, zh string
	}{
		{menu.Button{Type: "view", URL: "https://a.example/"}, "opens the web page https://a.example/", "打开网页 https://a.example/"},
		{menu.Button{Type: "miniprogram", URL: "https://a.example/", AppID: "wx1", PagePath: "p"}, "opens the mini program wx1 page p; on clients without mini programs it opens https://a.example/", "打开小程序 wx1 的页面 p；在不支持小程序的客户端上打开 https://a.example/"},
	}
	for _, tt := range tests {
		said := plan.Tap(&tt.button)
		if got := said.In(text.English); got != tt.en {
			t.Errorf("%s: got %q, want %q", tt.button.Type, got, tt.en)
		}
		if got := said.In(text.Chinese); got != tt.zh {
			t.Errorf("%s: got %q, want %q", tt.button.Type, got, tt.zh)
		}
	}
}
