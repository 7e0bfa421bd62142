package text

import (
	"strconv"

	"github.com/rivo/uniseg"
)

// quoteMax is how much of a value a message shows, in graphemes: enough to
// recognise a url by, short enough for one line.
const quoteMax = 60

// quoteBytes is how many bytes that may be: four to a grapheme. One grapheme
// alone may have any number of them.
const quoteBytes = 4 * quoteMax

// Quote shows a value in a message: quoted, control characters escaped, cut
// where it is long.
func Quote(value string) string {
	rest, state, end := value, -1, 0
	for n := 0; rest != "" && n < quoteMax; n++ {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if end+len(cluster) > quoteBytes {
			break
		}
		end += len(cluster)
	}
	if end == len(value) {
		return strconv.Quote(value)
	}
	return strconv.Quote(value[:end]) + "..."
}
