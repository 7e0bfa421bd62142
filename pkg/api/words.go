package api

import "github.com/caidan-dev/caidan/pkg/text"

// outcomes are the words for outcomes, the best first.
var outcomes = []struct {
	outcome Outcome
	word    text.Text
}{
	{Published, text.Say("published", "已发布")},
	{InSync, text.Say("in-sync", "已一致")},
	{Planned, text.Say("planned", "已计划")},
	{Read, text.Say("read", "已读取")},
	{Superseded, text.Say("superseded", "已被取代")},
	{Held, text.Say("held", "暂缓")},
	{Refused, text.Say("refused", "已拒绝")},
	{Busy, text.Say("busy", "占用中")},
	{Invalid, text.Say("invalid", "无效")},
	{Failed, text.Say("failed", "失败")},
}

// Outcomes returns the outcomes there are, the best first.
func Outcomes() []Outcome {
	var out []Outcome
	for _, o := range outcomes {
		out = append(out, o.outcome)
	}
	return out
}

// Text returns the word for an outcome; one that a newer function sends, as it
// is.
func (o Outcome) Text() text.Text {
	for _, row := range outcomes {
		if row.outcome == o {
			return row.word
		}
	}
	return text.Both(text.Same(o))
}

// guards are the words for guards: what each is about, in a clause.
var guards = map[Guard]text.Text{
	Edited:             text.Say("the live menu was changed outside caidan", "线上菜单在 caidan 之外被改过"),
	First:              text.Say("the first publish would replace a menu that is live", "首次发布会覆盖线上已有的菜单"),
	Interrupted:        text.Say("a publish was interrupted, and the live menu is not what it left", "有一次发布中断了，线上的菜单也不是它留下的"),
	Quarantined:        text.Say("these menus were rolled back", "这份菜单已被回滚，不再自动发布"),
	Stale:              text.Say("a newer run came first", "更新的一次运行已经先到"),
	ForeignRepository:  text.Say("another repository publishes this account", "此前由另一个仓库发布"),
	NoRecord:           text.Say("the record does not exist", "没有这条记录"),
	AppIDChanged:       text.Say("the account's appid has changed", "账号的 appid 变了"),
	RemovesButtons:     text.Say("followers lose buttons they can tap", "粉丝会失去多个可点的按钮"),
	RemovesTopLevel:    text.Say("the bar loses a button", "菜单栏会少一个一级菜单"),
	RemovesConditional: text.Say("a conditional menu is removed", "会删除个性化菜单"),
	ChangesAllHosts:    text.Say("every link leads to other hosts", "所有链接都换了域名"),
	ChangesAppID:       text.Say("buttons open other mini programs", "按钮会打开别的小程序"),
}

// Text says in a clause what a guard is about; one that a newer function sends,
// as it is.
func (g Guard) Text() text.Text {
	if t, ok := guards[g]; ok {
		return t
	}
	return text.Both(text.Same(g))
}
