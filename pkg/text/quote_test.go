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
			want := strconv.Quote(tt.shown)
			if tt.cut {
				want += "..."
			}
			if got := Quote(tt.value); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
