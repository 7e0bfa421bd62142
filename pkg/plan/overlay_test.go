package plan_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// An overlay has the new menu in its order, and tells what the changes tell.
func TestOverlay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		hosts := anyWeb(t)
		live, want := hosts.menu(t), hosts.menu(t)
		for _, c := range plan.Overlay(live, live) {
			if c.Change != nil || slices.ContainsFunc(c.Sub, func(c plan.Cell) bool { return c.Change != nil }) {
				t.Errorf("got %+v in a menu over itself", c)
			}
		}
		over := plan.Overlay(live, want)
		var kinds [][]plan.Kind
		count := func(c *plan.Cell) {
			if c.Change != nil {
				kinds = append(kinds, c.Change.Kinds)
			}
			if (c.Before == nil) != (c.Change != nil && c.Change.Is(plan.Added)) || (c.After == nil) != (c.Change != nil && c.Change.Is(plan.Removed)) {
				t.Errorf("got %v for %v, %v", c.Change, c.Before, c.After)
			}
		}
		var after []menu.Button
		for i := range over {
			count(&over[i])
			var sub []menu.Button
			for k := range over[i].Sub {
				count(&over[i].Sub[k])
				if b := over[i].Sub[k].After; b != nil {
					sub = append(sub, *b)
				}
			}
			if b := over[i].After; b != nil {
				after = append(after, menu.Button{Type: b.Type, Name: b.Name, Key: b.Key, URL: b.URL, AppID: b.AppID, PagePath: b.PagePath, MediaID: b.MediaID, ArticleID: b.ArticleID, Sub: sub})
			} else if sub != nil {
				t.Errorf("got %v in a sub-menu that is gone", sub)
			}
		}
		if !same(menu.Set{Menu: after}, menu.Set{Menu: want}) {
			t.Errorf("got %s, want %s", menu.Set{Menu: after}.Canonical(), menu.Set{Menu: want}.Canonical())
		}
		var told [][]plan.Kind
		for _, m := range plan.Menus(menu.Set{Menu: live}, menu.Set{Menu: want}) {
			for _, c := range m.Changes {
				told = append(told, c.Kinds)
			}
		}
		slices.SortFunc(kinds, slices.Compare[[]plan.Kind])
		slices.SortFunc(told, slices.Compare[[]plan.Kind])
		if !slices.EqualFunc(kinds, told, slices.Equal[[]plan.Kind]) {
			t.Errorf("got %v, want %v", kinds, told)
		}
	})
}

// What is gone stands behind what it stood behind.
func TestOverlayPlaces(t *testing.T) {
	t.Parallel()
	named := func(names ...string) (list []menu.Button) {
		for _, n := range names {
			list = append(list, menu.Button{Type: "click", Name: n, Key: n})
		}
		return list
	}
	tests := []struct {
		name       string
		live, want []menu.Button
		shown      []string
	}{
		{"first", named("a", "b", "c"), named("b", "c"), []string{"-a", "b", "c"}},
		{"middle", named("a", "b", "c"), named("a", "c"), []string{"a", "-b", "c"}},
		{"two", named("a", "b", "c"), named("a"), []string{"a", "-b", "-c"}},
		{"all but the last", named("a", "b", "c"), named("c"), []string{"-a", "-b", "c"}},
		{"none left", named("a", "b"), nil, []string{"-a", "-b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, c := range plan.Overlay(tt.live, tt.want) {
				if c.After == nil {
					got = append(got, "-"+c.Before.Name)
				} else {
					got = append(got, c.After.Name)
				}
			}
			if !slices.Equal(got, tt.shown) {
				t.Errorf("got %q, want %q", got, tt.shown)
			}
		})
	}
}
