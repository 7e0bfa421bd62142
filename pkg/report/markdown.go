package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// summaryBytes is the size of the longest summary. A step may have two, and
	// GitHub drops more than 1 MiB of a step as a whole.
	summaryBytes = 450 << 10
	// cellLength is how many code points of one text go into a table.
	cellLength = 600
	// summaryErrors is how many reasons a summary gives for not deciding.
	summaryErrors = 100
	// passBytes is the size of the longest text on a page about what lets a
	// result pass: some hundred accounts, and room for the table beside it.
	passBytes = summaryBytes / 10
)

// markdown is a page of GitHub: a heading, what went wrong beside the accounts, a
// closing count, and a table.
type markdown struct {
	Options
	command string
	title   string
	closing text.Spoken
	errors  []string
	columns []text.Text
	rows    []row
}

// row is a line of a table, whose cells are harmless, or without cells what
// stands by itself.
type row struct {
	cells []string
	block string
}

// cell writes untrusted text for a cell of a table.
func cell(s string) string { return text.Markdown(text.Cut(s, cellLength)) }

// write writes the page. What is too much for it is left out, and the page says
// so at its top.
func (m *markdown) write(w io.Writer) error {
	var head, body strings.Builder
	m.head(&head)
	if len(m.columns) > 0 && len(m.rows) > 0 {
		body.WriteString("| |")
		for _, c := range m.columns {
			body.WriteString(" " + c.In(m.Lang) + " |")
		}
		body.WriteString("\n|" + strings.Repeat("---|", len(m.columns)+1) + "\n")
	}
	room := summaryBytes - head.Len() - body.Len() - len(m.leftOut(len(m.rows)))
	left := len(m.rows)
	for _, r := range m.rows {
		block := r.block
		if len(r.cells) > 0 {
			block = "| " + strings.Join(r.cells, " | ") + " |\n"
		}
		if room -= len(block); room < 0 {
			break
		}
		body.WriteString(block)
		left--
	}
	if left > 0 {
		head.WriteString(m.leftOut(left))
	}
	return write(w, head.String()+body.String())
}

// head is all above the table.
func (m *markdown) head(b *strings.Builder) {
	fmt.Fprintf(b, "## %s\n\n", m.title)
	if m.closing != nil {
		fmt.Fprintf(b, "%s\n\n", m.closing.In(m.Lang))
	}
	for _, e := range m.errors[:min(len(m.errors), summaryErrors)] {
		fmt.Fprintf(b, "- %s\n", text.Colon(severity(diag.Error), cell(e)).In(m.Lang))
	}
	if left := len(m.errors) - summaryErrors; left > 0 {
		fmt.Fprintf(b, "- %s\n", text.Sayf("and %d more", "另有 %d 条", left).In(m.Lang))
	}
	if len(m.errors) > 0 {
		b.WriteByte('\n')
	}
}

// leftOut says how many of the rows are not in the table.
func (m *markdown) leftOut(n int) string {
	return text.Sayf(
		"> [!WARNING]\n> %[1]d of %[2]d are not shown: a summary has no room for them. `caidan %[3]s --format json` has them all.\n\n",
		"> [!WARNING]\n> 共 %[2]d 项，有 %[1]d 项没有显示：摘要放不下。用 `caidan %[3]s --format json` 查看全部。\n\n",
		n, len(m.rows), m.command,
	).In(m.Lang)
}

// Summary writes the findings as Markdown for the page of a run on GitHub:
// verdict, counts and a table of all problems, errors first. What is too much for
// a page is left out, and the summary says so at its top.
func (c Check) Summary(w io.Writer, o Options) error {
	m := markdown{
		Options: o, command: "check", title: c.title().In(o.Lang), closing: c.closing(), errors: c.troubles(o.Lang),
		columns: []text.Text{text.Say("Place", "位置"), text.Say("Finding", "问题"), text.Say("Where", "账号"), text.Say("Help", "建议")},
	}
	all := c.problems()
	for _, isError := range []bool{true, false} {
		for i := range all {
			if (all[i].Severity == diag.Error) == isError {
				m.rows = append(m.rows, all[i].row(o))
			}
		}
	}
	return m.write(w)
}

