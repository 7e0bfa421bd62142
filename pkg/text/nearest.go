package text

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearestEdits is how many letters may differ between a word and what it was
// meant to be: one in three, so that "subbutton" finds "sub_button" and "x"
// finds nothing. Git suggests commands by a similar share.
const nearestEdits = 3

// Nearest returns the known word that the given one was probably meant to be,
// letter case and the separators "-" and "_" aside. It reports false when none
// is near.
func Nearest(word string, known []string) (string, bool) {
	fold := strings.NewReplacer("-", "", "_", "")
	want := fold.Replace(strings.ToLower(word))
	best, distance := "", len([]rune(want))/nearestEdits+1
	for _, k := range slices.Sorted(slices.Values(known)) {
		if d := levenshtein.ComputeDistance(want, fold.Replace(strings.ToLower(k))); d < distance {
			best, distance = k, d
		}
	}
	return best, best != ""
}
