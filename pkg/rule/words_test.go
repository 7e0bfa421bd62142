package rule

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestList(t *testing.T) {
	t.Parallel()
	few, many := list{"a", "b"}, list{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	tests := []struct {
		name   string
		words  text.Spoken
		en, zh string
	}{
		{"few", few, "a, b", "a、b"},
		{"many", many, "1, 2, 3, 4, 5, 6, 7, 8, and 2 more", "1、2、3、4、5、6、7、8，还有 2 个"},
		{"to the last", text.List(many), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "1、2、3、4、5、6、7、8、9、10"},
		{"one menu", numbers{0}, "conditional menu 1", "第 1 份个性化菜单"},
		{"two menus", numbers{0, 2}, "conditional menus 1, 3", "第 1、3 份个性化菜单"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if en, zh := tt.words.In(text.English), tt.words.In(text.Chinese); en != tt.en || zh != tt.zh {
				t.Errorf("got %q and %q, want %q and %q", en, zh, tt.en, tt.zh)
			}
		})
	}
}
