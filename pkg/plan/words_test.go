package plan

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestShown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		said    string
		asName  string
		asValue string
	}{
		{"a word", "门店", "门店", "门店"},
		{"two words", "Our shops", "Our shops", `"Our shops"`},
		{"a joined emoji", "👩‍👧 亲子", "👩‍👧 亲子", `"👩\u200d👧 亲子"`},
		{"a link", "https://example.com/?a=1&b=%20#top", "https://example.com/?a=1&b=%20#top", "https://example.com/?a=1&b=%20#top"},
		{"empty", "", `""`, `""`},
		{"blank", "\u3000", `"\u3000"`, `"\u3000"`},
		{"a blank before it", " a", `" a"`, `" a"`},
		{"a line break", "a\nb", `"a\nb"`, `"a\nb"`},
		{"an escape", "a\x1b[2J", `"a\x1b[2J"`, `"a\x1b[2J"`},
		{"quotes", `a"b`, `"a\"b"`, `"a\"b"`},
		{"Chinese quotes", "a”b", `"a”b"`, `"a”b"`},
		{"a path", "会员 › 门店", `"会员 › 门店"`, `"会员 › 门店"`},
		{"no UTF-8", "a\xff", `"a\xff"`, `"a\xff"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := (path{tt.said}).In(text.English); got != tt.asName {
				t.Errorf("got %s as a name, want %s", got, tt.asName)
			}
			if got := value(tt.said).In(text.English); got != tt.asValue {
				t.Errorf("got %s as a value, want %s", got, tt.asValue)
			}
		})
	}
}
