package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Issue is what an issue about an account says.
type Issue struct {
	Account, Title, Body string
	// Solved says why there is nothing to say of the account any more; empty
	// where there is.
	Solved string
}

// Issues returns an issue for each account of which it is known whether its live
// menu was edited, or is half of what a publish was to leave.
func (c Comparison) Issues(o Options) []Issue {
	var out []Issue
	for i := range c.Accounts {
		d := &c.Accounts[i]
		name := text.Clean(d.Account)
		switch {
		case d.is(api.DriftEdited):
			out = append(out, Issue{
				Account: d.Account, Title: text.Sayf("The menu of %s was edited outside Git", "%s 的菜单在 Git 之外被改过", name).In(o.Lang), Body: d.issue(o),
			})
		case d.is(api.DriftHalf):
			out = append(out, Issue{
				Account: d.Account, Title: text.Sayf("A publish to %s stopped half-way", "%s 有一次发布中途停下了", name).In(o.Lang), Body: d.halfway(o),
			})
		case !d.is(api.DriftUnreadable) && !d.is(api.DriftInvalid) && !d.is(api.DriftUnmanaged):
			out = append(out, Issue{Account: d.Account, Solved: text.Sayf(
				"What is live is again what was recorded, or it was recorded as it is.", "线上的菜单又与发布记录一致了，或者已经记录下来。").In(o.Lang)})
		}
	}
	return out
}

// halfway says what is to be finished, and how.
func (d *Drifted) halfway(o Options) string {
	s := &sheet{Options: o, command: drifting}
	s.add(kept, text.Say("A publish or a rollback stopped before its end, so what followers see may be a part of it. The next publish finishes it.",
		"有一次发布或回滚没有做完就停下了，粉丝看到的可能只是其中一部分。下一次发布会接着完成。").In(o.Lang)+"\n\n")
	for _, l := range linesOf(&d.Result, o.Lang, true) {
		s.add(kept, "- "+text.Markdown(l.text)+"\n")
	}
	s.list(text.Say("What publishing Git changes", "发布 Git 里的菜单会带来的改动"), d.Changes)
	s.add(kept, "**"+text.Say("Finish it", "完成发布").In(o.Lang)+"**\n\n"+code("sh", "caidan publish "+shellWord(d.Account)))
	s.add(kept, inBrowser.With(publish).In(o.Lang)+"\n\n")
	var b strings.Builder
	_ = s.write(&b) // a builder takes everything
	return b.String()
}

// list adds changes below a title; nothing where there are none.
func (s *sheet) list(title text.Text, changes []plan.Change) {
	if len(changes) == 0 {
		return
	}
	s.add(kept, "\n**"+title.In(s.Lang)+"**\n\n")
	for i := range changes {
		r := rank(kept)
		if i >= changesFirst {
			r = further
		}
		s.add(r, "- "+marked(&changes[i], s.Lang)+"\n")
	}
	s.add(kept, "\n")
}

// issue says what was changed outside Git apart from what Git wants, and the two
// ways out.
func (d *Drifted) issue(o Options) string {
	r := &d.Result
	s := &sheet{Options: o, command: drifting}
	s.add(kept, text.Say("What followers see is not what was last published. caidan does not overwrite it by itself, so nothing that is merged for this account is published until it is decided.",
		"粉丝看到的不是最近一次发布的菜单。caidan 不会自动覆盖它，所以在作出决定之前，这个账号合并的改动都不会发布。").In(o.Lang)+"\n")
	edits, asked := r.Edits, r.Asked
	if len(edits) == 0 {
		asked = r.Changes
	}
	s.list(text.Say("Changed outside Git", "在 Git 之外的改动"), edits)
	wanted := text.Say("What Git changes beside", "Git 里另外的改动")
	if len(edits) == 0 {
		wanted = text.Say("What publishing Git again would change", "重新发布 Git 里的菜单会带来的改动")
	}
	s.list(wanted, asked)
	account := shellWord(r.Account)
	way := func(title, how text.Text, command string) {
		s.add(kept, text.Colon(text.Sayf("**%s**", "**%s**", title), how).In(o.Lang)+"\n\n"+code("sh", command))
	}
	way(text.Say("Adopt it", "采用线上的改动"), text.Say("write what is live into a file, and take it over into the menu in a pull request", "把线上的菜单写成文件，再通过拉取请求合进菜单"),
		"caidan pull "+account+" --out pulled")
	if r.Needs != nil {
		of := said{Result: r}
		way(text.Say("Restore what is in Git", "恢复 Git 里的菜单"), text.Say("publish it by hand, naming what may be replaced", "手动发布，并指明可以覆盖什么"),
			(&entry{said: of, all: []*said{&of}}).command(publish, ""))
		s.add(kept, inBrowser.With(publish).In(o.Lang)+"\n\n")
	}
	var b strings.Builder
	_ = s.write(&b) // a builder takes everything
	return b.String()
}
