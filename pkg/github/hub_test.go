package github

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox/hub"
)

// apiToken is the token of a job that may write.
const apiToken = "ghs_not-for-logs"

// direct leads to a server in this process, so that time can be synthetic.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if recover() != nil {
			resp, err = nil, io.ErrUnexpectedEOF
		}
	}()
	if r.Context().Err() != nil {
		return nil, r.Context().Err()
	}
	in := r.Clone(r.Context())
	in.Host = r.URL.Host
	if in.Body == nil {
		in.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	d.ServeHTTP(answer, in)
	return answer.Result(), nil
}

// newHub is a repository with the pull request 7.
func newHub(t *testing.T) *hub.Hub {
	t.Helper()
	h := &hub.Hub{Repository: "o/r"}
	h.Grant(apiToken, hub.Token{Login: botLogin, Type: botType, Pulls: "write", Issues: "write"})
	h.Add(hub.Issue{Number: 7, Pull: true, Base: "main"})
	return h
}

// reach returns the API of a hub with a token.
func reach(t *testing.T, h http.Handler, token string) *API {
	t.Helper()
	p, err := New(io.Discard, environment(map[string]string{"GITHUB_REPOSITORY": "o/r"})).apiOver(token, direct{h})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// saying is a comment of a run.
func saying(run int64, body string) Comment {
	return Comment{
		Number: 7, Mark: Mark{Kind: Planned, Key: "menus.yml/.", Run: run, Attempt: 1, Head: "c0ffee", Verdict: "differs"},
		Body: body, Foot: "\nat noon", Worse: func(was, is string) bool { return was == "ok" && is != "ok" },
	}
}

// tell tells and wants it to come to something.
func tell(t *testing.T, h *hub.Hub, c Comment, want Told) {
	t.Helper()
	if got, err := reach(t, h, apiToken).Tell(t.Context(), c); err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// wants compares what is below the marks of the comments on the pull request.
func wants(t *testing.T, h *hub.Hub, want ...string) {
	t.Helper()
	var got []string
	for _, c := range h.Comments(7) {
		body := c.Body
		if _, below, ok := parseMark(c.Body); ok {
			body = strings.TrimSuffix(below, "\nat noon")
		}
		if c.Minimized != "" {
			body = "(" + body + ")"
		}
		got = append(got, body)
	}
	if !slices.Equal(got, want) {
		t.Errorf("comments: got %q, want %q", got, want)
	}
}

// asks wants the requests made, each cut after the name of the repository.
func asks(t *testing.T, h *hub.Hub, want ...string) {
	t.Helper()
	got := h.Asked()
	for i := range got {
		got[i] = strings.Replace(got[i], "/repos/o/r/", "", 1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("requests: got %q, want %q", got, want)
	}
}
