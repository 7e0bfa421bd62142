package plan_test

import (
	"fmt"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// full returns the largest menu WeChat takes: three sub-menus of five.
func full(of string) []menu.Button {
	var list []menu.Button
	for i := range 3 {
		top := menu.Button{Name: fmt.Sprintf("菜单%d", i)}
		for k := range 5 {
			top.Sub = append(top.Sub, menu.Button{
				Type: "view", Name: fmt.Sprintf("今日推荐%d", k),
				URL: fmt.Sprintf("https://www.example.com/%s/%d?from=menu&item=%d", of, i, k),
			})
		}
		list = append(list, top)
	}
	return list
}

// many returns a set with a full default menu and n full conditional menus.
func many(of string, n int) menu.Set {
	set := menu.Set{Menu: full(of)}
	for i := range n {
		c := menu.Conditional{Menu: full(fmt.Sprintf("%s-%d", of, i)), Match: menu.MatchRule{TagID: fmt.Sprint(100 + i)}}
		set.Conditional = append(set.Conditional, c)
	}
	return numbered(set)
}

func BenchmarkDiff(b *testing.B) {
	oneRenamed := many("a", 0)
	oneRenamed.Menu[1].Sub[2].Name = "新品"
	oneOfTen := many("a", 10)
	oneOfTen.Conditional[4].Menu[1].Sub[2].Name = "新品"
	for _, bb := range []struct {
		name       string
		live, want menu.Set
	}{
		{"the same", many("a", 0), many("a", 0)},
		{"one button renamed", many("a", 0), oneRenamed},
		{"every button another", many("a", 0), many("b", 0)},
		{"one button in one of ten conditional menus", many("a", 10), oneOfTen},
		{"all of a hundred conditional menus", many("a", 100), many("b", 100)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				plan.Diff(bb.live, bb.want)
			}
		})
	}
}
