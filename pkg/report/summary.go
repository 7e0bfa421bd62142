package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// summaryBytes is the size of the longest summary. GitHub drops one of
	// more than 1 MiB as a whole.
	summaryBytes = 900 << 10
	// cellLength is how many code points of one text go into a table.
	cellLength = 600
	// summaryErrors is how many reasons a summary gives for not deciding.
	summaryErrors = 100
)

// Summary writes the findings as Markdown for the page of a run on GitHub:
// verdict, counts and a table of all that people read as one, errors first.
// What is too much for a page is left out, and the summary says so at its top.
func (c Check) Summary(w io.Writer, o Options) error {
	v := o.voice()
	all := c.groups()
	rows := make([]string, 0, len(all))
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, g := range all {
			if (g.Severity == diag.Error) == (severity == diag.Error) {
				rows = append(rows, v.row(g, o))
			}
		}
	}
	head := v.head(&c)
	if len(rows) == 0 {
		return write(w, head)
	}
	table := v.table()
	room := summaryBytes - len(head) - len(table) - len(v.leftOut(len(rows), len(rows)))
	shown := 0
	for shown < len(rows) && len(rows[shown]) <= room {
		room -= len(rows[shown])
		shown++
	}
	if left := len(rows) - shown; left > 0 {
		head += v.leftOut(left, len(rows))
	}
	return write(w, head+table+strings.Join(rows[:shown], ""))
}

// leftOut says how many of the rows are not in the table.
func (v voice) leftOut(n, all int) string {
	return v.say(text.Say(
		"> [!WARNING]\n> %[1]d of %[2]d are not shown: a summary has no room for them. `caidan check --format json` has them all.\n\n",
		"> [!WARNING]\n> 共 %[2]d 项，有 %[1]d 项没有显示：摘要放不下。用 `caidan check --format json` 查看全部。\n\n",
	), n, all)
}

// head is the verdict, why there is none, and the counts.
func (v voice) head(c *Check) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", v.verdict(c.Verdict))
	errs := c.troubles(v.lang)
	for _, e := range errs[:min(len(errs), summaryErrors)] {
		fmt.Fprintf(&b, "- %s\n", v.colon(v.severity(diag.Error), text.Markdown(text.Cut(e, cellLength))))
	}
	if left := len(errs) - summaryErrors; left > 0 {
		fmt.Fprintf(&b, "- %s\n", v.say(text.Say("and %d more", "另有 %d 条"), left))
	}
	if len(errs) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(v.closing(c) + "\n\n")
	return b.String()
}

func (v voice) verdict(is Verdict) string {
	switch is {
	case OK:
		return v.say(text.Say("🟢 The menus are valid", "🟢 菜单有效"))
	case Warnings:
		return v.say(text.Say("🟡 The menus are valid, with advice to read", "🟡 菜单有效，另有建议"))
	case Invalid:
		return v.say(text.Say("🔴 The menus are invalid", "🔴 菜单无效"))
	case Failed:
		return v.say(text.Say("⚫ caidan could not decide", "⚫ caidan 无法判断"))
	default:
		return text.Markdown(string(is))
	}
}

// table is the head of the table.
func (v voice) table() string {
	return fmt.Sprintf("| | %s | %s | %s | %s |\n|---|---|---|---|---|\n",
		v.say(text.Say("Place", "位置")), v.say(text.Say("Finding", "问题")), v.say(text.Say("Where", "账号")), v.say(text.Say("Help", "建议")))
}

// row is a group's line of the table.
func (v voice) row(g *group, o Options) string {
	icon := "🟡"
	if g.Severity == diag.Error {
		icon = "🔴"
	}
	at := cell(o.file(g.File)) + position(g.Place)
	if g.Via != nil {
		at += " " + v.say(text.Say("via %s", "经由 %s"), cell(o.file(g.Via.File))+position(*g.Via))
	}
	return fmt.Sprintf("| %s %s | %s | %s (%s) | %s | %s |\n",
		icon, text.Markdown(v.severity(g.Severity)), at, cell(g.Message), cell(g.Rule), v.where(g, cell), cell(g.Help))
}
