package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// words are what settings call the constants of a type, in their order.
type words []string

// parse returns which constant a word is.
func (w words) parse(word string) (int, error) {
	i := slices.Index(w, word)
	if i < 0 {
		return 0, fmt.Errorf("%q is none of %s", word, strings.Join(w, ", "))
	}
	return i, nil
}

// has reports whether there is such a constant.
func (w words) has(i int) bool { return 0 <= i && i < len(w) }
