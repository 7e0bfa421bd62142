package rule

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Book is the catalogue in one language, under one repository's settings. It
// may be used by several goroutines at once.
type Book struct {
	lang     text.Lang
	settings Settings
}

// New returns the catalogue in a language, English for one that there is not.
// The zero Settings change nothing.
func New(l text.Lang, s Settings) *Book { return &Book{lang: l, settings: s} }

// Judge returns everything wrong or doubtful with one account's menus, as
// findings whose Path points into the account's value; the places are not known
// here. Equal menus give equal findings in the same order.
func (b *Book) Judge(a menu.Account) []diag.Finding {
	j := judge{book: b, advises: true}
	j.account(&a)
	return j.findings
}

// JudgeFixed is [Book.Judge] by the fixed rules alone: what stops a publish
// under any settings.
func (b *Book) JudgeFixed(a menu.Account) []diag.Finding {
	j := judge{book: b}
	j.account(&a)
	return j.findings
}

// File makes a finding of a rule that is about a file and not about a value in
// it. The args are the operands of the rule's message.
func (b *Book) File(id string, args ...any) diag.Finding {
	return b.finding(id, "", 1, args)
}

// Severity returns the severity of a rule under the settings, Off where they
// switch it off.
func (b *Book) Severity(id string) diag.Severity {
	r := byID()[id]
	if s := b.settings.Rules[id]; s != "" && !r.Fixed {
		return s
	}
	return r.Severity
}

// off reports whether the settings switch off a rule, which must be one that is
// not fixed.
func (b *Book) off(id string) bool { return b.settings.Rules[id] == Off }

// finding makes a finding of a rule.
func (b *Book) finding(id, path string, level int, args []any) diag.Finding {
	r := byID()[id]
	return diag.Finding{
		Rule:     id,
		Severity: b.Severity(id),
		Message:  r.Message.With(args...).In(b.lang),
		Help:     r.Help.In(b.lang),
		Path:     path,
		Errcode:  r.errcode(level),
	}
}
