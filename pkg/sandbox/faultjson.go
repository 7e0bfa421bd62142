package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// faultsPath is where faults are asked for over HTTP.
const faultsPath = "/sandbox/faults"

// maxFaultBody is the longest JSON fault, in bytes.
const maxFaultBody = 64 << 10

// ParseFault reads a fault from JSON, as POST /sandbox/faults takes it:
//
//	{"path":"/cgi-bin/menu/create","call":1,"account":"brand-cn","errcode":-1}
//
// The other members are "status", "errorType", "hang" (true), "cut" ("before"
// or "after") and "slow" (a Go duration such as "2s"). It refuses unknown
// members and a fault that would do nothing.
func ParseFault(data []byte) (Fault, error) {
	var wire struct {
		Path      string `json:"path"`
		Call      int    `json:"call"`
		Account   string `json:"account"`
		Errcode   int    `json:"errcode"`
		Status    int    `json:"status"`
		ErrorType string `json:"errorType"`
		Hang      bool   `json:"hang"`
		Cut       string `json:"cut"`
		Slow      string `json:"slow"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&wire); err != nil {
		return Fault{}, fmt.Errorf("parse fault: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Fault{}, errors.New("parse fault: more than one JSON value; send one fault at a time")
	}
	cut, err := parseCut(wire.Cut)
	if err != nil {
		return Fault{}, fmt.Errorf("parse fault: %w", err)
	}
	slow, err := parseSlow(wire.Slow)
	if err != nil {
		return Fault{}, fmt.Errorf("parse fault: %w", err)
	}
	f := Fault{
		Path: wire.Path, Call: wire.Call, Account: wire.Account, Errcode: wire.Errcode, Status: wire.Status,
		ErrorType: wire.ErrorType, Hang: wire.Hang, Cut: cut, Slow: slow,
	}
	if err := f.validate(); err != nil {
		return Fault{}, fmt.Errorf("parse fault: %w", err)
	}
	return f, nil
}

// validate refuses what could never happen or never show.
func (f Fault) validate() error {
	_, isInvoke := functionOf(f.Path)
	switch {
	case !isInvoke && !strings.HasPrefix(f.Path, "/cgi-bin/"):
		return fmt.Errorf("path %q: want one of /cgi-bin/ or /2015-03-31/functions/NAME/invocations", f.Path)
	case f.Call < 0:
		return fmt.Errorf("call %d: want 0 for every call, 1 for the next", f.Call)
	case f.Status != 0 && (f.Status < 300 || f.Status > 599):
		return fmt.Errorf("status %d: want 300 to 599", f.Status)
	case f.ErrorType != "" && !isInvoke:
		return errors.New("errorType is for Invoke paths; use errcode or status")
	case f.Errcode != 0 && isInvoke:
		return errors.New("errcode is for WeChat paths; use errorType or status")
	case f.Errcode == 0 && f.Status == 0 && f.ErrorType == "" && !f.Hang && f.Cut == CutNone && f.Slow == 0:
		return errors.New("nothing would go wrong; set errcode, status, errorType, hang, cut or slow")
	}
	return nil
}

func parseCut(s string) (Cut, error) {
	switch s {
	case "":
		return CutNone, nil
	case "before":
		return CutBefore, nil
	case "after":
		return CutAfter, nil
	}
	return CutNone, fmt.Errorf(`cut %q: want "before" or "after"`, s)
}

func parseSlow(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf(`slow %q: want a time such as "2s"`, s)
	}
	return d, nil
}

// serveFaults adds or clears faults.
func (s *Server) serveFaults(w http.ResponseWriter, r *http.Request) {
	if !admitted(w, r) {
		return
	}
	switch r.Method {
	case http.MethodPost:
		data, ok := wholeBody(w, r, maxFaultBody)
		if !ok {
			return
		}
		f, err := ParseFault(data)
		if err == nil {
			err = s.checkFaultAccount(f)
		}
		if err != nil {
			refuse(w, http.StatusBadRequest, err)
			return
		}
		s.Fault(f)
	case http.MethodDelete:
		s.ClearFaults()
	default:
		w.Header().Set("Allow", "POST, DELETE")
		refuse(w, http.StatusMethodNotAllowed, fmt.Errorf("method %s: want POST or DELETE", r.Method))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) checkFaultAccount(f Fault) error {
	if f.Account == "" {
		return nil
	}
	_, err := s.find(f.Account)
	return err
}
