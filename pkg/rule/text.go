package rule

import (
	"strconv"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// quoteMax is how much of a value a message shows, in graphemes: enough to
// recognise a url by, short enough for one line.
const quoteMax = 60

// quote shows a value in a message: quoted, control characters escaped, cut
// where it is long.
func quote(value string) string {
	rest, state, n := value, -1, 0
	for rest != "" && n < quoteMax {
		_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		n++
	}
	if rest != "" {
		return strconv.Quote(value[:len(value)-len(rest)]) + "..."
	}
	return strconv.Quote(value)
}

// didYouMean ends a message with the nearest known word, if one is near.
func didYouMean(word string, known []string) string {
	if near, ok := diag.Nearest(word, known); ok {
		return ", did you mean " + near + "?"
	}
	return ""
}
