package sandbox_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

func TestFaultsOnConditionalPaths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path, body string
		acted      func(sandbox.Live) bool
	}{
		{addPath, conditionalBody, func(l sandbox.Live) bool { return len(l.Conditional) == 2 }},
		{removePath, `{"menuid":"ID"}`, func(l sandbox.Live) bool { return len(l.Conditional) == 0 }},
		{tryPath, `{"user_id":"o"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			l := conditionalRig(t, func(a *sandbox.Account) { a.Followers = []sandbox.Follower{{OpenID: "o"}} }).serve()
			body := strings.Replace(tt.body, "ID", l.want(addPath, conditionalBody).MenuID, 1)
			send := func() (response, error) {
				return l.submit(tt.path, body)
			}
			for _, f := range []sandbox.Fault{{Errcode: -1}, {Status: 502}, {Cut: sandbox.CutBefore}} {
				f.Path, f.Call = tt.path, 1
				l.Fault(f)
				resp, err := send()
				if f.Cut == loopback.CutNone && (err != nil || f.Status != 0 && resp.status != f.Status || f.Errcode != 0 && !strings.Contains(resp.body, "system error")) ||
					f.Cut != loopback.CutNone && err == nil {
					t.Errorf("got %+v, %v, want the fault %+v", resp, err, f)
				}
				if live, _ := l.Live("brand-cn"); tt.acted != nil && tt.acted(live) {
					t.Errorf("got %+v after the fault %+v, want nothing done", live, f)
				}
			}
			l.Fault(sandbox.Fault{Path: tt.path, Call: 1, Cut: sandbox.CutAfter})
			if resp, err := send(); err == nil {
				t.Errorf("got %+v, want a lost answer", resp)
			}
			if live, _ := l.Live("brand-cn"); tt.acted != nil && !tt.acted(live) {
				t.Errorf("got %+v, want it done", live)
			}
		})
	}
}
