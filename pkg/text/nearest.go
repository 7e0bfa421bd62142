package text

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// nearestEdits is how many letters may differ between a word and what it was
// meant to be: one in three, so that "subbutton" finds "sub_button" and "x"
// finds nothing. Git suggests commands by a similar share.
const nearestEdits = 3

// longestWord is the most bytes of a word that is compared: longer ones are not
// typed by hand, and take the square of time.
const longestWord = 1000

// Nearest returns the known word that the given one was probably meant to be,
// letter case and the separators "-" and "_" aside. It reports false when none
// is near.
func Nearest(word string, known []string) (string, bool) {
	if near := misspelt(word, known); len(near) > 0 {
		return near[0], true
	}
	return "", false
}

// Near returns the known words that the given one may have been meant to be, sorted:
// those that [Nearest] chooses from, and those that it is short for, each part of it
// being the beginning of a part of theirs. It is empty where none is near.
func Near(word string, known []string) []string {
	near := misspelt(word, known)
	for _, k := range known {
		if shortFor(word, k) {
			near = append(near, k)
		}
	}
	slices.Sort(near)
	return slices.Compact(near)
}

// misspelt returns the known words in which the fewest letters are different, sorted;
// none where too many are.
func misspelt(word string, known []string) []string {
	want := fold(word)
	if len(want) > longestWord {
		return nil
	}
	var best []string
	distance := len([]rune(want)) / nearestEdits
	for _, k := range slices.Sorted(slices.Values(known)) {
		switch d := edits(want, fold(k)); {
		case d > distance, d == distance && want == "":
		case d < distance:
			best, distance = []string{k}, d
		default:
			best = append(best, k)
		}
	}
	return best
}

// fold leaves out of a word what does not count.
func fold(word string) string { return strings.Join(parts(word), "") }

// parts are what separators part in a word, in lower case.
func parts(word string) []string {
	return strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return r == '-' || r == '_' })
}

// shortest is the fewest letters of a word that can be short for another.
const shortest = 3

// shortFor reports whether each part of a word is the beginning of another part of the
// known one.
func shortFor(word, known string) bool {
	if n := len(word); n > longestWord || utf8.RuneCountInString(fold(word)) < shortest {
		return false
	}
	left := parts(known)
	for _, part := range parts(word) {
		i := slices.IndexFunc(left, func(k string) bool { return strings.HasPrefix(k, part) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

// longestSwap is the most letters of a word in which swaps are looked for: they
// take the third power of time.
const longestSwap = 64

// edits returns how many letters differ between two words; a swap of neighbours,
// as in "veiw" for "view", is one edit.
func edits(word, known string) int {
	least := levenshtein.ComputeDistance(word, known)
	letters := []rune(word)
	if len(letters) != utf8.RuneCountInString(known) || len(letters) > longestSwap {
		return least
	}
	for i := range len(letters) - 1 {
		letters[i], letters[i+1] = letters[i+1], letters[i]
		least = min(least, 1+levenshtein.ComputeDistance(string(letters), known))
		letters[i], letters[i+1] = letters[i+1], letters[i]
	}
	return least
}

// DidYouMean asks whether a known word was meant, or one of several.
func DidYouMean(near ...string) Phrase {
	const shown = 10 // a line, not a page
	if len(near) == 1 {
		return Sayf("did you mean %s?", "是不是 %s？", near[0])
	}
	return Sayf("did you mean one of %s?", "是不是 %s 中的一个？", List(near).Most(shown))
}

// Guess ends a sentence about an unknown word with the known ones that may have been
// meant; it adds nothing where none is near.
func Guess(word string, known []string) Spoken {
	if near := Near(word, known); len(near) > 0 {
		return Sayf(", %s", "，%s", DidYouMean(near...))
	}
	return Same("")
}

// Meant is [Guess], or names all the known words where none is near.
func Meant(word string, known []string) Spoken {
	if guess := Guess(word, known); guess != Same("") {
		return guess
	}
	return Sayf(", only %s", "，只有 %s", List(known))
}
