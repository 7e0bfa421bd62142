package text

import (
	"strconv"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Shown is the most characters, code points, of a text from outside that a
// message repeats: enough to recognise a url by, short enough for one line.
// Source: design, section 7.
const Shown = 80

// Quote shows a value in a message: quoted, control characters escaped, cut
// between graphemes where it is long.
func Quote(value string) string {
	rest, state, end := value, -1, 0
	for left := Shown; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if left -= utf8.RuneCountInString(cluster); left < 0 {
			break
		}
		end += len(cluster)
	}
	if end == len(value) {
		return strconv.Quote(value)
	}
	return strconv.Quote(value[:end]) + "..."
}
