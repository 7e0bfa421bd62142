package credential

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// failing are the ways in which a service gives no token.
func failing() map[api.Code]http.HandlerFunc {
	says := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, strings.ReplaceAll(text, "KEY", r.Header.Get("Authorization")))
		}
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(code)
			_, _ = fmt.Fprintf(w, "<html>%s %s", r.URL, r.Header.Get("Authorization"))
		}
	}
	return map[api.Code]http.HandlerFunc{
		api.ServiceStatus:      status(http.StatusBadGateway),
		api.ServiceDenied:      status(http.StatusUnauthorized),
		api.ServiceMoved:       func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, path+"/m0v3d", http.StatusFound) },
		api.ServicePage:        says(" <!DOCTYPE html><p>KEY"),
		api.ServiceEmpty:       says(" \n"),
		api.ServiceForm:        says(`{"code":500,"message":"KEY"}`),
		api.ServiceErrcode:     says(`{"errcode":40164,"errmsg":"invalid ip 1.2.3.4 KEY"}`),
		api.ServiceOwn:         says(`{"errcode":500,"errmsg":"KEY"}`),
		api.ServiceLarge:       says(strings.Repeat("a", maxPage+1)),
		api.ServiceUnreachable: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
}

// TestServiceFails sees that each failure has its own words, and that none of
// them, nor the trace, has a word of the address, the headers or the answer.
func TestServiceFails(t *testing.T) {
	t.Parallel()
	for code, answer := range failing() {
		for _, plain := range []bool{false, true} {
			t.Run(fmt.Sprint(code, " ", plain), func(t *testing.T) {
				t.Parallel()
				p := newTokenProgram(t)
				p.locked(func() { p.answer = answer })
				f := fix(t, p, p.source(func(o *Order) {
					if plain {
						o.Token = ""
					}
				}))
				checkFailure(t, f, code, strings.TrimPrefix(p.URL, "http://"))
				want := 1
				if code == api.ServiceStatus || code == api.ServiceUnreachable {
					want = asks
				}
				if len(p.seen()) != want {
					t.Errorf("got %d requests, want %d", len(p.seen()), want)
				}
			})
		}
	}
	t.Run("certificate", func(t *testing.T) {
		t.Parallel()
		s := httptest.NewUnstartedServer(http.NotFoundHandler())
		s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
		s.StartTLS()
		t.Cleanup(s.Close)
		f := newFixture(t, NewService(appID, Order{URL: mustParse(s.URL + path)}))
		checkFailure(t, f, api.ServiceCertificate, s.Listener.Addr().String())
	})
	t.Run("no TLS", func(t *testing.T) {
		t.Parallel()
		s := httptest.NewServer(http.NotFoundHandler())
		t.Cleanup(s.Close)
		f := newFixture(t, NewService(appID, Order{URL: mustParse("https://" + s.Listener.Addr().String() + path)}))
		checkFailure(t, f, api.ServicePlain, s.Listener.Addr().String())
	})
	t.Run("no HTTP either", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		var answering sync.WaitGroup
		answering.Go(func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = io.WriteString(conn, "<!DOCTYPE HTML>")
				_, _ = io.Copy(io.Discard, conn)
				_ = conn.Close()
			}
		})
		t.Cleanup(func() { _ = l.Close(); answering.Wait() })
		f := newFixture(t, NewService(appID, Order{URL: mustParse("https://" + l.Addr().String() + path)}))
		checkFailure(t, f, api.ServicePlain, l.Addr().String())
	})
}

func checkFailure(t *testing.T, f *fixture, code api.Code, address string) {
	t.Helper()
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	ctx := wechat.WithTrace(t.Context(), func(c wechat.Call) { log.Info("call", "call", c) })
	_, err := f.tokens.Token(ctx)
	var worded *Error
	if !errors.As(err, &worded) || worded.Why.Code != code {
		t.Fatalf("got %v, want the code %s", err, code)
	}
	source, _ := f.shelf.store(ctx, "brand-cn")
	log.Error("failed", "error", err, "source", source)
	for e := err; e != nil; e = errors.Unwrap(e) {
		fmt.Fprintf(&out, "%s %+v %#v %q %v %#v\n", e, e, e, e, source, source)
	}
	if call := `"Op":"` + opService + `"`; !strings.Contains(out.String(), call) || !strings.Contains(out.String(), `"Failure":"`+string(code)+`"`) {
		t.Errorf("got no call of %s in the trace that ends in %s:\n%s", opService, code, &out)
	}
	for _, hidden := range []string{address, "t0k3n", "s3rv1c3k3y", "m0v3d", "invalid ip", "<html"} {
		if strings.Contains(out.String(), hidden) {
			t.Errorf("%q is shown:\n%s", hidden, &out)
		}
	}
}

// TestServiceIsSlow holds that a service has five seconds, for its first byte and
// for its last, and that one whose name is unknown is told apart.
func TestServiceIsSlow(t *testing.T) {
	t.Parallel()
	dials := map[api.Code]func(context.Context, string, string) (net.Conn, error){
		api.ServiceSlow: func(ctx context.Context, _, _ string) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				defer far.Close()
				buf := make([]byte, 4096)
				_, _ = far.Read(buf)
				_, _ = io.WriteString(far, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
				_, _ = far.Read(buf) // until the client leaves
			}()
			return near, nil
		},
		api.ServiceUnknown: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.DNSError{Err: "no such host", Name: "tokens.example.cn", IsNotFound: true}
		},
	}
	for code, dial := range dials {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, err := wechat.New(wechat.Options{Base: "http://localhost", Now: time.Now, Dial: dial})
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				s := NewService(appID, Order{URL: mustParse("http://localhost" + path)})
				start := time.Now()
				_, err = s.fetch(t.Context(), asking{client: client})
				var worded *Error
				if !errors.As(err, &worded) || worded.Why.Code != code || strings.Contains(err.Error(), "example") {
					t.Errorf("got %v, want the code %s", err, code)
				}
				if took := time.Since(start); code == api.ServiceSlow && took != 5*time.Second {
					t.Errorf("got an answer after %s, want it after five seconds", took)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if _, err = s.fetch(ctx, asking{client: client}); code == api.ServiceSlow && (!errors.As(err, &worded) || worded.Why.Code != api.CredentialWaited || !errors.Is(err, context.DeadlineExceeded)) {
					t.Errorf("got %v, want that the caller's time is over", err)
				}
			})
		})
	}
}
