package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/preview"
)

// Clean makes untrusted text safe on a terminal and in a log. Control characters
// and the marks that reorder text are shown as escapes, so that no text can move
// the cursor, change its neighbours or start a line; and so is a part of what
// GitHub Actions would take for a command, "::" where a line may begin and "##["
// anywhere in it.
func Clean(text string) string {
	text = harmless(text)
	start := strings.TrimLeftFunc(text, unicode.IsSpace)
	if rest, found := strings.CutPrefix(start, "::"); found {
		text = text[:len(text)-len(start)] + `:\u003a` + rest
	}
	return text
}

// harmless writes what could act anywhere in a line as escapes that mean the
// same inside a JSON string.
func harmless(text string) string {
	return strings.ReplaceAll(visible(text), "##[", `#\u0023[`)
}

// visible writes the characters that act on their surroundings as escapes, and
// bytes that are no UTF-8 as U+FFFD.
func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if preview.Acts(r) {
			b.WriteString(escape(r))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escape returns a character as JSON and Jsonnet write it.
func escape(r rune) string { return fmt.Sprintf(`\u%04x`, r) }

// cut returns at most n code points of a text, the last an ellipsis where there
// were more.
func cut(text string, n int) string {
	seen := 0
	last := 0
	for i := range text {
		switch seen {
		case n - 1:
			last = i
		case n:
			return text[:last] + "…"
		}
		seen++
	}
	return text
}
