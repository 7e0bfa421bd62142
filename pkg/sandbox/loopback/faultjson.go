package loopback

import (
	"encoding/json"
	"net/http"
	"time"
)

// faultsPath is where faults are asked for over HTTP.
const faultsPath = "/sandbox/faults"

// maxFaultBody is the longest JSON fault, in bytes.
const maxFaultBody = 64 << 10

// cuts are the words for when a connection is cut.
var cuts = map[string]Cut{"": CutNone, "before": CutBefore, "after": CutAfter}

// faultJSON is a fault as it is asked for and read over HTTP.
type faultJSON struct {
	Fault
	Cut  string `json:"cut,omitempty"`
	Slow string `json:"slow,omitempty"`
}

func (f Fault) json() faultJSON {
	out := faultJSON{Fault: f}
	for word, cut := range cuts {
		if cut == f.Cut {
			out.Cut = word
		}
	}
	if f.Slow != 0 {
		out.Slow = f.Slow.String()
	}
	return out
}

// pendingJSON is a fault still to come, and how many of its calls there were.
type pendingJSON struct {
	faultJSON
	Seen int `json:"seen"`
}

// serveFaults adds, reads or clears faults.
func (s *Server) serveFaults(w http.ResponseWriter, r *http.Request) {
	if !s.Admit(w, r, http.MethodGet, http.MethodPost, http.MethodDelete) {
		return
	}
	switch r.Method {
	case http.MethodGet:
		sendJSON(w, map[string][]pendingJSON{"faults": s.pendingFaults()})
		return
	case http.MethodDelete:
		s.ClearFaults()
		s.Announce()
		w.WriteHeader(http.StatusNoContent)
		return
	}
	data, ok := s.ReadBody(w, r, maxFaultBody)
	if !ok {
		return
	}
	f, err := s.parseFault(data)
	if err != nil {
		s.Refuse(w, r, http.StatusBadRequest, err)
		return
	}
	s.Fault(f)
	s.Announce()
	w.WriteHeader(http.StatusNoContent)
}

// parseFault reads a fault from JSON. It refuses unknown members and a fault
// that would do nothing.
func (s *Server) parseFault(data []byte) (Fault, error) {
	var wire faultJSON
	if err := Decode(data, &wire); err != nil {
		return Fault{}, err
	}
	return s.readFault(wire)
}

// readFault returns the fault that JSON asks for, where it can happen.
func (s *Server) readFault(wire faultJSON) (Fault, error) {
	f := wire.Fault
	var known bool
	if f.Cut, known = cuts[wire.Cut]; !known {
		return Fault{}, Errorf(`cut is %q; use "before" or "after"`, `cut 是%q；请用“before”或“after”`, wire.Cut)
	}
	if wire.Slow != "" {
		d, err := time.ParseDuration(wire.Slow)
		if err != nil || d <= 0 {
			return Fault{}, Errorf(`slow is %q; use a time such as "2s"`, `slow 是%q；请写成“2s”这样的时间`, wire.Slow)
		}
		f.Slow = d
	}
	if err := s.checkFault(f); err != nil {
		return Fault{}, err
	}
	return f, nil
}

// examples are paths that can have faults, one of each endpoint.
func (s *Server) examples() []string {
	var list []string
	for _, e := range s.endpoints {
		list = append(list, e.Paths())
	}
	return list
}

// checkFault refuses what could never happen or never be seen.
func (s *Server) checkFault(f Fault) error {
	e := s.owner(f.Path)
	switch {
	case e == nil:
		return Unserved(f.Path, "", s.examples()...)
	case f.Call < 0:
		return Errorf("call is %d; use 0 for every call, 1 for the next", "call 是 %d；0 表示每次调用，1 表示下一次", f.Call)
	case f.Type != "" && f.Body == nil:
		return Errorf("type is of a body; set body too", "type 是 body 的类型；请同时设置 body")
	case f.Body != nil && f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return Errorf("status is %d; use 200 to 599 with a body", "status 是 %d；有 body 时请用 200 到 599", f.Status)
	case f.Body == nil && f.Status != 0 && (f.Status < 300 || f.Status > 599):
		return Errorf("status is %d; use 300 to 599, or set body too", "status 是 %d；请用 300 到 599，或者同时设置 body", f.Status)
	case f == Fault{Path: f.Path, Call: f.Call, Account: f.Account}:
		return Errorf("nothing would go wrong; set errcode, status, errorType, answer, body, hang, cut or slow", "这样不会出错；请设置 errcode、status、errorType、answer、body、hang、cut 或 slow")
	}
	return e.CheckFault(f)
}

// Unserved refuses a fault of a path that an endpoint does not have: near is what was
// probably meant, empty for nothing, and paths are examples.
func Unserved(path, near string, paths ...string) error {
	if near != "" {
		return Errorf("path is %q, which is not served here, did you mean %q?", "path 是%q，这里没有这个路径，是不是%q？", path, near)
	}
	return Errorf("path is %q, which is not served here; use one such as %s", "path 是%q，这里没有这个路径；请用 %s 这样的路径", path, either(paths))
}

// SaveFaults returns the faults still to come, for [Server.RestoreFaults].
func (s *Server) SaveFaults() []byte {
	data, _ := json.Marshal(s.pendingFaults()) // of texts and numbers
	return data
}

// RestoreFaults adds faults that another server had still to come, as far as they
// can happen in this one.
func (s *Server) RestoreFaults(data []byte) {
	var list []pendingJSON
	_ = json.Unmarshal(data, &list) // which leaves out what is none
	for _, p := range list {
		if f, err := s.readFault(p.faultJSON); err == nil {
			s.mu.Lock()
			s.faults = append(s.faults, &pending{f, p.Seen})
			s.mu.Unlock()
		}
	}
}
