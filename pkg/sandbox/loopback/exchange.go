package loopback

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"time"
)

// maxDrain is how much of a body that is too long is read and forgotten, in
// bytes.
const maxDrain = 64 << 20

// Exchange is one call while it is answered.
type Exchange struct {
	// Now is when the request had been read.
	Now time.Time

	Request *http.Request

	// Body is the request's body, cut after the endpoint's limit.
	Body []byte

	// TooLarge says that the body is longer than the endpoint's limit.
	TooLarge bool

	// Account is whose call it is; empty when the call does not say so.
	Account string

	// Paths are what a fault may call the call: at first the request's path.
	Paths []string
}

// ClientIP is the caller's address; the zero Addr when it is not an IP address.
func (x *Exchange) ClientIP() netip.Addr {
	ap, err := netip.ParseAddrPort(x.Request.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

// errTooLarge says that a body is longer than its limit.
var errTooLarge = errors.New("request body too large")

// readAll reads a body of at most limit bytes. Reading it to its end is also
// what lets net/http notice a client that leaves.
func readAll(r *http.Request, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil || int64(len(body)) <= limit {
		return body, err
	}
	// A client still sending would see a broken pipe instead of the answer.
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, maxDrain))
	return body[:limit], errTooLarge
}

// answer lets the next fault of the call have its way, or the endpoint act, and
// sends what comes of it. The call is in the log before the client can have the
// answer.
func (s *Server) answer(life context.Context, w http.ResponseWriter, r *http.Request, e Endpoint) {
	body, err := readAll(r, e.Limit())
	tooLarge := errors.Is(err, errTooLarge)
	if err != nil && !tooLarge {
		abort()
	}
	if !travelled(life, s.RoundTrip) {
		abort()
	}
	x := &Exchange{Now: s.Now(), Request: r, Body: body, TooLarge: tooLarge, Paths: []string{r.URL.Path}}
	e.Begin(x)
	f, faulty := s.takeFault(x)
	if f.Hang {
		s.record(x, Reply{}, true)
		select {
		case <-r.Context().Done():
		case <-life.Done():
		}
		abort()
	}
	if f.Cut == CutBefore {
		s.record(x, Reply{}, true)
		abort()
	}
	out, decided := f.whole()
	if !decided {
		out, decided = e.Fail(x, f)
	}
	if !decided {
		out = e.Act(life, x)
	}
	if f.Cut == CutAfter || out.Status == 0 {
		s.record(x, Reply{Errcode: out.Errcode}, faulty)
		abort()
	}
	s.record(x, out, faulty)
	out.send(r.Context(), w, f.Slow)
}

// travelled waits for as long as a call is on its way, which a client that leaves
// does not stop; false when the server stopped meanwhile.
func travelled(life context.Context, distance time.Duration) bool {
	if distance <= 0 {
		return true
	}
	way := time.NewTimer(distance)
	defer way.Stop()
	select {
	case <-way.C:
		return true
	case <-life.Done():
		return false
	}
}

// abort closes the connection without an answer.
func abort() { panic(http.ErrAbortHandler) }
