package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

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
