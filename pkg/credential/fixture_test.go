package credential

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	appID     = "wx0123456789abcdef"
	secret    = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	newSecret = "ffeeddccbbaa99887766554433221100"
)

// tokenServer hands out numbered tokens for one secret at a time.
type tokenServer struct {
	*httptest.Server
	mu      sync.Mutex
	secret  string
	life    int
	refusal string
	asked   int
	// hold, when set, is waited for before answering.
	hold chan struct{}
}

func newTokenServer(t *testing.T) *tokenServer {
	t.Helper()
	s := &tokenServer{secret: secret, life: 7200, refusal: `{"errcode":40125,"errmsg":"invalid appsecret rid: 64f2cd30-7ac253cd-5ea1091d"}`}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *tokenServer) serve(w http.ResponseWriter, r *http.Request) {
	var in struct{ Secret string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	s.mu.Lock()
	s.asked++
	n, hold := s.asked, s.hold
	body := s.refusal
	if in.Secret == s.secret {
		body = fmt.Sprintf(`{"access_token":"token-%d","expires_in":%d}`, n, s.life)
	}
	s.mu.Unlock()
	if hold != nil {
		<-hold
	}
	_, _ = io.WriteString(w, body)
}

func (s *tokenServer) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *tokenServer) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// shelf is a store whose content tests change.
type shelf struct {
	mu    sync.Mutex
	list  []Source // one per read, the last for good
	reads int
	err   error
}

func (s *shelf) store(_ context.Context, account string) (Source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	if s.err != nil {
		return nil, s.err
	}
	cred := s.list[min(s.reads, len(s.list))-1]
	if account != "brand-cn" {
		return Secret{AppID: "wxother", Secret: wechat.NewSecret(secret)}, nil
	}
	return cred, nil
}

func (s *shelf) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reads
}

func cred(secret string) Source {
	return Secret{AppID: appID, Secret: wechat.NewSecret(secret)}
}

type fixture struct {
	server  *tokenServer
	clock   *clock
	shelf   *shelf
	keyring *Keyring
	tokens  wechat.TokenSource
}

func newFixture(t *testing.T, list ...Source) *fixture {
	t.Helper()
	f := &fixture{server: newTokenServer(t), clock: &clock{now: time.Unix(1700000000, 0)}, shelf: &shelf{list: list}}
	client, err := wechat.New(wechat.Options{Base: f.server.URL, Now: f.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	f.keyring = NewKeyring(f.shelf.store, client, f.clock.Now)
	f.tokens = f.keyring.Tokens("brand-cn")
	return f
}

// want asks for a token and holds it and the counts against what is wanted.
func (f *fixture) want(t *testing.T, token string, asked, reads int) {
	t.Helper()
	got, err := f.tokens.Token(t.Context())
	if err != nil || got.Value.Reveal() != token || f.server.count() != asked || f.shelf.count() != reads {
		t.Errorf("got %q after %d token requests and %d reads, want %q after %d and %d; error %v", got.Value.Reveal(), f.server.count(), f.shelf.count(), token, asked, reads, err)
	}
}
