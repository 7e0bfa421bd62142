package wechat

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	testAppID  = "wx0123456789abcdef"
	testSecret = "5ecre7/5ecre7+5ecre7"
	testToken  = "70k3n_one/plus+70k3n"
	nextToken  = "70k3n_two/plus+70k3n"

	okBody = `{"errcode":0,"errmsg":"ok"}`
	noMenu = `{"errcode":46003,"errmsg":"menu no exist rid: 6620c583-0a927d64-355f7cd0"}`
	busy   = `{"errcode":-1,"errmsg":"system error rid: 6620c583-0a927d64-355f7cd1"}`
	stale  = `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest rid: 6620c583-0a927d64-355f7cd2"}`
)

// step answers one request.
type step func(w http.ResponseWriter, r *http.Request)

// say answers as WeChat does: status 200 whatever the body says.
func say(body string) step { return saying("application/json; encoding=utf-8", body) }

func saying(contentType, body string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}
}

func status(code int) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "<html>gateway</html>")
	}
}

// cut closes the connection without an answer.
func cut(w http.ResponseWriter, _ *http.Request) {
	if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// cutBody closes the connection inside the body.
func cutBody(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"errcode":0,`)
	cut(w, r)
}

// hang sends half a body, then nothing until the client gives up.
func hang(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, `{"errcode":`)
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// together answers some requests once all of them have come.
func together(n int) []step {
	var came atomic.Int32
	all := make(chan struct{})
	return slices.Repeat([]step{func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1) == int32(n) {
			close(all)
		}
		select {
		case <-all:
			say(okBody)(w, r)
		case <-r.Context().Done():
		}
	}}, n)
}

// seen is a request as the server got it.
type seen struct {
	method, path, query, contentType, body string
}

// server plays steps in order and keeps what it was asked.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	steps []step
	seen  []seen
	conns int
}

func newServer(t *testing.T, steps ...step) *server {
	t.Helper()
	s := &server{steps: steps}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mu.Lock()
			s.conns++
			s.mu.Unlock()
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.seen = append(s.seen, seen{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("Content-Type"), string(body)})
	next := status(http.StatusTeapot)
	if len(s.steps) > 0 {
		next, s.steps = s.steps[0], s.steps[1:]
	}
	s.mu.Unlock()
	next(w, r)
}

// asked returns the requests so far and how many connections carried them.
func (s *server) asked() ([]seen, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen), s.conns
}

// newClient returns a client of the server that hardly pauses between tries.
func newClient(t *testing.T, base string) *Client {
	t.Helper()
	c, err := New(Options{Base: base, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	c.interval = time.Millisecond
	t.Cleanup(c.Close)
	return c
}

// tokens is a token source that hands out its tokens one after the other, the
// next whenever one has expired.
type tokens struct {
	mu      sync.Mutex
	list    []string
	expired []string
	err     error
	cloud   *Cloud
	// authorised is as in Token.
	authorised bool
}

func (s *tokens) Token(context.Context) (Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 0 {
		return Token{Cloud: s.cloud}, s.err
	}
	return Token{Value: NewSecret(s.list[0]), Cloud: s.cloud, Authorised: s.authorised}, nil
}

func (s *tokens) Expire(token Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expired = append(s.expired, token.Reveal())
	if len(s.list) > 0 && s.list[0] == token.Reveal() {
		s.list = s.list[1:]
	}
}

func (s *tokens) Explain(refusal error) error {
	return fmt.Errorf("after %d tokens: %w", len(s.expired), refusal)
}

func twoTokens() *tokens { return &tokens{list: []string{testToken, nextToken}} }

func credential() Credential { return Credential{AppID: testAppID, Secret: NewSecret(testSecret)} }

func tokenQuery(token string) string { return "access_token=" + url.QueryEscape(token) }
