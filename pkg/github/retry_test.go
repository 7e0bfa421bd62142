package github

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Each fault comes to as many requests and as many comments as it should.
func TestFaults(t *testing.T) {
	t.Parallel()
	const list, create = `^/repos/o/r/issues/7/comments$`, http.MethodPost
	tests := []struct {
		name   string
		fault  hub.Fault
		told   Told
		status int
		// least is how long it has to take.
		least time.Duration
	}{
		{name: "502 at a look", fault: hub.Fault{Method: http.MethodGet, Path: list, Status: 502}, told: Written},
		{name: "503 with Retry-After", fault: hub.Fault{Method: http.MethodGet, Path: list, Status: 503, RetryAfter: 17}, told: Written, least: 17 * time.Second},
		{name: "cut at a look", fault: hub.Fault{Method: http.MethodGet, Path: list, Times: 3}, told: Written},
		{name: "500 without end", fault: hub.Fault{Method: http.MethodGet, Path: list, Status: 500, Times: 4}, told: Untold, status: 500},
		{name: "500 at a post", fault: hub.Fault{Method: create, Path: list, Status: 500}, told: Written},
		{name: "500 after a post", fault: hub.Fault{Method: create, Path: list, Status: 500, Served: true}, told: Written},
		{name: "cut after a post", fault: hub.Fault{Method: create, Path: list, Served: true}, told: Written},
		{name: "a secondary limit", fault: hub.Fault{Method: create, Path: list, Status: 403, Secondary: true, RetryAfter: 30}, told: Written, least: 30 * time.Second},
		{name: "a secondary limit as 429", fault: hub.Fault{Method: create, Path: list, Status: 429, Secondary: true, RetryAfter: 30}, told: Written, least: 30 * time.Second},
		{name: "a limit beyond the time there is", fault: hub.Fault{Method: create, Path: list, Status: 403, Secondary: true, RetryAfter: 3600}, told: Untold, status: 403},
		{name: "401", fault: hub.Fault{Path: list, Status: 401, Message: "Bad credentials"}, told: Untold, status: 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHub(t)
				h.Fail(tt.fault)
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				start := time.Now()
				told, err := reach(t, h, apiToken).Tell(ctx, saying(101, "one"))
				var failure *APIError
				if told != tt.told || (err != nil) != (tt.status != 0) || err != nil && (!errors.As(err, &failure) || failure.Status != tt.status) {
					t.Errorf("got %q, %v, want %q and status %d", told, err, tt.told, tt.status)
				}
				if n := len(h.Comments(7)); (n == 1) != (tt.told == Written) {
					t.Errorf("got %d comments", n)
				}
				if took := time.Since(start); took < tt.least || took > 2*time.Minute {
					t.Errorf("took %s, want at least %s", took, tt.least)
				}
			})
		})
	}
}

// What a token may not do is said with GitHub's own words, and never the token.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		token  hub.Token
		change func(h *hub.Hub)
		body   string
		status int
		want   string
	}{
		{name: "a fork's token", token: hub.Token{Pulls: "read", Issues: "read"}, status: 403, want: "Resource not accessible by integration"},
		{name: "no permission", token: hub.Token{}, status: 404, want: "Not Found"},
		{name: "no issues", token: hub.Token{Pulls: "write"}, change: func(h *hub.Hub) { h.IssuesOff = true; h.Edit(7, func(i *hub.Issue) { i.Pull = false }) }, status: 410, want: "Issues are disabled"},
		{name: "locked", token: hub.Token{Pulls: "write"}, change: func(h *hub.Hub) { h.Edit(7, func(i *hub.Issue) { i.Locked = true }) }, status: 403, want: "issue is locked"},
		{name: "too long", token: hub.Token{Pulls: "write"}, body: strings.Repeat("菜", 65536), status: 422, want: "Body is too long"},
		{name: "hostile words", token: hub.Token{Pulls: "write"}, change: func(h *hub.Hub) {
			h.Fail(hub.Fault{Status: 422, Message: "\x1b[31m\n::error::" + strings.Repeat("x", 5000)})
		}, status: 422, want: `\x1b[31m\n`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHub(t)
			tt.token.Login, tt.token.Type = botLogin, botType
			h.Grant("ghs_of-another-job", tt.token)
			if tt.change != nil {
				tt.change(h)
			}
			_, err := reach(t, h, "ghs_of-another-job").Tell(t.Context(), saying(101, "one"+tt.body))
			if !is(err, tt.status) {
				t.Fatalf("got %v, want status %d", err, tt.status)
			}
			if locked := tt.name == "locked"; Locked(err) != locked {
				t.Errorf("got locked %t, want %t", !locked, locked)
			}
			for _, l := range text.Langs() {
				meaning, _ := text.Explain(err, l)
				if !strings.Contains(meaning, tt.want) || strings.Contains(meaning, "ghs_") || len(meaning) > 300 || strings.ContainsAny(meaning, "\x1b\n") {
					t.Errorf("got %q, want %q, short and harmless", meaning, tt.want)
				}
			}
			if n := len(h.Comments(7)); n > 0 {
				t.Errorf("got %d comments, want none", n)
			}
		})
	}
}

// The token goes to no other server.
func TestRedirects(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	moved := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Host == "elsewhere.example":
			t.Errorf("got a request with %q", r.Header.Get("Authorization"))
		case r.Header.Get("X-Moved") == "" && strings.HasPrefix(r.URL.Path, "/repos/o/r/commits/away/"):
			http.Redirect(w, r, "https://elsewhere.example"+r.URL.Path, http.StatusMovedPermanently)
		case strings.HasPrefix(r.URL.Path, "/repos/o/r/commits/here/"):
			http.Redirect(w, r, "/repos/o/r/commits/there/pulls", http.StatusMovedPermanently)
		default:
			h.ServeHTTP(w, r)
		}
	})
	p := reach(t, moved, apiToken)
	if _, err := p.Merged(t.Context(), []string{"away"}, "main"); !is(err, http.StatusMovedPermanently) || err.Error() != "GitHub answers with HTTP status 301" {
		t.Errorf("got %v for a redirect to another server, want its status alone", err)
	}
	if _, err := p.Merged(t.Context(), []string{"here"}, "main"); err != nil {
		t.Errorf("got %v, want a redirect on the same server to be followed", err)
	}
}

// A proxy's page is not an answer of GitHub's.
func TestNotGitHub(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>sign in") })
		_, err := reach(t, page, apiToken).Tell(t.Context(), saying(101, "one"))
		for l, want := range map[text.Lang]string{
			text.English: "GitHub cannot be asked: what answered is not its API: the answer is not JSON",
			text.Chinese: "无法访问 GitHub：应答的不是它的接口，返回的不是 JSON",
		} {
			if got, _ := text.Explain(err, l); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}

// What may have been served is looked for before it is asked for again.
func TestNothingIsWrittenTwice(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]hub.Fault{
		"500": {Method: http.MethodPost, Status: 500, Served: true}, "cut": {Method: http.MethodPost, Served: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newHub(t)
				h.Fail(fault)
				note := saying(101, "is live")
				note.Mark.Kind = Published
				if told, err := reach(t, h, apiToken).Note(t.Context(), note); err != nil || told != Written {
					t.Errorf("got %q, %v", told, err)
				}
				wants(t, h, "is live")
				h.Fail(fault)
				track(t, h, drifted(101, "a", "one"))
				wantStates(t, h, "open: a was edited: one")
				_ = h.Asked()
				h.Fail(fault)
				track(t, h, drifted(102, "a", ""))
				wantStates(t, h, "closed as completed: a was edited: one + solved")
			})
		})
	}
}
