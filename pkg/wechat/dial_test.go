package wechat

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections never leave the process.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// inBubble runs a client and a server that plays steps inside the bubble of a
// test of testing/synctest, and ends both.
func inBubble(t *testing.T, run func(c *Client), steps ...step) (asked []seen) {
	t.Helper()
	s := &server{steps: steps}
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	hs := &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- hs.Serve(p) }()
	c, err := New(Options{Base: "http://localhost", Now: time.Now, Dial: p.dial})
	if err != nil {
		t.Fatal(err)
	}
	run(c)
	c.Close()
	if err := hs.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
	asked, _ = s.asked()
	return asked
}

func TestWholeClientInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := inBubble(t, func(c *Client) {
			if _, err := c.StableToken(t.Context(), credential()); err != nil {
				t.Error(err)
			}
			start := time.Now()
			if err := c.Writer(twoTokens()).Create(t.Context(), []byte(`{}`)); err != nil {
				t.Error(err)
			}
			// One try that hangs for the client's whole timeout, and a pause.
			if took := time.Since(start); took < timeout+interval/2 || took > timeout+interval*3/2+1 {
				t.Errorf("took %v", took)
			}
		}, say(`{"access_token":"a","expires_in":7200}`), hang, say(okBody))
		if len(asked) != 3 {
			t.Errorf("asked %+v", asked)
		}
	})
}

func TestHangingWriteIsUnclearAfterOneTimeout(t *testing.T) {
	t.Parallel()
	for op, call := range onceCalls() {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				asked := inBubble(t, func(c *Client) {
					start := time.Now()
					err := call(t.Context(), c.Writer(twoTokens()))
					if !Unclear(err) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != timeout {
						t.Errorf("got %v after %v", err, time.Since(start))
					}
				}, hang, say(added))
				if len(asked) != 1 {
					t.Errorf("asked %+v", asked)
				}
			})
		})
	}
}

func TestDialIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var dials atomic.Int64
		c, err := New(Options{Base: "http://localhost", Now: time.Now, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			dials.Add(1)
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		if err != nil {
			t.Fatal(err)
		}
		var broken *TransportError
		if err := c.Writer(twoTokens()).DelConditional(t.Context(), "1"); !errors.As(err, &broken) || broken.Sent || dials.Load() != tries {
			t.Errorf("got %v after %d dials", err, dials.Load())
		}
	})
}

// Dial opens the connections to the proxy of token requests, too.
func TestDialReachesTheProxy(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var got []string
	c, err := New(Options{
		Base: "http://127.0.0.1", TokenProxy: &url.URL{Scheme: "http", Host: "proxy.example:3128"}, Now: time.Now,
		Dial: func(_ context.Context, _, addr string) (net.Conn, error) {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, addr)
			return nil, io.ErrClosedPipe
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.interval = time.Microsecond
	_, _ = c.StableToken(t.Context(), credential())
	_, _ = c.Reader(twoTokens()).Menu(t.Context())
	want := strings.Repeat("proxy.example:3128 ", tries) + strings.Repeat("127.0.0.1:80 ", tries)
	if text := strings.Join(got, " ") + " "; text != want {
		t.Errorf("dialled %s, want %s", text, want)
	}
}
