package sandbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	nop := func(context.Context, []byte) ([]byte, error) { return nil, nil }
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
		{"negative timeout", sandbox.Options{Now: time.Now, FunctionTimeout: -1}, "function timeout"},
		{"timeout over 15 minutes", sandbox.Options{Now: time.Now, FunctionTimeout: 16 * time.Minute}, "function timeout"},
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
		{"function without code", sandbox.Options{Now: time.Now, Functions: map[string]func(context.Context, []byte) ([]byte, error){"f": nil}}, `function "f"`},
		{"function name with a blank", sandbox.Options{Now: time.Now, Functions: map[string]func(context.Context, []byte) ([]byte, error){"a b": nop}}, `function "a b"`},
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

func TestListen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		addr string
		want string // "" = it listens
	}{
		{"127.0.0.1:0", ""},
		{"127.0.0.2:0", ""},
		{"localhost:0", ""},
		{":8080", "this machine only"},
		{"0.0.0.0:1", "this machine only"},
		{"[::]:1", "this machine only"},
		{"192.0.2.7:80", "this machine only"},
		{"[::ffff:192.0.2.7]:80", "this machine only"},
		{"example.com:80", "this machine only"},
		{"localhost.example.com:80", "this machine only"},
		{"0:80", "this machine only"},
		{"127.1:80", "this machine only"},
		{"127.0.0.1", "want HOST:PORT"},
		{"", "want HOST:PORT"},
		{"127.0.0.1:99999", "listen on"},
	}
	for _, tt := range tests {
		t.Run(tt.addr, func(t *testing.T) {
			t.Parallel()
			l, err := sandbox.Listen(t.Context(), tt.addr)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				_ = l.Close()
				return
			}
			if err == nil {
				_ = l.Close()
				t.Fatal("got a listener, want an error")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}
