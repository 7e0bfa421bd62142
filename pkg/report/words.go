package report

import (
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// say returns a text in both languages. A test reads its calls and holds the
// two against each other.
func say(en, zh string) diag.Text { return diag.Text{EN: en, ZH: zh} }

// voice is the language of a report's own words.
type voice struct{ lang diag.Lang }

// say returns a text, or what a format makes of its operands. Operands from
// outside are made harmless by the caller, for where the text goes.
func (v voice) say(text diag.Text, args ...any) string {
	if len(args) == 0 {
		return text.In(v.lang)
	}
	return fmt.Sprintf(text.In(v.lang), args...)
}

// count returns a number with its noun, which English has two forms of.
func (v voice) count(n int, one, many diag.Text) string {
	if n == 1 {
		return v.say(one, n)
	}
	return v.say(many, n)
}

func (v voice) accounts(n int) string {
	return v.count(n, say("%d account", "%d 个账号"), say("%d accounts", "%d 个账号"))
}

func (v voice) errors(n int) string {
	return v.count(n, say("%d error", "%d 个错误"), say("%d errors", "%d 个错误"))
}

func (v voice) warnings(n int) string {
	return v.count(n, say("%d warning", "%d 个警告"), say("%d warnings", "%d 个警告"))
}

// severity returns the word for a severity; one that this release does not
// know, which a newer function may send, in brackets.
func (v voice) severity(s diag.Severity) string {
	switch s {
	case diag.Error:
		return v.say(say("error", "错误"))
	case diag.Warning:
		return v.say(say("warning", "警告"))
	default:
		return "[" + Clean(string(s)) + "]"
	}
}

// colon joins a label and what it labels.
func (v voice) colon(label, text string) string { return label + v.say(say(": ", "：")) + text }

// list enumerates the first of some things and says how many there are beside
// them.
func (v voice) list(names []string, all int) string {
	text := strings.Join(names, v.say(say(", ", "、")))
	if more := all - len(names); more > 0 {
		return v.say(say("%[1]s and %[2]d more", "%[1]s，另有 %[2]d 个"), text, more)
	}
	return text
}

// closing sums a check up.
func (v voice) closing(c *Check) string {
	accounts, invalid, settings := 0, 0, false
	for i := range c.Accounts {
		a := &c.Accounts[i]
		if n, _ := diag.Count(a.Findings); n > 0 {
			invalid++
		}
		if a.Settings {
			settings = true
		} else {
			accounts++
		}
	}
	what := v.accounts(accounts)
	if settings {
		what = v.say(say("%s and the settings file", "%s和配置文件"), what)
	}
	errors, warnings := c.Count()
	return v.say(say("%[1]s checked, %[2]d invalid: %[3]s, %[4]s", "检查了 %[1]s，%[2]d 个无效：%[3]s，%[4]s"),
		what, invalid, v.errors(errors), v.warnings(warnings))
}
