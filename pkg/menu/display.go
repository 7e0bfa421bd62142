package menu

import (
	"strings"

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

// Width returns how many cells a text takes, by grapheme cluster, so that a
// joined emoji counts as the one picture it is.
func Width(text string) int { return uniseg.StringWidth(text) }

// ShownName returns the name as a client of the given width shows it: whole if it
// fits, else as many whole graphemes as fit, followed by "...".
func ShownName(name string, width int) string {
	if Width(name) <= width {
		return name
	}
	var cut strings.Builder
	used := 0
	for g := uniseg.NewGraphemes(name); g.Next(); {
		if used += g.Width(); used > width {
			break
		}
		cut.WriteString(g.Str())
	}
	return cut.String() + "..."
}
