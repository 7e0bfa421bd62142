package wechat

import (
	"errors"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestTryMatch(t *testing.T) {
	t.Parallel()
	const buttons = `[{"name":"s","sub_button":[{"type":"view","name":"a","url":"http:\/\/x","sub_button":[]}]},{"type":"click","name":"b","key":"k","sub_button":[]}]`
	want := `{"menu":{"button":[{"name":"s","sub_button":[{"type":"view","name":"a","url":"http://x"}]},{"type":"click","name":"b","key":"k"}]}}`
	tests := []struct {
		name  string
		steps []step
	}{
		{"documented", []step{say(`{"button":` + buttons + `}`)}},
		{"with errcode", []step{say(`{"errcode":"0","errmsg":"ok","button":` + buttons + `}`)}},
		{"inside menu", []step{say(`{"menu":{"button":` + buttons + `,"menuid":5}}`)}},
		{"busy, cut, stale", []step{say(busy), cut, say(stale), status(500), say(`{"button":` + buttons + `}`)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, tt.steps...)
			got, err := newClient(t, s.URL).Reader(twoTokens()).TryMatch(t.Context(), `o"<&>菜`)
			if err != nil {
				t.Fatal(err)
			}
			if text := string(menu.Set{Menu: got}.Canonical()); text != want {
				t.Errorf("got  %s\nwant %s", text, want)
			}
			ask := seen{"POST", "/cgi-bin/menu/trymatch", tokenQuery(testToken), "application/json; charset=utf-8", `{"user_id":"o\"<&>菜"}`}
			if asked, _ := s.asked(); len(asked) != len(tt.steps) || asked[0] != ask {
				t.Errorf("asked %+v, want %+v first", asked, ask)
			}
		})
	}
}

func TestTryMatchRefused(t *testing.T) {
	t.Parallel()
	for body, text := range map[string]string{
		`{"errcode":65302,"errmsg":"no such user"}`: "does not know this user",
		`{"errcode":65315,"errmsg":"not fans"}`:     "does not follow",
	} {
		s := newServer(t, say(body))
		_, err := newClient(t, s.URL).Reader(twoTokens()).TryMatch(t.Context(), "u")
		var refused *Error
		if !errors.As(err, &refused) || refused.Op != opTry || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

// TestTryMatchWithoutAMenu asks about an account that has none.
func TestTryMatchWithoutAMenu(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(`{"errcode":65303,"errmsg":"there is no selfmenu, please create selfmenu first"}`))
	if got, err := newClient(t, s.URL).Reader(twoTokens()).TryMatch(t.Context(), "u"); err != nil || got != nil {
		t.Errorf("got %+v and %v, want no button and no error", got, err)
	}
}

func TestTryMatchUnreadable(t *testing.T) {
	t.Parallel()
	for _, body := range []string{okBody, `{}`, `{"button":{}}`, `{"button":null}`, `{"menu":{}}`, `{"menu":[]}`, `{"button":[1]}`} {
		s := newServer(t, say(body))
		_, err := newClient(t, s.URL).Reader(twoTokens()).TryMatch(t.Context(), "u")
		var broken *TransportError
		if !errors.As(err, &broken) || broken.Op != opTry || Unclear(err) {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

func TestTryMatchLooksAtTheUser(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, user := range []string{"", "a\x00b", "a\u2028b"} {
		_, err := newClient(t, s.URL).Reader(twoTokens()).TryMatch(t.Context(), user)
		var broken *TransportError
		if err == nil || errors.As(err, &broken) {
			t.Errorf("%q: got %v", user, err)
		}
	}
	if asked, _ := s.asked(); len(asked) != 0 {
		t.Errorf("WeChat saw %v", asked)
	}
}
