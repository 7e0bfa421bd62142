package sandbox

import (
	"slices"
	"time"
)

// maxCalls is how many calls the log keeps; the oldest go first.
const maxCalls = 1 << 16

// Call is one WeChat or Invoke call the server got. It holds no query and no
// body, so no token and no secret.
type Call struct {
	// Time is when the request had been read.
	Time time.Time

	// Account is the account the call's token or appid belongs to; empty when
	// neither is known, and for Invoke.
	Account string

	Method, Path string

	// Errcode is WeChat's error code; 0 when the call was served.
	Errcode int

	// Status is the HTTP status of the answer; 0 when none was sent, because
	// the call was cut or is held.
	Status int

	// Faulty says that a Fault had its way with the call.
	Faulty bool

	// RemoteAddr is the caller's address and port: calls that have it in
	// common came over one connection.
	RemoteAddr string
}

// Calls returns the log, oldest first. A call is in it before its answer is
// sent, and as soon as it is held. The server keeps the last 65,536.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

func (s *Server) record(x *exchange, r reply, faulty bool) {
	c := Call{
		Time:       x.now,
		Method:     x.request.Method,
		Path:       x.request.URL.Path,
		Errcode:    r.errcode,
		Status:     r.status,
		Faulty:     faulty,
		RemoteAddr: x.request.RemoteAddr,
	}
	if x.account != nil {
		c.Account = x.account.Name
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) == maxCalls {
		s.calls = slices.Delete(s.calls, 0, maxCalls/4)
	}
	s.calls = append(s.calls, c)
}
