package loopback

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
)

// start serves play on loopback; stop ends that and returns what Serve did.
func start(t *testing.T) (s *Server, addr string, stop func() error) {
	t.Helper()
	s, _ = newPlay()
	ctx, cancel := context.WithCancel(context.Background())
	l, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	return s, l.Addr().String(), func() error {
		cancel()
		return await(t, ended, "the server to end")
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s, _ := newPlay()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(ctx, l); err != nil {
		t.Errorf("got %v, want nil", err)
	}
	if _, err := l.Accept(); err == nil {
		t.Error("got a connection, want the listener closed")
	}
}

func TestServeReportsABrokenListener(t *testing.T) {
	t.Parallel()
	s, _ := newPlay()
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if err := s.Serve(t.Context(), l); err == nil || !strings.Contains(err.Error(), "serve sandbox") {
		t.Errorf("got %v, want an error", err)
	}
}

// Connections that never send a request do not keep the server from ending.
func TestServeClosesSilentConnections(t *testing.T) {
	t.Parallel()
	_, addr, stop := start(t)
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := stop(); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}

// A page of another website that is open in a browser on this machine changes
// nothing.
func TestOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s, addr, stop := start(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+faultsPath, strings.NewReader(`{"path":"`+playPath+`","hang":true}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://evil.example")
	resp, err := (&http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden || len(s.faults) != 0 {
		t.Errorf("got %d and %d faults, want 403 and none", resp.StatusCode, len(s.faults))
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
