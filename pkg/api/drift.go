package api

import "github.com/caidan-dev/caidan/pkg/text"

// Drift is one way in which an account differs from what Git and the ledger
// say.
type Drift string

const (
	// DriftInSync means that what should be live is.
	DriftInSync Drift = "in-sync"
	// DriftEdited means that what is live is not what was recorded.
	DriftEdited Drift = "edited"
	// DriftHalf means that a publish or a rollback stopped half-way.
	DriftHalf Drift = "half-published"
	// DriftUnpublished means that what is in Git is not what was published.
	DriftUnpublished Drift = "unpublished"
	// DriftHeld means that what is in Git was rolled back, and waits.
	DriftHeld Drift = "held"
	// DriftSwitchedOff means that the menu switch is off.
	DriftSwitchedOff Drift = "switched-off"
	// DriftUnmanaged means that the account is in the ledger and not in Git.
	DriftUnmanaged Drift = "unmanaged"
	// DriftInvalid means that what is in Git breaks rules, and was not compared.
	DriftInvalid Drift = "invalid"
	// DriftUnreadable means that it could not be found out.
	DriftUnreadable Drift = "unreadable"
)

// drifts are the words for drifts, in the order in which they are written.
var drifts = []worded[Drift]{
	{DriftUnreadable, text.Say("unreadable", "无法读取"), text.Say(
		"what is live could not be found out",
		"查不出线上是什么")},
	{DriftInvalid, text.Say("invalid", "菜单无效"), text.Say(
		"what is in Git breaks rules, and was not compared with what is live",
		"Git 里的菜单违反规则，没有与线上比较")},
	{DriftEdited, text.Say("edited", "线上被改过"), text.Say(
		"what is live is not what was recorded",
		"线上与发布记录不同")},
	{DriftHalf, CaseHalf.Text(), text.Say(
		"a publish or a rollback stopped half-way; the next publish finishes it",
		"一次发布或回滚中途停下了；下一次发布会接着完成")},
	{DriftUnpublished, text.Say("unpublished", "未发布"), text.Say(
		"what is in Git was not published",
		"Git 里的菜单还没有发布")},
	{DriftHeld, text.Say("held", "已被回滚"), text.Say(
		"what is in Git was rolled away from, and waits",
		"Git 里的菜单已被回滚，暂不发布")},
	{DriftSwitchedOff, text.Say("switched-off", "菜单已停用"), text.Say(
		"the menu switch in WeChat's console is off: followers see no menu",
		"公众平台后台的菜单开关是关的，粉丝看不到菜单")},
	{DriftUnmanaged, text.Say("unmanaged", "不在 Git 中"), text.Say(
		"the ledger knows the account and Git does not; caidan leaves it alone",
		"发布记录里有这个账号，Git 里没有；caidan 不会动它")},
	{DriftInSync, text.Say("in-sync", "已一致"), text.Say(
		"what should be live is",
		"线上就是应有的样子")},
}

// Drifts returns the drifts there are, in the order in which they are written.
func Drifts() []Drift { return codes(drifts) }

// Text returns the word for a drift.
func (d Drift) Text() text.Text { return wordFor(drifts, d) }
