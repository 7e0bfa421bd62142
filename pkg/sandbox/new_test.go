package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
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
		{"empty name", with(func(a *sandbox.Account) { a.Name = "" }), "the name is not"},
		{"upper-case name", with(func(a *sandbox.Account) { a.Name = "Brand" }), "the name is not"},
		{"name starts with a hyphen", with(func(a *sandbox.Account) { a.Name = "-a" }), "the name is not"},
		{"name of 64 bytes", with(func(a *sandbox.Account) { a.Name = strings.Repeat("a", 64) }), "the name is not"},
		{"appid in upper case", with(func(a *sandbox.Account) { a.AppID = "wx0123456789ABCDEF" }), "appid"},
		{"appid too short", with(func(a *sandbox.Account) { a.AppID = "wx0" }), "appid"},
		{"original id", with(func(a *sandbox.Account) { a.AppID = "gh_0123456789abcde" }), "appid"},
		{"no secret", with(func(a *sandbox.Account) { a.Secret = "" }), "no secret"},
		{"bad allowed ip", with(func(a *sandbox.Account) { a.AllowedIPs = []string{"here"} }), "allowed ip"},
		{"negative late reads", with(func(a *sandbox.Account) { a.LateReads = -1 }), "late reads -1"},
		{"unknown console", with(func(a *sandbox.Account) { a.Console = 3 }), "console 3"},
		{"unknown rule style", with(func(a *sandbox.Account) { a.MatchRule = -1 }), "match rule -1"},
		{"follower without OpenID", with(func(a *sandbox.Account) { a.Followers = []sandbox.Follower{{}} }), "no OpenID"},
		{"follower's platform", with(func(a *sandbox.Account) { a.Followers = []sandbox.Follower{{OpenID: "o", Platform: "ios"}} }), "the platform is not"},
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
