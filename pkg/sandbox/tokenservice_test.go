package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

const (
	servicePath = "/sandbox/token/brand-cn"
	renewPath   = servicePath + "/renew"
)

// serviceToken asks the token service and returns its token.
func (r *rig) serviceToken(path string) string {
	r.Helper()
	got := r.do("GET", path, "")
	_, after, _ := strings.Cut(got.body, `_token":"`)
	token, _, found := strings.Cut(after, `"`)
	if got.status != http.StatusOK || !found {
		r.Fatalf("got %d %s, want a token", got.status, got.body)
	}
	return token
}

// accepts reports whether WeChat takes a token.
func (r *rig) accepts(token string) bool {
	r.Helper()
	return strings.Contains(r.do("GET", "/cgi-bin/get_current_selfmenu_info?access_token="+token, "").body, "is_menu_open")
}

func TestTokenServiceIsFresh(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.serviceToken(servicePath)
	if !r.accepts(first) || r.serviceToken(servicePath) != first {
		t.Errorf("got a token that is refused or another one, want one token that WeChat takes")
	}
	if got := r.do("GET", servicePath+"?key=authorizer_access_token", "").body; !strings.HasPrefix(got, `{"authorizer_access_token":"98_`) || !strings.HasSuffix(got, `","expires_in":7200}`) {
		t.Errorf("got %s, want the token under that key", got)
	}
	r.clock.advance(2*time.Hour - 4*time.Minute)
	second := r.serviceToken(servicePath)
	if second == first || !r.accepts(second) || !r.accepts(first) {
		t.Errorf("got %s after %s, want a new token in the last minutes, and the old one to work on", second, first)
	}
	third := r.serviceToken(renewPath)
	if third == second || !r.accepts(third) || r.accepts(second) || r.serviceToken(servicePath) != third {
		t.Errorf("got %s after %s, want a new token alone", third, second)
	}
}

func TestTokenServiceIsStale(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Fault(sandbox.Fault{Path: servicePath, Call: 1, Answer: sandbox.AnswerStale})
	stale := r.serviceToken(servicePath)
	if r.accepts(stale) || r.serviceToken(servicePath) != stale {
		t.Errorf("got a token that WeChat takes, want the same refused one until it is renewed")
	}
	r.serviceToken(renewPath)
	if fresh := r.serviceToken(servicePath); fresh == stale || !r.accepts(fresh) {
		t.Errorf("got %s after renewing, want one that WeChat takes", fresh)
	}
}

func TestTokenServiceGoesWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fault  sandbox.Fault
		status int
		want   string
	}{
		{"shape", sandbox.Fault{Path: servicePath, Answer: sandbox.AnswerShape}, 200, `{"code":0,"result":`},
		{"page", sandbox.Fault{Path: servicePath, Answer: sandbox.AnswerPage}, 200, "<!DOCTYPE html>"},
		{"nothing", sandbox.Fault{Path: servicePath, Answer: sandbox.AnswerNothing}, 200, ""},
		{"errcode", sandbox.Fault{Path: servicePath, Errcode: 40164}, 200, `{"errcode":40164,"errmsg":"invalid ip `},
		{"refusing", sandbox.Fault{Path: servicePath, Status: 401}, 401, "401"},
		{"of the account", sandbox.Fault{Path: servicePath, Account: "brand-cn", Status: 502}, 502, "502"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.Fault(tt.fault)
			got := r.do("GET", servicePath, "")
			if got.status != tt.status || !strings.Contains(got.body, tt.want) || strings.Contains(got.body, "access_token") {
				t.Errorf("got %d %s, want %d and %s", got.status, got.body, tt.status, tt.want)
			}
		})
	}
	r := newRig(t)
	if got := r.do("GET", "/sandbox/token/other", "").status; got != http.StatusNotFound {
		t.Errorf("got %d for an unknown account, want 404", got)
	}
	if got := r.do("POST", servicePath, "").status; got != http.StatusMethodNotAllowed {
		t.Errorf("got %d for POST, want 405", got)
	}
}
