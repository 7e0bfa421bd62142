package api

import "testing"

// TestCodesOfOneWord has a word for every case, outcome and drift, which is the
// code itself in English.
func TestCodesOfOneWord(t *testing.T) {
	t.Parallel()
	for _, c := range constants(t, "Case") {
		if got := Case(c).Text(); got.EN != c || got.ZH == c {
			t.Errorf("case %s: got %+v, want words in both languages", c, got)
		}
	}
	for _, o := range constants(t, "Outcome") {
		if got := Outcome(o).Text(); got.EN != o || got.ZH == o {
			t.Errorf("outcome %s: got %+v, want words in both languages", o, got)
		}
	}
	for _, d := range constants(t, "Drift") {
		if got := Drift(d).Text(); got.EN != d || got.ZH == d {
			t.Errorf("drift %s: got %+v, want words in both languages", d, got)
		}
	}
}
