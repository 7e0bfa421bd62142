package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestSandboxHelpHasFaults holds that the help says what each member of a fault is.
func TestSandboxHelpHasFaults(t *testing.T) {
	t.Parallel()
	for _, f := range reflect.VisibleFields(reflect.TypeFor[sandbox.Fault]()) {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		for _, l := range []text.Lang{text.English, text.Chinese} {
			if help := sandboxHelp.In(l); member == "" || !strings.Contains(help, "\n  "+member+"  ") {
				t.Errorf("%s: got no line of %q in the help in %s", f.Name, member, l)
			}
		}
	}
}

// TestSandboxConfigIsWhole holds that a file of settings reaches every exported field
// of an account, of a follower, of a cloud and of a platform.
func TestSandboxConfigIsWhole(t *testing.T) {
	t.Parallel()
	const whole = `{"accounts": {"brand-cn": {
		"appid": "wx0123456789abcdef", "secret": "s", "uncertified": true, "allowedIPs": ["::1"], "checkEveryCall": true,
		"miniPrograms": [], "media": ["m"], "articles": ["a"], "console": "hides", "lateReads": 2, "normalise": true,
		"matchRule": "groupID", "menuIDNumber": true, "countDomains": true, "wrapTryMatch": true,
		"followers": [{"openid": "o", "tags": [7, 2], "platform": "android", "left": true}]}}, "cloud": {"owner": "brand-cn", "paths": ["/cgi-bin/menu/get"]},
		"platform": {"appid": "wx00000000000000aa", "secret": "s", "token": "t", "key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "rotates": true}}`
	o := sandbox.Options{Now: time.Now}
	if err := decodeSandbox([]byte(whole), &o); err != nil {
		t.Fatal(err)
	}
	want := sandbox.Account{
		Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: "s", Uncertified: true, AllowedIPs: []string{"::1"}, CheckEveryCall: true,
		MiniPrograms: []string{}, Media: []string{"m"}, Articles: []string{"a"}, Console: sandbox.ConsoleHides, LateReads: 2, Normalise: true,
		MatchRule: sandbox.RuleGroupID, MenuIDNumber: true, CountDomains: true, WrapTryMatch: true,
		Followers: []sandbox.Follower{{OpenID: "o", Tags: []int{7, 2}, Platform: sandbox.Android, Left: true}},
	}
	if !reflect.DeepEqual(o.Accounts, []sandbox.Account{want}) {
		t.Errorf("got %+v, want %+v", o.Accounts, want)
	}
	for _, v := range []reflect.Value{reflect.ValueOf(*o.Cloud), reflect.ValueOf(*o.ThirdParty), reflect.ValueOf(o.Accounts[0]), reflect.ValueOf(o.Accounts[0].Followers[0])} {
		for _, f := range reflect.VisibleFields(v.Type()) {
			if v.FieldByIndex(f.Index).IsZero() {
				t.Errorf("%s: got nothing from the settings, want a value", f.Name)
			}
		}
	}
}

// TestSandboxWords holds that each word of the settings is the constant it names.
func TestSandboxWords(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]any{
		`"console": "keeps"`: sandbox.ConsoleKeeps, `"console": "hides"`: sandbox.ConsoleHides, `"console": "shows"`: sandbox.ConsoleShows,
		`"matchRule": "tagID"`: sandbox.RuleTagID, `"matchRule": "groupID"`: sandbox.RuleGroupID, `"matchRule": "groupNumber"`: sandbox.RuleGroupNumber,
		`"followers": [{"openid": "o", "platform": "ios"}]`:     sandbox.IOS,
		`"followers": [{"openid": "o", "platform": "android"}]`: sandbox.Android,
		`"followers": [{"openid": "o", "platform": "others"}]`:  sandbox.Others,
	} {
		o := sandbox.Options{Now: time.Now}
		if err := decodeSandbox([]byte(`{"accounts": {"a": {"appid": "wx0123456789abcdef", "secret": "s", `+word+`}}}`), &o); err != nil {
			t.Fatal(err)
		}
		got := any(o.Accounts[0].Console)
		switch want.(type) {
		case sandbox.RuleStyle:
			got = o.Accounts[0].MatchRule
		case sandbox.Platform:
			got = o.Accounts[0].Followers[0].Platform
		}
		if got != want {
			t.Errorf("%s: got %v, want %v", word, got, want)
		}
	}
}

func TestLogCall(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 1, 12, 0, 0, int(250*time.Millisecond), time.UTC)
	tests := []struct {
		name string
		in   loopback.Call
		want string
	}{
		{"served", loopback.Call{Account: "brand-cn", Method: "POST", Path: "/cgi-bin/menu/create", Status: 200}, "brand-cn POST /cgi-bin/menu/create 200"},
		{"refused", loopback.Call{Method: "GET", Path: "/cgi-bin/menu/get", Status: 200, Errcode: 40014}, "- GET /cgi-bin/menu/get 200 errcode 40014"},
		{"cut", loopback.Call{Method: "GET", Path: "/cgi-bin/menu/get", Faulty: true}, "- GET /cgi-bin/menu/get - (a fault)"},
		{"hostile", loopback.Call{Method: "GET", Path: "/cgi-bin/a\n::error::b\x1b[2J", Status: 404}, `- GET /cgi-bin/a\u000a::error::b\u001b[2J 404`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			tt.in.Time = noon
			(&app{stderr: &out}).logCall()(tt.in)
			if got, want := out.String(), "12:00:00.250 "+tt.want+"\n"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
