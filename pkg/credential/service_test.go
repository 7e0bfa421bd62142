package credential

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	// path and key are secret: what of the address and the headers must not show.
	path = "/t0k3n/wx0123456789abcdef"
	key  = "Bearer s3rv1c3k3y"
)

// tokenProgram is a token service.
type tokenProgram struct {
	*httptest.Server
	mu sync.Mutex
	// answer is what it answers, renewed what it does when it is told to renew.
	answer  http.HandlerFunc
	renewed func()
	asked   []string
}

func newTokenProgram(t *testing.T) *tokenProgram {
	t.Helper()
	p := &tokenProgram{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.locked(func() { p.asked = append(p.asked, strings.TrimPrefix(r.URL.RequestURI(), path)) })
		if r.Header.Get("Authorization") != key || r.Method != http.MethodGet {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		var renewed func()
		p.locked(func() { renewed = p.renewed })
		if r.URL.RawQuery == "refresh=1" && renewed != nil {
			renewed()
		}
		var answer http.HandlerFunc
		p.locked(func() { answer = p.answer })
		answer(w, r)
	}))
	t.Cleanup(p.Close)
	p.says(`{"data":{"access_token":"token-1","expires_in":7200}}`)
	return p
}

func (p *tokenProgram) locked(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
}

// says has the service answer a text from now on.
func (p *tokenProgram) says(text string) {
	p.locked(func() {
		p.answer = func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
	})
}

// renews says what the service does from now on when it is told to renew.
func (p *tokenProgram) renews(do func()) { p.locked(func() { p.renewed = do }) }

// forget forgets what the service was asked.
func (p *tokenProgram) forget() { p.locked(func() { p.asked = nil }) }

// seen returns what it was asked.
func (p *tokenProgram) seen() (asked []string) {
	p.locked(func() { asked = slices.Clone(p.asked) })
	return asked
}

// source is the account's, with that service.
func (p *tokenProgram) source(change func(*Order)) Source {
	o := Order{
		URL: mustParse(p.URL + path), Renew: mustParse(p.URL + path + "?refresh=1"), Header: map[string]string{"Authorization": key},
		Token: "/data/access_token", Expires: "/data/expires_in",
	}
	if change != nil {
		change(&o)
	}
	return NewService(appID, o)
}

func mustParse(text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil {
		panic(err)
	}
	return u
}

// fix is a Keyring of one account that has a token service.
func fix(t *testing.T, p *tokenProgram, list ...Source) *fixture {
	t.Helper()
	if len(list) == 0 {
		list = []Source{p.source(nil)}
	}
	return newFixture(t, list...)
}

// gives asks for a token, and sees how often the service was asked since.
func gives(t *testing.T, p *tokenProgram, tokens wechat.TokenSource, want string, asked ...string) {
	t.Helper()
	p.forget()
	token, err := tokens.Token(t.Context())
	if err != nil || token.Value.Reveal() != want || !slices.Equal(p.seen(), asked) {
		t.Errorf("got %q after %q, want %q after %q; error %v", token.Value.Reveal(), p.seen(), want, asked, err)
	}
}

func TestServiceForms(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, answer, pointer, expires, want string }{
		{"root", `{"access_token":"a","expires_in":7200}`, "/access_token", "/expires_in", "a"},
		{"deep", `{"data":[{"x/y":{"m~n":"a_B-9"}}]}`, "/data/0/x~1y/m~0n", "", "a_B-9"},
		{"third-party platform", `{"authorizer_access_token":"a","expires_in":7200,"authorizer_refresh_token":"r"}`, "/authorizer_access_token", "/expires_in", "a"},
		{"success of WeChat's", `{"errcode":0,"errmsg":"ok","access_token":"a"}`, "/access_token", "", "a"},
		{"errcode of its own", `{"errcode":200,"errmsg":"success","data":{"access_token":"a"}}`, "/data/access_token", "", "a"},
		{"plain text", "98_abc\n", "", "", "98_abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newTokenProgram(t)
			p.says(tt.answer)
			f := fix(t, p, p.source(func(o *Order) { o.Token, o.Expires = tt.pointer, tt.expires }))
			gives(t, p, f.tokens, tt.want, "")
			if id, err := f.keyring.AppID(t.Context(), "brand-cn"); id != appID || err != nil {
				t.Errorf("got %s, %v, want %s", id, err, appID)
			}
		})
	}
}

