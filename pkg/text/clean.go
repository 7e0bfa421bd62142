package text

import (
	"fmt"
	"strings"
	"unicode"
)

// Acts reports whether a character does something to its surroundings instead
// of standing in them: control characters, line ends and the marks that reorder
// text.
func Acts(r rune) bool {
	switch {
	case r < 0x20, 0x7f <= r && r < 0xa0, r == '\u2028', r == '\u2029',
		r == '\u061c', r == '\u200e', r == '\u200f', 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
		return true
	default:
		return false
	}
}

// Clean makes untrusted text safe on a terminal and in a log. Control characters
// and the marks that reorder text are shown as escapes, so that no text can move
// the cursor, change its neighbours or start a line; and so is a part of what
// GitHub Actions would take for a command, "::" where a line may begin and "##["
// anywhere in it.
func Clean(s string) string {
	s = Harmless(s)
	start := strings.TrimLeftFunc(s, unicode.IsSpace)
	if rest, found := strings.CutPrefix(start, "::"); found {
		s = s[:len(s)-len(start)] + `:\u003a` + rest
	}
	return s
}

// Harmless writes what could act anywhere in a line as escapes that mean the
// same inside a JSON string.
func Harmless(s string) string {
	return strings.ReplaceAll(Visible(s), "##[", `#\u0023[`)
}

// Visible writes the characters that act on their surroundings as escapes, and
// bytes that are not UTF-8 as U+FFFD.
func Visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if Acts(r) {
			b.WriteString(Escape(r))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Escape returns a character as JSON and Jsonnet write it.
func Escape(r rune) string { return fmt.Sprintf(`\u%04x`, r) }

// Printable replaces what could act on a terminal, or, as "##[" does, in a log
// of GitHub Actions, by characters of the same width.
func Printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if Acts(r) {
			return '\uFFFD'
		}
		return r
	}, s)
	return strings.ReplaceAll(s, "##[", "#\uFFFD[")
}

// Cut returns at most n code points of a text, the last an ellipsis where there
// were more.
func Cut(s string, n int) string {
	seen := 0
	last := 0
	for i := range s {
		switch seen {
		case n - 1:
			last = i
		case n:
			return s[:last] + "…"
		}
		seen++
	}
	return s
}
