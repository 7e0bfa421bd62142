package text

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Shown is the most characters, code points, of a text from outside that a
// message repeats: enough to recognise a url by, short enough for one line.
// Source: design, section 7.
const Shown = 80

// Quoted is a value in a message, in the quotes of the message's language. Control
// characters in it are escaped.
type Quoted struct {
	value string
	// cut is set where there was more of it.
	cut bool
}

// Quote shows a value in a message, cut between graphemes where it is long.
func Quote(value string) Quoted {
	rest, state, end := value, -1, 0
	for left := Shown; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if left -= utf8.RuneCountInString(cluster); left < 0 {
			break
		}
		end += len(cluster)
	}
	return Quoted{value: value[:end], cut: end < len(value)}
}

// QuoteWhole is [Quote] of a value that is short already.
func QuoteWhole(value string) Quoted { return Quoted{value: value} }

// In returns the value in the quotes of a language. No value can end them.
func (q Quoted) In(l Lang) string {
	s := strconv.Quote(q.value)
	if l == Chinese {
		s = "“" + inner.Replace(s[1:len(s)-1]) + "”"
	}
	if q.cut {
		s += Say("...", "…").In(l)
	}
	return s
}

// String returns the value as English quotes it.
func (q Quoted) String() string { return q.In(English) }

// Unquote reads a value as [Quoted.String] wrote it at the beginning of a text, and
// returns what stands behind it. It reports false where there is none.
func Unquote(s string) (q Quoted, behind string, found bool) {
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil || quoted[0] != '"' {
		return Quoted{}, s, false
	}
	q.value, _ = strconv.Unquote(quoted) // it is quoted
	behind, q.cut = strings.CutPrefix(s[len(quoted):], "...")
	return q, behind, true
}

// Quotes enumerates values in a message.
func Quotes(values []string) Series {
	out := make(Series, len(values))
	for i, v := range values {
		out[i] = Quote(v)
	}
	return out
}

// inner writes for Chinese quotes what stands between those of English.
var inner = strings.NewReplacer(`\"`, `"`, "“", `\u201c`, "”", `\u201d`)
