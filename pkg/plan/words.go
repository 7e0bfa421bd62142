package plan

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// say returns a text in both languages. A test reads its calls and holds the
// two against each other.
func say(en, zh string) diag.Text { return diag.Text{EN: en, ZH: zh} }

// phrase is a part of a sentence, with operands of its own.
type phrase struct {
	text diag.Text
	args []any
}

// saying returns a phrase; en and zh are formats of the same operands.
func saying(en, zh string, args ...any) phrase { return phrase{say(en, zh), args} }

// spoken is an operand that differs by language.
type spoken interface{ In(l diag.Lang) string }

// In returns the phrase in a language.
func (p phrase) In(l diag.Lang) string {
	said := make([]any, len(p.args))
	for i, arg := range p.args {
		if s, ok := arg.(spoken); ok {
			arg = s.In(l)
		}
		said[i] = arg
	}
	return fmt.Sprintf(p.text.In(l), said...)
}

// is reports whether two phrases are the same in every language.
func (p phrase) is(q phrase) bool { return p.both() == q.both() }

// both returns the phrase in every language.
func (p phrase) both() diag.Text {
	return diag.Text{EN: p.In(diag.English), ZH: p.In(diag.Chinese)}
}

// clauses is parts of a sentence that are joined to one.
type clauses []phrase

// In returns the clauses in a language.
func (cs clauses) In(l diag.Lang) string {
	var b strings.Builder
	for i, c := range cs {
		switch {
		case i == 0:
		case i == len(cs)-1:
			b.WriteString(say(" and ", "，").In(l))
		default:
			b.WriteString(say(", ", "，").In(l))
		}
		b.WriteString(c.In(l))
	}
	return b.String()
}

// path is the names to tap, from the bar on.
type path []string

// In returns the path in a language. Chinese sentences put names in quotes,
// having no blanks between words.
func (p path) In(l diag.Lang) string {
	names := make([]string, len(p))
	for i, name := range p {
		names[i] = shown(name, false)
	}
	return fmt.Sprintf(say("%s", "“%s”").In(l), strings.Join(names, " › "))
}

// value is a key, link or id in a sentence.
type value string

// In returns the value, which is the same in every language.
func (v value) In(diag.Lang) string { return shown(string(v), true) }

// shown returns a text from outside as a word or name in a sentence: as it is,
// or quoted as JSON and Go do where it could be taken for anything else, such
// as more of the sentence. It is still for the reader to escape.
func shown(text string, oneWord bool) string {
	odd := text == "" || !utf8.ValidString(text) || strings.TrimSpace(text) != text ||
		strings.ContainsAny(text, "\"“”›\u2028\u2029") || strings.ContainsFunc(text, unicode.IsControl) ||
		oneWord && strings.ContainsFunc(text, unicode.IsSpace)
	if odd {
		return strconv.Quote(text)
	}
	return text
}
