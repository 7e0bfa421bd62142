package serve

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/ledger/bolt"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	host      = "https://menus.example.cn"
	appSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	menus     = `{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY"}]}`
)

// issuer signs tokens as GitHub does, with a key of 2048 bits.
type issuer struct {
	*oidctest.Server
	front   *httptest.Server
	key     *rsa.PrivateKey
	fetches atomic.Int32
	down    atomic.Bool
}

func newKey(tb testing.TB) *rsa.PrivateKey {
	tb.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func newIssuer(tb testing.TB) *issuer {
	tb.Helper()
	i := &issuer{Server: &oidctest.Server{}, key: newKey(tb)}
	i.publish(i.key.Public())
	i.front = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.down.Load() {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		if r.URL.Path == "/keys" {
			i.fetches.Add(1)
		}
		i.ServeHTTP(w, r)
	}))
	tb.Cleanup(i.front.Close)
	i.SetIssuer(i.front.URL)
	return i
}

func (i *issuer) publish(keys ...crypto.PublicKey) {
	i.PublicKeys = nil
	for _, key := range keys {
		i.PublicKeys = append(i.PublicKeys, oidctest.PublicKey{PublicKey: key, KeyID: "k", Algorithm: "RS256"})
	}
}

// claims are those of a push, with changes; nil takes one away.
func (i *issuer) claims(now time.Time, changes map[string]any) string {
	claims := map[string]any{
		"iss": i.front.URL, "aud": host, "sub": "repo:octo-org/menus:environment:wechat-production", "jti": "x",
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
		"repository": "octo-org/menus", "repository_id": "456789", "repository_owner_id": "1234", "ref": "refs/heads/main",
		"sha": "0123456789abcdef0123456789abcdef01234567", "run_id": "9000000001", "run_attempt": "1", "actor": "octo-dev",
		"event_name": "push", "environment": "wechat-production",
	}
	maps.Copy(claims, changes)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	data, _ := json.Marshal(claims)
	return string(data)
}

func (i *issuer) token(now time.Time, changes map[string]any) string {
	return oidctest.SignIDToken(i.key, "k", "RS256", i.claims(now, changes))
}

// rig is a server with the real functions, a sandbox and a ledger behind it.
type rig struct {
	*testing.T
	issuer  *issuer
	wechat  *sandbox.Server
	ledger  *bolt.Store
	handler http.Handler
	config  Config
	// key may publish, and reader reads.
	key, reader string
	asked       atomic.Int32
	log         lines

	mu  sync.Mutex
	now time.Time
}

// lines is a log.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// take returns what was logged since.
func (l *lines) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func newRig(t *testing.T, change func(*Config)) *rig {
	t.Helper()
	r := &rig{T: t, issuer: newIssuer(t), now: time.Now()}
	var err error
	if r.wechat, err = sandbox.New(sandbox.Options{Accounts: []sandbox.Account{{Name: "brand-cn", AppID: "wx0123456789abcdef", Secret: appSecret}}, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(r.wechat)
	t.Cleanup(front.Close)
	client, err := wechat.New(wechat.Options{Base: front.URL, Now: time.Now, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	if r.ledger, err = bolt.Temporary(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.ledger.Close() })
	keys := credential.NewKeyring(func(context.Context, string) (credential.Source, error) {
		return credential.Secret{AppID: "wx0123456789abcdef", Secret: wechat.NewSecret(appSecret)}, nil
	}, client, time.Now)
	log := slog.New(NewLogHandler(slog.NewJSONHandler(&r.log, nil)))
	var hash, readerHash string
	r.key, hash = NewKey()
	r.reader, readerHash = NewKey()
	if r.config, err = Decode(fmt.Appendf(nil, `{"address":%q,"listen":"127.0.0.1:0","ledger":"bolt:x","credentials":"file:x",
		"github":{"issuer":%q,"repositories":[{"id":456789,"ownerId":1234,"branch":"main","environment":"wechat-production"}]},
		"keys":{"ann":{"sha256":%q,"publish":true},"reader":{"sha256":%q}}}`, host, r.issuer.front.URL, hash, readerHash)); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&r.config)
	}
	counted := func(f publish.Func) Func {
		return func(ctx context.Context, event []byte) ([]byte, error) { r.asked.Add(1); return f(ctx, event) }
	}
	r.handler = NewHandler(&r.config, Deps{
		Publish: counted(publish.Handler(publish.Deps{
			Open: func(account string) *wechat.Writer { return client.Writer(keys.Tokens(account)) }, AppID: keys.AppID,
			Ledger: r.ledger, Now: time.Now, Log: log, Version: "test",
		})),
		Inspect: counted(publish.Inspect(publish.InspectDeps{
			Open: func(account string) *wechat.Reader { return client.Reader(keys.Tokens(account)) }, AppID: keys.AppID,
			Ledger: r.ledger, Now: time.Now, Log: log,
		})),
		Now: r.clock, Log: log, Version: "test",
	})
	return r
}

// body knows whether it was read.
type body struct {
	io.Reader
	read bool
}

func (b *body) Read(p []byte) (int, error) {
	b.read = true
	return b.Reader.Read(p)
}

// post sends a request to a path, and returns the answer and whether its body was
// read.
func (r *rig) post(path, authorization, text string) (status int, res api.Result, read bool) {
	r.Helper()
	sent := &body{Reader: strings.NewReader(text)}
	req := httptest.NewRequestWithContext(r.Context(), http.MethodPost, path, sent)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	rec := httptest.NewRecorder()
	r.handler.ServeHTTP(rec, req)
	if err := json.Unmarshal(rec.Body.Bytes(), &res); err != nil {
		r.Fatalf("got %d %q, want a result: %v", rec.Code, rec.Body, err)
	}
	return rec.Code, res, sent.read
}

// request is one to publish that claims to come from elsewhere.
func request(op api.Op) string {
	data, _ := json.Marshal(api.Request{
		Schema: api.Schema, Op: op, Account: "brand-cn", Desired: json.RawMessage(menus),
		Origin: api.Origin{
			Server: "https://evil.example", Repository: "evil/repo", RepositoryID: 666, Ref: "refs/heads/evil", Commit: "e", RunID: 1 << 50, Attempt: 9,
			RunURL: "https://evil.example/1", Actor: "mallory", Event: "push", Environment: "evil",
		},
	})
	return string(data)
}
