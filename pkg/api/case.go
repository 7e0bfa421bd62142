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
	{CaseUnknown, text.Say("unknown", "情况不明")},
	{CaseHalf, text.Say("half-published", "发布了一半")},
	{CaseInterrupted, text.Say("interrupted", "发布中断")},
	{CaseQuarantined, text.Say("quarantined", "已被回滚")},
	{CaseInSync, text.Say("in-sync", "已一致")},
	{CaseAdopted, text.Say("adopted", "线上已有，未记录")},
	{CaseChange, text.Say("change", "有改动")},
	{CaseEdited, text.Say("edited", "线上被改过")},
	{CaseFirst, text.Say("first", "首次发布")},
	{CaseFirstOver, text.Say("first-over-menu", "首次发布，线上已有菜单")},
	{CaseOtherAccount, text.Say("other-account", "换了公众号")},
}

// Text returns the word for a case; one that a newer function sends, as it is.
func (c Case) Text() text.Text { return wordFor(cases, c) }

// Told reports whether the case says what an account is in: it was come to, and
// WeChat's answers told.
func (c Case) Told() bool { return c != "" && c != CaseUnknown }
