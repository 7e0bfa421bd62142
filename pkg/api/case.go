package api

import "github.com/caidan-dev/caidan/pkg/text"

// Case is a row of the table that a publish decides by: what is live, next to
// what is desired and what was recorded.
type Case string

const (
	// CaseUnknown means that WeChat's two answers contradict each other.
	CaseUnknown Case = "unknown"
	// CaseHalf means that the newest publish is open or was not seen, and
	// explains what is live.
	CaseHalf Case = "half-published"
	// CaseInterrupted means that there is an unfinished publish and that it
	// does not explain what is live.
	CaseInterrupted Case = "interrupted"
	// CaseQuarantined means that the desired menus were rolled away from.
	CaseQuarantined Case = "quarantined"
	// CaseInSync means that what should be live is.
	CaseInSync Case = "in-sync"
	// CaseAdopted means that the desired menus are live, and that caidan
	// did not put them there.
	CaseAdopted Case = "adopted"
	// CaseChange means that live is as recorded and the desired menus differ.
	CaseChange Case = "change"
	// CaseEdited means that what is live was edited since the last record.
	CaseEdited Case = "edited"
	// CaseFirst means that there is neither a record nor a menu.
	CaseFirst Case = "first"
	// CaseFirstOver means that there is no record, and a menu is live.
	CaseFirstOver Case = "first-over-menu"
	// CaseOtherAccount means that the last record is of another appid.
	CaseOtherAccount Case = "other-account"
)

// cases are the words for cases.
var cases = []worded[Case]{
	{CaseUnknown, text.Say("unknown", "情况不明"), text.Say(
		"WeChat's two answers contradict each other: neither has a menu, and the menu switch is on; nothing is posted",
		"微信的两份回答互相矛盾：都没有菜单，开关却是开的；不会发送")},
	{CaseHalf, text.Say("half-published", "发布了一半"), text.Say(
		"the newest publish did not get to its end or was not seen in WeChat's answers yet, and it explains all that is live; a publish finishes it",
		"最近一次发布没有完成，或者微信的回答里还看不到，而线上的一切都由它而来；发布时会接着完成")},
	{CaseInterrupted, text.Say("interrupted", "发布中断"), text.Say(
		"a publish stopped half-way, and it does not explain what is live; a publish is refused until the live menus are named",
		"有一次发布中途停下，也解释不了线上的菜单；指明线上菜单之前，发布会被拒绝")},
	{CaseQuarantined, text.Say("quarantined", "已被回滚"), text.Say(
		"a rollback took these menus back, so no push publishes them; put other menus into Git, or publish with --lift",
		"这份菜单被回滚撤下过，推送不会再发布它；在 Git 里换一份菜单，或者发布时加上 --lift")},
	{CaseInSync, text.Say("in-sync", "已一致"), text.Say(
		"what is live is as it was recorded, and Git has nothing new",
		"线上与发布记录相同，Git 也没有新内容")},
	{CaseAdopted, text.Say("adopted", "线上已有，未记录"), text.Say(
		"the menus in Git are live, and caidan did not put them there; a publish records them and posts nothing",
		"Git 里的菜单已经在线上，但不是 caidan 发布的；发布时只写进记录，不发送")},
	{CaseChange, text.Say("change", "有改动"), text.Say(
		"what is live is as it was recorded, and Git has something new; a publish posts it",
		"线上与发布记录相同，Git 有新内容；发布时会发送")},
	{CaseEdited, text.Say("edited", "线上被改过"), text.Say(
		"what is live is not what was recorded: it was changed in WeChat's console or with another tool",
		"线上与发布记录不同：在公众平台后台或用别的工具改过")},
	{CaseFirst, text.Say("first", "首次发布"), text.Say(
		"there is no record and no live menu; a publish posts the first one",
		"没有记录，线上也没有菜单；发布时会发送第一份")},
	{CaseFirstOver, text.Say("first-over-menu", "首次发布，线上已有菜单"), text.Say(
		"there is no record, and a menu is live that caidan did not publish; a publish is refused until --first names the account",
		"没有记录，线上却有一份不是 caidan 发布的菜单；用 --first 指明账号之前，发布会被拒绝")},
	{CaseOtherAccount, text.Say("other-account", "换了公众号"), text.Say(
		"the account's appid is not the recorded one: the name stands for another Official Account now",
		"账号的 AppID 不是记录里的：这个名字现在指另一个公众号")},
}

// Text returns the word for a case; one that a newer function sends, as it is.
func (c Case) Text() text.Text { return wordFor(cases, c) }

// Told reports whether the case says what an account is in: it was come to, and
// WeChat's answers told.
func (c Case) Told() bool { return c != "" && c != CaseUnknown }
