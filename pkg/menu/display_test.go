package menu_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestShownName(t *testing.T) {
	t.Parallel()
	const family = "👨‍👩‍👧‍👦"
	tests := []struct {
		name  string
		text  string
		cells int
		width int
		want  string
	}{
		{"empty", "", 0, menu.ShownTop, ""},
		{"four Chinese characters", "今日歌曲", 8, menu.ShownTop, "今日歌曲"},
		{"five Chinese characters", "今日的歌曲", 10, menu.ShownTop, "今日的歌..."},
		{"eight Chinese characters", "今日歌曲今日歌曲", 16, menu.ShownSub, "今日歌曲今日歌曲"},
		{"nine Chinese characters", "今日歌曲今日歌曲今", 18, menu.ShownSub, "今日歌曲今日歌曲..."},
		{"eight letters", "abcdefgh", 8, menu.ShownTop, "abcdefgh"},
		{"nine letters", "abcdefghi", 9, menu.ShownTop, "abcdefgh..."},
		{"a wide one does not fit in one cell", "a今日歌曲", 9, menu.ShownTop, "a今日歌..."},
		{"full-width letters", "ＡＢＣＤＥ", 10, menu.ShownTop, "ＡＢＣＤ..."},
		{"full-width punctuation", "菜，单", 6, menu.ShownTop, "菜，单"},
		{"emoji", "💕秦枫💕", 8, menu.ShownTop, "💕秦枫💕"},
		{"emoji over", "🔥热门小说", 10, menu.ShownTop, "🔥热门小..."},
		{"a joined emoji is one picture", family, 2, menu.ShownTop, family},
		{"joined emoji are not cut apart", strings.Repeat(family, 5), 10, menu.ShownTop, strings.Repeat(family, 4) + "..."},
		{"an emoji with a skin tone", "👍🏽", 2, menu.ShownTop, "👍🏽"},
		{"a flag", "🇨🇳菜单", 6, menu.ShownTop, "🇨🇳菜单"},
		{"an emoji by selector", "🛍️商城", 6, menu.ShownTop, "🛍️商城"},
		{"combining marks take no room", strings.Repeat("e\u0301", 8), 8, menu.ShownTop, strings.Repeat("e\u0301", 8)},
		{"combining marks stay with their letter", strings.Repeat("e\u0301", 9), 9, menu.ShownTop, strings.Repeat("e\u0301", 8) + "..."},
		{"Korean by parts", "\u1112\u1161\u11ab", 2, menu.ShownTop, "\u1112\u1161\u11ab"},
		{"Chinese quotation marks", "“菜单”", 8, menu.ShownTop, "“菜单”"},
		{"Chinese quotation marks over", "“新菜单”", 10, menu.ShownTop, "“新菜单..."},
		{"single quotation marks", "‘门店’", 8, menu.ShownTop, "‘门店’"},
		{"an ellipsis", "更多…", 6, menu.ShownTop, "更多…"},
		{"a dash", "门店——", 8, menu.ShownTop, "门店——"},
		{"the longest dash is one character", "\u2e3b", 2, menu.ShownTop, "\u2e3b"},
		{"a middle dot", "新·菜单", 8, menu.ShownTop, "新·菜单"},
		{"an ASCII dot", "新.菜单", 7, menu.ShownTop, "新.菜单"},
		{"numbers in circles", "①②③④⑤", 10, menu.ShownTop, "①②③④..."},
		{"stars", "★新品★", 8, menu.ShownTop, "★新品★"},
		{"arrows", "→门店", 6, menu.ShownTop, "→门店"},
		{"a heart as text", "❤门店", 6, menu.ShownTop, "❤门店"},
		{"a times sign", "2×3", 4, menu.ShownTop, "2×3"},
		{"a euro sign", "10€", 3, menu.ShownTop, "10€"},
		{"a raised digit", "m²", 2, menu.ShownTop, "m²"},
		{"Cyrillic and Greek", "Яω", 2, menu.ShownTop, "Яω"},
		{"half-width katakana", "ｱｲｳ", 3, menu.ShownTop, "ｱｲｳ"},
		{"a keycap of a letter", "a⃣", 2, menu.ShownTop, "a⃣"},
		{"the first general punctuation", "\u2010\u2011", 4, menu.ShownTop, "\u2010\u2011"},
		{"what is before it", "\u00a1\u00bf", 2, menu.ShownTop, "\u00a1\u00bf"},
		{"the last raised and currency signs", "\u2070\u20bf", 2, menu.ShownTop, "\u2070\u20bf"},
		{"what stands beside them", "\u205e\u2100", 4, menu.ShownTop, "\u205e\u2100"},
		{"the last arrows", "\u2bfe\u2bff", 4, menu.ShownTop, "\u2bfe\u2bff"},
		{"what is behind them", "\u2c7c\u2e17", 2, menu.ShownTop, "\u2c7c\u2e17"},
		{"a keycap", "1️⃣门店", 6, menu.ShownTop, "1️⃣门店"},
		{"a tag flag", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2, menu.ShownTop, "🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
		{"no room at all", "菜单", 4, 0, "..."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := menu.Width(tt.text); got != tt.cells {
				t.Errorf("Width(%q): got %d, want %d", tt.text, got, tt.cells)
			}
			if got, want := menu.Fits(tt.text, tt.width), tt.cells <= tt.width; got != want {
				t.Errorf("Fits(%q, %d): got %t, want %t", tt.text, tt.width, got, want)
			}
			if got := menu.ShownName(tt.text, tt.width); got != tt.want {
				t.Errorf("ShownName(%q, %d): got %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// Whatever the text, what fits is what is at most that wide.
func FuzzFits(f *testing.F) {
	for _, text := range []string{"", "今日歌曲", "“门店”", "1️⃣", "👨‍👩‍👧‍👦", "\u2e3b\u2e3b", "a\u0301\u0301", "\xff", "ｱ", "\u1112\u1161\u11ab"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		width := menu.Width(text)
		for limit := max(width-3, 0); limit < width+3; limit++ {
			if got, want := menu.Fits(text, limit), width <= limit; got != want {
				t.Errorf("Fits(%q, %d): got %t, want %t: it is %d wide", text, limit, got, want, width)
			}
		}
		shown, cut := strings.CutSuffix(menu.ShownName(text, menu.ShownTop), "...")
		if menu.Width(shown) > menu.ShownTop && cut || !strings.HasPrefix(text, shown) {
			t.Errorf("ShownName(%q): got %q", text, shown)
		}
	})
}
