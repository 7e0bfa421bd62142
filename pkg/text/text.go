// Package text is what every sentence of caidan is made of: texts in two
// languages, counting and listing in them, and what makes a stranger's text
// safe on a line, a terminal or a page.
//
// A sentence stands once, in English and in Chinese next to each other, as the
// arguments of [Say] or [Sayf]; a test of the whole tree reads these calls and
// holds the two against each other. What differs by language is a [Spoken], and
// an operand of a sentence may be one.
package text

import (
	"fmt"
	"io"
)

// Lang is a language of messages.
type Lang string

const (
	// English is the language where none is chosen; the zero Lang means it too.
	English Lang = "en"
	// Chinese is simplified Chinese.
	Chinese Lang = "zh"
)

// Langs returns the languages there are.
func Langs() []Lang { return []Lang{English, Chinese} }

// Spoken is whatever differs by language.
type Spoken interface{ In(l Lang) string }

// Text is a sentence, or a format of one, in every language. In a format the
// languages may order the operands differently, as in %[2]s.
type Text struct{ EN, ZH string }

// Say returns a text. en and zh are literals, so that the test of the tree can
// read them.
func Say(en, zh string) Text { return Text{EN: en, ZH: zh} }

// In returns the text in a language; English for one that there is not.
func (t Text) In(l Lang) string {
	if l == Chinese {
		return t.ZH
	}
	return t.EN
}

// With returns the text, which is a format, with its operands.
func (t Text) With(args ...any) Phrase { return Phrase{t, args} }

// Phrase is a format with its operands, those that are [Spoken] each in the
// phrase's language.
type Phrase struct {
	Text Text
	Args []any
}

// Sayf returns a phrase; en and zh are formats of the same operands, and
// literals as those of [Say].
func Sayf(en, zh string, args ...any) Phrase { return Phrase{Text{EN: en, ZH: zh}, args} }

// In returns the phrase in a language.
func (p Phrase) In(l Lang) string {
	said := make([]any, len(p.Args))
	for i, arg := range p.Args {
		if s, ok := arg.(Spoken); ok {
			arg = s.In(l)
		}
		if s, ok := arg.(string); ok {
			arg = operand{s, l}
		}
		said[i] = arg
	}
	return fmt.Sprintf(p.Text.In(l), said...)
}

// operand is a text in a sentence of a language: what is quoted there comes from
// outside.
type operand struct {
	text string
	lang Lang
}

// Format implements [fmt.Formatter]: %q is [Quote].
func (o operand) Format(f fmt.State, verb rune) {
	if verb == 'q' {
		_, _ = io.WriteString(f, Quote(o.text).In(o.lang))
		return
	}
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), o.text)
}

// Both returns what differs by language in every language.
func Both(s Spoken) Text { return Text{EN: s.In(English), ZH: s.In(Chinese)} }

// Same is a word that is the same in every language.
type Same string

// In returns the word, which is as long as it is.
func (s Same) In(Lang) string { return string(s) }
