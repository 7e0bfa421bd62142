package preview

import (
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Lines draws a set where letters have no fixed width, as in a chat: who sees each
// menu, where there are several, a line for each button of the bar, and one for each of
// its sub-menu below it. Names are cut as on the phone, and harmless on a line.
func Lines(l text.Lang, set menu.Set) []string {
	var out []string
	menus := plan.Menus(set, set)
	for i := range menus {
		m := &menus[i]
		if len(menus) > 1 || m.Followers != nil {
			out = append(out, text.Clean(audience(m).In(l)))
		}
		for j := range m.After {
			top := &m.After[j]
			mark := "▪ "
			if len(top.Sub) > 0 {
				mark = "≡ "
			}
			out = append(out, mark+text.Clean(shownName(top, menu.ShownTop)))
			for k := range top.Sub {
				out = append(out, "└ "+text.Clean(shownName(&top.Sub[k], menu.ShownSub)))
			}
		}
	}
	return out
}
