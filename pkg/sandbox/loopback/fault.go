package loopback

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// Cut says whether and when a connection is closed without an answer.
type Cut int

const (
	// CutNone leaves the connection alone.
	CutNone Cut = iota

	// CutBefore closes it before the server acted.
	CutBefore

	// CutAfter closes it after the server acted: the caller cannot know.
	CutAfter
)

// Fault makes a call of one path go wrong. Of several kinds in one Fault, Hang
// goes before CutBefore, Body, Errcode, ErrorType, Status and Answer before
// acting; CutAfter and Slow then befall whatever the answer is.
//
// Go's http.Transport repeats a GET by itself when a connection it used before
// is closed without an answer: a client on kept connections may not notice that
// a read was cut once.
//
// In JSON a fault is
//
//	{"path":"/cgi-bin/menu/create","call":1,"account":"brand-cn","errcode":-1}
//
// The other members are "status", "errorType", "answer", "body", "type", "hang"
// (true), "cut" ("before" or "after") and "slow" (a Go duration such as "2s").
type Fault struct {
	// Path is the request's path without its query, for example
	// /cgi-bin/menu/create. Of an Invoke path, the one with the bare function
	// name covers its aliases and ARN too.
	Path string `json:"path"`

	// Call is which call of the path, counted from now on, goes wrong: 1 is the
	// next; 0 is every call until ClearFaults.
	Call int `json:"call,omitempty"`

	// Account limits the fault, and its count, to this account's calls; empty
	// is any. A call is an account's when its token or appid is.
	Account string `json:"account,omitempty"`

	// Errcode is answered with its documented text instead of acting. It does
	// nothing outside WeChat's paths.
	Errcode int `json:"errcode,omitempty"`

	// Status is the HTTP status answered instead of acting, for example 502.
	Status int `json:"status,omitempty"`

	// ErrorType is, on an Invoke path, the AWS exception answered instead of
	// acting, for example TooManyRequestsException. Without a Status it has the
	// status AWS gives it.
	ErrorType string `json:"errorType,omitempty"`

	// Answer is, on the path of a token service, what it answers in place of a
	// good token: see package sandbox. It does nothing elsewhere.
	Answer string `json:"answer,omitempty"`

	// Body is the whole answer instead of acting, word for word; it may be empty.
	// Its status is 200 or Status, its media type JSON or Type.
	Body *string `json:"body,omitempty"`

	// Type is the media type of Body.
	Type string `json:"type,omitempty"`

	// Hang holds the request without acting until the client leaves or the
	// server stops.
	Hang bool `json:"hang,omitempty"`

	// Cut closes the connection without an answer.
	Cut Cut `json:"cut,omitempty"`

	// Slow is the time over which the answer's body is sent, in pieces.
	Slow time.Duration `json:"slow,omitempty"`
}

// Fault adds a fault. Each counts its calls from here on; the first added that
// is due has its way, and the others due with it are lost.
func (s *Server) Fault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &pending{Fault: f})
}

// pendingFaults are the faults still to come, in the order they were added.
func (s *Server) pendingFaults() []pendingJSON {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]pendingJSON, 0, len(s.faults))
	for _, p := range s.faults {
		out = append(out, pendingJSON{p.json(), p.seen})
	}
	return out
}

// ClearFaults forgets every fault. What is held already stays held.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// whole is the answer of a fault that is one.
func (f Fault) whole() (Reply, bool) {
	if f.Body == nil {
		return Reply{}, false
	}
	return Reply{Status: cmp.Or(f.Status, http.StatusOK), Type: cmp.Or(f.Type, JSON), Body: []byte(*f.Body)}, true
}

func (s *Server) takeFault(x *Exchange) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.take(x.Paths, x.Account)
}

// book is the faults still to come, in the order they were added.
type book []*pending

// pending is a fault and how many of its calls there were.
type pending struct {
	Fault
	seen int
}

// take counts one call and returns the fault it meets, if any.
func (b *book) take(paths []string, account string) (due Fault, found bool) {
	*b = slices.DeleteFunc(*b, func(p *pending) bool {
		if !slices.Contains(paths, p.Path) || p.Account != "" && p.Account != account {
			return false
		}
		p.seen++
		if !found && (p.Call == 0 || p.Call == p.seen) {
			due, found = p.Fault, true
		}
		return p.Call != 0 && p.seen >= p.Call
	})
	return due, found
}
