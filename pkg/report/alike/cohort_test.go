package alike

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// store makes up what is said of a store of a chain.
func store(i int, pieces ...string) Outline {
	o := Outline{Account: fmt.Sprintf("store-%03d", i)}
	for _, p := range pieces {
		kind := Content
		if rest, ok := strings.CutPrefix(p, "label "); ok {
			kind, p = Label, rest
		}
		if rest, ok := strings.CutPrefix(p, "say "); ok {
			kind, p = Sentence, rest
		}
		p = strings.ReplaceAll(p, "NNN", fmt.Sprintf("%03d", i))
		o.Pieces = append(o.Pieces, Piece{strings.ReplaceAll(p, "ROAD", []string{"王府井", "三里屯", "East Gate 2", "望京", "Hill"}[i%5]), kind})
	}
	return o
}

// stores makes up ten stores of which the same is said.
func stores(pieces ...string) []Outline {
	var all []Outline
	for i := range 10 {
		all = append(all, store(i+1, pieces...))
	}
	return all
}

func TestCohorts(t *testing.T) {
	t.Parallel()
	set := func(all []Outline, i int, pieces ...string) []Outline {
		all[i] = store(i+1, pieces...)
		return all
	}
	tests := []struct {
		name string
		all  []Outline
		// want is the members of each cohort and its texts, with the numbers of
		// stand-ins for them.
		want string
	}{
		{"none", nil, ""},
		{"one", stores("a")[:1], "1: a"},
		{"all the same", stores("a", "b"), "1-10: a, b"},
		{"the number", stores("KEY_NNN", "/s/NNN/x"), "1-10: KEY_{1}, /s/{1}/x"},
		{"the number, in two", stores("KEY_NNN")[:2], "1: KEY_001; 2: KEY_002"},
		{"the number, in three", stores("KEY_NNN")[:3], "1-3: KEY_{1}"},
		{"the whole name", stores("say pull store-NNN", "/NNN"), "1-10: pull {0}, /{1}"},
		{"the whole name alone", stores("say pull store-NNN"), "1-10: pull {0}"},
		{"one other word", set(stores("KEY_NNN"), 6, "CAY_NNN"), "1-6 8-10: KEY_{1}; 7: CAY_007"},
		{"the number of another store", set(stores("KEY_NNN"), 6, "KEY_008"), "1-6 9-10: KEY_{1}; 7-8: KEY_008"},
		{"the number of no store", set(stores("KEY_NNN"), 6, "KEY_999"), "1-6 8-10: KEY_{1}; 7: KEY_999"},
		{"another number in one of two places", set(stores("A_NNN B_NNN"), 6, "A_007 B_008"), "1-6 8-10: A_{1} B_{1}; 7: A_007 B_008"},
		{"half of a word is not a part", stores("KEYNNN")[:3], "1: KEY001; 2: KEY002; 3: KEY003"},
		{"whole words in many", stores("KEYNNN"), "1-10: {1}"},
		{"another word for half", slices.Concat(stores("KEY_NNN a")[:5], stores("KEY_NNN b")[5:]), "1-5: KEY_{1} a; 6-10: KEY_{1} b"},
		{"another host", set(stores("https://x.com/NNN"), 2, "https://y.com/NNN"), "1-2 4-10: https://x.com/{1}; 3: https://y.com/003"},
		{"more of an address", set(stores("https://x.com/NNN"), 2, "https://x.com/NNN/z"), "1-2 4-10: https://x.com/{1}; 3: https://x.com/003/z"},
		{"names", stores("label ROAD", "KEY_NNN")[:5], "1-5: {2}, KEY_{1}"},
		{"a name that others have", stores("label ROAD", "KEY_NNN")[:6], "1-6: {2}, KEY_{1}"},
		{"a name of two words that one has", set(stores("label x ROAD y", "KEY_NNN"), 6, "label x y", "KEY_NNN"), "1-10: {2}, KEY_{1}"},
		{"few names", slices.Concat(stores("label A", "KEY_NNN")[:5], stores("label B", "KEY_NNN")[5:]), "1-5: A, KEY_{1}; 6-10: B, KEY_{1}"},
		{"names that many have", stores("label ROAD", "KEY_NNN"), "1-10: {2}, KEY_{1}"},
		{"names alone, in few", stores("label ROAD")[:4], "1: 三里屯; 2: East Gate 2; 3: 望京; 4: Hill"},
		{"names alone", stores("label ROAD")[:5], "1-5: {1}"},
		{"what differs by nature", stores("say record #NNN, live sha256:NNNff"), "1-10: record #{1}, live sha256:{2}"},
		{"a number that is not a record's", stores("#NNN"), "1-10: #{1}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, c := range Cohorts(tt.all) {
				if len(c.Members) > 1 {
					checkCohort(t, tt.all, &c)
				}
				shown := strings.Join(c.Texts, ", ")
				number := 0
				numbers := map[int]int{}
				if len(c.Members) == 1 {
					shown = Fill(shown, func(int) string { return tt.all[c.Members[0]].Account })
				}
				shown = Fill(shown, func(i int) string {
					if _, known := numbers[i]; !known && c.Kinds[i] != Name {
						number++
						numbers[i] = number
					}
					return fmt.Sprintf("{%d}", i)
				})
				got = append(got, ranges(c.Members)+": "+shown)
			}
			if joined := strings.Join(got, "; "); joined != tt.want {
				t.Errorf("got  %s\nwant %s", joined, tt.want)
			}
		})
	}
}

