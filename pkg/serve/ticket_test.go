package serve

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestTicket holds that what WeChat pushes needs no sign-in, is bounded, and that who
// sends something else learns nothing.
func TestTicket(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	taken := 0
	d := Deps{Now: r.clock, Log: slog.New(NewLogHandler(slog.NewJSONHandler(&r.log, nil))), Ticket: func(_ context.Context, query url.Values, body []byte) (string, bool, error) {
		taken++
		if query.Get("nonce") != "n" || string(body) != "push" {
			return "kind\n\x1b[31m", false, errors.New("the reason")
		}
		return "component_verify_ticket", query.Has("again"), nil
	}}
	post := func(h http.Handler, query, body string) (int, string) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, api.PathTicket+query, strings.NewReader(body)))
		answer, _ := io.ReadAll(rec.Body)
		return rec.Code, string(answer)
	}
	h := NewHandler(&r.config, d)
	r.log.take()
	if status, answer := post(h, "?nonce=n", "push"); status != http.StatusOK || answer != "success" {
		t.Errorf("got %d %q, want success", status, answer)
	}
	if logged := r.log.take(); !strings.Contains(logged, `"push taken"`) || !strings.Contains(logged, "component_verify_ticket") {
		t.Errorf("got the log %q, want that it was taken", logged)
	}
	if status, answer := post(h, "?nonce=n&again", "push"); status != http.StatusOK || answer != "success" {
		t.Errorf("got %d %q of one sent again, want success", status, answer)
	}
	if logged := r.log.take(); !strings.Contains(logged, `"push ignored"`) || strings.Contains(logged, "push taken") {
		t.Errorf("got the log %q, want that it was ignored", logged)
	}
	if status, answer := post(h, "", "push"); status != http.StatusForbidden || answer != "refused\n" {
		t.Errorf("got %d %q, want it refused without a reason", status, answer)
	}
	if logged := r.log.take(); !strings.Contains(logged, "the reason") || strings.Count(logged, "\n") != 1 || strings.Contains(logged, "\x1b") {
		t.Errorf("got the log %q, want one line with the reason", logged)
	}
	if status, _ := post(h, "?nonce=n", strings.Repeat("x", maxPush+1)); status != http.StatusForbidden || taken != 3 {
		t.Errorf("got %d after %d taken, want it refused unread", status, taken)
	}
	if logged := r.log.take(); !strings.Contains(logged, `"it has more than 65536 bytes"`) {
		t.Errorf("got the log %q, want how much it may have", logged)
	}
	d.Ticket = nil
	if status, _ := post(NewHandler(&r.config, d), "?nonce=n", "push"); status != http.StatusNotFound {
		t.Errorf("got %d of a server without platforms, want 404", status)
	}
}
