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
	fold := strings.NewReplacer("-", "", "_", "")
	want := fold.Replace(strings.ToLower(word))
	if len(want) > longestWord {
		return "", false
	}
	best, distance := "", len([]rune(want))/nearestEdits+1
	for _, k := range slices.Sorted(slices.Values(known)) {
		if d := edits(want, fold.Replace(strings.ToLower(k))); d < distance {
			best, distance = k, d
		}
	}
	return best, best != ""
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

// DidYouMean asks whether a known word was meant.
func DidYouMean(near string) Phrase { return Sayf("did you mean %s?", "是不是 %s？", near) }

// Guess ends a sentence about an unknown word with the known one that was
// probably meant; it adds nothing where none is near.
func Guess(word string, known []string) Spoken {
	if near, ok := Nearest(word, known); ok {
		return Sayf(", %s", "，%s", DidYouMean(near))
	}
	return Same("")
}

// Meant is [Guess], or names all the known words where none is near.
func Meant(word string, known []string) Spoken {
	if near, ok := Nearest(word, known); ok {
		return Sayf(", %s", "，%s", DidYouMean(near))
	}
	return Sayf(", only %s", "，只有 %s", List(known))
}
