package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/leak"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// sandboxed is a rig whose WeChat is the sandbox.
type sandboxed struct {
	*rig
	sandbox *sandbox.Server
	skip    int
}

func newSandboxed(tb testing.TB, acc sandbox.Account) *sandboxed {
	tb.Helper()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{acc}, Now: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	s := &sandboxed{rig: newRig(tb, server, memory(brand())), sandbox: server}
	tb.Cleanup(func() { s.scan(acc) })
	return s
}

// inBubble runs a test that is about time in a bubble of testing/synctest, where
// time passes as soon as all are waiting. Its connections do not leave the
// process; dials counts them.
func inBubble(t *testing.T, accounts []sandbox.Account, test func(r *sandboxed, dials *atomic.Int32)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server, err := sandbox.New(sandbox.Options{Accounts: accounts, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		dials := new(atomic.Int32)
		p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		hs := &http.Server{Handler: server, ReadHeaderTimeout: time.Hour}
		served := make(chan error, 1)
		go func() { served <- hs.Serve(p) }()
		t.Cleanup(func() {
			_ = hs.Close()
			if err := <-served; !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
		})
		dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
			dials.Add(1)
			near, far := net.Pipe()
			select {
			case p.conns <- far:
				return near, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		r := newRigOf(t, wechat.Options{Base: "http://localhost", Now: time.Now, Dial: dial}, memory(accounts...))
		test(&sandboxed{rig: r, sandbox: server}, dials)
	})
}

// scan looks for the secret, the token and texts of menus where they must not
// be.
func (s *sandboxed) scan(acc sandbox.Account) {
	s.Helper()
	s.sandbox.ClearFaults()
	body := fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q}`, acc.AppID, acc.Secret)
	rec := httptest.NewRecorder()
	s.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(context.Background(), http.MethodPost, tokenPath, strings.NewReader(body)))
	var got struct {
		Token string `json:"access_token"`
	}
	_ = json.Unmarshal(rec.Body.Bytes(), &got)
	if found := leak.Find(s.answers.String()+s.log.String(), secret, acc.Secret, got.Token); found != nil {
		s.Errorf("got %q in a result or a log line, want none", found)
	}
	for _, text := range menuTexts() {
		if strings.Contains(s.log.String(), text) {
			s.Errorf("got menu text %q in a log line, want none:\n%s", text, s.log.String())
		}
	}
}

// asked returns what WeChat was asked since the last time, sorted: the two
// reads come in any order.
func (s *sandboxed) asked() []string {
	calls := s.sandbox.Calls()
	var paths []string
	for _, c := range calls[s.skip:] {
		paths = append(paths, strings.TrimPrefix(c.Path, "/cgi-bin/"))
	}
	s.skip = len(calls)
	slices.Sort(paths)
	return paths
}

// shows sees that a set is live, conditional menus and all.
func (s *sandboxed) shows(want menu.Set) {
	s.Helper()
	now, _ := s.sandbox.Live(account)
	got := []string{string(now.Menu)}
	for _, c := range now.Conditional {
		got = append(got, string(c.Body))
	}
	texts := []string{string(want.CreateBody())}
	for i := range want.Conditional {
		texts = append(texts, string(want.Conditional[i].Body()))
	}
	if !slices.Equal(got, texts) {
		s.Errorf("got live menus\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(texts, "\n"))
	}
}

// restore posts a default menu with another tool.
func (s *sandboxed) restore(body string) {
	s.Helper()
	if err := s.deps.Open(account).Create(context.Background(), []byte(body)); err != nil {
		s.Fatal(err)
	}
}

// restoreSet posts a set with another tool.
func (s *sandboxed) restoreSet(set menu.Set) {
	s.Helper()
	s.restore(string(set.Default().CreateBody()))
	for _, c := range slices.Backward(set.Conditional) {
		if _, err := s.deps.Open(account).AddConditional(context.Background(), c.Body()); err != nil {
			s.Fatal(err)
		}
	}
}

// refuse has one call of a path be refused.
func (s *sandboxed) refuse(path string, call int) {
	s.sandbox.Fault(sandbox.Fault{Path: path, Call: call, Errcode: 45009})
}

// edit publishes a menu in the web console.
func (s *sandboxed) edit(text string) {
	s.Helper()
	if err := s.sandbox.Edit(account, []byte(text)); err != nil {
		s.Fatal(err)
	}
}

// live sees what is live.
func (s *sandboxed) live(want string) {
	s.Helper()
	if got := string(s.sandbox.Menu(account)); got != want {
		s.Errorf("got live menu %s, want %s", got, want)
	}
}
