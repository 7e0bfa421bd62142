package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"time"
)

// slowPieces is into how many pieces a slow answer is cut.
const slowPieces = 8

// maxDrain is how much of a body that is too long is read and forgotten, in
// bytes.
const maxDrain = 64 << 20

// exchange is one call while it is answered.
type exchange struct {
	now     time.Time
	request *http.Request
	body    []byte
	paths   []string // what a fault may call this call
	account *account // nil when the call does not say whose it is
	invoke  bool     // an AWS call, not WeChat's
}

// read takes the request's body, at most limit bytes. Reading it to its end is
// also what lets net/http notice a client that leaves.
func (s *Server) read(r *http.Request, limit int64) (*exchange, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, err
	}
	x := &exchange{now: s.now(), request: r, body: body, paths: []string{r.URL.Path}}
	if int64(len(body)) > limit {
		// A client still sending would see a broken pipe instead of the answer.
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, maxDrain))
		return x, errTooLarge
	}
	return x, nil
}

// errTooLarge says that a body is longer than its limit.
var errTooLarge = errors.New("request body too large")

// clientIP is the caller's address; the zero Addr when it is not an IP address.
func (x *exchange) clientIP() netip.Addr {
	ap, err := netip.ParseAddrPort(x.request.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

// answer lets the next fault of the call have its way, or acts, and sends what
// comes of it. The call is in the log before the client can have the answer.
func (s *Server) answer(life context.Context, w http.ResponseWriter, x *exchange, act func() reply) {
	f, faulty := s.takeFault(x)
	if f.Hang {
		s.record(x, reply{}, true)
		select {
		case <-x.request.Context().Done():
		case <-life.Done():
		}
		abort()
	}
	if f.Cut == CutBefore {
		s.record(x, reply{}, true)
		abort()
	}
	out, decided := f.reply(x)
	if !decided {
		out = act()
	}
	if f.Cut == CutAfter || out.status == 0 {
		s.record(x, reply{errcode: out.errcode}, faulty)
		abort()
	}
	s.record(x, out, faulty)
	out.send(x.request.Context(), w, f.Slow)
}

// abort closes the connection without an answer.
func abort() { panic(http.ErrAbortHandler) }

// send writes the answer, in pieces over the time slow when that is not zero.
func (r reply) send(ctx context.Context, w http.ResponseWriter, slow time.Duration) {
	r.writeHead(w)
	if slow <= 0 || len(r.body) == 0 {
		_, _ = w.Write(r.body)
		return
	}
	control := http.NewResponseController(w)
	size := (len(r.body) + slowPieces - 1) / slowPieces
	pieces := (len(r.body) + size - 1) / size
	pause := time.NewTicker(max(slow/time.Duration(pieces), 1))
	defer pause.Stop()
	for rest := r.body; len(rest) > 0; {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		n := min(size, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			return
		}
		_ = control.Flush()
		rest = rest[n:]
	}
}