// ranges writes indices as numbers from 1.
func ranges(members []int) string {
	var parts []string
	for at := 0; at < len(members); {
		end := at
		for end+1 < len(members) && members[end+1] == members[end]+1 {
			end++
		}
		part := fmt.Sprint(members[at] + 1)
		if end > at {
			part += fmt.Sprintf("-%d", members[end]+1)
		}
		parts = append(parts, part)
		at = end + 1
	}
	return strings.Join(parts, " ")
}

// checkCohort wants that the texts, filled with the parts of a member, are what is
// said of it, and that no two members have the same part of their own.
func checkCohort(t interface {
	Helper()
	Errorf(format string, args ...any)
}, all []Outline, c *Cohort,
) {
	t.Helper()
	if !slices.IsSorted(c.Members) {
		t.Errorf("got the members %v, want them in order", c.Members)
	}
	for m, i := range c.Members {
		for k, p := range all[i].Pieces {
			got := c.Texts[k]
			if len(c.Kinds) > 0 {
				got = Fill(got, func(n int) string { return c.Parts[m][n] })
			}
			if got != p.Text {
				t.Errorf("%s: got %q of %q and %q, want %q", all[i].Account, got, c.Texts[k], c.Parts[m], p.Text)
			}
		}
		if all[i].Fixed != all[c.Members[0]].Fixed {
			t.Errorf("got %q and %q in one, want what is fixed the same", all[i].Fixed, all[c.Members[0]].Fixed)
		}
	}
}

// anyOutlines draws what is said of accounts that have much in common.
func anyOutlines() *rapid.Generator[[]Outline] {
	word := rapid.SampledFrom([]string{"a", "b", "OWN", "01", "x-01", "NAME", "#7", "sha256:0f", " ", "/", "›", "%20", "é", "\uE000", "\uE001", "\x00", "\xff"})
	return rapid.Custom(func(t *rapid.T) []Outline {
		texts := rapid.SliceOfN(rapid.SliceOfN(word, 0, 6), 1, 3).Draw(t, "texts")
		manners := rapid.SliceOfN(rapid.SampledFrom([]Manner{Content, Label, Sentence}), len(texts), len(texts)).Draw(t, "manners")
		var all []Outline
		for i := range rapid.IntRange(1, 12).Draw(t, "accounts") {
			o := Outline{Account: fmt.Sprintf("%s-%02d", rapid.SampledFrom([]string{"x", "y"}).Draw(t, "name"), i), Fixed: rapid.SampledFrom([]string{"f", "f", "g"}).Draw(t, "fixed")}
			for k, text := range texts {
				text = slices.Clone(text)
				if len(text) > 0 && rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
					text[0] = word.Draw(t, "other")
				}
				s := strings.ReplaceAll(strings.Join(text, ""), "OWN", fmt.Sprintf("%02d", i))
				o.Pieces = append(o.Pieces, Piece{strings.ReplaceAll(s, "NAME", o.Account), manners[k]})
			}
			all = append(all, o)
		}
		return all
	})
}

// Whatever is said, each account is in one cohort, and filling in its parts gives
// back exactly what is said of it.
func TestCohortsHideNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := anyOutlines().Draw(t, "all")
		var members []int
		for _, c := range Cohorts(all) {
			if len(c.Members) > 1 {
				checkCohort(t, all, &c)
			}
			members = append(members, c.Members...)
			for k, kind := range c.Kinds {
				parts, tied := map[string]bool{}, true
				for m, i := range c.Members {
					parts[c.Parts[m][k]] = true
					tied = tied && strings.Contains(all[i].Account, c.Parts[m][k])
				}
				if kind == Own && !tied && 2*len(parts) <= len(c.Members) {
					t.Errorf("got the parts %v of %d accounts, want them to differ", parts, len(c.Members))
				}
			}
		}
		slices.Sort(members)
		for i, m := range members {
			if i != m || len(members) != len(all) {
				t.Fatalf("got the members %v of %d accounts, want each once", members, len(all))
			}
		}
	})
}
