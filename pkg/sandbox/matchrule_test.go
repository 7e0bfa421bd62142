package sandbox_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func TestRuleStyles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		style      sandbox.RuleStyle
		rule, want string
	}{
		{"tag_id", sandbox.RuleTagID, `{"tag_id":"2","client_platform_type":"1"}`, `{"tag_id":"2","client_platform_type":"1"}`},
		{"group_id", sandbox.RuleGroupID, `{"tag_id":"2","client_platform_type":"1"}`, `{"group_id":"2","client_platform_type":"1"}`},
		{"numbers", sandbox.RuleGroupNumber, `{"tag_id":"2","client_platform_type":"1"}`, `{"group_id":2,"client_platform_type":1}`},
		{"numbers, platform alone", sandbox.RuleGroupNumber, `{"client_platform_type":"1"}`, `{"client_platform_type":1}`},
		{"no number", sandbox.RuleGroupNumber, `{"tag_id":"vip"}`, `{"group_id":"vip"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t, func(a *sandbox.Account) { a.MatchRule = tt.style })
			r.want(addPath, ruled(tt.rule))
			if got := r.get(getPath).raw; !strings.Contains(got, `"matchrule":`+tt.want+`,"menuid"`) {
				t.Errorf("got %s, want the rule %s", got, tt.want)
			}
			if live, _ := r.Live("brand-cn"); string(live.Conditional[0].Body) != ruled(tt.rule) {
				t.Errorf("got %s from Live, want what was sent", live.Conditional[0].Body)
			}
		})
	}
}
