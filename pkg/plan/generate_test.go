package plan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// web is the hosts that links are drawn from.
type web []string

// anyWeb draws as many hosts as conditional menus may link to.
func anyWeb(t *rapid.T) web {
	hosts := rapid.Permutation(web{"v", "w", "x", "y", "z"}).Draw(t, "hosts")
	return hosts[:menu.MaxConditionalHosts]
}

// leaf draws a button of any type the API takes; few enough values that two are
// often alike.
func (hosts web) leaf(t *rapid.T) menu.Button {
	word := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
	value := word.Draw(t, "value")
	typ := rapid.SampledFrom(menu.Types()).Draw(t, "type")
	fields := map[string]string{"type": typ, "name": word.Draw(t, "name")}
	for _, f := range menu.Uses(typ) {
		switch f {
		case menu.FieldURL:
			fields["url"] = "https://" + rapid.SampledFrom(hosts).Draw(t, "host") + ".example.com/" + value
		case menu.FieldAppID:
			fields["appid"] = "wx0123456789abcde" + rapid.SampledFrom([]string{"0", "1"}).Draw(t, "appid")
		default:
			fields[f.String()] = value
		}
	}
	var b menu.Button
	if err := json.Unmarshal(encode(t, fields), &b); err != nil {
		t.Fatal(err)
	}
	return b
}

// menu draws a menu of the size the API takes.
func (hosts web) menu(t *rapid.T) []menu.Button {
	leaf := rapid.Custom(hosts.leaf)
	var list []menu.Button
	for range rapid.IntRange(1, 3).Draw(t, "columns") {
		if rapid.Bool().Draw(t, "container") {
			name := rapid.SampledFrom([]string{"a", "b", "m", "n"}).Draw(t, "sub-menu")
			list = append(list, menu.Button{Name: name, Sub: rapid.SliceOfN(leaf, 1, 5).Draw(t, "sub")})
		} else {
			list = append(list, leaf.Draw(t, "top"))
		}
	}
	return list
}

// set draws a set with a default menu.
func (hosts web) set(t *rapid.T) menu.Set {
	match := rapid.Custom(func(t *rapid.T) menu.MatchRule {
		return menu.MatchRule{
			TagID:              rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "tag"),
			ClientPlatformType: rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "platform"),
		}
	})
	set := menu.Set{Menu: hosts.menu(t)}
	for range rapid.IntRange(0, 4).Draw(t, "conditional") {
		set.Conditional = append(set.Conditional, menu.Conditional{Menu: hosts.menu(t), Match: match.Draw(t, "rule")})
	}
	return set
}

// numbered returns a set as menu/get answers it, with IDs that fall with the
// priority.
func numbered(set menu.Set) menu.Set {
	set.Conditional = slices.Clone(set.Conditional)
	for i := range set.Conditional {
		set.Conditional[i].ID = strconv.Itoa(1000 - i)
	}
	return set
}

// anyPair draws what is live and what is wanted: a few edits away, or anything.
func anyPair(t *rapid.T) (live, want menu.Set) {
	hosts := anyWeb(t)
	live = numbered(hosts.set(t))
	if rapid.IntRange(0, 9).Draw(t, "no menu") == 0 {
		live = menu.Set{}
	}
	if rapid.Bool().Draw(t, "other hosts") {
		hosts = anyWeb(t)
	}
	if len(live.Menu) == 0 || rapid.IntRange(0, 3).Draw(t, "unrelated") == 0 {
		return live, anyWeb(t).set(t)
	}
	want = menu.Set{Menu: hosts.edited(t, live.Menu)}
	for _, c := range live.Conditional {
		switch rapid.IntRange(0, 4).Draw(t, "edit conditional") {
		case 0: // It goes.
		case 1:
			want.Conditional = append(want.Conditional, menu.Conditional{Menu: hosts.edited(t, c.Menu), Match: c.Match})
		default:
			want.Conditional = append(want.Conditional, menu.Conditional{Menu: c.Menu, Match: c.Match})
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "shuffle conditional") == 0 {
		want.Conditional = rapid.Permutation(want.Conditional).Draw(t, "conditional")
	}
	return live, want
}

// edited draws a menu a few edits from another one.
func (hosts web) edited(t *rapid.T, list []menu.Button) []menu.Button {
	list = copied(list)
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		lists := []*[]menu.Button{&list}
		for i := range list {
			if len(list[i].Sub) > 0 {
				lists = append(lists, &list[i].Sub)
			}
		}
		at := rapid.SampledFrom(lists).Draw(t, "list")
		i := rapid.IntRange(0, len(*at)-1).Draw(t, "button")
		switch rapid.SampledFrom([]string{"rename", "retarget", "remove", "add", "shuffle"}).Draw(t, "edit") {
		case "rename":
			(*at)[i].Name = rapid.SampledFrom([]string{"a", "b", "x", "y"}).Draw(t, "new name")
		case "retarget":
			name := (*at)[i].Name
			(*at)[i] = hosts.leaf(t)
			(*at)[i].Name = name
		case "remove":
			if len(*at) > 1 {
				*at = slices.Delete(*at, i, i+1)
			}
		case "add":
			*at = slices.Insert(*at, i, hosts.leaf(t))
		case "shuffle":
			*at = rapid.Permutation(*at).Draw(t, "order")
		}
	}
	return list
}

// copied returns a menu that can be edited without the other.
func copied(list []menu.Button) []menu.Button {
	list = slices.Clone(list)
	for i := range list {
		list[i].Sub = slices.Clone(list[i].Sub)
	}
	return list
}

// distinctMenu draws a default menu in which no two buttons and no two names are
// alike, with at least one sub-menu of two buttons.
func distinctMenu(t *rapid.T) []menu.Button {
	n := 0
	leaf := func() menu.Button {
		n++
		return menu.Button{Type: "view", Name: fmt.Sprintf("n%d", n), URL: fmt.Sprintf("https://example.com/%d", n)}
	}
	var list []menu.Button
	for c := range rapid.IntRange(1, 3).Draw(t, "columns") {
		if c > 0 && rapid.Bool().Draw(t, "leaf") {
			list = append(list, leaf())
			continue
		}
		sub := menu.Button{Name: fmt.Sprintf("m%d", c)}
		for range rapid.IntRange(2, 5).Draw(t, "sub") {
			sub.Sub = append(sub.Sub, leaf())
		}
		list = append(list, sub)
	}
	return list
}
