package rule

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestMenusNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		places []int
		want   text.Text
	}{
		{"one menu", []int{0}, text.Text{EN: "conditional menu 1", ZH: "第 1 份个性化菜单"}},
		{"two menus", []int{0, 2}, text.Text{EN: "conditional menus 1, 3", ZH: "第 1、3 份个性化菜单"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := text.Both(menusNamed(tt.places)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
