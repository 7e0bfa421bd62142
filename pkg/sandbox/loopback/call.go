package loopback

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// callsPath is where the log is read over HTTP.
const callsPath = "/sandbox/calls"

// maxCalls is how many calls the log keeps; the oldest go first.
const maxCalls = 1 << 16

// Call is one call of an endpoint that the server got. It holds no query and no
// body, so no token and no secret.
type Call struct {
	// Time is when the request had been read.
	Time time.Time `json:"time"`

	// Account is whose call it is: of a WeChat call, whose token or appid it
	// has. It is empty when the call does not say so.
	Account string `json:"account"`

	Method string `json:"method"`
	Path   string `json:"path"`

	// Errcode is WeChat's error code; 0 when the call was served.
	Errcode int `json:"errcode"`

	// Status is the HTTP status of the answer; 0 when none was sent, because
	// the call was cut or is held.
	Status int `json:"status"`

	// Faulty says that a Fault had its way with the call.
	Faulty bool `json:"faulty"`

	// RemoteAddr is the caller's address and port: calls that have it in
	// common came over one connection.
	RemoteAddr string `json:"remoteAddr"`
}

// Calls returns the log, oldest first. A call is in it before its answer is
// sent, and as soon as it is held. The server keeps the last 65,536.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// serveCalls answers the log as {"calls":[...]}.
func (s *Server) serveCalls(w http.ResponseWriter, r *http.Request) {
	if s.Admit(w, r, http.MethodGet) {
		sendJSON(w, map[string][]Call{"calls": append([]Call{}, s.Calls()...)})
	}
}

// sendJSON answers a value.
func sendJSON(w http.ResponseWriter, v any) {
	body, _ := json.Marshal(v) // of texts and numbers
	Reply{Status: http.StatusOK, Type: JSON, Body: body}.Send(w)
}

func (s *Server) record(x *Exchange, r Reply, faulty bool) {
	c := Call{
		Time:       x.Now,
		Account:    x.Account,
		Method:     x.Request.Method,
		Path:       x.Request.URL.Path,
		Errcode:    r.Errcode,
		Status:     r.Status,
		Faulty:     faulty,
		RemoteAddr: x.Request.RemoteAddr,
	}
	s.keep(c)
	s.Announce()
	if s.Log != nil {
		s.Log(c)
	}
}

func (s *Server) keep(c Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) == maxCalls {
		s.calls = slices.Delete(s.calls, 0, maxCalls/4)
	}
	s.calls = append(s.calls, c)
}
