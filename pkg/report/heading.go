package report

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// headings are what goes before changes, by what a command does to menus.
type headings struct {
	// notices goes before what followers would notice of it. Where something was
	// changed outside caidan, wanted goes before what was asked for, and outside
	// before that.
	notices, wanted, outside text.Text
}

// noticed goes before what followers notice because it was done.
var noticed = text.Say("what a follower notices:", "粉丝会看到：")

// ofCommand are the headings of commands that do something else than publish, or look
// at what a publish would do.
var ofCommand = map[string]headings{
	rollback: {
		text.Say("what a follower would notice after the rollback:", "回滚后粉丝会看到："),
		text.Say("what the recorded menus change:", "回滚到的菜单改了："),
		text.Say("what was changed outside caidan, which the rollback replaces:", "在 caidan 之外改了，回滚会覆盖："),
	},
	retire: {
		text.Say("what a follower would notice after the retirement:", "下线后粉丝会看到："),
		text.Say("what the retirement changes:", "下线会改变："),
		text.Say("what was changed outside caidan, which the retirement deletes:", "在 caidan 之外改了，下线会删除："),
	},
}

// headingsOf returns the headings of a command.
func headingsOf(command string) headings {
	if h, ok := ofCommand[command]; ok {
		return h
	}
	return headings{
		text.Say("what a follower would notice:", "发布后粉丝会看到："),
		text.Say("what the menus in Git change:", "Git 里的菜单改了："),
		text.Say("what was changed outside caidan, which publishing replaces:", "在 caidan 之外改了，发布会覆盖："),
	}
}

// named is a page's heading by the command. Of one that was tried it says so: nothing
// was done.
func (p *page) named() string {
	verdict, command := p.verdict, "caidan "+p.command
	tried := func(s *said) bool { return s.Outcome == api.Planned }
	if slices.Contains([]string{publish, rollback, retire}, p.command) && len(p.those(tried)) > 0 {
		verdict, command = worse(verdict, Differs), command+" --dry-run"
	}
	return verdict.icon() + " " + text.Markdown(command)
}

// parted parts the changes of a result: those asked for, before those made
// outside caidan.
func (s *said) parted(h headings) {
	s.title, s.outside, s.changes = h.notices, h.outside, s.Changes
	if s.Outcome == api.Published || s.Outcome == api.Retired {
		s.title = noticed
	}
	if len(s.Edits) > 0 {
		s.title = h.wanted
		s.changes, s.edits = slices.Concat(s.Asked, s.Edits), len(s.Edits)
	}
}

// heading is what goes before a change, if anything does.
func (s *said) heading(i int) text.Spoken {
	switch i {
	case len(s.changes) - s.edits:
		return s.outside
	case 0:
		return s.title
	}
	return nil
}
