package remote

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	serving "github.com/caidan-dev/caidan/pkg/serve"
)

// way is a carrier with the real thing at its other end: the Invoke endpoint of the
// sandbox, or caidan serve.
type way struct {
	name string
	// open returns a server of a function, and a client of a server's address with
	// what no error may show.
	open func(t *testing.T, f func(context.Context, []byte) ([]byte, error)) (http.Handler, func(address string) (*Client, string))
	// busy turns a request away before it is executed.
	busy http.HandlerFunc
}

func ways() []way {
	return []way{
		{
			name: "Lambda",
			open: func(t *testing.T, f func(context.Context, []byte) ([]byte, error)) (http.Handler, func(string) (*Client, string)) {
				t.Helper()
				return functions(t, 0, f), func(address string) (*Client, string) {
					return quick(New(settings(t, address), function, MaxWidth)), secretKey
				}
			},
			busy: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Amzn-Errortype", "TooManyRequestsException")
				w.WriteHeader(http.StatusTooManyRequests)
			},
		},
		{
			name: "HTTPS",
			open: func(t *testing.T, f func(context.Context, []byte) ([]byte, error)) (http.Handler, func(string) (*Client, string)) {
				t.Helper()
				h, key := served(t, f)
				return h, func(address string) (*Client, string) { return quick(to(t, address, key)), key }
			},
			busy: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		},
	}
}

// served is caidan serve with one function, and a key to it.
func served(t *testing.T, f serving.Func) (h http.Handler, key string) {
	t.Helper()
	key, hash := serving.NewKey()
	c, err := serving.Decode(fmt.Appendf(nil, `{"address":"https://menus.example.cn","listen":"127.0.0.1:0","ledger":"bolt:x","credentials":"file:x","keys":{"ann":{"sha256":%q,"publish":true}}}`, hash))
	if err != nil {
		t.Fatal(err)
	}
	return serving.NewHandler(&c, serving.Deps{Publish: f, Inspect: f, Now: time.Now, Log: slog.New(slog.DiscardHandler), Version: "test"}), key
}

// to is a client of a server at an address.
func to(t *testing.T, address, key string) *Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	bearer := func(context.Context) (string, error) { return key, nil }
	return newHTTPS(Server{Address: address, Path: api.PathPublish, Bearer: bearer}, transport, MaxWidth)
}

// gateway is between a client and its server, and does to each request in turn what
// it is told.
type gateway struct {
	http.Handler
	mu   sync.Mutex
	todo []http.HandlerFunc // nil hands on
	seen int
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	g.seen++
	var do http.HandlerFunc
	if len(g.todo) > 0 {
		do, g.todo = g.todo[0], g.todo[1:]
	}
	g.mu.Unlock()
	if do != nil {
		do(w, r)
		return
	}
	g.Handler.ServeHTTP(w, r)
}

// count returns how many requests there were.
func (g *gateway) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.seen
}

