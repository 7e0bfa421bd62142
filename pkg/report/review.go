package report

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/text"
)

// briefNames is how many accounts of an entry are named above it; below it, all
// of them are.
const briefNames = 5

// planning is the command whose page is about what a merge would do; so is that of
// comparing, as far as Git knows.
const planning = "plan"

// insideGit and outsideGit are above what was changed where.
var (
	insideGit  = text.Say("**Changed in Git**", "**Git 里的改动**")
	outsideGit = text.Say("**Changed outside Git**", "**在 Git 之外的改动**")
)

// brief says which accounts these are, and what they have in common, in a line.
func (e *entry) brief(show func(string) string) text.Spoken {
	if len(e.all) <= briefNames {
		return e.names(show)
	}
	short := *e
	short.most = briefNames
	return short.names(show)
}

// every lists all accounts.
func (e *entry) every(show func(string) string) string {
	names := make([]string, len(e.all))
	for i, s := range e.all {
		names[i] = show(s.Account)
	}
	return strings.Join(names, " · ")
}

// reviewing reports whether a command's page is about what a merge would do.
func reviewing(command string) bool { return command == planning || command == comparing }

// unchanged adds which accounts stay as they are.
func (p *page) unchanged(s *sheet) {
	var names []string
	for i := range p.all {
		if a := &p.all[i]; a.quiet && a.verdict == OK {
			names = append(names, cell(a.Account))
		}
	}
	if len(names) == 0 || !reviewing(p.command) {
		return
	}
	title := text.Count(len(names), text.Say("%d account does not change", "%d 个账号没有变化"), text.Say("%d accounts do not change", "%d 个账号没有变化"))
	s.add(listed, folded(title.In(s.Lang), strings.Join(names, " · ")+"\n\n"))
}

// lead says what followers lose; nil where that is nothing.
func (p *page) lead() text.Spoken {
	lost, menus, in := 0, 0, 0
	for i := range p.entries {
		e := &p.entries[i]
		if e.verdict != Differs && e.verdict != Refused {
			continue
		}
		gone := plan.Plan{Changes: e.Changes}.Lost()
		if len(gone.Buttons)+len(gone.Menus) > 0 {
			lost, menus, in = lost+len(gone.Buttons)*len(e.all), menus+len(gone.Menus)*len(e.all), in+len(e.all)
		}
	}
	var what text.Clauses
	if lost > 0 {
		what = append(what, p.lostButtons(lost))
	}
	if menus > 0 {
		what = append(what, text.Count(menus, text.Say("some followers lose **%d menu of their own**", "部分粉丝会失去 **%d 份单独的菜单**"),
			text.Say("some followers lose **%d menus of their own**", "部分粉丝会失去 **%d 份单独的菜单**")))
	}
	switch {
	case len(what) == 0:
		return nil
	case in == 1:
		return what
	default:
		return text.Sayf("%s, in %s", "%s，涉及 %s", what, accounts(in))
	}
}

// lostButtons says how many buttons followers lose.
func (p *page) lostButtons(lost int) text.Spoken {
	if p.command == comparing {
		return text.Count(lost, text.Say("followers lose **%d button** that the base has", "粉丝会失去基准里有的 **%d 个按钮**"),
			text.Say("followers lose **%d buttons** that the base has", "粉丝会失去基准里有的 **%d 个按钮**"))
	}
	return text.Count(lost, text.Say("followers lose **%d button** they can tap today", "粉丝会失去现在可点的 **%d 个按钮**"),
		text.Say("followers lose **%d buttons** they can tap today", "粉丝会失去现在可点的 **%d 个按钮**"))
}

// draw adds the phone of an entry's first account, where both what it was and what it
// becomes are known.
func (p *page) draw(s *sheet, e *entry) {
	first := e.all[0]
	before := p.before[first.Account]
	after, known := p.after[first.Account]
	if before == nil || !known || len(e.changes) == 0 {
		return
	}
	phones := rank(drawing)
	if s.entry <= drawnFirst {
		phones = firstDrawing
	}
	title := ""
	if e.several() {
		title = text.Sayf("Drawn: %s", "示意图：%s", cell(first.Account)).In(s.Lang) + "\n\n"
	}
	was, is := text.Say("Now", "现在"), text.Say("After merge", "合并后")
	switch {
	case p.command == comparing:
		was = text.Say("Before", "合并前")
	case p.command == rollback:
		is = text.Say("After the rollback", "回滚后")
	case p.command == retire:
		is = text.Say("After the retirement", "下线后")
	case !reviewing(p.command):
		is = text.Say("After the publish", "发布后")
	}
	both := preview.MarkdownPair(s.Lang, *before, after, was, is)
	if e.edits > 0 {
		// Hardly a button is common to both.
		s.add(phones, title+both)
		return
	}
	s.add(phones, title+preview.Markdown(s.Lang, *before, after))
	if e.ownMenus() {
		p.beside(s, e)
	}
	if len(before.Menu) == 0 || len(after.Menu) == 0 {
		return // the other phone is that drawing
	}
	s.add(pair, folded(text.Say("Before and after as two phones", "改动前后两张示意图").In(s.Lang), both))
}

