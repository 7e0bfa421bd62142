package menu

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// How wide a name WeChat's client shows, in cells: a full-width character
// takes two, a half-width one takes one. What is over is shown as "...".
// Source: createCustomMenu, section 4 note 2 (4 and 8 Chinese characters).
const (
	// ShownTop is the width of a top-level name.
	ShownTop = 8
	// ShownSub is the width of a name in a sub-menu.
	ShownSub = 16
)

// Width returns how many cells a text takes on the phone of a Chinese follower,
// by grapheme cluster, so that a joined emoji counts as the one picture it is.
func Width(text string) int {
	width, state := 0, -1
	for text != "" {
		var cluster string
		var w int
		cluster, text, w, state = uniseg.FirstGraphemeClusterInString(text, state)
		width += cells(cluster, w)
	}
	return width
}

// Fits reports whether a text takes at most width cells.
func Fits(text string, width int) bool {
	// No character takes more than two cells, nor more than it has bytes.
	return len(text) <= width || 2*utf8.RuneCountInString(text) <= width || Width(text) <= width
}

// ShownName returns the name as a client of the given width shows it: whole if it
// fits, else as many whole graphemes as fit, followed by "...".
func ShownName(name string, width int) string {
	if Fits(name, width) {
		return name
	}
	var cut strings.Builder
	used := 0
	for g := uniseg.NewGraphemes(name); g.Next(); {
		if used += cells(g.Str(), g.Width()); used > width {
			break
		}
		cut.WriteString(g.Str())
	}
	return cut.String() + "..."
}

// cells returns the width of a grapheme cluster, 0 to 2, given the width it has
// outside East Asia.
func cells(cluster string, width int) int {
	const keycap = '\u20e3'
	if width != 1 {
		return min(width, 2)
	}
	first, size := utf8.DecodeRuneInString(cluster)
	if wideInChinese(first) || strings.ContainsRune(cluster[size:], keycap) {
		return 2
	}
	return 1
}

// wideInChinese reports whether a character that is narrow elsewhere fills a
// full-width box in Chinese fonts, or as a picture: quotation marks, dashes,
// the ellipsis and the middle dot, arrows, numbers in circles, stars and other
// symbols. Unicode (UAX 11) leaves the width of most of them to the context, as
// "ambiguous", and a menu's context is Chinese. Letters, currency signs and
// raised or lowered digits stay narrow: phones draw them with a Latin font.
func wideInChinese(r rune) bool {
	switch {
	case strings.ContainsRune("§¨°±·×÷", r):
		return true
	case r < '\u2010', '\u2070' <= r && r <= '\u20cf', r > '\u2bff':
		return false
	default:
		return unicode.In(r, unicode.P, unicode.S, unicode.N)
	}
}
