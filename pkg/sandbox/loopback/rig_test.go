package loopback

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what has to happen.
const patience = time.Minute

// playPath is a path of play.
const playPath = "/play/1"

// answer is what play answers.
const answer = "0123456789abcdefghij"

// play is an endpoint that counts how often it acts.
type play struct{ acts atomic.Int32 }

func (*play) Owns(path string) bool { return strings.HasPrefix(path, "/play/") }

func (*play) Paths() string { return playPath }

func (*play) Limit() int64 { return 1 << 10 }

func (*play) Begin(x *Exchange) { x.Account = x.Request.URL.Query().Get("account") }

func (*play) Fail(_ *Exchange, f Fault) (Reply, bool) { return Reply{Status: f.Status}, f.Status != 0 }

func (*play) CheckFault(f Fault) error {
	if f.Errcode == 7 {
		return Errorf("errcode 7 is not played", "没有错误码 7")
	}
	return nil
}

func (p *play) Act(_ context.Context, x *Exchange) Reply {
	p.acts.Add(1)
	if x.TooLarge {
		return Reply{Status: http.StatusRequestEntityTooLarge, Errcode: 9}
	}
	return Reply{Status: http.StatusOK, Type: "text/plain", Body: []byte(answer)}
}

// newPlay returns a server that plays play.
func newPlay() (*Server, *play) {
	s, p := &Server{Now: time.Now}, &play{}
	s.Mount(p)
	return s, p
}

func call(t *testing.T, body string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodPost, playPath, strings.NewReader(body))
}

// serve is ServeHTTP that reports whether the call was cut.
func serve(s *Server, w http.ResponseWriter, r *http.Request) (cut bool) {
	return route(context.WithoutCancel(r.Context()), s, w, r)
}

func route(life context.Context, s *Server, w http.ResponseWriter, r *http.Request) (cut bool) {
	defer func() {
		if v := recover(); v == http.ErrAbortHandler { //nolint:errorlint // a panic's value is compared as it is
			cut = true
		} else if v != nil {
			panic(v)
		}
	}()
	s.route(life, w, r)
	return false
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
