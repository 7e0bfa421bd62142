package plan

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/text"
)

// is reports whether two phrases are the same in every language.
func is(p, q text.Spoken) bool { return text.Both(p) == text.Both(q) }

// clauses is parts of a sentence that are joined to one.
type clauses []text.Phrase

// In returns the clauses in a language.
func (cs clauses) In(l text.Lang) string {
	var b strings.Builder
	for i, c := range cs {
		switch {
		case i == 0:
		case i == len(cs)-1:
			b.WriteString(text.Say(" and ", "，").In(l))
		default:
			b.WriteString(text.Say(", ", "，").In(l))
		}
		b.WriteString(c.In(l))
	}
	return b.String()
}

// path is the names to tap, from the bar on.
type path []string

// In returns the path in a language. Chinese sentences put names in quotes,
// having no blanks between words.
func (p path) In(l text.Lang) string {
	names := make([]string, len(p))
	for i, name := range p {
		if names[i] = name; odd(name, false) {
			names[i] = strconv.Quote(name) // inside the quotes of the path
		}
	}
	return fmt.Sprintf(text.Say("%s", "“%s”").In(l), strings.Join(names, " › "))
}

// value is a key, link or id in a sentence.
type value string

// In returns the value in a language: as it is, or quoted where it could be taken for
// anything else.
func (v value) In(l text.Lang) string {
	if odd(string(v), true) {
		return text.QuoteWhole(string(v)).In(l)
	}
	return string(v)
}

// odd reports whether a text from outside could be taken for anything else than a
// word or name in a sentence, such as more of the sentence. It is still for the reader
// to escape.
func odd(text string, oneWord bool) bool {
	return text == "" || !utf8.ValidString(text) || strings.TrimSpace(text) != text ||
		strings.ContainsAny(text, "\"“”›\u2028\u2029") || strings.ContainsFunc(text, unicode.IsControl) ||
		oneWord && strings.ContainsFunc(text, unicode.IsSpace)
}
