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
	var b strings.Builder
	for _, r := range text {
		if preview.Acts(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return strings.ReplaceAll(b.String(), "##[", `#\u0023[`)
}
