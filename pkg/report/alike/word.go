package alike

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// word is a whole word of a text: letters, digits, and bytes as addresses escape
// them. What is an account's own is never a part of a word.
type word struct {
	from, to int
	// free is set for what differs by nature, and means nothing to a reader who
	// compares accounts.
	free bool
}

// gap stands for a word in a text without its words.
const gap = "\x00w"

// words returns the words of a text, and the text with gaps for them.
func words(s string) (ws []word, between string) {
	var b strings.Builder
	for at := 0; at < len(s); {
		to := wordEnd(s, at)
		if to == at {
			_, size := utf8.DecodeRuneInString(s[at:])
			b.WriteString(strings.ReplaceAll(s[at:at+size], "\x00", "\x00\x00"))
			at += size
			continue
		}
		if end := at + momentLength; end <= len(s) && isMoment(s[at:end]) {
			to = end
		}
		ws = append(ws, word{at, to, isFree(s[:at], s[at:to])})
		b.WriteString(gap)
		at = to
	}
	return ws, b.String()
}

// wordEnd returns where the word that starts at a place ends; the place itself
// where none does.
func wordEnd(s string, at int) int {
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(s[at:])
		switch {
		case isWord(r):
			at += size
		case r == '%' && at+2 < len(s) && isHex(s[at+1]) && isHex(s[at+2]):
			at += 3
		default:
			return at
		}
	}
	return at
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// isFree reports whether a word behind some text differs by nature: a moment, the
// digits of a digest, or the number of a record.
func isFree(before, word string) bool {
	if isMoment(word) || strings.HasSuffix(before, "sha256:") {
		return true
	}
	return isNumber(word) && slices.ContainsFunc([]string{"#", "record ", "记录 "}, func(s string) bool { return strings.HasSuffix(before, s) })
}

// momentLength is the length of a moment in UTC, as results have it.
const momentLength = len("2006-01-02T15:04:05Z")

func isMoment(s string) bool {
	if len(s) != momentLength || s[momentLength-1] != 'Z' {
		return false
	}
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// replaceWord replaces a text wherever it stands by itself, as a word does.
func replaceWord(s, old, with string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, old)
		if at < 0 {
			return b.String() + s
		}
		end := at + len(old)
		last, _ := utf8.DecodeLastRuneInString(s[:at])
		if wordEnd(s, end) > end || isWord(last) {
			b.WriteString(s[:end])
		} else {
			b.WriteString(s[:at] + with)
		}
		s = s[end:]
	}
}
