package live_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/preview/live"
	"github.com/caidan-dev/caidan/pkg/text"
)

func page(account string) preview.Page {
	return preview.Page{Title: text.Same("t"), Accounts: []preview.Account{{Name: account}}}
}

// show makes a page the one that is served, and wants to hear whether it is
// another.
func show(t *testing.T, s *live.Server, account string, want bool) {
	t.Helper()
	if changed, err := s.Show(page(account)); err != nil || changed != want {
		t.Fatalf("got %t, %v for %s, want %t", changed, err, account, want)
	}
}

// Only who calls this machine by one of its own names is answered.
func TestHost(t *testing.T) {
	t.Parallel()
	var s live.Server
	show(t, &s, "brand-cn", true)
	for _, tt := range []struct {
		host   string
		status int
	}{
		{"127.0.0.1:1234", 200},
		{"localhost:1234", 200},
		{"LOCALHOST", 200},
		{"[::1]:1234", 200},
		{"[::1]", 200},
		{"127.1.2.3", 200},
		{"evil.example", 421},
		{"evil.example:1234", 421},
		{"localhost.evil.example", 421},
		{"127.0.0.1.evil.example", 421},
		{"192.0.2.1:1234", 421},
		{"", 421},
	} {
		for _, path := range []string{"/", "/data", "/none"} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
			r.Host = tt.host
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			want := tt.status
			if want == 200 && path == "/none" {
				want = 404
			}
			if w.Code != want || (want != 200) == strings.Contains(w.Body.String(), "brand-cn") {
				t.Errorf("%q %s: got %d, want %d", tt.host, path, w.Code, want)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	var s live.Server
	show(t, &s, "brand-cn", true)
	for method, want := range map[string]int{http.MethodGet: 200, http.MethodHead: 200, http.MethodPost: 405, http.MethodDelete: 405} {
		r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost/", nil)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: got %d, want %d", method, w.Code, want)
		}
		if policy := w.Header().Get("Content-Security-Policy"); want == 200 && !strings.Contains(policy, "connect-src 'self'") {
			t.Errorf("%s: got the policy %q", method, policy)
		}
	}
}

// An open page is told of each version: of the one there is at once.
func TestEvents(t *testing.T) {
	t.Parallel()
	var s live.Server
	show(t, &s, "one", true)
	server := httptest.NewServer(&s)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	get := func(path string) *http.Response {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	events := get("/events")
	defer events.Body.Close()
	lines := bufio.NewScanner(events.Body)
	next := func() string {
		for lines.Scan() {
			if version, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return version
			}
		}
		t.Fatalf("got the end of the events: %v", lines.Err())
		return ""
	}
	first := next()
	show(t, &s, "one", false)
	show(t, &s, "two", true)
	second := next()
	data := get("/data")
	defer data.Body.Close()
	body, err := io.ReadAll(data.Body)
	if err != nil {
		t.Fatal(err)
	}
	if first == second || !strings.Contains(string(body), second) || !strings.Contains(string(body), `"two"`) {
		t.Errorf("got the versions %s and %s, and %s", first, second, body)
	}
}
