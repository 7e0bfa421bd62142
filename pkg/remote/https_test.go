package remote

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestServerSays shows a server's refusals in the reader's language.
func TestServerSays(t *testing.T) {
	t.Parallel()
	h, _ := served(t, done)
	front := httptest.NewServer(h)
	t.Cleanup(front.Close)
	_, err := to(t, front.URL, "caidan_other").Do(t.Context(), request())
	want{"the server does not know this key", "CAIDAN_KEY", false, false}.check(t, err)
	if meaning, remedy := text.Explain(err, text.Chinese); meaning != front.URL+"：服务器不认识这个密钥" || !strings.Contains(remedy, "CAIDAN_KEY") {
		t.Errorf("got %q and %q in Chinese", meaning, remedy)
	}
}

// TestStays takes a key nowhere else, and says where a server would have it.
func TestStays(t *testing.T) {
	t.Parallel()
	var asked bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(other.Close)
	front := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	t.Cleanup(front.Close)
	_, err := to(t, front.URL, "k").Do(t.Context(), request())
	want{"sends requests elsewhere, with HTTP status 307", "address", false, false}.check(t, err)
	if asked {
		t.Error("got the request at another address")
	}
}

// TestTLS speaks with a server that has a certificate, and says what is wrong with
// one that it does not trust; nothing was sent then.
func TestTLS(t *testing.T) {
	t.Parallel()
	h, key := served(t, done)
	g := &gateway{Handler: h}
	front := httptest.NewUnstartedServer(g)
	front.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	front.StartTLS()
	t.Cleanup(front.Close)
	bearer := func(context.Context) (string, error) { return key, nil }
	trusting := newHTTPS(Server{Address: front.URL, Path: api.PathPublish, Bearer: bearer}, front.Client().Transport, MaxWidth)
	if res, err := trusting.Do(t.Context(), request()); err != nil || res.Outcome != api.Published {
		t.Errorf("got %+v, %v; want it published", res, err)
	}
	_, err := to(t, front.URL, key).Do(t.Context(), request())
	want{"no authority that this machine trusts", "SSL_CERT_FILE", false, false}.check(t, err)
	later := front.Client().Transport.(*http.Transport).Clone()
	later.TLSClientConfig.Time = func() time.Time { return time.Now().AddDate(100, 0, 0) }
	old := httptest.NewUnstartedServer(g)
	old.Config.ErrorLog = front.Config.ErrorLog
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10} //nolint:gosec // it is to be refused
	old.StartTLS()
	t.Cleanup(old.Close)
	named := strings.Replace(front.URL, "127.0.0.1", "localhost", 1)
	for _, tt := range []struct {
		address   string
		transport http.RoundTripper
		want      want
	}{
		{front.URL, later, want{"is not trusted: the certificate is valid from 1970-01-01T00:00:00Z to 2084-01-29T16:00:00Z only", "renew", false, false}},
		{named, front.Client().Transport, want{`127.0.0.1, ::1", and not for "localhost"`, "with a name", false, false}},
		{old.URL, old.Client().Transport, want{"speaks neither TLS 1.2 nor", "have it speak", false, false}},
		{strings.Replace(front.URL, "https:", "http:", 1), http.DefaultTransport, want{"speaks TLS at this port", "https://", false, false}},
	} {
		_, err := newHTTPS(Server{Address: tt.address, Path: api.PathPublish, Bearer: bearer}, tt.transport, MaxWidth).Do(t.Context(), request())
		tt.want.check(t, err)
	}
	_, err = to(t, strings.Replace(httptestPlain(t, g), "http:", "https:", 1), key).Do(t.Context(), request())
	want{"does not speak TLS", "check the address", false, false}.check(t, err)
	if n := g.count(); n != 1 {
		t.Errorf("got %d requests, want 1", n)
	}
}

func httptestPlain(t *testing.T, h http.Handler) string {
	t.Helper()
	front := httptest.NewUnstartedServer(h)
	front.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	front.Start()
	t.Cleanup(front.Close)
	return front.URL
}

// TestNotFound says that a name leads nowhere, and what else keeps from connecting.
func TestNotFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&net.DNSError{Err: "no such host", Name: "menus.example.cn"}, `looked up: "menus.example.cn"`},
		{errors.New("network is unreachable"), `no connection to the server: "network is unreachable"`},
	} {
		transport := &refusing{left: 1, err: &net.OpError{Op: "dial", Net: "tcp", Err: tt.err}}
		bearer := func(context.Context) (string, error) { return "k", nil }
		_, err := newHTTPS(Server{Address: "https://menus.example.cn", Path: api.PathPublish, Bearer: bearer}, transport, MaxWidth).Do(t.Context(), request())
		want{tt.want, "check the address", false, true}.check(t, err)
	}
}

// TestEnds says that a server ended while it was asked, over HTTP/2.
func TestEnds(t *testing.T) {
	t.Parallel()
	transport := &refusing{left: 1, err: errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug=\"\"")}
	bearer := func(context.Context) (string, error) { return "k", nil }
	_, err := newHTTPS(Server{Address: "https://menus.example.cn", Path: api.PathPublish, Bearer: bearer}, transport, MaxWidth).Do(t.Context(), request())
	want{"the server ended before it answered", "log", true, true}.check(t, err)
}

// TestBackupShort says that a copy broke off, as one that is refused does.
func TestBackupShort(t *testing.T) {
	t.Parallel()
	var todo http.HandlerFunc
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { todo(w, r) }))
	t.Cleanup(front.Close)
	get := func() (string, error) {
		var b strings.Builder
		err := Backup(t.Context(), Server{Address: front.URL, Bearer: func(context.Context) (string, error) { return "k", nil }}, &b)
		return b.String(), err
	}
	todo = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != api.PathLedger || r.Header.Get("Authorization") != "Bearer k" {
			t.Errorf("got %s %v", r.URL, r.Header)
		}
		_, _ = w.Write([]byte("copy"))
	}
	if got, err := get(); err != nil || got != "copy" {
		t.Errorf("got %q, %v; want the copy", got, err)
	}
	todo = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "9")
		_, _ = w.Write([]byte("copy"))
	}
	_, err := get()
	want{"connection to the server failed: the data ends early", "check the network", true, true}.check(t, err)
	todo = status(http.StatusNotFound)
	_, err = get()
	want{"not that of caidan serve, and has HTTP status 404", "check the address", false, false}.check(t, err)
}

// TestBearer says why there is nothing to sign in with, once and before a request.
func TestBearer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"in words":    {&text.Error{Meaning: text.Same("the job gets no OIDC token"), Remedy: text.Same("x")}, "the job gets no OIDC token"},
		"without any": {json.Unmarshal([]byte("{"), new(int)), "unexpected end of JSON input"},
	} {
		c := NewHTTPS(Server{Address: "http://127.0.0.1:1", Path: api.PathPublish, Bearer: func(context.Context) (string, error) { return "", tt.err }}, MaxWidth)
		if err := c.SignIn(t.Context()); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
		}
	}
}
