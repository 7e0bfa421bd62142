package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// voice is the language of a report's own words.
type voice struct{ lang text.Lang }

// say returns a text, or what a format makes of its operands. Operands from
// outside are made harmless by the caller, for where the text goes.
func (v voice) say(t text.Text, args ...any) string {
	if len(args) == 0 {
		return t.In(v.lang)
	}
	return t.With(args...).In(v.lang)
}

func (v voice) accounts(n int) string {
	return text.Count(n, text.Say("%d account", "%d 个账号"), text.Say("%d accounts", "%d 个账号")).In(v.lang)
}

func (v voice) errors(n int) string {
	return text.Count(n, text.Say("%d error", "%d 个错误"), text.Say("%d errors", "%d 个错误")).In(v.lang)
}

func (v voice) warnings(n int) string {
	return text.Count(n, text.Say("%d warning", "%d 个警告"), text.Say("%d warnings", "%d 个警告")).In(v.lang)
}

// severity returns the word for a severity; one that this release does not
// know, which a newer function may send, in brackets.
func (v voice) severity(s diag.Severity) string {
	switch s {
	case diag.Error, diag.Warning:
		return v.say(s.Text())
	default:
		return "[" + text.Clean(string(s)) + "]"
	}
}

// colon joins a label and what it labels.
func (v voice) colon(label, s string) string { return label + v.say(text.Say(": ", "：")) + s }

// list enumerates the first of some things and says how many there are beside
// them.
func (v voice) list(names []string, all int) string {
	s := strings.Join(names, v.say(text.Say(", ", "、")))
	if more := all - len(names); more > 0 {
		return v.say(text.Say("%[1]s and %[2]d more", "%[1]s，另有 %[2]d 个"), s, more)
	}
	return s
}
