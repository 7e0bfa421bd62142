package rule

import (
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// quoteMax is how much of a value a message shows, in graphemes: enough to
// recognise a url by, short enough for one line.
const quoteMax = 60

// quoteBytes is how many bytes that may be: four to a grapheme. One grapheme
// alone may have any number of them.
const quoteBytes = 4 * quoteMax

// quote shows a value in a message: quoted, control characters escaped, cut
// where it is long.
func quote(value string) string {
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

// meant ends a message about an unknown word with the nearest known one, or
// with all of them.
func meant(word string, known []string) string {
	if hint := didYouMean(word, known); hint != "" {
		return hint
	}
	return ", only " + strings.Join(known, ", ")
}

// didYouMean ends a message with the nearest known word, if one is near.
func didYouMean(word string, known []string) string {
	if near, ok := diag.Nearest(word, known); ok {
		return ", did you mean " + near + "?"
	}
	return ""
}
