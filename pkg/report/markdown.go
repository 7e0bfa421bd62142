package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// summaryBytes is the size of the longest summary. A step may have two, and
	// GitHub drops more than 1 MiB of a step as a whole.
	summaryBytes = 450 << 10
	// CommentBytes is the size of the longest comment or issue. GitHub takes
	// 65,536 characters, and a mark and a line below it go along.
	CommentBytes = 60_000
	// cellLength is how many code points of one text go into a table.
	cellLength = 600
	// wrongFirst is how many items on what is wrong stand open below a verdict: with
	// more, what followers lose would be far below.
	wrongFirst = 10
	// summaryErrors is how many reasons a summary gives for not deciding.
	summaryErrors = 100
	// passBytes is the size of the longest text on a page about what lets a
	// result pass: some hundred accounts, and room for the table beside it.
	passBytes = summaryBytes / 10
)

// cell writes untrusted text for a cell of a table.
func cell(s string) string { return text.Markdown(text.Cut(s, cellLength)) }

// start is the heading of a page, what went wrong beside the accounts, and a
// closing count.
func start(command, title string, closing text.Spoken, errs []string, o Options) *sheet {
	s := &sheet{Options: o, command: command}
	head, sum := "## "+title+"\n\n", ""
	if closing != nil {
		sum = closing.In(o.Lang) + "\n\n"
	}
	if len(o.Wrong.Items) > 0 {
		s.add(kept, head)
		s.wrong()
		s.add(kept, sum)
	} else {
		s.add(kept, head+sum)
	}
	for _, e := range errs[:min(len(errs), summaryErrors)] {
		s.add(kept, "- "+text.Colon(severity(diag.Error), cell(e)).In(o.Lang)+"\n")
	}
	if left := len(errs) - summaryErrors; left > 0 {
		s.add(kept, "- "+text.Sayf("and %d more", "另有 %d 条", left).In(o.Lang)+"\n")
	}
	if len(errs) > 0 {
		s.add(kept, "\n")
	}
	return s
}

// Summary writes the findings as Markdown for the page of a run on GitHub:
// verdict, counts and a list of all problems, errors first. What is too much for
// a page is left out, and the summary says so at its top.
func (c Check) Summary(w io.Writer, o Options) error {
	title, closing, rows := c.title(), c.closing(), c.rows(o, false)
	switch wrong := len(o.Wrong.Items) > 0; {
	case !o.Below || len(c.causes) > 0:
		rows = append(c.rows(o, true), rows...)
	case len(rows) == 0 && (wrong || closing == nil):
		return nil
	case len(rows) == 0:
		return write(w, closing.In(o.Lang)+"\n\n")
	case wrong:
		_, n := c.Count()
		title, closing = text.Sayf("%s Advice", "%s 建议", Warnings.icon()), warningCount(n)
	}
	o.Wrong = Wrong{}
	s := start("check", title.In(o.Lang), closing, c.troubles(o.Lang), o)
	for _, row := range rows {
		s.add(item, row)
	}
	if len(rows) > 0 {
		s.add(kept, "\n")
	}
	return s.write(w)
}

// Wrong returns the errors, for below the verdict of another page.
func (c Check) Wrong(o Options) Wrong {
	w := Wrong{Items: c.rows(o, true)}
	if n := c.unlisted(); n > 0 && len(w.Items) > 0 {
		w.Rest = "- " + counted(n).In(o.Lang) + "\n"
	}
	for i := range c.Accounts {
		for _, f := range c.Accounts[i].Findings {
			if f.Severity == diag.Error {
				w.Unlisted += f.More
			}
		}
	}
	return w
}

// rows are the problems that are errors, or those that are not, as items of a list.
func (c *Check) rows(o Options, errors bool) []string {
	var rows []string
	all := c.Problems()
	for i := range all {
		if (all[i].Severity == diag.Error) == errors {
			rows = append(rows, o.row(&all[i]))
		}
	}
	return rows
}

