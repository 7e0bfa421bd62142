package sandbox_test

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// live is a rig's server on a real connection.
type live struct {
	*rig
	base   string
	client *http.Client
	stop   func() error // ends Serve and returns what it returned
}

func (r *rig) serve() *live {
	r.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	l, err := loopback.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		r.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(ctx, l) }()
	transport := &http.Transport{DisableKeepAlives: true}
	var result error
	stopped := false
	stop := func() error {
		cancel()
		if !stopped {
			stopped = true
			result = await(r.T, ended, "the server to end")
		}
		return result
	}
	r.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := stop(); err != nil {
			r.Errorf("got %v from Serve, want nil", err)
		}
	})
	return &live{rig: r, base: "http://" + l.Addr().String(), client: &http.Client{Transport: transport, Timeout: patience}, stop: stop}
}

// post makes one call over the network; header is "Name: value" lines.
func (l *live) post(ctx context.Context, target, body string, header ...string) (response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.base+target, strings.NewReader(body))
	if err != nil {
		return response{}, err
	}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	resp, err := l.client.Do(req)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	return response{resp.StatusCode, resp.Header, string(b)}, err
}

// submit calls an endpoint over the network with a fresh stable token.
func (l *live) submit(path, body string) (response, error) {
	l.Helper()
	return l.post(l.Context(), path+"?access_token="+l.stable(false).Token, body)
}
