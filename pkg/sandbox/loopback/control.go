package loopback

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Admit lets only these methods call a page that changes the server, and no
// page of another site that is open in a browser on the same machine. What it
// does not admit it answers.
func Admit(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		Refuse(w, http.StatusForbidden, err)
		return false
	}
	if !slices.Contains(methods, r.Method) {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		Refuse(w, http.StatusMethodNotAllowed, fmt.Errorf("method %s: want %s", r.Method, strings.Join(methods, " or ")))
		return false
	}
	return true
}

// ReadBody reads a request's body of at most limit bytes, or refuses it.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	data, err := readAll(r, limit)
	if err != nil {
		Refuse(w, http.StatusRequestEntityTooLarge, err)
		return nil, false
	}
	return data, true
}

// Decode reads one JSON value and no member that v does not have.
func Decode(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value; send one at a time")
	}
	return nil
}

// Refuse answers a call to the server itself that it does not do.
func Refuse(w http.ResponseWriter, status int, err error) {
	body, _ := json.Marshal(map[string]string{"error": err.Error()})
	Reply{Status: status, Type: JSON, Body: body}.Send(w)
}
