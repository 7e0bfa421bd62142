// Package live serves a page of package preview to browsers on this machine and
// tells them when it changes.
package live

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/preview"
)

// headerTimeout is how long a browser may take to send its request headers.
const headerTimeout = 10 * time.Second

// Server serves a page. The zero value has none yet.
type Server struct {
	mu      sync.Mutex
	page    []byte
	policy  string
	data    []byte
	version string
	changed chan struct{} // closed when there is another version
}

// Show makes the page the one that is served, and reports whether it is another
// than before; every browser that has it open shows what is new.
func (s *Server) Show(p preview.Page) (changed bool, err error) {
	p.Live = true
	data, version, err := p.JSON()
	if err != nil {
		return false, err
	}
	var page bytes.Buffer
	if err := p.HTML(&page); err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version == version {
		return false, nil
	}
	if s.changed != nil {
		close(s.changed)
	}
	s.page, s.policy, s.data, s.version, s.changed = page.Bytes(), p.Policy(), data, version, make(chan struct{})
	return true, nil
}

// Serve answers the listener's requests until ctx is done, and then returns nil.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: headerTimeout,
	}
	unhook := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer unhook()
	if err := server.Serve(l); ctx.Err() == nil {
		return fmt.Errorf("serve page: %w", err)
	}
	return nil
}

// ServeHTTP answers with the page, with what it shows as JSON, or with the
// events of its versions. It answers only those who call it by a name of this
// machine: another website's name may be made to lead here too, and its pages
// could then read the answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !local(r.Host) {
		http.Error(w, "421 this address is for this machine only", http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "405 use GET", http.StatusMethodNotAllowed)
		return
	}
	s.mu.Lock()
	page, policy, data := s.page, s.policy, s.data
	s.mu.Unlock()
	switch r.URL.Path {
	case "/":
		h.Set("Content-Security-Policy", policy+"; frame-ancestors 'none'")
		send(w, "text/html; charset=utf-8", page)
	case "/data":
		send(w, "application/json", data)
	case "/events":
		s.tell(w, r)
	default:
		http.NotFound(w, r)
	}
}

func send(w http.ResponseWriter, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

// local reports whether a Host header names this machine.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// tell sends the version there is, and each one that follows, as server-sent
// events.
func (s *Server) tell(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	for {
		s.mu.Lock()
		version, changed := s.version, s.changed
		s.mu.Unlock()
		if _, err := fmt.Fprintf(w, "data: %s\n\n", version); err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}
