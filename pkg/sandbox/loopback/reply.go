package loopback

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// JSON is the media type of answers that are plain JSON.
const JSON = "application/json"

// slowPieces is into how many pieces a slow answer is cut.
const slowPieces = 8

// Reply is one answer.
type Reply struct {
	// Status is the HTTP status; 0 sends no answer and closes the connection.
	Status int

	// Errcode is WeChat's error code, for the log.
	Errcode int

	// Type is the media type of the body.
	Type string

	Header http.Header
	Body   []byte
}

// Send writes the answer.
func (r Reply) Send(w http.ResponseWriter) {
	r.writeHead(w)
	_, _ = w.Write(r.Body)
}

// writeHead sends the status line and headers.
func (r Reply) writeHead(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range r.Header {
		h[name] = values
	}
	if len(r.Body) > 0 {
		h.Set("Content-Type", r.Type)
		h.Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	w.WriteHeader(r.Status)
}

// send writes the answer, in pieces over the time slow when that is not zero.
func (r Reply) send(ctx context.Context, w http.ResponseWriter, slow time.Duration) {
	if slow <= 0 || len(r.Body) == 0 {
		r.Send(w)
		return
	}
	r.writeHead(w)
	control := http.NewResponseController(w)
	size := (len(r.Body) + slowPieces - 1) / slowPieces
	pieces := (len(r.Body) + size - 1) / size
	pause := time.NewTicker(max(slow/time.Duration(pieces), 1))
	defer pause.Stop()
	for rest := r.Body; len(rest) > 0; {
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
