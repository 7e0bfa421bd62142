package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// cloudPath answers the cloud's token.
const cloudPath = "/sandbox/cloud/token"

func newCloud(t *testing.T, c sandbox.Cloud) *rig {
	t.Helper()
	other := sandbox.Account{Name: "brand-de", AppID: "wxfedcba9876543210", Secret: secret}
	return newRigWith(t, sandbox.Options{Accounts: []sandbox.Account{brand(), other}, Cloud: &c})
}

// TestCloud holds whose a call without a token is, and what is let through.
func TestCloud(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		cloud  sandbox.Cloud
		path   string
		status int
		want   string // in the answer
		whose  string
	}{
		{"the owner's", sandbox.Cloud{Owner: "brand-cn"}, getPath, 200, `"errcode":46003`, "brand-cn"},
		{"another's", sandbox.Cloud{Owner: "brand-cn"}, getPath + "?from_appid=wxfedcba9876543210", 200, `"errcode":46003`, "brand-de"},
		{"a stranger's", sandbox.Cloud{Owner: "brand-cn"}, getPath + "?from_appid=wx0000000000000000", 200, `"errcode":48001`, ""},
		{"a mini program's", sandbox.Cloud{}, getPath, 200, `"errcode":48001`, ""},
		{"listed", sandbox.Cloud{Owner: "brand-cn", Paths: []string{getPath}}, getPath, 200, `"errcode":46003`, "brand-cn"},
		{"not listed", sandbox.Cloud{Owner: "brand-cn", Paths: []string{"/cgi-bin/menu/create"}}, getPath, 502, "", "brand-cn"},
		{"a made-up token", sandbox.Cloud{Owner: "brand-cn"}, getPath + "?cloudbase_access_token=x", 200, `"errcode":40001`, "brand-cn"},
		{"an account's token that is none", sandbox.Cloud{Owner: "brand-cn"}, getPath + "?access_token=x", 200, `"errcode":40014`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newCloud(t, tt.cloud)
			got := r.do(http.MethodGet, tt.path, "")
			if calls := r.Calls(); got.status != tt.status || !strings.Contains(got.body, tt.want) || calls[0].Account != tt.whose {
				t.Errorf("got %d %s of %q, want %d %s of %q", got.status, got.body, calls[0].Account, tt.status, tt.want, tt.whose)
			}
		})
	}
}

// TestNotPlayed holds that a sandbox without a cloud or a platform says how to get one.
func TestNotPlayed(t *testing.T) {
	t.Parallel()
	r := newRigWith(t, sandbox.Options{Accounts: []sandbox.Account{brand()}})
	for _, tt := range []struct{ method, path, want string }{
		{http.MethodGet, cloudPath, "does not play WeChat Cloud Run; start it with --cloud-owner"},
		{http.MethodPost, "/sandbox/platform", "does not play a third-party platform; start it with --platform"},
	} {
		if got := r.do(tt.method, tt.path, "{}"); got.status != http.StatusNotFound || !strings.Contains(got.body, tt.want) {
			t.Errorf("%s %s: got %d %s, want 404 and %q", tt.method, tt.path, got.status, got.body, tt.want)
		}
	}
}

// TestCloudToken holds that a token works for half an hour beside those after it.
func TestCloudToken(t *testing.T) {
	t.Parallel()
	r := newCloud(t, sandbox.Cloud{Owner: "brand-cn"})
	fresh := func() string { return r.do(http.MethodGet, cloudPath, "").body }
	holds := func(token, want string) {
		t.Helper()
		if got := r.do(http.MethodGet, getPath+"?cloudbase_access_token="+token, ""); !strings.Contains(got.body, want) {
			t.Errorf("got %s, want %s", got.body, want)
		}
	}
	first := fresh()
	r.clock.advance(29 * time.Minute)
	second := fresh()
	holds(first, `"errcode":46003`)
	holds(second, `"errcode":46003`)
	r.clock.advance(time.Minute)
	holds(first, `"errcode":42001`)
	holds(second, `"errcode":46003`)
}

func TestCloudIsRefused(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]sandbox.Cloud{
		"does not play an account": {Owner: "brand-fr"},
		"that can be let through":  {Owner: "brand-cn", Paths: []string{"/cgi-bin/token"}},
	} {
		if _, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now, Cloud: &c}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