// beside adds the phones of an entry's other accounts: that a menu of each comes or goes
// as a whole does not say what is in it.
func (p *page) beside(s *sheet, e *entry) {
	var b strings.Builder
	n := 0
	for _, m := range e.all[1:] {
		before := p.before[m.Account]
		if after, known := p.after[m.Account]; known && before != nil {
			b.WriteString("**" + cell(m.Account) + "**\n\n" + preview.Markdown(s.Lang, *before, after))
			n++
		}
	}
	if n > 0 {
		s.add(others, folded(text.Count(n, text.Say("%d other menu", "另外 %d 份菜单"), text.Say("%d other menus", "另外 %d 份菜单")).In(s.Lang), b.String()))
	}
}

// changed adds what a follower notices, a line each. What takes something away
// is always said.
func (e *entry) changed(s *sheet) {
	if len(e.changes) == 0 {
		return
	}
	first, more := e.listing(0, len(e.changes)-e.edits)
	edits, moreEdits := e.listing(len(e.changes)-e.edits, len(e.changes))
	// What was done outside Git goes first where it is Git's turn to decide.
	parts := [][]string{titled(e.heading(0), first, s.Lang), titled(e.heading(len(e.changes)-e.edits), edits, s.Lang)}
	if e.edits > 0 && s.command == planning {
		parts[0], parts[1] = titled(insideGit, first, s.Lang), titled(outsideGit, edits, s.Lang)
		slices.Reverse(parts)
	}
	s.add(kept, strings.Join(slices.Concat(parts...), "\n")+"\n")
	if more = append(more, moreEdits...); len(more) > 0 {
		s.add(further, folded(text.Count(len(more), text.Say("%d more change", "另有 %d 处改动"), text.Say("%d more changes", "另有 %d 处改动")).In(s.Lang), strings.Join(more, "\n")+"\n\n"))
	}
	if e.edits > 0 && s.command == planning {
		e.keep(s)
	}
	if reviewing(s.command) {
		e.fields(s)
	}
}

// titled is a list below its title; nothing where it is empty.
func titled(title text.Spoken, lines []string, l text.Lang) []string {
	switch {
	case len(lines) == 0:
		return nil
	case title == nil:
		return append(lines, "")
	default:
		return append(append([]string{title.In(l), ""}, lines...), "")
	}
}

// listing writes some of the changes as a list, and those that are too many apart.
func (e *entry) listing(from, to int) (first, more []string) {
	for i := from; i < to; i++ {
		line := "- " + e.line(i)
		if len(first) < changesFirst || e.changes[i].Is(plan.Removed) {
			first = append(first, line)
		} else {
			more = append(more, line)
		}
	}
	return first, more
}

// line is a change with the picture that the drawing has for it.
func (e *entry) line(i int) string {
	return preview.Mark(&e.changes[i]) + " " + text.Markdown(e.show(e.sentences[i]))
}

// keep adds how what was done outside Git is kept.
func (e *entry) keep(s *sheet) {
	pulls := make([]string, 0, len(e.all))
	for _, m := range e.all {
		pulls = append(pulls, shellWord(m.Account))
	}
	s.add(kept, text.Say("Keep what was changed outside Git: write it into files, and take it over from there", "保留 Git 之外的改动：写成文件，再合进菜单").In(s.Lang)+"\n\n"+
		code("sh", "caidan pull "+strings.Join(pulls, " ")+" --out pulled"))
}

// drawn keeps the sets that the accounts' changes lead from and to for drawings; in a
// document they would be twice what it is about.
func drawn(results []api.Result) (before map[string]*menu.Set, after map[string]menu.Set) {
	before, after = map[string]*menu.Set{}, map[string]menu.Set{}
	for i := range results {
		r := &results[i]
		if r.Before != nil {
			before[r.Account], r.Before = r.Before, nil
		}
		if r.After != nil {
			after[r.Account], r.After = *r.After, nil
		}
	}
	return before, after
}

// marked writes a change with the picture that drawings have for it.
func marked(c *plan.Change, l text.Lang) string {
	return preview.Mark(c) + " " + text.Markdown(c.Text().In(l))
}