// TestServiceTokenIsKept moves the clock to the moment before a token is asked for
// again, and to that moment.
func TestServiceTokenIsKept(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, expires string
		kept          time.Duration
	}{
		{"two hours", `7200`, 2*time.Hour - 5*time.Minute},
		{"as text", `"7200"`, 2*time.Hour - 5*time.Minute},
		{"a moment", `1700001000`, 1000*time.Second - 5*time.Minute}, // the clock begins at 1700000000
		{"a day", `86400`, 24*time.Hour - 5*time.Minute},
		{"more than a day", `1e300`, time.Minute},
		{"a moment in milliseconds", `1700007200000`, time.Minute},
		{"no number in digits", `"NaN"`, time.Minute},
		{"without end", `"Inf"`, time.Minute},
		{"not said", `null`, time.Minute},
		{"not a number", `"soon"`, time.Minute},
		{"nearly over", `300`, 0},
		{"over", `-1`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newTokenProgram(t)
			f := fix(t, p)
			p.says(`{"data":{"access_token":"token-1","expires_in":` + tt.expires + `}}`)
			gives(t, p, f.tokens, "token-1", "")
			if tt.kept > 0 {
				f.clock.move(tt.kept - time.Second)
				gives(t, p, f.tokens, "token-1")
				f.clock.move(time.Second)
			}
			gives(t, p, f.tokens, "token-1", "")
		})
	}
}

// TestServiceTokenIsRefused has WeChat refuse the token, as package wechat tells
// of it.
func TestServiceTokenIsRefused(t *testing.T) {
	t.Parallel()
	answer := func(token string) string { return `{"data":{"access_token":"` + token + `"}}` }
	p := newTokenProgram(t)
	f := fix(t, p)
	publishing := f.keyring.Renewing("brand-cn")
	stale := func(tokens wechat.TokenSource, asked ...string) {
		t.Helper()
		p.forget()
		_, err := tokens.Token(t.Context())
		var worded *Error
		if !errors.As(err, &worded) || worded.Why.Code != api.ServiceStale || !slices.Equal(p.seen(), asked) {
			t.Errorf("got %v after %q, want %s after %q", err, p.seen(), api.ServiceStale, asked)
		}
	}
	expire := func(token string) { f.tokens.Expire(wechat.NewSecret(token)) }

	gives(t, p, publishing, "token-1", "")
	expire("token-1")
	p.says(answer("token-2"))
	gives(t, p, publishing, "token-2", "") // another one is used
	expire("token-2")
	stale(f.tokens, "")                  // the same one is not, and a plan makes none new
	gives(t, p, f.tokens, "token-2", "") // later WeChat may know it
	expire("token-2")
	p.renews(func() { p.says(answer("token-3")) })
	gives(t, p, publishing, "token-3", "", "?refresh=1", "")
	expire("token-3")
	p.renews(nil)
	stale(publishing, "", "?refresh=1", "") // once
	p.renews(func() { p.says(`{"errcode":45009,"errmsg":"reach max api daily quota limit"}`) })
	gives(t, p, publishing, "token-3", "")
	expire("token-3")
	p.forget()
	_, err := publishing.Token(t.Context())
	var refused *wechat.Error
	if !errors.As(err, &refused) || refused.Errcode != 45009 {
		t.Errorf("got %v, want what came of renewing", err)
	}
	if refusal := f.tokens.Explain(errors.New("40001")); !strings.Contains(refusal.Error(), "40001") || !strings.Contains(refusal.Error(), "hands out a token that WeChat refuses") {
		t.Errorf("got %v, want both errors", refusal)
	}
}

// TestServiceChangesInTheStore holds that a credential stored anew is used once
// the one in memory gets no token.
func TestServiceChangesInTheStore(t *testing.T) {
	t.Parallel()
	p := newTokenProgram(t)
	other := p.source(func(o *Order) { o.Header = map[string]string{"Authorization": "Bearer old"} })
	f := fix(t, p, other, p.source(nil))
	gives(t, p, f.tokens, "token-1", "", "")
	if f.shelf.count() != 2 {
		t.Errorf("got %d reads of the store, want 2", f.shelf.count())
	}
	if other.same(p.source(nil)) || !other.same(other) || other.same(cred(secret)) || cred(secret).same(other) {
		t.Error("got sources taken for each other, want each the same as itself alone")
	}
	// From a service to the app secret and back, without a restart.
	f = newFixture(t, p.source(func(o *Order) { o.Token = "/nowhere" }), cred(secret))
	f.want(t, "token-1", 1, 2)
}
