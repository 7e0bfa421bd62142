package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestNewChecksBase(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, base string
		ok         bool
	}{
		{"default", "", true},
		{"https", "https://relay.example/wechat", true},
		{"loopback v4", "http://127.0.0.1:8080", true},
		{"loopback v6", "http://[::1]:8080", true},
		{"localhost", "http://localhost:1", true},
		{"cloud run", "http://api.weixin.qq.com", true},
		{"plain http", "http://relay.example", false},
		{"private address", "http://10.0.0.1", false},
		{"looks like loopback", "http://127.0.0.1.example", false},
		{"looks like WeChat", "http://api.weixin.qq.com.example", false},
		{"other port", "http://api.weixin.qq.com:8080", false},
		{"scheme", "ftp://api.weixin.qq.com", false},
		{"no scheme", "api.weixin.qq.com", false},
		{"no host", "https:///cgi-bin", false},
		{"user", "https://user:hunter2@relay.example", false},
		{"query", "https://relay.example?key=hunter2", false},
		{"fragment", "https://relay.example#hunter2", false},
		{"no URL", "https://relay.example/%zz?hunter2", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(Options{Base: tt.base, Now: time.Now})
			if (err == nil) != tt.ok {
				t.Errorf("New: %v, want ok %v", err, tt.ok)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error shows what it must not: %v", err)
			}
		})
	}
}

func TestNewChecksOptions(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); err == nil {
		t.Error("no clock was accepted")
	}
	for _, proxy := range []*url.URL{{Scheme: "ftp", Host: "p"}, {Scheme: "http"}, {}} {
		for _, o := range []Options{{Now: time.Now, Proxy: proxy}, {Now: time.Now, TokenProxy: proxy}} {
			if _, err := New(o); err == nil {
				t.Errorf("proxy %q was accepted", proxy)
			}
		}
	}
}

func TestNoSecretsOverPlainHTTP(t *testing.T) {
	t.Parallel()
	c, err := New(Options{Base: "http://api.weixin.qq.com", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var sent bool
	c.menus = &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		sent = true
		return nil, errors.New("no network")
	})}
	c.tokens, c.interval = c.menus, time.Microsecond
	var broken *TransportError
	if _, err := c.StableToken(t.Context(), credential()); !errors.As(err, &broken) || broken.Sent || sent {
		t.Errorf("credential: %v, sent %v", err, sent)
	}
	if _, err := c.Reader(twoTokens()).Menu(t.Context()); !errors.As(err, &broken) || broken.Sent || sent {
		t.Errorf("token: %v, sent %v", err, sent)
	}
	if _, _ = c.Reader(&tokens{}).Menu(t.Context()); !sent {
		t.Error("a cloud call, which has no token, was not sent")
	}
}

// TestProxies has the proxy of all requests and that of token requests each see what
// is theirs.
func TestProxies(t *testing.T) {
	t.Parallel()
	const token, menu = "/cgi-bin/stable_token", "/cgi-bin/menu/get"
	tests := []struct {
		name       string
		all, token bool
		want       [3][]string // what the proxy, that of tokens and WeChat saw
	}{
		{"of tokens", false, true, [3][]string{nil, {token}, {menu}}},
		{"of all", true, false, [3][]string{{token, menu}, nil, nil}},
		{"both", true, true, [3][]string{{menu}, {token}, nil}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var saw [3][]string
			var at [3]*url.URL
			for i := range at {
				s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					mu.Lock()
					saw[i] = append(saw[i], r.URL.Path)
					mu.Unlock()
					if r.URL.Path == menu {
						say(noMenu)(w, r)
						return
					}
					say(`{"access_token":"`+testToken+`","expires_in":7200}`)(w, r)
				}))
				t.Cleanup(s.Close)
				at[i], _ = url.Parse(s.URL)
			}
			o := Options{Base: at[2].String(), Now: time.Now}
			if tt.all {
				o.Proxy = at[0]
			}
			if tt.token {
				o.TokenProxy = at[1]
			}
			c, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(c.Close)
			if _, err := c.StableToken(t.Context(), credential()); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Reader(twoTokens()).Menu(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(saw, tt.want) {
				t.Errorf("got %v, want %v", saw, tt.want)
			}
		})
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	other := newServer(t)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/elsewhere?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
	})
	_, err := newClient(t, s.URL).Reader(twoTokens()).Menu(t.Context())
	if err == nil || !strings.Contains(err.Error(), "HTTP status 307") {
		t.Errorf("got %v", err)
	}
	if asked, _ := other.asked(); len(asked) != 0 {
		t.Errorf("the other host saw %v", asked)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	const calls = 20
	bodies := []string{okBody, noMenu, busy, stale, `{"errcode":48001,"errmsg":"api unauthorized"}`}
	var steps []step
	for i := range calls {
		steps = append(steps, say(bodies[i%len(bodies)]))
	}
	s := newServer(t, steps...)
	c := newClient(t, s.URL)
	for range calls {
		_, _ = c.try(t.Context(), request{op: opGet, token: NewSecret(testToken)})
	}
	if asked, conns := s.asked(); len(asked) != calls || conns != 1 {
		t.Errorf("%d requests on %d connections, want %d on 1", len(asked), conns, calls)
	}
}

// TestConnectionsAreBounded has as many requests at once as there may be
// connections wait for one another, three times.
func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ given, want int }{{0, connections}, {20, 20}} {
		t.Run(fmt.Sprint(tt.given), func(t *testing.T) {
			t.Parallel()
			calls := 3 * tt.want
			var steps []step
			for range 3 {
				steps = append(steps, together(tt.want)...)
			}
			s := newServer(t, steps...)
			c, err := New(Options{Base: s.URL, Now: time.Now, Connections: tt.given})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(c.Close)
			w := c.Writer(twoTokens())
			var wg sync.WaitGroup
			for range calls {
				wg.Go(func() {
					if err := w.Create(t.Context(), []byte(`{"button":[]}`)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if asked, conns := s.asked(); len(asked) != calls || conns != tt.want {
				t.Errorf("%d requests on %d connections, want %d on %d", len(asked), conns, calls, tt.want)
			}
		})
	}
}

// roundTripper is an HTTP transport without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

var _ TokenSource = (*tokens)(nil)

func TestEndedContextSendsNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var calls []Call
	err := newClient(t, s.URL).Writer(twoTokens()).Create(WithTrace(ctx, func(c Call) { calls = append(calls, c) }), []byte(`{}`))
	var broken *TransportError
	if !errors.As(err, &broken) || broken.Sent || !errors.Is(err, context.Canceled) || len(calls) != 0 {
		t.Errorf("got %v, calls %v", err, calls)
	}
	if asked, _ := s.asked(); len(asked) != 0 {
		t.Errorf("WeChat saw %v", asked)
	}
}

// TestAgent says to WeChat which caidan asks.
func TestAgent(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{"1.4.2": "caidan/1.4.2", "": "caidan"} {
		c, err := New(Options{Now: time.Now, Version: version})
		if err != nil {
			t.Fatal(err)
		}
		req, err := c.build(t.Context(), request{op: "menu/get"})
		if err != nil {
			t.Fatal(err)
		}
		if got := req.Header.Get("User-Agent"); got != want {
			t.Errorf("version %q: got %q, want %q", version, got, want)
		}
	}
}