// wrong adds what is wrong with menus. What is too much for the eye is folded.
func (s *sheet) wrong() {
	w := &s.Wrong
	first := min(len(w.Items), wrongFirst)
	more := w.Items[first:]
	for _, one := range w.Items[:first] {
		s.add(item, one)
	}
	if len(more) == 0 && w.Rest != "" {
		s.add(item, w.Rest)
	}
	s.add(kept, "\n")
	if len(more) > 0 {
		s.add(kept, "<details><summary>"+text.Count(len(more)+w.Unlisted, text.Say("%d more error", "另有 %d 个错误"), text.Say("%d more errors", "另有 %d 个错误")).In(s.Lang)+"</summary>\n\n")
		for _, one := range more {
			s.add(item, one)
		}
		if w.Rest != "" {
			s.add(item, w.Rest)
		}
		s.add(kept, "\n</details>\n\n")
	}
}

// title is the verdict in a sentence.
func (c *Check) title() text.Spoken {
	said := text.Text{EN: string(c.Verdict), ZH: string(c.Verdict)}
	switch c.Verdict {
	case OK:
		said = text.Say("The menus are valid", "菜单有效")
	case Warnings:
		said = text.Say("The menus are valid, with advice to read", "菜单有效，另有建议")
		if len(c.Accounts) == c.aside && !c.settings && !c.uncounted {
			said = text.Say("There is no menu, and advice to read", "没有菜单，另有建议")
		}
	case Invalid:
		said = text.Say("The menus are invalid", "菜单无效")
		switch {
		case c.onlySettings:
			said = text.Say("The settings file is invalid", "配置文件无效")
		case len(c.causes) > 0:
			said = text.Say("The menus are valid, but the check fails", "菜单有效，但检查不通过")
		}
	case Failed:
		said = text.Say("caidan could not decide", "caidan 无法判断")
	case Differs, Refused:
	}
	if c.Unread != nil && worse(c.Verdict, Warnings) == Warnings {
		return text.Sayf("%s %s", "%s %s", unread, text.Clauses{said, unreadFor(c.Unread)})
	}
	return text.Sayf("%s %s", "%s %s", c.Verdict.icon(), said)
}

// row is a problem's item of the list: a table with as much would run off a phone.
func (o Options) row(p *found.Problem) string {
	icon := Warnings.icon()
	if p.Severity == diag.Error {
		icon = Invalid.icon()
	}
	at := o.link(p.Place)
	if p.Via != nil {
		at += " " + found.Via(o.link(*p.Via)).In(o.Lang)
	}
	said := text.Colon(text.Sayf("%s %s %s", "%s %s %s", icon, text.Markdown(severity(p.Severity).In(o.Lang)), at), cell(p.Message))
	lines := []string{"- " + text.Bracketed(said, cell(p.Rule)).In(o.Lang), p.Where(cell).In(o.Lang)}
	if p.Help != "" {
		lines = append(lines, cell(p.Help))
	}
	return strings.Join(lines, "<br>") + "\n"
}

// link writes a place, as a link where it is known which commit the files are of.
func (o Options) link(p diag.Place) string {
	name := o.File(p.File)
	said := cell(name) + position(p)
	if o.Blob == "" || name == "" || p.File == o.Library {
		return said
	}
	to := o.Blob + "/" + (&url.URL{Path: name}).EscapedPath()
	if p.Line > 0 {
		to += fmt.Sprintf("#L%d", p.Line)
	}
	return "[" + said + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", "\\", "%5C").Replace(to) + ">)"
}

// summary writes the entries as Markdown for the page of a run on GitHub, the
// worst first. What is too much for a page is left out, and the summary says so
// at its top.
func (p *page) summary(w io.Writer, o Options) error {
	title, closing := p.named(), p.closing
	h := p.headline()
	if h != nil {
		title, closing = p.icon()+" "+h.In(o.Lang), p.lead()
	}
	if o.Claimed != nil {
		title = o.Claimed.In(o.Lang)
		if h != nil {
			title += "\n\n" + h.In(o.Lang)
		}
	}
	s := start(p.command, title, closing, p.errors, o)
	for _, e := range p.worstFirst() {
		s.next(e.accounts(cell))
		p.entry(s, e)
	}
	s.entry = 0
	p.unchanged(s)
	if h != nil && p.command == comparing {
		// The heading has said nearly all of it.
		s.add(kept, p.closing.In(o.Lang)+"\n\n")
	}
	if len(p.families) > 0 {
		var lines []string
		for _, f := range p.families {
			lines = append(lines, f.line)
		}
		s.add(kept, asOne.In(o.Lang)+"\n\n"+code("jsonnet", strings.Join(lines, "\n")))
	}
	return s.write(w)
}

