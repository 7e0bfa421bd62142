package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const (
	conditionalBody = `{"button":[{"type":"click","name":"菜单🔥","key":"a&b<c>` + "\u2028" + `"}],"matchrule":{"tag_id":"100"}}`
	added           = `{"menuid":"208379533"}`
)

func TestAddConditional(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, answer, id string }{
		{"documented", added, "208379533"},
		{"as a number", `{"menuid":459976677}`, "459976677"},
		{"with errcode", `{"errcode":0,"errmsg":"ok","menuid":401550287}`, "401550287"},
		{"errcode as a string", `{"errcode":"0","menuid":"401550287"}`, "401550287"},
		{"long", `{"menuid":18446744073709551615}`, "18446744073709551615"},
		{"byte order mark and control character", "\xef\xbb\xbf{\"menuid\":\x01459976677}", "459976677"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(tt.answer))
			id, err := newClient(t, s.URL).Writer(twoTokens()).AddConditional(t.Context(), []byte(conditionalBody))
			if err != nil || id != tt.id {
				t.Errorf("got %q, %v, want %q", id, err, tt.id)
			}
			want := seen{"POST", "/cgi-bin/menu/addconditional", tokenQuery(testToken), "application/json; charset=utf-8", conditionalBody}
			if asked, _ := s.asked(); len(asked) != 1 || asked[0] != want {
				t.Errorf("asked %+v, want %+v", asked, want)
			}
		})
	}
}

func TestAddConditionalWithoutID(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{
		okBody, `{}`, `{"menuid":null}`, `{"menuid":""}`, `{"menuid":"x"}`, `{"menuid":-4}`, `{"menuid":"+4"}`, `{"menuid":4.5}`,
		`{"menuid":4e8}`, `{"menuid":0}`, `{"menuid":true}`, `{"menuid":[4]}`, `{"menuid":"184467440737095516150"}`, `{"menu_id":4}`,
	} {
		s := newServer(t, say(answer))
		id, err := newClient(t, s.URL).Writer(twoTokens()).AddConditional(t.Context(), []byte(`{}`))
		var broken *TransportError
		if id != "" || !errors.As(err, &broken) || !Unclear(err) || !strings.HasSuffix(err.Error(), actedClause) {
			t.Errorf("%s: got %q, %v", answer, id, err)
		}
		if asked, _ := s.asked(); len(asked) != 1 {
			t.Errorf("%s: asked %d times, want 1", answer, len(asked))
		}
	}
}

func TestDelConditional(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(okBody), say(`{"errcode":65301,"errmsg":"this menu is not conditionalmenu rid: 6620c583-0a927d64-355f7cd0"}`))
	w := newClient(t, s.URL).Writer(twoTokens())
	if err := w.DelConditional(t.Context(), "208379533"); err != nil {
		t.Error(err)
	}
	err := w.DelConditional(t.Context(), "208379534")
	var refused *Error
	if !errors.As(err, &refused) || refused.Op != opDel || refused.Errcode != 65301 || Unclear(err) || !strings.Contains(err.Error(), "does not have a conditional menu with this id") {
		t.Errorf("unknown id: got %v", err)
	}
	want := seen{"POST", "/cgi-bin/menu/delconditional", tokenQuery(testToken), "application/json; charset=utf-8", `{"menuid":"208379533"}`}
	if asked, _ := s.asked(); len(asked) != 2 || asked[0] != want {
		t.Errorf("asked %+v, want %+v first", asked, want)
	}
}

