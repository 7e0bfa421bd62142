package report

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// icon is the page's state at a glance.
func (p *page) icon() string {
	edited := len(p.those(func(s *said) bool { return s.edits > 0 }))
	graver := len(p.those(func(s *said) bool { return s.verdict == Invalid || s.verdict == Refused && s.edits == 0 }))
	switch {
	case edited > 0 && (p.verdict == Warnings || p.verdict == Refused && graver == 0):
		return "🟠"
	case p.command == comparing && !p.none() && worse(p.verdict, Differs) == Differs:
		return unread
	default:
		return p.verdict.icon()
	}
}

// unread is the icon of what was not compared with live menus.
const unread = "⚪"

// none reports whether all accounts leave Git.
func (p *page) none() bool {
	return len(p.all) > 0 && len(p.those(func(s *said) bool { return s.gone })) == len(p.all)
}

// those returns the accounts that are so, also such of which the page says no more.
func (p *page) those(are func(s *said) bool) (found []*said) {
	for i := range p.all {
		if are(&p.all[i]) {
			found = append(found, &p.all[i])
		}
	}
	return found
}

// headline says what happens to followers; nil where the page is not about that.
// One account is named, more are counted.
func (p *page) headline() text.Spoken {
	switch {
	case !reviewing(p.command):
		return nil
	case len(p.results) == 0 && p.reason != "":
		return text.Sayf("there is no plan: %s", "没有计划：%s", text.Markdown(text.Cut(p.reason, reasonLength)))
	case len(p.results) == 0:
		return nil
	}
	var clauses text.Clauses
	rest := len(p.results)
	say := func(all []*said, one, many text.Text, why text.Spoken) {
		rest -= len(all)
		var clause text.Spoken
		switch len(all) {
		case 0:
			return
		case 1:
			clause = one.With(cell(all[0].Account))
		default:
			clause = many.With(len(all))
		}
		if why != nil {
			clause = text.Colon(clause, why)
		}
		clauses = append(clauses, clause)
	}
	with := func(v Verdict) []*said { return p.those(func(s *said) bool { return s.verdict == v }) }
	edited := func(s *said) bool { return s.edits > 0 && (s.verdict == Refused || s.Outcome == api.Held) }
	failed, invalid := with(Failed), with(Invalid)
	say(failed, text.Say("%s could not be compared with what is live", "%s 无法与线上比较"),
		text.Say("%d menus could not be compared with what is live", "%d 份菜单无法与线上比较"), p.because(failed))
	say(invalid, text.Say("%s cannot be published", "%s 无法发布"), text.Say("%d menus cannot be published", "%d 份菜单无法发布"), wrong(invalid))
	changes, change := text.Say("%s changes on merge", "%s 会随合并改变"), text.Say("%d menus change on merge", "%d 份菜单会随合并改变")
	if len(invalid) > 0 {
		// Source: design, section 5 (exit code 3).
		clauses = append(clauses, text.Say("merging publishes nothing until that is corrected", "改正之前，合并不会发布任何菜单"))
		changes, change = text.Say("%s changes after that", "改正之后 %s 会改变"), text.Say("%d menus change after that", "改正之后 %d 份菜单会改变")
	}
	say(p.those(edited), text.Say("%s was edited outside Git, and merging does not publish it", "%s 在 Git 之外被改过，合并后不会发布"),
		text.Say("%d menus were edited outside Git, and merging does not publish them", "%d 份菜单在 Git 之外被改过，合并后不会发布"), nil)
	say(p.those(func(s *said) bool { return s.verdict == Refused && s.edits == 0 }),
		text.Say("%s is not published until it is let past its guard", "%s 被保护拦下，放行之后才会发布"),
		text.Say("%d menus are not published until they are let past their guards", "%d 份菜单被保护拦下，放行之后才会发布"), nil)
	say(p.those(func(s *said) bool { return s.Outcome == api.Held && s.edits == 0 }),
		text.Say("%s was rolled back, and merging does not publish it", "%s 已被回滚，合并后不会发布"),
		text.Say("%d menus were rolled back, and merging does not publish them", "%d 份菜单已被回滚，合并后不会发布"), nil)
	say(with(Differs), changes, change, nil)
	leaves, leave := text.Say("%s leaves Git", "%s 移出 Git"), text.Say("%d accounts leave Git", "%d 个账号移出 Git")
	if p.none() {
		leaves, leave = text.Say("%s leaves Git, and no menu is left in it", "%s 移出 Git，Git 里不再有菜单"), text.Say("%d accounts leave Git, and no menu is left in it", "%d 个账号移出 Git，Git 里不再有菜单")
	}
	say(p.those(func(s *said) bool { return s.gone }), leaves, leave, nil)
	say(p.those(func(s *said) bool { return s.left }), text.Say("%s is live and not in Git", "%s 在线上，但不在 Git 里"), text.Say("%d accounts are live and not in Git", "%d 个账号在线上，但不在 Git 里"), nil)
	say(p.those(func(s *said) bool { return s.unknown }), text.Say("%s could not be compared", "%s 无法比较"), text.Say("%d menus could not be compared", "%d 份菜单无法比较"), nil)
	switch {
	case len(clauses) == 0:
		clauses = text.Clauses{text.Say("no menu changes", "菜单没有变化")}
	case rest > 0:
		clauses = append(clauses, text.Count(rest, text.Say("%d stays as it is", "%d 份不变"), text.Say("%d stay as they are", "%d 份不变")))
	}
	if p.command == comparing {
		clauses = append(clauses, unreadFor(p.unread))
	}
	return clauses
}

// unreadFor says that nothing live is known, and why; nil is because nothing asked.
func unreadFor(why text.Spoken) text.Spoken {
	if why == nil {
		return text.Say("live menus were not read", "没有读取线上菜单")
	}
	return text.Sayf("live menus were not read (%s)", "没有读取线上菜单（%s）", why)
}

// reasonLength is how many code points of a reason go into a headline.
const reasonLength = 2 * text.Shown

// because is the reason that all of some failures have; nil where they differ.
func (p *page) because(failed []*said) text.Spoken {
	reason := ""
	for _, s := range failed {
		if s.Error == nil {
			return nil
		}
		meaning, _ := s.Error.Say(p.lang)
		if reason != "" && meaning != reason {
			return nil
		}
		reason = meaning
	}
	if reason == "" {
		return nil
	}
	return text.Same(text.Markdown(text.Cut(reason, reasonLength)))
}

// wrong counts the errors of invalid menus; nil where they are not known.
func wrong(invalid []*said) text.Spoken {
	var all []diag.Finding
	for _, s := range invalid {
		all = slices.Concat(all, s.Findings)
	}
	errors, _ := diag.Count(all)
	if errors == 0 {
		return nil
	}
	return text.Count(errors, text.Say("%d error", "%d 个错误"), text.Say("%d errors", "%d 个错误"))
}
