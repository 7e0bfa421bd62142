package store

import (
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/platform"
)

// messageKey is a key of a platform's messages.
const messageKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

func TestComponent(t *testing.T) {
	t.Parallel()
	whole := `{"appid":"` + otherID + `","secret":"` + secret + `","token":"t","aesKey":"` + messageKey + `","ticket":"received"}`
	with := func(old, new string) string { return strings.Replace(whole, old, new, 1) }
	tests := []struct{ name, component, want string }{
		{"the least", whole, ""},
		{"from files", with(`"received"`, `"file:/t","refresh":"file:/r"`), ""},
		{"a text", `"x"`, `the "component" of brand-cn in here is missing, or not of its form`},
		{"no appid", with(`"appid":"`+otherID+`",`, ""), `the "component.appid" of brand-cn`},
		{"an odd appid", with(otherID, "gh_1"), `the "component.appid" of brand-cn`},
		{"no secret", with(secret, ""), `the "component.secret" of brand-cn`},
		{"no token", with(`"t"`, `""`), `the "component.token" of brand-cn`},
		{"a short key", with(messageKey, messageKey[1:]), `the "component.aesKey" of brand-cn`},
		{"another ticket", with("received", "ticket@@@"+secret), `the "component.ticket" of brand-cn`},
		{"a ticket's file without a name", with("received", "file:"), `the "component.ticket" of brand-cn`},
		{"a refresh token", with(`"received"`, `"received","refresh":"`+secret+`"`), `the "component.refresh" of brand-cn`},
		{"unknown", with(`"received"`, `"received","url":"`+secret+`"`), `an unknown key, "component.url"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := []byte(`{"appid":"` + appID + `","component":` + tt.component + `}`)
			source, err := found{account: "brand-cn", place: "here", holder: platform.NewHolder("x", time.Now)}.decode(data)
			if _, is := source.(credential.Component); tt.want == "" && (err != nil || !is) || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %T, %v, want %q", source, err, tt.want)
			}
			if err != nil {
				checkHidden(t, err)
			}
			if _, err := Decode("brand-cn", "here", data); err == nil || !strings.Contains(err.Error(), "one process alone may do") {
				t.Errorf("got %v on AWS, want it refused", err)
			}
		})
	}
}

func TestPlatforms(t *testing.T) {
	t.Parallel()
	path := writeFile(t, `{"broken":{},"brand-cn":{"appid":"`+appID+`","component":{"appid":"`+otherID+`","secret":"s","token":"t","aesKey":"`+messageKey+`","ticket":"received"}}}`)
	find := Platforms(path, platform.NewHolder("x", time.Now))
	if o := find(otherID); o == nil || o.AppID != otherID || o.Token.Reveal() != "t" {
		t.Errorf("got %v, want the platform", o)
	}
	if o := find(appID); o != nil {
		t.Errorf("got %v, want none of an account's appid", o)
	}
	if o := Platforms("none", nil)(otherID); o != nil {
		t.Errorf("got %v, want none where there is no file", o)
	}
}
