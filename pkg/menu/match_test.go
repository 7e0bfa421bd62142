package menu_test

import (
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestMatchRule(t *testing.T) {
	t.Parallel()
	sex := []menu.Extra{{Name: "sex", Value: "1"}}
	tests := []struct {
		name  string
		rule  menu.MatchRule
		empty bool
		want  string
	}{
		{"nothing", menu.MatchRule{}, true, ""},
		{"a tag", menu.MatchRule{TagID: "134"}, false, "tag_id=134"},
		{"a platform", menu.MatchRule{ClientPlatformType: "1"}, false, "client_platform_type=1"},
		{"a retired field", menu.MatchRule{Extra: sex}, false, "sex=1"},
		{"all", menu.MatchRule{TagID: "134", ClientPlatformType: "1", Extra: sex}, false, "tag_id=134 client_platform_type=1 sex=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.rule.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := tt.rule.Empty(); got != tt.empty {
				t.Errorf("got empty %t, want %t", got, tt.empty)
			}
		})
	}
	for field, want := range map[string]bool{"sex": true, "country": true, "province": true, "city": true, "language": true, "tag_id": false, "age": false} {
		if got := menu.Retired(field); got != want {
			t.Errorf("%s: got retired %t, want %t", field, got, want)
		}
	}
}
