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
		{"60 letters", strings.Repeat("a", 60), strings.Repeat("a", 60), false},
		{"61 letters", strings.Repeat("a", 61), strings.Repeat("a", 60), true},
		{"60 Chinese characters", strings.Repeat("菜", 60), strings.Repeat("菜", 60), false},
		{"joined emoji are not cut apart", strings.Repeat(family, 20), strings.Repeat(family, 9), true},
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