func TestConditionalLooksAtWhatItSends(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	w := newClient(t, s.URL).Writer(twoTokens())
	check := func(what string, err error) {
		var broken *TransportError
		if err == nil || errors.As(err, &broken) || Unclear(err) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	for _, body := range []string{"", "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}", `{"a":"\u0026"}`} {
		_, err := w.AddConditional(t.Context(), []byte(body))
		check(body, err)
	}
	for _, id := range []string{"", "0", "-1", "1.0", "x", ` 1`, `1"}`, "１"} {
		check(id, w.DelConditional(t.Context(), id))
	}
	if asked, _ := s.asked(); len(asked) != 0 {
		t.Errorf("WeChat saw %v", asked)
	}
}

// onceCalls are the writes that must not happen twice.
func onceCalls() map[string]func(context.Context, *Writer) error {
	return map[string]func(context.Context, *Writer) error{
		opAdd: func(ctx context.Context, w *Writer) error {
			_, err := w.AddConditional(ctx, []byte(conditionalBody))
			return err
		},
		opDel: func(ctx context.Context, w *Writer) error { return w.DelConditional(ctx, "208379533") },
	}
}

func TestWhatIsNotDoneTwice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		steps       []step
		asked       int
		ok, unclear bool
	}{
		{"done", []step{say(added)}, 1, true, false},
		{"busy", []step{say(busy), say(added)}, 1, false, true},
		{"502", []step{status(502), say(added)}, 1, false, true},
		{"404", []step{status(404), say(added)}, 1, false, true},
		{"cut", []step{cut, say(added)}, 1, false, true},
		{"cut inside the body", []step{cutBody, say(added)}, 1, false, true},
		{"not JSON", []step{say("<html>"), say(added)}, 1, false, true},
		{"refused", []step{say(`{"errcode":65303,"errmsg":"x"}`), say(added)}, 1, false, false},
		{"40164", []step{say(`{"errcode":40164,"errmsg":"x"}`), say(added)}, 1, false, false},
		{"45011", []step{say(`{"errcode":45011,"errmsg":"x"}`), say(added)}, 1, false, false},
		{"token refused", []step{say(stale), say(added)}, 2, true, false},
		{"token malformed", []step{say(`{"errcode":40014}`), say(added)}, 2, true, false},
		{"token expired", []step{say(`{"errcode":42001}`), say(added)}, 2, true, false},
		{"token refused twice", []step{say(stale), say(stale), say(added)}, 2, false, false},
		{"token refused, then cut", []step{say(stale), cut, say(added)}, 2, false, true},
		{"token refused, then busy", []step{say(stale), say(busy), say(added)}, 2, false, true},
	}
	for op, call := range onceCalls() {
		for _, tt := range tests {
			t.Run(op+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				s := newServer(t, tt.steps...)
				err := call(t.Context(), newClient(t, s.URL).Writer(twoTokens()))
				if (err == nil) != tt.ok || Unclear(err) != tt.unclear || tt.unclear != (err != nil && strings.HasSuffix(err.Error(), actedClause)) {
					t.Errorf("got %v, unclear %v, want %v", err, Unclear(err), tt.unclear)
				}
				if asked, _ := s.asked(); len(asked) != tt.asked {
					t.Errorf("asked %d times, want %d", len(asked), tt.asked)
				}
			})
		}
	}
}

// A connection that was never made carried nothing, so another may be tried.
func TestUnsentIsRepeated(t *testing.T) {
	t.Parallel()
	for op, call := range onceCalls() {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.Close()
			calls := 0
			err := call(WithTrace(t.Context(), func(Call) { calls++ }), newClient(t, s.URL).Writer(twoTokens()))
			var broken *TransportError
			if !errors.As(err, &broken) || broken.Op != op || Unclear(err) || calls != tries {
				t.Errorf("got %v after %d calls, want %d", err, calls, tries)
			}
		})
		t.Run(op+" then busy", func(t *testing.T) {
			t.Parallel()
			c := newClient(t, "")
			dials := 0
			c.menus.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
				if dials++; dials == 1 {
					return nil, errors.New("no route")
				}
				return answers(busy)(r)
			})
			if err := call(t.Context(), c.Writer(twoTokens())); !Unclear(err) || dials != 2 {
				t.Errorf("got %v after %d requests, want an unclear one after 2", err, dials)
			}
		})
	}
}

func TestUnclear(t *testing.T) {
	t.Parallel()
	token := &Error{Op: opToken, Errcode: -1}
	tests := []struct {
		name string
		err  error
		want bool
	}{
		{"none", nil, false},
		{"foreign", errors.New("x"), false},
		{"refused", &Error{Op: opCreate, Errcode: 40018}, false},
		{"refused after an unclear try", &Error{Op: opCreate, Errcode: 40018, Unclear: true}, true},
		{"sent", &TransportError{Op: opAdd, Sent: true, Cause: errors.New("x")}, true},
		{"not sent", &TransportError{Op: opAdd, Cause: errors.New("x")}, false},
		{"wrapped", fmt.Errorf("publish: %w", &TransportError{Op: opDel, Sent: true, Cause: errors.New("x")}), true},
		{"read", &TransportError{Op: opGet, Sent: true, Cause: errors.New("x")}, false},
		{"trymatch", &TransportError{Op: opTry, Sent: true, Cause: errors.New("x")}, false},
		{"token", &TransportError{Op: opToken, Sent: true, Cause: errors.New("x")}, false},
		{"sent, then no token", &TransportError{Op: opCreate, Sent: true, Cause: token}, true},
		{"no token", token, false},
	}
	for _, tt := range tests {
		if got := Unclear(tt.err); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
