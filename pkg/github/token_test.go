package github

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/text"
)

func TestIDToken(t *testing.T) {
	t.Parallel()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); {
		case r.URL.Path == "/elsewhere":
			t.Errorf("got a request after a redirect, with %q", bearer)
		case bearer == "secret" && r.URL.Query().Get("audience") == "aud":
			_, _ = io.WriteString(w, `{"value":"token"}`)
		case bearer == "empty-secret":
			_, _ = io.WriteString(w, `{"message":"Bearer empty-secret"}`)
		case bearer == "page-secret":
			_, _ = io.WriteString(w, "Bearer page-secret")
		case bearer == "redirected-secret":
			http.Redirect(w, r, server.URL+"/elsewhere", http.StatusTemporaryRedirect)
		case bearer == "broken-secret":
			conn, _, _ := w.(http.Hijacker).Hijack()
			_, _ = io.WriteString(conn, "HTTP/1.1 Bearer broken-secret\r\n\r\n")
			_ = conn.Close()
		default:
			http.Error(w, "no token for Bearer "+bearer, http.StatusForbidden)
		}
	}))
	t.Cleanup(server.Close)
	get := func(ctx context.Context, bearer string) (got, log string, err error) {
		var b bytes.Buffer
		got, err = New(&b, environment(map[string]string{
			"ACTIONS_ID_TOKEN_REQUEST_URL": server.URL + "?v=1", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": bearer,
		})).IDToken(ctx, "aud")
		return got, b.String(), err
	}
	if got, log, err := get(t.Context(), "secret"); err != nil || got != "token" || log != "::add-mask::token\n" {
		t.Errorf("got %q, %q, %v, want token, masked", got, log, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name, bearer, want string
		ctx                context.Context
	}{
		{name: "no permission", want: "ACTIONS_ID_TOKEN_REQUEST_TOKEN is not set"},
		{name: "refused", bearer: "other-secret", want: "HTTP status 403"},
		{name: "redirected", bearer: "redirected-secret", want: "HTTP status 307"},
		{name: "no token", bearer: "empty-secret", want: "without one"},
		{name: "a page", bearer: "page-secret", want: "without one"},
		{name: "not HTTP", bearer: "broken-secret", want: "without one"},
		{name: "cancelled", bearer: "secret", ctx: cancelled, want: "interrupted"},
	}
	for _, tt := range tests {
		ctx := tt.ctx
		if ctx == nil {
			ctx = t.Context()
		}
		_, log, err := get(ctx, tt.bearer)
		var token *text.Error
		if _, remedy := text.Explain(err, text.English); !errors.As(err, &token) || !strings.Contains(remedy, "id-token: write") {
			t.Errorf("%s: got %v, want it to say which permission to give", tt.name, err)
			continue
		}
		for _, l := range []text.Lang{text.English, text.Chinese} {
			if meaning, _ := text.Explain(err, l); strings.Contains(meaning, "secret") || log != "" || l == text.English && !strings.Contains(meaning, tt.want) {
				t.Errorf("%s: got %q with the log %q, want %q and no secret", tt.name, meaning, log, tt.want)
			}
		}
	}
}
