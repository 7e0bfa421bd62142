package alike

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"no word", " -/…", " -/…"},
		{"words", "now sends key STORE_001", "_ _ _ ___"},
		{"digits and letters together", "store001x", "_"},
		{"an address", "https://www.example.com/s/001?a=b", "_://_._._/_/_?_=_"},
		{"escapes of an address", "/%E5%8C%97a/%zz", "/_/%_"},
		{"Chinese", "“王府井 › 营业时间”现在", "“_ › _”_"},
		{"a digest and numbers", "sha256:00ff, record #12 of 12, record 7", "_:~, _ #~ _ _, _ ~"},
		{"a moment", "until 2026-11-22T12:05:00Z, 2026-11-22", "_ ~, _-_-_"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ws, between := words(tt.in)
			for _, w := range ws {
				mark := "_"
				if w.free {
					mark = "~"
				}
				between = strings.Replace(between, gap, mark, 1)
			}
			if between != tt.want {
				t.Errorf("got %q, want %q", between, tt.want)
			}
		})
	}
}

func TestReplaceWord(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"by itself", "store-1", "X"},
		{"among others", "caidan pull store-1; (store-1)", "caidan pull X; (X)"},
		{"in a path", "menus/store-1.jsonnet", "menus/X.jsonnet"},
		{"a part of a longer name", "store-10 bookstore-1 店store-1", "store-10 bookstore-1 店store-1"},
		{"no such", "store", "store"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := replaceWord(tt.in, "store-1", "X"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
