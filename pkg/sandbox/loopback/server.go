// Package loopback is what the doubles of caidan's tests and rehearsals have in
// common: an HTTP server for one machine that keeps a log of the calls it gets
// and makes them go wrong on demand.
//
// A double of a service is an [Endpoint]; a [Server] may have several, which
// then share its address, its log and its faults:
//
//	s := &loopback.Server{Now: time.Now}
//	s.Mount(endpoint)
//	l, err := loopback.Listen(ctx, "127.0.0.1:0")
//	err = s.Serve(ctx, l)
//
// Every server answers these calls about itself:
//
//	GET    /sandbox/calls    read the log: {"calls":[...]}, each a [Call]
//	POST   /sandbox/faults   ask for a fault: a JSON [Fault]
//	GET    /sandbox/faults   read the faults still to come: {"faults":[...]}
//	DELETE /sandbox/faults   forget all faults
package loopback

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Server hands each call to the endpoint whose path it is. It is safe for
// concurrent use once everything is mounted.
type Server struct {
	// Now is the clock of the log and of the endpoints. It is required.
	Now func() time.Time

	// Lang is the language of what the server itself says where a request does
	// not ask for another: English, or [Chinese].
	Lang string

	// RoundTrip is how long a call of an endpoint takes beside the work for it, as
	// over a network. Zero is as long as it takes on this machine.
	RoundTrip time.Duration

	// Log, where it is not nil, is told of each call, of several at a time.
	Log func(Call)

	// Changed, where it is not nil, is called when a request may have changed
	// something, and before that is answered.
	Changed func()

	endpoints []Endpoint
	pages     map[string]http.Handler

	mu     sync.Mutex
	faults book
	calls  []Call
}

// Endpoint plays one service.
type Endpoint interface {
	// Owns reports whether calls of the path are the endpoint's.
	Owns(path string) bool

	// Paths is what such a path looks like, for people.
	Paths() string

	// Limit is the longest body of a call, in bytes.
	Limit() int64

	// Begin says whose the call is and what a fault may call it.
	Begin(x *Exchange)

	// Fail returns what the fault answers instead of acting; false when the
	// endpoint acts all the same.
	Fail(x *Exchange, f Fault) (Reply, bool)

	// Act does what the call asks for. The context ends with the server, not
	// with the client.
	Act(ctx context.Context, x *Exchange) Reply

	// CheckFault refuses a fault of one of the endpoint's paths that could
	// never be seen.
	CheckFault(f Fault) error
}

// Mount gives the server another endpoint. Where two own a path, the one that
// was mounted first has it.
func (s *Server) Mount(e Endpoint) { s.endpoints = append(s.endpoints, e) }

// Announce calls Changed: a page of [Server.Handle] does so when it changed
// something.
func (s *Server) Announce() {
	if s.Changed != nil {
		s.Changed()
	}
}

// Handle gives the server a page of its own, whose calls are not logged and meet
// no faults.
func (s *Server) Handle(path string, h http.Handler) {
	if s.pages == nil {
		s.pages = map[string]http.Handler{}
	}
	s.pages[path] = h
}

// ServeHTTP answers one request. A call that a fault cuts or holds ends in a
// panic with http.ErrAbortHandler, which net/http turns into a closed
// connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.route(context.WithoutCancel(r.Context()), w, r)
}

// route answers one request; life ends when the server stops, and with it
// whatever a request left running.
func (s *Server) route(life context.Context, w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	switch path {
	case faultsPath:
		s.serveFaults(w, r)
		return
	case callsPath:
		s.serveCalls(w, r)
		return
	}
	if page := s.pages[path]; page != nil {
		page.ServeHTTP(w, r)
		return
	}
	if e := s.owner(path); e != nil {
		s.answer(life, w, r, e)
		return
	}
	s.Refuse(w, r, http.StatusNotFound, Errorf("path %q is not served here; use %s", "这里没有路径%q；请用 %s", path, either(s.served())))
}

// served are the paths there are, of an endpoint's those that say what they look like.
func (s *Server) served() []string {
	return slices.Concat(s.examples(), slices.Sorted(maps.Keys(s.pages)), []string{callsPath, faultsPath})
}

// owner returns the endpoint that a path belongs to, nil for none.
func (s *Server) owner(path string) Endpoint {
	for _, e := range s.endpoints {
		if e.Owns(path) {
			return e
		}
	}
	return nil
}
