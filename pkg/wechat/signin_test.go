package wechat

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// exchange fetches a token, as a source does that keeps none.
func exchange(c *Client) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := c.StableToken(ctx, credential())
		return err
	}
}

// TestSignInFromSeveralAddresses leaves this machine by another address with each
// connection, as some networks do.
func TestSignInFromSeveralAddresses(t *testing.T) {
	t.Parallel()
	var asked, dialled atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		asked.Add(1)
		_, _ = fmt.Fprintf(w, `{"errcode":40164,"errmsg":"invalid ip %s ipv6 ::ffff:%[1]s, not in whitelist rid: 6620c583-0a927d64-355f7cd0"}`, host)
	}))
	t.Cleanup(front.Close)
	probe := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	if conn, err := probe.DialContext(t.Context(), "tcp", front.Listener.Addr().String()); err != nil {
		t.Skipf("SKIPPED: this machine has the one address 127.0.0.1: %v", err)
	} else {
		_ = conn.Close()
	}
	client, err := New(Options{Base: front.URL, Now: time.Now, Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
		from := net.IPv4(127, 0, 0, byte(2+dialled.Add(1)%2))
		return (&net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}).DialContext(ctx, network, addr)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	addresses, err := client.Reader(twoTokens()).SignIn(t.Context(), exchange(client))
	var refused *Error
	if want := []string{"127.0.0.3", "127.0.0.2"}; !errors.As(err, &refused) || refused.Errcode != 40164 || !slices.Equal(addresses, want) || asked.Load() != signIns {
		t.Errorf("got %q and %v after %d requests, want %q after %d", addresses, err, asked.Load(), want, signIns)
	}
}

func TestSignInOnce(t *testing.T) {
	t.Parallel()
	for body, code := range map[string]int{`{"access_token":"abc","expires_in":7200}`: 0, `{"errcode":40125,"errmsg":"invalid appsecret"}`: 40125} {
		s := newServer(t, say(body))
		client := newClient(t, s.URL)
		addresses, err := client.Reader(twoTokens()).SignIn(t.Context(), exchange(client))
		var refused *Error
		if errors.As(err, &refused) != (code != 0) || code != 0 && refused.Errcode != code || addresses != nil {
			t.Errorf("%s: got %q and %v", body, addresses, err)
		}
		if asked, _ := s.asked(); len(asked) != 1 {
			t.Errorf("%s: asked %d times, want once", body, len(asked))
		}
	}
}
