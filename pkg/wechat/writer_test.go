package wechat

import (
	"errors"
	"strings"
	"testing"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	body := `{"button":[{"type":"view","name":"菜单🔥","url":"https://x.example/?a=1&b=<2>` + "\u2028" + `"}]}`
	for _, answer := range []string{okBody, `{"errcode":"0","errmsg":"ok"}`, `{}`, `{"errmsg":"ok"}`} {
		s := newServer(t, say(answer))
		if err := newClient(t, s.URL).Writer(twoTokens()).Create(t.Context(), []byte(body)); err != nil {
			t.Errorf("%s: %v", answer, err)
		}
		want := seen{"POST", "/cgi-bin/menu/create", tokenQuery(testToken), "application/json; charset=utf-8", body}
		if asked, _ := s.asked(); len(asked) != 1 || asked[0] != want {
			t.Errorf("asked %+v, want %+v", asked, want)
		}
	}
}

func TestCreateLooksAtTheBytesFirst(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	w := newClient(t, s.URL).Writer(twoTokens())
	for _, body := range []string{"", "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}", `{"a":"\u0026"}`} {
		err := w.Create(t.Context(), []byte(body))
		var broken *TransportError
		if err == nil || errors.As(err, &broken) {
			t.Errorf("%q: got %v", body, err)
		}
	}
	if asked, _ := s.asked(); len(asked) != 0 {
		t.Errorf("WeChat saw %v", asked)
	}
}

func TestCreateSaysWhatMayHaveHappened(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		steps []step
		sent  bool
		text  string
	}{
		{"cut four times", []step{cut, cut, cut, cut}, true, "it may have been acted on"},
		{"cut, then busy", []step{cut, say(busy), say(busy), say(busy)}, true, "it may have been acted on"},
		{"busy four times", []step{say(busy), say(busy), say(busy), say(busy)}, true, "it may have been acted on"},
		{"cut, then refused", []step{cutBody, say(`{"errcode":45009,"errmsg":"reach max api daily quota limit"}`)}, true, "an earlier try got no answer"},
		{"refused", []step{say(`{"errcode":45009,"errmsg":"reach max api daily quota limit"}`)}, false, "today's calls"},
		{"cut, token refused, refused", []step{cut, say(stale), say(`{"errcode":45009}`)}, true, "an earlier try got no answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, tt.steps...)
			err := newClient(t, s.URL).Writer(twoTokens()).Create(t.Context(), []byte(`{}`))
			if err == nil || Unclear(err) != tt.sent || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, unclear %v", err, Unclear(err))
			}
			if asked, _ := s.asked(); len(asked) != len(tt.steps) {
				t.Errorf("asked %d times, want %d", len(asked), len(tt.steps))
			}
		})
	}
}
