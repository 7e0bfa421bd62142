package loopback

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// faultsPath is where faults are asked for over HTTP.
const faultsPath = "/sandbox/faults"

// maxFaultBody is the longest JSON fault, in bytes.
const maxFaultBody = 64 << 10

// cuts are the words for when a connection is cut.
var cuts = map[string]Cut{"": CutNone, "before": CutBefore, "after": CutAfter}

// serveFaults adds or clears faults.
func (s *Server) serveFaults(w http.ResponseWriter, r *http.Request) {
	if !Admit(w, r, http.MethodPost, http.MethodDelete) {
		return
	}
	if r.Method == http.MethodDelete {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
		return
	}
	data, ok := ReadBody(w, r, maxFaultBody)
	if !ok {
		return
	}
	f, err := s.parseFault(data)
	if err != nil {
		Refuse(w, http.StatusBadRequest, err)
		return
	}
	s.Fault(f)
	w.WriteHeader(http.StatusNoContent)
}

// parseFault reads a fault from JSON. It refuses unknown members and a fault
// that would do nothing.
func (s *Server) parseFault(data []byte) (Fault, error) {
	var wire struct {
		Fault
		Cut  string `json:"cut"`
		Slow string `json:"slow"`
	}
	if err := Decode(data, &wire); err != nil {
		return Fault{}, fmt.Errorf("parse fault: %w", err)
	}
	f := wire.Fault
	var known bool
	if f.Cut, known = cuts[wire.Cut]; !known {
		return Fault{}, fmt.Errorf(`parse fault: cut %q: want "before" or "after"`, wire.Cut)
	}
	if wire.Slow != "" {
		d, err := time.ParseDuration(wire.Slow)
		if err != nil || d <= 0 {
			return Fault{}, fmt.Errorf("parse fault: slow %q: want a duration above 0 such as 2s", wire.Slow)
		}
		f.Slow = d
	}
	if err := s.checkFault(f); err != nil {
		return Fault{}, fmt.Errorf("parse fault: %w", err)
	}
	return f, nil
}

// paths says which paths can have faults.
func (s *Server) paths() string {
	var list []string
	for _, e := range s.endpoints {
		list = append(list, e.Paths())
	}
	return strings.Join(list, " or ")
}

// checkFault refuses what could never happen or never be seen.
func (s *Server) checkFault(f Fault) error {
	e := s.owner(f.Path)
	switch {
	case e == nil:
		return fmt.Errorf("path %q: want %s", f.Path, s.paths())
	case f.Call < 0:
		return fmt.Errorf("call %d: want 0 for every call, 1 for the next", f.Call)
	case f.Status != 0 && (f.Status < 300 || f.Status > 599):
		return fmt.Errorf("status %d: want 300 to 599", f.Status)
	case f.Errcode == 0 && f.Status == 0 && f.ErrorType == "" && !f.Hang && f.Cut == CutNone && f.Slow == 0:
		return errors.New("nothing would go wrong; set errcode, status, errorType, hang, cut or slow")
	}
	return e.CheckFault(f)
}
