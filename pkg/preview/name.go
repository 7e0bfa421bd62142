package preview

import (
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxMarks is how many combining marks a character keeps in a drawing: as many as
// any language piles up, and few enough to stay on the line.
const maxMarks = 4

// shownName is a button's name as the phone shows it, where nothing in it acts
// and nothing leaves its place.
func shownName(b *menu.Button, width int) string {
	marks := 0
	name := strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.M, r) {
			marks = 0
		} else if marks++; marks > maxMarks {
			return -1
		}
		return r
	}, text.Printable(b.Name))
	return menu.ShownName(name, width)
}
