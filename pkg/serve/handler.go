package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
)

// Func is one of the functions: it answers the JSON of a request with that of a
// result. An error is an [*api.EventError] where what came in is not a request.
type Func func(ctx context.Context, event []byte) ([]byte, error)

// Deps is what a server works with. Every field is needed, but for Backup.
type Deps struct {
	Inspect, Publish Func
	// Backup returns a copy of the ledger and its size, or an error, whose caller is
	// told the Reason() that it may have. Nil is a ledger that is backed up otherwise.
	Backup func() (io.ReadCloser, int64, error)
	// Ticket takes what WeChat pushes to a third-party platform. Nil is a server that
	// holds no platform's tokens.
	Ticket Receiver
	// Now is the clock by which tokens expire.
	Now func() time.Time
	// Log gets a line for each request that is not taken; the functions log the
	// others. Its handler is one of [NewLogHandler].
	Log *slog.Logger
	// Version is caidan's, for /healthz.
	Version string
}

// most is how many requests are served at once: as many as one caidan command sends.
const most = 64

// handler serves requests.
type handler struct {
	Deps
	gate    *gate
	timeout time.Duration
	slots   chan struct{}
}

// NewHandler returns the functions behind HTTP.
func NewHandler(c *Config, d Deps) http.Handler {
	h := &handler{Deps: d, gate: newGate(c, d.Now), timeout: c.Timeout, slots: make(chan struct{}, most)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+api.PathInspect, func(w http.ResponseWriter, r *http.Request) { h.serve(w, r, d.Inspect, false) })
	mux.HandleFunc("POST "+api.PathPublish, func(w http.ResponseWriter, r *http.Request) { h.serve(w, r, d.Publish, true) })
	mux.HandleFunc("GET "+api.PathLedger, h.backup)
	if d.Ticket != nil {
		mux.HandleFunc("POST "+api.PathTicket, h.ticket)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "caidan", d.Version) })
	return mux
}

// serve lets a request in and answers it, or says why not.
func (h *handler) serve(w http.ResponseWriter, r *http.Request, f Func, publishes bool) {
	w.Header().Set("Cache-Control", "no-store")
	c, wrong := h.gate.admit(r.Context(), r.Header.Get("Authorization"), publishes)
	if wrong == nil {
		ctx := context.WithValue(r.Context(), callerKey{}, c)
		r = r.WithContext(ctx)
		var result []byte
		if result, wrong = h.answer(w, r, c, f, publishes); wrong == nil {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(result)
			return
		}
	}
	h.refuse(w, r, wrong)
}

// answer has a function answer a request. What began goes on when the caller goes
// away, as it does on AWS Lambda: a publish is not to end half-way.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, c *caller, f Func, publishes bool) ([]byte, *refusal) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	default:
		return nil, refuse(http.StatusTooManyRequests, api.ServerBusy, api.Facts{Count: most})
	}
	event, err := io.ReadAll(http.MaxBytesReader(w, r.Body, api.MaxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, refuse(http.StatusRequestEntityTooLarge, api.RequestTooLarge, api.Facts{Max: api.MaxBody})
	case err != nil:
		return nil, because(refuse(http.StatusBadRequest, api.NoRequest, api.Facts{}), err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), h.timeout)
	defer cancel()
	result, err := guarded(f)(api.WithOrigin(ctx, c.verify(publishes)), event)
	var unfit *api.EventError
	var twice *api.TwiceError
	switch {
	case errors.As(err, &twice):
		return nil, because(refuse(http.StatusBadRequest, api.KeyTwice, api.Facts{Key: twice.Key}), err)
	case errors.As(err, &unfit):
		return nil, because(refuse(http.StatusBadRequest, api.NoRequest, api.Facts{}), err)
	case err != nil:
		return nil, because(refuse(http.StatusInternalServerError, api.ServerFailed, api.Facts{}), err)
	default:
		return result, nil
	}
}

// backup answers with a copy of the ledger. One that breaks off ends before its length.
func (h *handler) backup(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	c, wrong := h.gate.admit(r.Context(), r.Header.Get("Authorization"), false)
	if wrong != nil {
		h.refuse(w, r, wrong)
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), callerKey{}, c))
	if h.Backup == nil {
		h.refuse(w, r, refuse(http.StatusNotFound, api.NoBackup, api.Facts{}))
		return
	}
	copied, size, err := h.Backup()
	var told interface {
		error
		Reason() api.Reason
	}
	switch {
	case errors.As(err, &told):
		h.refuse(w, r, &refusal{http.StatusInternalServerError, told.Reason(), err})
		return
	case err != nil:
		h.refuse(w, r, because(refuse(http.StatusInternalServerError, api.ServerFailed, api.Facts{}), err))
		return
	}
	defer func() { _ = copied.Close() }()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	if _, err := io.Copy(w, copied); err != nil {
		h.Log.WarnContext(r.Context(), "ledger not copied", "error", err.Error())
		return
	}
	h.Log.InfoContext(r.Context(), "ledger copied", "bytes", size)
}

// because gives a refusal a cause.
func because(r *refusal, cause error) *refusal {
	r.cause = cause
	return r
}

// panicError is a function that panicked.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }

// guarded turns a panic into an error, as aws-lambda-go does.
func guarded(f Func) Func {
	return func(ctx context.Context, event []byte) (result []byte, err error) {
		defer func() {
			if v := recover(); v != nil {
				err = &panicError{v, debug.Stack()}
			}
		}()
		return f(ctx, event)
	}
}

// refuse says why a request is not taken, to the caller and in the log.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, why *refusal) {
	e := api.NewError(string(api.OpInvoke), why.Reason)
	e.Retryable = why.status == http.StatusTooManyRequests || why.status >= http.StatusInternalServerError
	attrs := []any{"path", r.URL.Path, "status", why.status, "reason", string(why.Code), "meaning", e.Meaning, "remote", r.RemoteAddr}
	if why.cause != nil {
		attrs = append(attrs, "cause", why.cause.Error())
	}
	level := slog.LevelWarn
	if why.status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	h.Log.Log(r.Context(), level, "request refused", attrs...)
	if why.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(why.status)
	_ = json.NewEncoder(w).Encode(api.Result{Schema: api.Schema, Outcome: api.Failed, Calls: []api.Call{}, Error: e})
}

// callerKey is the key of a context's value.
type callerKey struct{}

// logHandler adds to each line who asks.
type logHandler struct{ slog.Handler }

// NewLogHandler returns a handler that adds to each line who asks.
func NewLogHandler(h slog.Handler) slog.Handler { return logHandler{h} }

// Handle adds who asks.
func (l logHandler) Handle(ctx context.Context, r slog.Record) error {
	if c, is := ctx.Value(callerKey{}).(*caller); is {
		r.AddAttrs(slog.String("caller", c.name))
		if o := c.origin; o.RunID != 0 {
			r.AddAttrs(slog.String("actor", o.Actor), slog.String("event", o.Event), slog.String("environment", o.Environment))
		}
	}
	return l.Handler.Handle(ctx, r)
}

// WithAttrs returns a handler with attributes.
func (l logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{l.Handler.WithAttrs(attrs)}
}

// WithGroup returns a handler with a group.
func (l logHandler) WithGroup(name string) slog.Handler { return logHandler{l.Handler.WithGroup(name)} }
