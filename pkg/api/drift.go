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
	{DriftUnreadable, text.Say("unreadable", "无法读取")},
	{DriftInvalid, text.Say("invalid", "菜单无效")},
	{DriftEdited, text.Say("edited", "线上被改过")},
	{DriftHalf, CaseHalf.Text()},
	{DriftUnpublished, text.Say("unpublished", "未发布")},
	{DriftHeld, text.Say("held", "已被回滚")},
	{DriftSwitchedOff, text.Say("switched-off", "菜单已停用")},
	{DriftUnmanaged, text.Say("unmanaged", "不在 Git 中")},
	{DriftInSync, text.Say("in-sync", "已一致")},
}

// Drifts returns the drifts there are, in the order in which they are written.
func Drifts() []Drift { return codes(drifts) }

// Text returns the word for a drift.
func (d Drift) Text() text.Text { return wordFor(drifts, d) }
