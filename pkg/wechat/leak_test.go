package wechat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// echo plays the worst server: one that answers with what it was sent.
func echo(format string) step {
	return func(w http.ResponseWriter, r *http.Request) {
		raw := r.URL.Query().Get("access_token")
		// Both as the server decoded it and as it came.
		fmt.Fprintf(w, format, raw+" "+r.URL.RawQuery+" secret="+testSecret)
	}
}

// echoHead answers with a broken status line that holds the token.
func echoHead(w http.ResponseWriter, r *http.Request) {
	if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
		_, _ = io.WriteString(conn, "HTTP/9 "+r.URL.RequestURI()+" "+r.URL.Query().Get("access_token")+" "+testSecret+"\r\n\r\n")
		_ = conn.Close()
	}
}

func four(s step) []step { return []step{s, s, s, s} }

func failures() map[string][]step {
	return map[string][]step{
		"busy":           four(say(busy)),
		"stale":          four(say(stale)),
		"cut":            four(cut),
		"cut body":       four(cutBody),
		"502":            four(status(502)),
		"404":            four(status(404)),
		"html":           four(say("<html>")),
		"array":          four(say(`["` + testSecret + `"]`)),
		"hang":           four(hang),
		"echoed refusal": four(echo(`{"errcode":40164,"errmsg":"invalid ip 1.2.3.4 %s"}`)),
		"echoed key":     four(echo(`{"errcode":"%s"}`)),
		"echoed body":    four(echo(`%s`)),
		"echoed head":    four(echoHead),
		"redirect": four(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/x?"+r.URL.RawQuery, http.StatusFound)
		}),
		"bad redirect": four(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "ht!tp://%zz?"+r.URL.RawQuery)
			w.WriteHeader(http.StatusFound)
		}),
	}
}

// TestNothingLeaks runs every way to fail and looks for the secret and the
// tokens in whatever a caller could show.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	calls := map[string]func(context.Context, *Client) error{
		"token":  func(ctx context.Context, c *Client) error { _, err := c.StableToken(ctx, credential()); return err },
		"menu":   func(ctx context.Context, c *Client) error { _, err := c.Reader(twoTokens()).Menu(ctx); return err },
		"shown":  func(ctx context.Context, c *Client) error { _, err := c.Reader(twoTokens()).Shown(ctx); return err },
		"create": func(ctx context.Context, c *Client) error { return c.Writer(twoTokens()).Create(ctx, []byte(`{}`)) },
		"add": func(ctx context.Context, c *Client) error {
			_, err := c.Writer(twoTokens()).AddConditional(ctx, []byte(`{}`))
			return err
		},
		"delete": func(ctx context.Context, c *Client) error { return c.Writer(twoTokens()).DelConditional(ctx, "1") },
		"try": func(ctx context.Context, c *Client) error {
			_, err := c.Reader(twoTokens()).TryMatch(ctx, "u")
			return err
		},
	}
	for failure, steps := range failures() {
		for name, call := range calls {
			t.Run(failure+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := newServer(t, steps...)
				c := newClient(t, s.URL)
				c.menus.Timeout = 100 * time.Millisecond
				checkLeaks(t, c, call)
			})
		}
	}
	for name, call := range calls {
		t.Run("no host/"+name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.Close()
			checkLeaks(t, newClient(t, s.URL), call)
		})
		t.Run("proxy/"+name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, append(four(status(502)), four(status(502))...)...)
			c, err := New(Options{Base: "https://wechat.example", Now: time.Now, TokenProxy: &url.URL{Scheme: "http", Host: s.Listener.Addr().String(), User: url.UserPassword("u", testSecret)}})
			if err != nil {
				t.Fatal(err)
			}
			c.menus, c.interval = c.tokens, time.Millisecond
			t.Cleanup(c.Close)
			checkLeaks(t, c, call)
		})
	}
}

func checkLeaks(t *testing.T, c *Client, call func(context.Context, *Client) error) {
	t.Helper()
	var out bytes.Buffer
	var mu sync.Mutex
	log := slog.New(slog.NewJSONHandler(&out, nil))
	ctx := WithTrace(t.Context(), func(call Call) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&out, "%+v\n", call)
		log.Info("call", "call", call)
	})
	err := call(ctx, c)
	if err == nil {
		t.Fatal("no error")
	}
	log.Error("failed", "error", err, "client", c)
	for e := err; e != nil; e = errors.Unwrap(e) {
		fmt.Fprintf(&out, "%s %+v %#v %q\n", e, e, e, e)
	}
	shown := out.String()
	for _, secret := range []string{testSecret, testToken, nextToken} {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if strings.Contains(shown, form) {
				t.Errorf("%q is shown:\n%s", form, shown)
			}
		}
	}
	if strings.Contains(shown, "access_token=") {
		t.Errorf("a query is shown:\n%s", shown)
	}
}
