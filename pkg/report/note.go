package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Note says, to those who merged it, what came of a publish; empty where nothing
// did. undo says how to take it back.
func (p Results) Note(o Options, undo string) string {
	published, left := p.Count(api.Published), p.Left()
	other := len(p.Accounts) - published - left - p.Count(api.InSync)
	if published+left+other == 0 && len(p.causes) == 0 {
		return ""
	}
	icon, title := "✅", text.Spoken(text.Count(published, text.Say("%d menu is live", "%d 份菜单已上线"), text.Say("%d menus are live", "%d 份菜单已上线")))
	switch {
	case published == 0 && other == 0 && len(p.causes) == 0:
		icon, title = "🟡", text.Count(left, text.Say("%d account is live and not in Git", "%d 个账号在线上，但不在 Git 里"), text.Say("%d accounts are live and not in Git", "%d 个账号在线上，但不在 Git 里"))
	case published == 0 && other == p.Count(api.Superseded) && len(p.causes) == 0:
		icon, title = "🟡", text.Say("a newer run was handled first, and this one published nothing", "更新的运行先完成了，这次没有发布任何菜单")
	case published == 0:
		icon, title = "🔴", text.Say("nothing was published", "没有发布任何菜单")
	case other > 0 || len(p.causes) > 0:
		icon = "🟡"
		title = text.Sayf("%[1]s, %[2]d not", "%[1]s，%[2]d 份没有", title, other)
	}
	page := p.page(&p.Document, o.Lang)
	s := start(p.Command, icon+" "+title.In(o.Lang), nil, page.errors, o)
	var live []*entry
	for _, e := range page.worstFirst() {
		if e.Outcome == api.Published {
			live = append(live, e)
			continue
		}
		s.next(e.accounts(cell))
		page.entry(s, e)
	}
	for _, e := range live {
		s.next(e.accounts(cell))
		e.live(s)
	}
	s.entry = 0
	if published > 0 {
		s.add(kept, text.Say("Followers see it within five minutes of opening the chat.", "粉丝打开会话后五分钟之内会看到。").In(o.Lang)+"\n\n")
		s.add(kept, undo)
	}
	var b strings.Builder
	_ = s.write(&b) // a builder takes everything
	return b.String()
}

// live says under which records menus went live, and what else is to be known. What
// changed is not said again, nor what stands for each account's own part of it.
func (e *entry) live(s *sheet) {
	e.recorded(s)
	e.known(s)
	if own := e.nothingElse(); own != nil && len(e.lines) > 0 {
		s.add(kept, text.Markdown(own.In(s.Lang))+"\n\n")
	}
}

// recorded says under which records menus went live, or went, and what was read back.
func (e *entry) recorded(s *sheet) {
	var lines []string
	for _, m := range e.all {
		said := text.Spoken(text.Say("published", "已发布"))
		if r := m.Record; r != nil {
			said = text.Sayf("record %[1]d, %[2]s", "记录 %[1]d，%[2]s", r.Number, back(r))
		}
		lines = append(lines, "- "+text.Colon("**"+cell(m.Account)+"**", said).In(s.Lang)+"\n")
	}
	for i, line := range lines {
		r := rank(kept)
		if i >= changesFirst {
			r = listed
		}
		s.add(r, line)
	}
	s.add(kept, "\n")
}

// back says what was read back after a publish or a retirement.
func back(r *api.Record) text.Text {
	switch {
	case r.Kind == api.KindAdopt:
		return text.Say("it was live already", "线上原来就是这份菜单")
	case r.Kind == api.KindRetire && r.Readback == api.ReadbackVerified:
		return text.Say("WeChat answers no menu any more", "微信已不再返回菜单")
	case r.Readback == api.ReadbackVerified:
		return text.Say("read back as it was sent", "读回的内容与发送的一致")
	case r.Readback == api.ReadbackNormalised:
		return text.Say("read back in WeChat's own writing", "读回的内容一致，只是微信改写了写法")
	case r.Readback == api.ReadbackRaced:
		return text.Say("read back as something else: it was changed at the same time", "读回的是别的内容：同一时间有别的改动")
	default:
		return text.Say("not read back yet", "还没有读回")
	}
}
