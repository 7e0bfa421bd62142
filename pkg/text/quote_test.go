package text

import (
	"strconv"
	"strings"
	"testing"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	const family = "👨‍👩‍👧‍👦"
	tests := []struct {
		name  string
		value string
		shown string
		cut   bool
	}{
		{"empty", "", "", false},
		{"80 letters", strings.Repeat("a", 80), strings.Repeat("a", 80), false},
		{"81 letters", strings.Repeat("a", 81), strings.Repeat("a", 80), true},
		{"80 Chinese characters", strings.Repeat("菜", 80), strings.Repeat("菜", 80), false},
		{"joined emoji are not cut apart", strings.Repeat(family, 20), strings.Repeat(family, 11), true},
		{"marks without end", "a" + strings.Repeat("\u0301", 1000), "", true},
		{"marks without end, later", "abc" + strings.Repeat("\u0301", 1000), "ab", true},
		{"bytes that are not UTF-8", "a\xff", "a\xff", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want, chinese := strconv.Quote(tt.shown), strings.Trim(strconv.Quote(tt.shown), `"`)
			chinese = "“" + chinese + "”"
			if tt.cut {
				want, chinese = want+"...", chinese+"…"
			}
			q := Quote(tt.value)
			if got := Both(q); got != (Text{want, chinese}) || q.String() != want {
				t.Errorf("got %s and %s, want %s and %s", got, q, want, chinese)
			}
			if back, behind, found := Unquote(want + " (text)"); back != q || behind != " (text)" || !found {
				t.Errorf("got %s back, and %q behind it, found %t, want %s", back, behind, found, q)
			}
		})
	}
}

// TestQuoteInQuotes holds that no value ends the quotes that it is in.
func TestQuoteInQuotes(t *testing.T) {
	t.Parallel()
	value := `a"b\"c“d”e`
	want := Text{EN: `"a\"b\\\"c“d”e"`, ZH: `“a"b\\"c\u201cd\u201de”`}
	if got := Both(Sayf("%q", "%q", value)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, behind, found := Unquote("'a'"); found || behind != "'a'" {
		t.Errorf("got a value before %q, want none", behind)
	}
	if got, want := Both(Quotes([]string{"a", "b", "c"}).Most(2)), (Text{`"a", "b" and 1 more`, "“a”、“b”，另有 1 个"}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
