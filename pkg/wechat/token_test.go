package wechat

import (
	"errors"
	"testing"
	"time"
)

func TestStableToken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, token string
		life              time.Duration
	}{
		{"documented", `{"access_token":"abc","expires_in":7200}`, "abc", 2 * time.Hour},
		{"rest of a life", `{"access_token":"abc","expires_in":345}`, "abc", 345 * time.Second},
		{"with errcode", `{"errcode":0,"errmsg":"ok","access_token":"abc","expires_in":7200}`, "abc", 2 * time.Hour},
		{"errcode and life as strings", `{"errcode":"0","access_token":"abc","expires_in":"7200"}`, "abc", 2 * time.Hour},
		{"escaped slash", `{"access_token":"a\/b","expires_in":7200}`, "a/b", 2 * time.Hour},
		{"byte order mark", "\xef\xbb\xbf" + `{"access_token":"abc","expires_in":7200}`, "abc", 2 * time.Hour},
		{"no life", `{"access_token":"abc"}`, "abc", 0},
		{"negative life", `{"access_token":"abc","expires_in":-5}`, "abc", 0},
		{"absurd life", `{"access_token":"abc","expires_in":9223372036854775807}`, "abc", maxLife},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(tt.body))
			tok, err := newClient(t, s.URL).StableToken(t.Context(), credential())
			if err != nil {
				t.Fatal(err)
			}
			if tok.Value.Reveal() != tt.token || tok.ExpiresIn != tt.life {
				t.Errorf("got %q for %v, want %q for %v", tok.Value.Reveal(), tok.ExpiresIn, tt.token, tt.life)
			}
		})
	}
}

func TestStableTokenRequest(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(`{"access_token":"abc","expires_in":7200}`))
	if _, err := newClient(t, s.URL).StableToken(t.Context(), Credential{AppID: testAppID, Secret: NewSecret("a&b")}); err != nil {
		t.Fatal(err)
	}
	want := seen{
		"POST", "/cgi-bin/stable_token", "", "application/json; charset=utf-8",
		`{"grant_type":"client_credential","appid":"wx0123456789abcdef","secret":"a&b","force_refresh":false}`,
	}
	if asked, _ := s.asked(); len(asked) != 1 || asked[0] != want {
		t.Errorf("got %+v, want %+v", asked, want)
	}
}

func TestStableTokenWithoutToken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, okBody, `{"access_token":""}`, `{"access_token":7}`, `{"access_token":null}`, `[]`, `null`, ``, `<html>`, `{"access_token":"abc"} x`} {
		s := newServer(t, say(body))
		_, err := newClient(t, s.URL).StableToken(t.Context(), credential())
		var broken *TransportError
		if !errors.As(err, &broken) || !broken.Sent || broken.Op != opToken {
			t.Errorf("%s: got %v", body, err)
		}
		if asked, _ := s.asked(); len(asked) != 1 {
			t.Errorf("%s: asked %d times", body, len(asked))
		}
	}
}
