package invoke_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const invokePath = "/2015-03-31/functions/publish/invocations"

// patience is how long a test waits for what has to happen.
const patience = time.Minute

type refusedError struct{}

func (*refusedError) Error() string { return "refused: no" }

func echo(_ context.Context, payload []byte) ([]byte, error) { return payload, nil }

// rig is a server with a function called publish, asked without a network.
type rig struct {
	*testing.T
	*loopback.Server
}

func newRig(t *testing.T, timeout time.Duration, f invoke.Function) *rig {
	t.Helper()
	s := &loopback.Server{Now: time.Now}
	if err := invoke.Mount(s, invoke.Options{Functions: map[string]invoke.Function{"publish": f}, Timeout: timeout}); err != nil {
		t.Fatal(err)
	}
	return &rig{t, s}
}

// response is a whole HTTP answer.
type response struct {
	status int
	header http.Header
	body   string
}

func (r *rig) send(req *http.Request) response {
	r.Helper()
	rec := httptest.NewRecorder()
	r.ServeHTTP(rec, req)
	return response{rec.Code, rec.Header(), rec.Body.String()}
}

// invoke calls target with a signature; header is "Name: value" lines, which
// without a value take a header away.
func (r *rig) invoke(target, payload string, header ...string) response {
	r.Helper()
	req := httptest.NewRequestWithContext(r.Context(), http.MethodPost, target, strings.NewReader(payload))
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=x")
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		if value == "" {
			req.Header.Del(name)
		} else {
			req.Header.Set(name, value)
		}
	}
	return r.send(req)
}

// await returns the next value of a channel; what says of what.
func await[T any](t *testing.T, ch <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(patience):
		t.Fatalf("waited %v for %s", patience, what)
		panic("not reached")
	}
}