func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// TestCarriers holds what both ways to a function have in common: what is sent
// again, what may have been done, and what a person is told.
func TestCarriers(t *testing.T) {
	t.Parallel()
	failing := func(context.Context, []byte) ([]byte, error) { return nil, &otherError{} }
	noEvent := func(context.Context, []byte) ([]byte, error) { return nil, &api.EventError{Cause: errors.New("x")} }
	tests := []struct {
		name string
		do   func(context.Context, []byte) ([]byte, error)
		// todo is done before, "busy" to be turned away.
		todo  []any
		calls int
		want  *want
	}{
		{name: "a result", do: done, calls: 1},
		{name: "busy once", do: done, todo: []any{"busy"}, calls: 2},
		{name: "busy four times", do: done, todo: []any{"busy", "busy", "busy", "busy"}, calls: 5},
		{
			name: "busy for ever", do: done, todo: []any{"busy", "busy", "busy", "busy", "busy", "busy", "busy"}, calls: attempts,
			want: &want{"", "later", false, true},
		},
		{name: "busy, then cut", do: done, todo: []any{"busy", cut}, calls: 2, want: &want{"connection to", "run it again: what is live already is not posted twice", true, true}},
		{name: "cut", do: done, todo: []any{cut}, calls: 1, want: &want{"connection to", "not posted twice", true, true}},
		{name: "a gateway's 502", do: done, todo: []any{status(502)}, calls: 1, want: &want{"HTTP status 502", "not posted twice", true, true}},
		{name: "a gateway's 504", do: done, todo: []any{status(504)}, calls: 1, want: &want{"HTTP status 504", "not posted twice", true, true}},
		{name: "a gateway's 403", do: done, todo: []any{status(403)}, calls: 1, want: &want{"", "", false, false}},
		{name: "a function that fails", do: failing, calls: 1, want: &want{"the function failed", "log", true, true}},
		{name: "no request of this release", do: noEvent, calls: 1, want: &want{"request", "release", false, false}},
		{name: "nothing", do: say(``), calls: 1, want: &want{"not a result of the caidan function", "name", true, false}},
		{name: "a page", do: say(`"<html>"`), calls: 1, want: &want{"not a result of the caidan function", "name", true, false}},
		{name: "another account", do: say(`{"schema":1,"account":"brand-de","outcome":"published","calls":[]}`), calls: 1, want: &want{"not a result of the caidan function", "name", true, false}},
		{name: "another schema", do: say(`{"schema":2,"account":{},"outcome":"published"}`), calls: 1, want: &want{"schema 2", "one release", true, false}},
		{name: "too much", do: say(`{"schema":1,"account":"brand-cn","outcome":"planned","calls":[],"changes":[` + strings.Repeat("{},", maxParts) + `{}]}`), calls: 1, want: &want{"more than a result can hold", "name", true, false}},
	}
	for _, w := range ways() {
		for _, tt := range tests {
			t.Run(w.name+", "+tt.name, func(t *testing.T) {
				t.Parallel()
				h, dial := w.open(t, tt.do)
				g := &gateway{Handler: h}
				for _, do := range tt.todo {
					switch do := do.(type) {
					case string:
						g.todo = append(g.todo, w.busy)
					case func(http.ResponseWriter, *http.Request):
						g.todo = append(g.todo, do)
					case http.HandlerFunc:
						g.todo = append(g.todo, do)
					}
				}
				front := httptest.NewServer(g)
				t.Cleanup(front.Close)
				c, secret := dial(front.URL)
				res, err := c.Do(t.Context(), request())
				if n := g.count(); n != tt.calls {
					t.Errorf("got %d requests, want %d", n, tt.calls)
				}
				if tt.want != nil {
					tt.want.check(t, err)
					if err != nil && strings.Contains(err.Error(), secret) {
						t.Errorf("got the secret in %v", err)
					}
				} else if err != nil || res.Outcome != api.Published {
					t.Errorf("got %+v, %v; want it published", res, err)
				}
			})
		}
	}
}

// TestCarriersLocally holds what both ways say where nothing came of a request.
func TestCarriersLocally(t *testing.T) {
	t.Parallel()
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			started, release := make(chan struct{}, 1), make(chan struct{})
			h, dial := w.open(t, func(context.Context, []byte) ([]byte, error) { started <- struct{}{}; <-release; return nil, nil })
			front := httptest.NewServer(h)
			t.Cleanup(front.Close)
			t.Cleanup(func() { close(release) })
			c, _ := dial(front.URL)
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-started; cancel() }()
			_, err := c.Do(ctx, request())
			want{"interrupted before the answer", "run it again", true, true}.check(t, err)
			_, err = c.Do(ctx, request())
			want{"interrupted before the request was sent", "run it again", false, true}.check(t, err)

			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			_ = listener.Close()
			c, _ = dial("http://" + listener.Addr().String())
			_, err = c.Do(t.Context(), request())
			want{"nothing listens", "check", false, true}.check(t, err)
		})
	}
}

// TestCarriersWiden lets requests under way be as many as the function keeps up with.
func TestCarriersWiden(t *testing.T) {
	t.Parallel()
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			h, dial := w.open(t, done)
			front := httptest.NewServer(h)
			t.Cleanup(front.Close)
			c, _ := dial(front.URL)
			var g errgroup.Group
			for i := range 200 {
				g.Go(func() error {
					req := request()
					req.Account = fmt.Sprintf("store-%d", i)
					_, err := c.Do(t.Context(), req)
					return err
				})
			}
			if err := g.Wait(); err != nil || c.width.now != MaxWidth {
				t.Errorf("got a width of %d, %v; want %d", c.width.now, err, MaxWidth)
			}
		})
	}
}
