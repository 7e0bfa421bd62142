package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestNear(t *testing.T) {
	t.Parallel()
	rules := []string{"name-bytes-top", "name-bytes-sub", "name-required", "key-bytes", "url-bytes", "url-host", "retires", "retired", "edited"}
	tests := []struct {
		name  string
		word  string
		known []string
		want  []string
	}{
		{"the word itself", "url-host", rules, []string{"url-host"}},
		{"all that are as near", "retire", rules, []string{"retired", "retires"}},
		{"shortened", "name-byte", rules, []string{"name-bytes-sub", "name-bytes-top"}},
		{"a part", "bytes", rules, []string{"key-bytes", "name-bytes-sub", "name-bytes-top", "url-bytes"}},
		{"two parts, the last first", "host-url", rules, []string{"url-host"}},
		{"a part that is twice in the word", "url-url", rules, nil},
		{"letter case and separators", "URL_Ho", rules, []string{"url-host"}},
		{"the beginning", "edit", rules, []string{"edited"}},
		{"letters apart, and a part", "urlhosts", rules, []string{"url-host"}},
		{"too short", "ur", rules, nil},
		{"nothing", "", rules, nil},
		{"nothing but separators", "---", rules, nil},
		{"Chinese", "菜单项", []string{"菜单项目", "目录"}, []string{"菜单项目"}},
		{"a very long word", strings.Repeat("x", 100_000), rules, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := text.Near(tt.word, tt.known); !slices.Equal(got, tt.want) {
				t.Errorf("Near(%.20q): got %q, want %q", tt.word, got, tt.want)
			}
		})
	}
	if got, want := text.Both(text.Guess("retire", rules)), (text.Text{EN: ", did you mean one of retired, retires?", ZH: "，是不是 retired、retires 中的一个？"}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	fields := []string{"type", "name", "key", "url", "appid", "pagepath", "media_id", "article_id", "sub_button"}
	tests := []struct {
		name  string
		word  string
		known []string
		want  string
	}{
		{"the word itself", "url", fields, "url"},
		{"letter case", "appId", fields, "appid"},
		{"all upper case", "NAME", fields, "name"},
		{"separator left out", "subbutton", fields, "sub_button"},
		{"another separator", "media-id", fields, "media_id"},
		{"separator too many", "page_path", fields, "pagepath"},
		{"camel case", "articleId", fields, "article_id"},
		{"one letter doubled", "keyy", fields, "key"},
		{"one letter left out", "tpe", fields, "type"},
		{"two letters swapped in a long word", "aritcle_id", fields, "article_id"},
		{"plural", "sub_buttons", fields, "sub_button"},
		{"two letters swapped", "ulr", fields, "url"},
		{"one in three", "urx", fields, "url"},
		{"two in three", "uxx", fields, ""},
		{"a short word finds nothing", "x", fields, ""},
		{"two letters find nothing", "id", fields, ""},
		{"no such thing", "description", fields, ""},
		{"nothing", "", fields, ""},
		{"nothing but separators", "_-_", fields, ""},
		{"Chinese", "名称", fields, ""},
		{"Chinese letters count as one", "菜单项目", []string{"菜单项"}, "菜单项"},
		{"the first of equals by name", "bat", []string{"cat", "bar"}, "bar"},
		{"the nearest", "scancode_pus", []string{"scancode_waitmsg", "scancode_push"}, "scancode_push"},
		{"a very long word", strings.Repeat("x", 100_000), fields, ""},
		{"nothing known", "url", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			known := slices.Clone(tt.known)
			got, ok := text.Nearest(tt.word, known)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("Nearest(%.20q): got %q, %t, want %q", tt.word, got, ok, tt.want)
			}
			if !slices.Equal(known, tt.known) {
				t.Errorf("got known words in order %q, want them left as %q", known, tt.known)
			}
		})
	}
}
