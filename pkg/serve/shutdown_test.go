package serve

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestShutdownAlone holds that a publish whose caller went away is finished before the
// server ends. Over HTTP/2 its connection is over before it is, and Shutdown waits for
// connections alone.
func TestShutdownAlone(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	finished := false
	h, key, log := server(t, func(ctx context.Context, _ []byte) ([]byte, error) {
		close(started)
		<-release
		finished = true
		return []byte(`{}`), ctx.Err()
	})
	c := Config{Listen: "127.0.0.1:0"}
	c.Certificate, c.CertificateKey = pair(t, t.TempDir())
	listener, err := Listen(t.Context(), &c, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, listener, h, defaultTimeout, slog.New(slog.NewJSONHandler(log, nil))) }()

	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // not what is asked
	client := &http.Client{Transport: transport}
	asking, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(asking, http.MethodPost, "https://"+listener.Addr().String()+api.PathPublish, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	left := make(chan error, 1)
	go func() {
		resp, err := client.Do(req)
		if err == nil {
			err = resp.Body.Close()
		}
		left <- err
	}()
	<-started
	leave()
	if err := <-left; err == nil {
		t.Error("got an answer, want the caller gone")
	}
	transport.CloseIdleConnections()
	stop()
	// Where the server does not wait, it ends before what is under way is done.
	for said := ""; !strings.Contains(said, "server waits"); said += log.take() {
		select {
		case err := <-ended:
			t.Fatalf("got an end while a publish is under way: %v", err)
		default:
		}
	}
	close(release)
	if err := <-ended; err != nil || !finished {
		t.Errorf("got %v, finished %v; want an end once the publish is done", err, finished)
	}
}
