package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	// unlisted is an errcode that WeChat does not have.
	unlisted = 12345

	appID  = "wx0123456789abcdef"
	secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
)

// patience is how long a test waits for what has to happen.
const patience = time.Minute

// await returns the next value of a channel; what says of what.
func await[T any](t *testing.T, ch <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(patience):
		t.Fatalf("waited %v for %s", patience, what)
		panic("not reached")
	}
}

// clock is a time that only moves when told to.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// rig is a server with a clock, asked without a network.
type rig struct {
	*testing.T
	*sandbox.Server
	clock *clock
}

func brand() sandbox.Account {
	return sandbox.Account{Name: "brand-cn", AppID: appID, Secret: secret}
}

// start is noon in China.
func start() time.Time { return time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC) }

func newRig(t *testing.T, accounts ...sandbox.Account) *rig {
	t.Helper()
	if len(accounts) == 0 {
		accounts = []sandbox.Account{brand()}
	}
	return newRigWith(t, sandbox.Options{Accounts: accounts})
}

func newRigWith(t *testing.T, o sandbox.Options) *rig {
	t.Helper()
	c := &clock{t: start()}
	o.Now = c.now
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{T: t, Server: s, clock: c}
}

// response is a whole HTTP answer.
type response struct {
	status int
	header http.Header
	body   string
}

// do makes one call from 192.0.2.1.
func (r *rig) do(method, target, body string) response {
	r.Helper()
	return r.send(httptest.NewRequestWithContext(r.Context(), method, target, strings.NewReader(body)))
}

func (r *rig) send(req *http.Request) response {
	r.Helper()
	rec := httptest.NewRecorder()
	r.ServeHTTP(rec, req)
	return response{rec.Code, rec.Header(), rec.Body.String()}
}

// answer is a WeChat answer of any endpoint.
type answer struct {
	status    int
	raw       string
	Errcode   int    `json:"errcode"`
	Errmsg    string `json:"errmsg"`
	Token     string `json:"access_token"`
	ExpiresIn int    `json:"expires_in"`
	MenuID    string `json:"menuid"` // a number fails to decode
}

func (r *rig) call(method, target, body string) answer {
	r.Helper()
	return decode(r.T, r.do(method, target, body))
}

func decode(t *testing.T, resp response) answer {
	t.Helper()
	a := answer{status: resp.status, raw: resp.body}
	if err := json.Unmarshal([]byte(a.raw), &a); err != nil {
		t.Fatalf("got %q, want JSON: %v", a.raw, err)
	}
	if strings.HasPrefix(a.Errmsg, "unlisted") && a.Errcode != unlisted {
		t.Errorf("got %s, want the code in the table of texts", a.raw)
	}
	return a
}

func stableBody(id, secret string, force bool) string {
	b, _ := json.Marshal(map[string]any{
		"grant_type": "client_credential", "appid": id, "secret": secret, "force_refresh": force,
	})
	return string(b)
}

func (r *rig) stable(force bool) answer {
	r.Helper()
	return r.call("POST", "/cgi-bin/stable_token", stableBody(appID, secret, force))
}

func (r *rig) classic() answer {
	r.Helper()
	return r.call("GET", "/cgi-bin/token?grant_type=client_credential&appid="+appID+"&secret="+secret, "")
}

// create publishes with a fresh stable token.
func (r *rig) create(body string) answer {
	r.Helper()
	return r.call("POST", "/cgi-bin/menu/create?access_token="+r.stable(false).Token, body)
}

// post calls an endpoint with a fresh stable token.
func (r *rig) post(path, body string) answer {
	r.Helper()
	return r.call("POST", path+"?access_token="+r.stable(false).Token, body)
}

// want posts what has to be answered without an errcode, and returns the answer.
func (r *rig) want(path, body string) answer {
	r.Helper()
	a := r.post(path, body)
	if a.Errcode != 0 {
		r.Fatalf("got %s to %s, want it taken", a.raw, body)
	}
	return a
}

func (r *rig) get(path string) answer {
	r.Helper()
	return r.call("GET", path+"?access_token="+r.stable(false).Token, "")
}
