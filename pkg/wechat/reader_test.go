package wechat

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const liveMenu = `{"menu":{"button":[{"type":"view","name":"搜索","url":"http:\/\/www.soso.com\/","sub_button":[]}],"menuid":449778320},` +
	`"conditionalmenu":[{"button":[{"type":"click","name":"a","key":"k","sub_button":[]}],"matchrule":{"client_platform_type":1},"menuid":449778326}]}`

func TestMenu(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		step step
		want string
	}{
		{"no menu", say(noMenu), `{}`},
		{"no menu, errcode as a string", say(`{"errcode":"46003","errmsg":"menu no exist hint: [abc]"}`), `{}`},
		{
			"menus", say(liveMenu),
			`{"menu":{"button":[{"type":"view","name":"搜索","url":"http://www.soso.com/"}]},` +
				`"conditionalmenu":[{"button":[{"type":"click","name":"a","key":"k"}],"matchrule":{"client_platform_type":"1"}}]}`,
		},
		{"with errcode", say(`{"errcode":0,"menu":{"button":[{"type":"click","name":"a","key":"k"}]}}`), `{"menu":{"button":[{"type":"click","name":"a","key":"k"}]}}`},
		{"other content type", saying("text/html; charset=gbk", `{"menu":{"button":[{"type":"click","name":"菜","key":"k"}]}}`), `{"menu":{"button":[{"type":"click","name":"菜","key":"k"}]}}`},
		{
			"raw control characters", say("\x00{\"menu\":\v{\"button\":[{\"type\":\"click\",\"name\":\"a\nb\",\"key\":\"k\\\"\x01\"}]}}\x00"),
			`{"menu":{"button":[{"type":"click","name":"a\u000ab","key":"k\"\u0001"}]}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, tt.step)
			set, err := newClient(t, s.URL).Reader(twoTokens()).Menu(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := string(set.Canonical()); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			want := seen{"GET", "/cgi-bin/menu/get", tokenQuery(testToken), "", ""}
			if asked, _ := s.asked(); len(asked) != 1 || asked[0] != want {
				t.Errorf("asked %+v, want %+v", asked, want)
			}
		})
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, want string
		open             bool
	}{
		{"none", `{"is_menu_open":0}`, `{}`, false},
		{"switched off", `{"is_menu_open":0,"selfmenu_info":{"button":[{"type":"text","name":"a","value":"v"}]}}`, `{"menu":{"button":[{"type":"text","name":"a","value":"v"}]}}`, false},
		{
			"sub-menu", `{"errcode":"0","is_menu_open":1,"selfmenu_info":{"button":[{"name":"s","sub_button":{"list":[{"type":"view","name":"a","url":"http:\/\/x"}]}}]}}`,
			`{"menu":{"button":[{"name":"s","sub_button":[{"type":"view","name":"a","url":"http://x"}]}]}}`, true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(tt.body))
			shown, err := newClient(t, s.URL).Reader(twoTokens()).Shown(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := string(shown.Set.Canonical()); got != tt.want || shown.Open != tt.open {
				t.Errorf("got %s, open %v", got, shown.Open)
			}
			if asked, _ := s.asked(); asked[0].path != "/cgi-bin/get_current_selfmenu_info" || asked[0].method != "GET" {
				t.Errorf("asked %+v", asked)
			}
		})
	}
}

func TestUnreadableAnswers(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `null`, `[]`, `"ok"`, `{`, `<html>login</html>`, `{"errcode":"x"}`, `{"errcode":{}}`, `{}`, okBody, `{"menu":[]}`, `{"is_menu_open":2}`, `{"menu":{}}`} {
		s := newServer(t, say(body), say(body))
		r := newClient(t, s.URL).Reader(twoTokens())
		var broken *TransportError
		if _, err := r.Menu(t.Context()); !errors.As(err, &broken) || broken.Op != opGet || !broken.Sent {
			t.Errorf("menu %s: got %v", body, err)
		}
		if _, err := r.Shown(t.Context()); !errors.As(err, &broken) || broken.Op != opShown {
			t.Errorf("shown %s: got %v", body, err)
		}
		if asked, _ := s.asked(); len(asked) != 2 {
			t.Errorf("%s: asked %d times, want 2", body, len(asked))
		}
	}
}

func TestAnswerTooLong(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(`{"is_menu_open":0,"x":"`+strings.Repeat("x", maxAnswer)+`"}`))
	_, err := newClient(t, s.URL).Reader(twoTokens()).Shown(t.Context())
	var broken *TransportError
	if !errors.As(err, &broken) || !strings.Contains(err.Error(), "more than 1048576 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	refusals := map[string]string{
		"40001": stale,
		"40014": `{"errcode":40014,"errmsg":"invalid access_token rid: 6620c583-0a927d64-355f7cd2"}`,
		"42001": `{"errcode":"42001","errmsg":"access_token expired"}`,
	}
	for name, refusal := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(refusal), say(okBody))
			source := twoTokens()
			if err := newClient(t, s.URL).Writer(source).Create(t.Context(), []byte(`{"button":[]}`)); err != nil {
				t.Fatal(err)
			}
			checkQueries(t, s, testToken, nextToken)
			if want := []string{testToken}; !slices.Equal(source.expired, want) {
				t.Errorf("expired %v, want %v", source.expired, want)
			}
		})
		t.Run(name+" again", func(t *testing.T) {
			t.Parallel()
			s := newServer(t, say(refusal), say(refusal))
			_, err := newClient(t, s.URL).Reader(twoTokens()).Menu(t.Context())
			var refused *Error
			if !errors.As(err, &refused) || refused.Op != opGet {
				t.Errorf("got %v", err)
			}
			checkQueries(t, s, testToken, nextToken)
		})
	}
}

// TestWithdrawnToken replaces a token whose account took its authorisation back and gave
// it again; of another kind of token the errcode says nothing that a new one changes.
func TestWithdrawnToken(t *testing.T) {
	t.Parallel()
	const withdrawn = `{"errcode":61003,"errmsg":"component is not authorized by this account rid: 6620c583-0a927d64-355f7cd2"}`
	for _, authorised := range []bool{true, false} {
		s := newServer(t, say(withdrawn), say(okBody))
		source := twoTokens()
		source.authorised = authorised
		err := newClient(t, s.URL).Writer(source).Create(t.Context(), []byte(`{"button":[]}`))
		if authorised {
			checkQueries(t, s, testToken, nextToken)
		} else {
			checkQueries(t, s, testToken)
		}
		if refused := errors.As(err, new(*Error)); refused == authorised {
			t.Errorf("authorised %v: got %v", authorised, err)
		}
	}
}

func TestRefusedTokenAmongBusyAnswers(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(busy), say(stale), say(busy), status(503), say(okBody))
	if err := newClient(t, s.URL).Writer(twoTokens()).Create(t.Context(), []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	checkQueries(t, s, testToken, testToken, nextToken, nextToken, nextToken)
}

func TestTokenSourceErrors(t *testing.T) {
	t.Parallel()
	errNone := errors.New("no token today")
	s := newServer(t, say(stale), cut, say(stale))
	c := newClient(t, s.URL)
	if _, err := c.Reader(&tokens{err: errNone}).Menu(t.Context()); !errors.Is(err, errNone) {
		t.Errorf("first token: %v", err)
	}
	if err := c.Writer(&tokens{list: []string{testToken}, err: errNone}).Create(t.Context(), []byte(`{}`)); !errors.Is(err, errNone) {
		t.Errorf("second token: %v", err)
	}
	err := c.Writer(&tokens{list: []string{testToken}, err: errNone}).Create(t.Context(), []byte(`{}`))
	var broken *TransportError
	if !errors.Is(err, errNone) || !errors.As(err, &broken) || !broken.Sent {
		t.Errorf("second token after a cut connection: %v", err)
	}
}

func TestCloudCallHasNoToken(t *testing.T) {
	t.Parallel()
	s := newServer(t, say(`{"errcode":41001,"errmsg":"access_token missing"}`), say(stale))
	r := newClient(t, s.URL).Reader(&tokens{})
	for range 2 {
		if _, err := r.Menu(t.Context()); err == nil {
			t.Error("no error")
		}
	}
	checkQueries(t, s, "", "")
}

// checkQueries holds the tokens of the requests so far against want.
func checkQueries(t *testing.T, s *server, want ...string) {
	t.Helper()
	asked, _ := s.asked()
	var got, queries []string
	for _, a := range asked {
		got = append(got, a.query)
	}
	for _, token := range want {
		if token != "" {
			token = tokenQuery(token)
		}
		queries = append(queries, token)
	}
	if !reflect.DeepEqual(got, queries) {
		t.Errorf("queries %q, want %q", got, queries)
	}
}