// worstFirst returns the entries, the worst first.
func (p *page) worstFirst() (all []*entry) {
	for _, row := range verdicts {
		for i := range p.entries {
			if e := &p.entries[i]; e.verdict == row.verdict {
				all = append(all, e)
			}
		}
	}
	return all
}

// entry adds an entry: its accounts, what became of them, the phone, what a
// follower notices, a line each, and what is to be known.
func (p *page) entry(s *sheet, e *entry) {
	head := fmt.Sprintf("### %s %s\n\n", e.verdict.icon(), e.brief(cell).In(s.Lang))
	if s.Claimed != nil {
		head = fmt.Sprintf("### %s\n\n", e.brief(cell).In(s.Lang))
	}
	// That it is planned is what the page is about, but for one of drift.
	planned := e.Outcome == api.Planned && p.command != drifting
	if !planned {
		what := cell(strings.TrimSpace(e.show(e.what)))
		if e.code != "" {
			what = text.Bracketed(what, cell(e.code)).In(s.Lang)
		}
		head += what + "\n\n"
	}
	s.add(kept, head)
	if len(e.all) > briefNames {
		s.add(listed, folded(text.Sayf("All %s", "全部 %s", accounts(len(e.all))).In(s.Lang), e.every(cell)+"\n\n"))
	}
	if (e.Outcome == api.Published || e.Outcome == api.Retired) && e.Record != nil {
		e.recorded(s)
	}
	p.draw(s, e)
	e.changed(s)
	if planned && len(e.changes) == 0 {
		s.add(kept, text.Say("a follower would notice nothing", "粉丝看不到变化").In(s.Lang)+"\n\n")
	}
	e.known(s)
	if own := e.nothingElse(); own != nil {
		s.add(kept, text.Markdown(own.In(s.Lang))+"\n\n")
	}
	p.pass(e).markdown(s, e)
}

// known adds what else is to be known of an entry.
func (e *entry) known(s *sheet) {
	for _, l := range e.lines {
		said := text.Spoken(text.Same(text.Markdown(strings.TrimSpace(e.show(l.text)))))
		if l.severity != note {
			said = text.Colon(text.Markdown(severity(l.severity).In(s.Lang)), said)
		}
		s.add(kept, said.In(s.Lang)+"\n\n")
	}
}

// markdown adds what lets an entry pass, to be copied.
func (p pass) markdown(s *sheet, e *entry) {
	if p.command == "" {
		return
	}
	who := e.brief(cell).In(s.Lang)
	if e.several() {
		who = accounts(len(e.all)).In(s.Lang)
	}
	commands := code("sh", p.command)
	if len(p.command) > passBytes {
		commands = text.Sayf("What lets %s pass is too long for this page; see the log of this step.", "放行 %s 的写法太长，这里放不下，请看本步骤的日志。", who).In(s.Lang) + "\n\n"
	}
	settings := strings.Join(p.settings, "\n")
	if len(settings) > passBytes {
		settings = ""
	}
	if settings == "" {
		s.add(kept, checkThem.With(who).In(s.Lang)+"\n\n"+commands+p.form)
		return
	}
	s.add(kept, bySettingsFirst.With(who).In(s.Lang)+"\n\n"+code("jsonnet", settings))
	s.add(tip, folded(orCommand.In(s.Lang), commands+p.form))
}

// folded is a part of a page that is opened by a click.
func folded(title, body string) string {
	return "<details><summary>" + title + "</summary>\n\n" + body + "</details>\n\n"
}

// code is a block of code, which GitHub gives a button that copies it. Nothing in
// it can end it.
func code(language, content string) string {
	fence := "```"
	for strings.Contains(content, fence) {
		fence += "`"
	}
	return fence + language + "\n" + content + "\n" + fence + "\n\n"
}
