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
func Outcomes() []Outcome { return codes(outcomes) }

// Text returns the word for an outcome; one that a newer function sends, as it
// is.
func (o Outcome) Text() text.Text { return wordFor(outcomes, o) }
