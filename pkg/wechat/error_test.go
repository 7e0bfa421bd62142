package wechat

import (
	"errors"
	"strings"
	"testing"
)

func TestErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       Error
		text       string
	}{
		{
			"rid", `{"errcode":40018,"errmsg":"invalid button name size rid: 64f2cd30-7ac253cd-5ea1091d"}`,
			Error{Errcode: 40018, Errmsg: "invalid button name size", Rid: "64f2cd30-7ac253cd-5ea1091d"},
			"menu/create: errcode 40018: invalid button name size (rid 64f2cd30-7ac253cd-5ea1091d): a name is missing or too long; the menu's author has to",
		},
		{"hint", `{"errcode":40016,"errmsg":"invalid button size hint: [dNjLEa01101961]"}`, Error{Errcode: 40016, Errmsg: "invalid button size"}, "errcode 40016: invalid button size: "},
		{"empty hint", `{"errcode":40016,"errmsg":"invalid button size hint: []"}`, Error{Errcode: 40016, Errmsg: "invalid button size"}, ""},
		{
			"hint and rid", `{"errcode":40007,"errmsg":"invalid media_id hint: [ewMEwa07870022] rid: 6394275b-0a927d64-355f7cd0"}`,
			Error{Errcode: 40007, Errmsg: "invalid media_id", Rid: "6394275b-0a927d64-355f7cd0"},
			"",
		},
		{"no suffix", `{"errcode":40054,"errmsg":"invalid sub button url domain"}`, Error{Errcode: 40054, Errmsg: "invalid sub button url domain"}, ""},
		{"no errmsg", `{"errcode":40054}`, Error{Errcode: 40054}, "menu/create: errcode 40054: a url in a sub-menu"},
		{"errmsg is a number", `{"errcode":40054,"errmsg":5}`, Error{Errcode: 40054, Errmsg: "5"}, ""},
		{"string", `{"errcode":"45011","errmsg":"api minute-quota reach limit"}`, Error{Errcode: 45011, Errmsg: "api minute-quota reach limit", Retryable: true}, ""},
		{"quota", `{"errcode":45009,"errmsg":"reach max api daily quota limit"}`, Error{Errcode: 45009, Errmsg: "reach max api daily quota limit"}, ""},
		{"unknown", `{"errcode":123456,"errmsg":"new"}`, Error{Errcode: 123456, Errmsg: "new"}, "does not know"},
		{
			"terminal and bidi controls", `{"errcode":40054,"errmsg":"\u001b[31mred\r\n::error::x \u202ekcab\u2028\u0085 end"}`,
			Error{Errcode: 40054, Errmsg: "[31mred ::error::x kcab end"},
			"",
		},
		{"raw control characters", "{\"errcode\":40054,\"errmsg\":\"a\x1b]0;b\x07c\"}", Error{Errcode: 40054, Errmsg: "a ]0;b c"}, ""},
		{"long", `{"errcode":40054,"errmsg":"` + strings.Repeat("长", 5000) + ` rid: 64f2cd30-7ac253cd-5ea1091d"}`, Error{Errcode: 40054, Errmsg: strings.Repeat("长", maxErrmsg) + "...", Rid: "64f2cd30-7ac253cd-5ea1091d"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(tt.body))
			err := newClient(t, s.URL).Writer(twoTokens()).Create(t.Context(), []byte(`{}`))
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), tt.text) {
				t.Errorf("text %q lacks %q", err, tt.text)
			}
			tt.want.Op = opCreate
			if *got != tt.want {
				t.Errorf("got  %+v\nwant %+v", *got, tt.want)
			}
		})
	}
}

func TestIPNotAllowed(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, errmsg, ip string }{
		{"today", "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 64f2cd30-7ac253cd-5ea1091d", "203.0.113.9"},
		{"older", "invalid ip 203.0.113.9, not in whitelist hint: [abc]", "203.0.113.9"},
		{"v6", "invalid ip 2001:db8::1 ipv6 2001:db8::1, not in whitelist", "2001:db8::1"},
		{"mapped", "invalid ip ::ffff:203.0.113.9, not in whitelist", "203.0.113.9"},
		{"no address", "invalid ip $(reboot), not in whitelist", ""},
		{"other text", "not in whitelist", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(`{"errcode":40164,"errmsg":"`+tt.errmsg+`"}`))
			_, err := newClient(t, s.URL).StableToken(t.Context(), credential())
			var got *Error
			if !errors.As(err, &got) || got.IP != tt.ip {
				t.Fatalf("got %v, IP %q, want %q", err, got.IP, tt.ip)
			}
			want := "has to add " + tt.ip + " to the IP list at developers.weixin.qq.com/platform under 我的业务"
			if tt.ip == "" {
				want = "has to add that address to the IP list"
			}
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q lacks %q", err, want)
			}
		})
	}
}

func TestShortSecretLeavesWordsAlone(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(`{"errcode":40125,"errmsg":"invalid appsecret"}`))
	_, err := newClient(t, s.URL).StableToken(t.Context(), Credential{AppID: testAppID, Secret: NewSecret("s")})
	var refused *Error
	if !errors.As(err, &refused) || refused.Errmsg != "invalid appsecret" {
		t.Errorf("got %v", err)
	}
}

func TestOneCodeTwoMeanings(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(stale), say(stale), say(stale))
	c := newClient(t, s.URL)
	_, err := c.StableToken(t.Context(), credential())
	if err == nil || !strings.Contains(err.Error(), "the app secret is wrong") {
		t.Errorf("token endpoint: %v", err)
	}
	_, err = c.Reader(twoTokens()).Menu(t.Context())
	if err == nil || !strings.Contains(err.Error(), "the access token is wrong") {
		t.Errorf("menu endpoint: %v", err)
	}
}
