package report

import (
	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// outcomes are those this release knows, the best first.
func outcomes() []api.Outcome {
	return []api.Outcome{
		api.Published, api.InSync, api.Planned, api.Read, api.Superseded, api.Held,
		api.Refused, api.Busy, api.Invalid, api.Failed,
	}
}

// outcome returns the word for an outcome.
func (v voice) outcome(o api.Outcome) string {
	switch o {
	case api.Published:
		return v.say(text.Say("published", "已发布"))
	case api.InSync:
		return v.say(text.Say("in-sync", "已一致"))
	case api.Planned:
		return v.say(text.Say("planned", "已计划"))
	case api.Read:
		return v.say(text.Say("read", "已读取"))
	case api.Superseded:
		return v.say(text.Say("superseded", "已被取代"))
	case api.Held:
		return v.say(text.Say("held", "暂缓"))
	case api.Refused:
		return v.say(text.Say("refused", "已拒绝"))
	case api.Busy:
		return v.say(text.Say("busy", "占用中"))
	case api.Invalid:
		return v.say(text.Say("invalid", "无效"))
	case api.Failed:
		return v.say(text.Say("failed", "失败"))
	default:
		return text.Clean(string(o))
	}
}

// outcomes counts the accounts by outcome, the best first.
func (v voice) outcomes(p *Results) string {
	var parts []string
	known := 0
	for _, o := range outcomes() {
		if n := p.Count(o); n > 0 {
			parts = append(parts, v.say(text.Say("%[1]d %[2]s", "%[1]d 个%[2]s"), n, v.outcome(o)))
			known += n
		}
	}
	if n := len(p.Accounts) - known; n > 0 {
		parts = append(parts, v.say(text.Say("%d with an outcome this release does not know", "%d 个是本版本不认识的结果"), n))
	}
	if len(parts) == 0 {
		return v.say(text.Say("nothing to do", "没有要做的事"))
	}
	return v.list(parts, len(parts))
}

// guard says in a clause what a guard is about. The function's own sentence,
// which is English, says it of this account.
func guard(g api.Guard) text.Text {
	switch g {
	case api.Edited:
		return text.Say("what is live was changed outside caidan", "线上菜单在 caidan 之外被改过")
	case api.First:
		return text.Say("the first publish would replace a menu that is live", "首次发布会覆盖线上已有的菜单")
	case api.Interrupted:
		return text.Say("a publish was interrupted, and something else is live", "有一次发布中断了，线上的菜单也不是它留下的")
	case api.Quarantined:
		return text.Say("these menus were rolled away from", "这份菜单已被回滚，不再自动发布")
	case api.Stale:
		return text.Say("a newer run came first", "更新的一次运行已经先到")
	case api.ForeignRepository:
		return text.Say("another repository has published so far", "此前由另一个仓库发布")
	case api.NoRecord:
		return text.Say("there is no such record", "没有这条记录")
	case api.AppIDChanged:
		return text.Say("the account's appid is another one", "账号的 appid 变了")
	case api.RemovesButtons:
		return text.Say("followers lose buttons they can tap", "粉丝会失去多个可点的按钮")
	case api.RemovesTopLevel:
		return text.Say("the bar loses a button", "菜单栏会少一个一级菜单")
	case api.RemovesConditional:
		return text.Say("a conditional menu goes", "会删除个性化菜单")
	case api.ChangesAllHosts:
		return text.Say("every link leads to other hosts", "所有链接都换了域名")
	case api.ChangesAppID:
		return text.Say("buttons open other mini programs", "按钮会打开别的小程序")
	default:
		s := text.Clean(string(g))
		return text.Text{EN: s, ZH: s}
	}
}
