package api

import "github.com/caidan-dev/caidan/pkg/text"

// Outcome is how a request ended.
type Outcome string

const (
	// Read means that what was asked for was read.
	Read Outcome = "read"
	// InSync means that the desired menus were live already.
	InSync Outcome = "in-sync"
	// Planned means that a publish would have written, and no guard stops it.
	Planned Outcome = "planned"
	// Published means that the desired menus were posted and recorded.
	Published Outcome = "published"
	// Retired means that all menus were deleted, and that this was recorded.
	Retired Outcome = "retired"
	// Superseded means that a newer run came first, whatever it came to; nothing
	// was posted.
	Superseded Outcome = "superseded"
	// Held means that nothing was posted, on purpose: the menus in Git are not
	// news, and what is live differs because a rollback or an edit in the
	// console made it so. Guard says which of the two: Quarantined or Edited.
	Held Outcome = "held"
	// Refused means that Guard stopped it before anything was posted; Error
	// says why and Needs what would let it pass.
	Refused Outcome = "refused"
	// Busy means that another publish of the account was under way for as
	// long as this one could wait.
	Busy Outcome = "busy"
	// Invalid means that the menus break a rule; Findings says which.
	Invalid Outcome = "invalid"
	// Failed means that it did not work out; Error says why, how far it got
	// and what the next run will do.
	Failed Outcome = "failed"
)

// outcomes are the words for outcomes, the best first.
var outcomes = []worded[Outcome]{
	{Published, text.Say("published", "已发布"), text.Say(
		"the menus in Git were posted to WeChat, read back and recorded",
		"Git 里的菜单已发送给微信、读回核对并写进记录")},
	{Retired, text.Say("retired", "已下线"), text.Say(
		"all menus of an account that left Git were deleted, read back and recorded; a rollback brings them back",
		"已移出 Git 的账号的全部菜单已删除、读回核对并写进记录；可以用回滚恢复")},
	{InSync, text.Say("in-sync", "已一致"), text.Say(
		"the menus in Git were live already, so nothing was posted",
		"Git 里的菜单本来就在线上，没有发送")},
	{Planned, text.Say("planned", "已计划"), text.Say(
		"a publish would post these menus, and no guard would stop it",
		"发布时会发送这份菜单，没有保护会拦下")},
	{Read, text.Say("read", "已读取"), text.Say(
		"what was asked for was read; nothing was changed",
		"已读取所要的内容，没有做任何改动")},
	{Superseded, text.Say("superseded", "已被取代"), text.Say(
		"a newer run of the repository was handled first, so this one posted nothing",
		"仓库里更新的一次运行已经先处理，这一次没有发送")},
	{Held, text.Say("held", "暂缓"), text.Say(
		"nothing was posted, because Git has nothing new and what is live differs on purpose: a rollback or an edit in WeChat's console made it so",
		"没有发送：Git 没有新内容，而线上不同是因为做过回滚，或者在公众平台后台改过")},
	{Refused, text.Say("refused", "已拒绝"), text.Say(
		"a guard stopped the publish before anything was posted; caidan plan prints what lets it pass",
		"有一项保护在发送之前拦下了发布；caidan plan 会给出放行的办法")},
	{Busy, text.Say("busy", "占用中"), text.Say(
		"another publish of the account was under way for as long as this one could wait; run it again later",
		"同一账号的另一次发布一直没有结束，等不到它；请稍后再试")},
	{Invalid, text.Say("invalid", "无效"), text.Say(
		"the menus break a rule; caidan check says which and where",
		"菜单违反了规则；caidan check 说明是哪一条、在哪里")},
	{Failed, text.Say("failed", "失败"), text.Say(
		"it did not work out; the error says why, how far it got and what the next run does",
		"没有成功；错误信息说明原因、进行到哪一步，以及下一次运行会做什么")},
}

// Outcomes returns the outcomes there are, the best first.
func Outcomes() []Outcome { return codes(outcomes) }

// Text returns the word for an outcome; one that a newer function sends, as it
// is.
func (o Outcome) Text() text.Text { return wordFor(outcomes, o) }