// title is the verdict in a sentence.
func (c *Check) title() text.Spoken {
	said := text.Text{EN: string(c.Verdict), ZH: string(c.Verdict)}
	switch c.Verdict {
	case OK:
		said = text.Say("The menus are valid", "菜单有效")
	case Warnings:
		said = text.Say("The menus are valid, with advice to read", "菜单有效，另有建议")
	case Invalid:
		said = text.Say("The menus are invalid", "菜单无效")
		if len(c.causes) > 0 {
			said = text.Say("The menus are valid, but the check fails", "菜单有效，但检查不通过")
		}
	case Failed:
		said = text.Say("caidan could not decide", "caidan 无法判断")
	case Differs, Refused:
	}
	return text.Sayf("%s %s", "%s %s", c.Verdict.icon(), said)
}

// row is a problem's line of the table.
func (p *problem) row(o Options) row {
	icon := Warnings.icon()
	if p.Severity == diag.Error {
		icon = Invalid.icon()
	}
	at := cell(o.file(p.File)) + position(p.Place)
	if p.Via != nil {
		at += " " + via(cell(o.file(p.Via.File))+position(*p.Via)).In(o.Lang)
	}
	return row{cells: []string{
		icon + " " + text.Markdown(severity(p.Severity).In(o.Lang)), at,
		cell(p.Message) + " (" + cell(p.Rule) + ")", p.where(cell).In(o.Lang), cell(p.Help),
	}}
}

// summary writes the entries as Markdown for the page of a run on GitHub, the
// worst first. What is too much for a page is left out, and the summary says so
// at its top.
func (p *page) summary(w io.Writer, o Options) error {
	m := markdown{
		Options: o, command: p.command, title: p.verdict.icon() + " " + text.Markdown("caidan "+p.command),
		closing: p.closing, errors: p.errors,
	}
	for _, row := range verdicts {
		for i := range p.entries {
			if e := &p.entries[i]; e.verdict == row.verdict {
				m.rows = append(m.rows, rowOf(e, p.pass(e), o))
			}
		}
	}
	if len(p.families) > 0 {
		last := &m.rows[len(m.rows)-1].block
		*last += asOne.In(o.Lang) + "\n\n"
		for _, f := range p.families {
			*last += "- " + text.Markdown(f.line) + "\n"
		}
	}
	return m.write(w)
}

// rowOf is an entry by itself: its accounts, what became of them, what a follower
// notices, a line each, and what is to be known. Nothing is cut in a list: that
// may be all that a reviewer is to see.
func rowOf(e *entry, p pass, o Options) row {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s %s\n\n%s", e.verdict.icon(), e.names(cell).In(o.Lang), cell(strings.TrimSpace(e.show(e.what))))
	if e.code != "" {
		fmt.Fprintf(&b, " (%s)", cell(e.code))
	}
	b.WriteString("\n\n")
	for i, s := range e.sentences {
		if h := e.heading(i); h != nil {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%s\n\n", h.In(o.Lang))
		}
		fmt.Fprintf(&b, "- %s\n", text.Markdown(e.show(s)))
	}
	if len(e.sentences) > 0 {
		b.WriteByte('\n')
	}
	for _, s := range e.known(o) {
		fmt.Fprintf(&b, "%s\n\n", s)
	}
	b.WriteString(p.markdown(e, o))
	return row{block: b.String()}
}

// known says what else is to be known of an entry.
func (e *entry) known(o Options) []string {
	var parts []string
	for _, l := range e.lines {
		said := text.Spoken(text.Same(text.Markdown(strings.TrimSpace(e.show(l.text)))))
		if l.severity != note {
			said = text.Colon(text.Markdown(severity(l.severity).In(o.Lang)), said)
		}
		parts = append(parts, said.In(o.Lang))
	}
	if s := e.nothingElse(); s != nil {
		parts = append(parts, text.Markdown(s.In(o.Lang)))
	}
	return parts
}

// markdown writes what lets an entry pass, in lists: what is read from the page
// is what was meant, and nothing in it is markup.
func (p pass) markdown(e *entry, o Options) string {
	if p.command == "" {
		return ""
	}
	who := e.accounts(cell).In(o.Lang)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n- %s\n", checkThem.With(who).In(o.Lang), text.Markdown(p.command))
	if len(p.settings) > 0 {
		fmt.Fprintf(&b, "\n%s\n\n", bySettings.In(o.Lang))
	}
	for _, line := range p.settings {
		if b.Len() > passBytes {
			break
		}
		b.WriteString("- " + text.Markdown(line) + "\n")
	}
	if b.Len() > passBytes {
		return text.Sayf("What lets %s pass is too long for this page; see the log of this step.", "放行 %s 的写法太长，这里放不下，请看本步骤的日志。", who).In(o.Lang) + "\n\n"
	}
	return b.String() + "\n"
}
