package preview

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Markdown draws what becomes of a set as Markdown for GitHub: for each menu that
// differs who sees it and one phone, what is gone struck out in it, what is new
// bold, and an old name struck out over the new one. Sub-menus stand on the bar
// and names are cut as on the phone. How many menus stay the same is said below;
// of two equal sets all menus are drawn. It ends in a blank line, and is empty
// where neither set has a menu. Only table, tr, th, td, b, del and br are used.
func Markdown(l text.Lang, before, after menu.Set) string {
	return pages(l, before, after, func(b *strings.Builder, m *plan.Menu) {
		switch {
		case len(m.Before) == 0:
			table(b, plan.Overlay(m.After, m.After), merged)
		case len(m.After) == 0:
			table(b, plan.Overlay(m.Before, nil), merged)
		default:
			table(b, plan.Overlay(m.Before, m.After), merged)
		}
	})
}

// MarkdownPair draws the same menus as two phones each, the old one and the new
// one, under the headings it is given, such as "Now" and "After merge". A menu
// that is on one side only has one phone.
func MarkdownPair(l text.Lang, before, after menu.Set, was, is text.Spoken) string {
	return pages(l, before, after, func(b *strings.Builder, m *plan.Menu) {
		if len(m.Before) > 0 {
			heading(b, "", was.In(l))
			table(b, plan.Overlay(m.Before, m.Before), later)
		}
		if len(m.After) > 0 {
			heading(b, "", is.In(l))
			over := plan.Overlay(m.Before, m.After)
			if len(m.Before) == 0 {
				over = plan.Overlay(m.After, m.After)
			}
			table(b, remaining(over), later)
		}
	})
}

// Mark returns the picture that stands for a change in drawings, so that a list
// of changes beside them can have the same.
func Mark(c *plan.Change) string {
	switch {
	case c == nil:
		return ""
	case c.Is(plan.Added):
		return "🆕"
	case c.Is(plan.Removed):
		return "❌"
	case len(c.Kinds) == 1 && c.Is(plan.Moved):
		return "🔀"
	default:
		return "✏️"
	}
}

// pages draws each menu that differs, or all where none does.
func pages(l text.Lang, before, after menu.Set, draw func(b *strings.Builder, m *plan.Menu)) string {
	var b strings.Builder
	menus := plan.Menus(before, after)
	same := 0
	for i := range menus {
		if len(menus[i].Changes) == 0 {
			same++
		}
	}
	all := same == len(menus)
	for i := range menus {
		m := &menus[i]
		if len(m.Changes) == 0 && !all {
			continue
		}
		if len(menus) > 1 || m.Followers != nil {
			heading(&b, wholly(m), audience(m).In(l))
		}
		draw(&b, m)
	}
	if same > 0 && !all {
		b.WriteString(text.Count(same, text.Say("%d other menu does not change.", "另有 %d 份菜单没有变化。"),
			text.Say("%d other menus do not change.", "另有 %d 份菜单没有变化。")).In(l) + "\n\n")
	}
	return b.String()
}

// wholly returns the mark of what happens to a menu as a whole.
func wholly(m *plan.Menu) string {
	if len(m.Changes) > 0 && m.Changes[0].Before == nil && m.Changes[0].After == nil {
		return Mark(&m.Changes[0])
	}
	return ""
}

// audience says who sees a menu, or saw it until now.
func audience(m *plan.Menu) text.Spoken {
	if len(m.After) > 0 || m.Followers.None() {
		return seen(m.Followers)
	}
	if m.Followers == nil {
		return text.Say("No longer seen by followers without a menu of their own", "没有单独菜单的粉丝不再看到这份菜单")
	}
	return text.Sayf("No longer seen by %s", "%s不再看到这份菜单", m.Followers)
}

// seen says who sees a menu of a set that has conditional menus.
func seen(who *plan.Followers) text.Spoken {
	switch {
	case who == nil:
		return text.Say("Seen by followers without a menu of their own", "没有单独菜单的粉丝看到的菜单")
	case who.Hidden:
		return text.Sayf("Seen by no follower: a further menu of %s, hidden by the one of a higher priority",
			"没有粉丝看到：%s的又一份菜单，被优先级更高的那份遮住", who)
	case who.None():
		return text.Sayf("Seen by no follower: the menu of %s", "没有粉丝看到：%s的菜单", who)
	default:
		return text.Sayf("Seen by %s", "%s看到的菜单", who)
	}
}

func heading(b *strings.Builder, mark, words string) {
	if mark != "" {
		b.WriteString(mark + " ")
	}
	b.WriteString("**" + text.Markdown(text.Cut(words, text.Shown*2)) + "**\n\n")
}

// remaining leaves out what is gone.
func remaining(cells []plan.Cell) []plan.Cell {
	var left []plan.Cell
	for _, c := range cells {
		if c.After != nil {
			c.Sub = remaining(c.Sub)
			left = append(left, c)
		}
	}
	return left
}

// table draws a phone: a row for each height of a sub-menu, the bar below them.
func table(b *strings.Builder, bar []plan.Cell, draw func(c *plan.Cell, width int) string) {
	rows := 0
	for i := range bar {
		rows = max(rows, len(bar[i].Sub))
	}
	b.WriteString("<table>\n")
	for height := rows; height > 0; height-- {
		b.WriteString("<tr>")
		for i := range bar {
			content := ""
			if n := len(bar[i].Sub); n >= height {
				content = draw(&bar[i].Sub[n-height], menu.ShownSub)
			}
			b.WriteString(`<td align="center">` + content + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("<tr>")
	for i := range bar {
		b.WriteString(`<th align="center">` + draw(&bar[i], menu.ShownTop) + "</th>")
	}
	b.WriteString("</tr>\n</table>\n\n")
}

// merged draws what was at a place and what will be there.
func merged(c *plan.Cell, width int) string {
	switch mark := Mark(c.Change); {
	case c.After == nil:
		return mark + " <del>" + cellName(c.Before, width) + "</del>"
	case c.Change == nil:
		return cellName(c.After, width)
	case c.Before == nil:
		return mark + " <b>" + cellName(c.After, width) + "</b>"
	case c.Before.Name != c.After.Name:
		return mark + " <del>" + cellName(c.Before, width) + "</del><br>" + cellName(c.After, width)
	default:
		return mark + " " + cellName(c.After, width)
	}
}

// later draws what will be at a place, with the mark of what happened there.
func later(c *plan.Cell, width int) string {
	if c.Change == nil {
		return cellName(c.After, width)
	}
	return Mark(c.Change) + " " + cellName(c.After, width)
}

// cellName is a button's name as the phone shows it, for a cell of a table.
func cellName(b *menu.Button, width int) string {
	name := text.Markdown(shownName(b, width))
	if len(b.Sub) > 0 {
		return "≡ " + name
	}
	return name
}
