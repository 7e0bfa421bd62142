package text

import (
	"fmt"
	"strings"
	"unicode"
)

// markup is every character that Markdown, or GitHub on top of it, may take for
// more than itself.
const markup = "\\`*_{}[]()<>#+-.!|~&@:=^$\"'"

// Markdown writes untrusted text so that a reader of GitHub's Markdown sees it
// as it is and nothing comes of it. What could be markup is written as
// character references, which are never structure; and because GitHub looks
// for mentions and issues in the finished page, a blank of no width parts "@"
// and "#" from a name behind them.
func Markdown(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range Visible(s) {
		if (last == '@' || last == '#') && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune('\u200b')
		}
		if strings.ContainsRune(markup, r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
