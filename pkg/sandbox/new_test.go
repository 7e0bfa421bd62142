package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	with := func(change func(*sandbox.Account)) sandbox.Options {
		a := brand()
		change(&a)
		return sandbox.Options{Accounts: []sandbox.Account{a}, Now: time.Now}
	}
	tests := []struct {
		name string
		o    sandbox.Options
		want string
	}{
		{"no clock", sandbox.Options{}, "no clock"},
		{"empty name", with(func(a *sandbox.Account) { a.Name = "" }), "a name has"},
		{"upper-case name", with(func(a *sandbox.Account) { a.Name = "Brand" }), "a name has"},
		{"name starts with a hyphen", with(func(a *sandbox.Account) { a.Name = "-a" }), "a name has"},
		{"name of 64 bytes", with(func(a *sandbox.Account) { a.Name = strings.Repeat("a", 64) }), "a name has"},
		{"appid in upper case", with(func(a *sandbox.Account) { a.AppID = "wx0123456789ABCDEF" }), "appid"},
		{"appid too short", with(func(a *sandbox.Account) { a.AppID = "wx0" }), "appid"},
		{"original id", with(func(a *sandbox.Account) { a.AppID = "gh_0123456789abcde" }), "appid"},
		{"the secret is empty", with(func(a *sandbox.Account) { a.Secret = "" }), "the secret is empty"},
		{"bad allowed ip", with(func(a *sandbox.Account) { a.AllowedIPs = []string{"here"} }), "in allowedIPs"},
		{"negative late reads", with(func(a *sandbox.Account) { a.LateReads = -1 }), "lateReads is -1"},
		{"unknown console", with(func(a *sandbox.Account) { a.Console = 3 }), "console is 3"},
		{"unknown rule style", with(func(a *sandbox.Account) { a.MatchRule = -1 }), "matchRule is -1"},
		{"follower without OpenID", with(func(a *sandbox.Account) { a.Followers = []sandbox.Follower{{}} }), "the OpenID is empty"},
		{"follower's platform", with(func(a *sandbox.Account) { a.Followers = []sandbox.Follower{{OpenID: "o", Platform: "ios"}} }), "the platform is"},
		{"two of an OpenID", with(func(a *sandbox.Account) { a.Followers = []sandbox.Follower{{OpenID: "o"}, {OpenID: "o"}} }), "the OpenID is given twice"},
		{"two of a name", sandbox.Options{Now: time.Now, Accounts: []sandbox.Account{brand(), {Name: "brand-cn", AppID: "wx1123456789abcdef", Secret: "s"}}}, "given twice"},
		{"two of an appid", sandbox.Options{Now: time.Now, Accounts: []sandbox.Account{brand(), {Name: "b", AppID: appID, Secret: "s"}}}, "same appid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := sandbox.New(tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
			if tt.o.Now != nil {
				checkChinese(t, loopback.Message(err, loopback.Chinese))
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("got the secret in %q", err)
			}
		})
	}
}

func TestNewAccepts(t *testing.T) {
	t.Parallel()
	a := brand()
	a.Name = strings.Repeat("0", 63)
	if _, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{a}, Now: time.Now}); err != nil {
		t.Error(err)
	}
	if _, err := sandbox.New(sandbox.Options{Now: time.Now}); err != nil {
		t.Errorf("without accounts: %v", err)
	}
}
