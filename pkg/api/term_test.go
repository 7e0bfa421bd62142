package api

import (
	"slices"
	"testing"
)

// TestTerms holds that each word of reports is explained in both languages.
func TestTerms(t *testing.T) {
	t.Parallel()
	terms := Terms()
	for _, typ := range []string{"Guard", "Case", "Outcome", "Drift", "Verdict", "WarningKind"} {
		for _, word := range constants(t, typ) {
			if !slices.ContainsFunc(terms, func(term Term) bool { return term.Word == word }) {
				t.Errorf("%s %s: got no term", typ, word)
			}
		}
	}
	for _, term := range terms {
		if term.About.EN == "" || term.About.ZH == "" || term.Kind.EN == "" {
			t.Errorf("%s: got %+v, want a kind and what it means in both languages", term.Word, term)
		}
	}
}
