package platform_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/platform"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

const (
	account = "wx0123456789abcdef"
	other   = "wx0123456789abcde0"
	ours    = "wxfedcba9876543210"
	key     = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
)

// rig is a Holder before the sandbox, with a clock.
type rig struct {
	*testing.T
	sandbox *sandbox.Server
	client  *wechat.Client
	path    string
	holder  *platform.Holder
	order   platform.Order

	mu  sync.Mutex
	now time.Time
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

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, now: time.Unix(1800000000, 0), path: filepath.Join(t.TempDir(), "ledger.db-platform")}
	r.order = platform.Order{AppID: ours, Secret: wechat.NewSecret("platform-secret"), Token: wechat.NewSecret("t"), Key: wechat.NewSecret(key)}
	var err error
	r.sandbox, err = sandbox.New(sandbox.Options{
		Accounts:   []sandbox.Account{{Name: "a", AppID: account, Secret: "s"}, {Name: "b", AppID: other, Secret: "s"}},
		Now:        r.clock,
		ThirdParty: &sandbox.ThirdParty{AppID: ours, Secret: "platform-secret", Token: "t", Key: key, Rotates: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(r.sandbox)
	t.Cleanup(front.Close)
	if r.client, err = wechat.New(wechat.Options{Base: front.URL, Now: r.clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.client.Close)
	r.restart()
	return r
}

// restart is a process that was killed, and its successor.
func (r *rig) restart() { r.holder = platform.NewHolder(r.path, r.clock) }

// unheard has something happen to the platform, of which this process is not told.
func (r *rig) unheard(what string) sandbox.Push {
	r.Helper()
	rec := httptest.NewRecorder()
	r.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(r.Context(), http.MethodPost, "/sandbox/platform", strings.NewReader(what)))
	var push sandbox.Push
	if err := json.Unmarshal(rec.Body.Bytes(), &push); err != nil || rec.Code != http.StatusOK {
		r.Fatalf("%s: got %d %s", what, rec.Code, rec.Body)
	}
	return push
}

// happens has something happen to the platform, and takes what is pushed.
func (r *rig) happens(what string) {
	r.Helper()
	push := r.unheard(what)
	if push.Body == "" {
		return
	}
	query, _ := url.ParseQuery(push.Query)
	if _, err := r.holder.Receive(r.Context(), query, []byte(push.Body), func(string) *platform.Order { return &r.order }); err != nil {
		r.Errorf("%s: got %v, want it taken", what, err)
	}
}

// token gets a token, and holds that WeChat takes it.
func (r *rig) token() wechat.Token {
	r.Helper()
	token, err := r.holder.Token(r.Context(), r.client, &r.order, account)
	if err != nil {
		r.Fatalf("got %v, want a token", err)
	}
	r.answers(token, "46003")
	return token
}

// answers holds what errcode a call with a token is answered.
func (r *rig) answers(token wechat.Token, errcode string) {
	r.Helper()
	rec := httptest.NewRecorder()
	r.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(r.Context(), http.MethodGet, "/cgi-bin/menu/get?access_token="+url.QueryEscape(token.Value.Reveal()), nil))
	if !strings.Contains(rec.Body.String(), errcode) {
		r.Errorf("got %s, want %s", rec.Body, errcode)
	}
}

func (r *rig) fails(code api.Code, errcode int) {
	r.Helper()
	_, err := r.holder.Token(r.Context(), r.client, &r.order, account)
	var failed *platform.Error
	var refused *wechat.Error
	switch {
	case code != "" && (!errors.As(err, &failed) || failed.Why.Code != code), errcode != 0 && (!errors.As(err, &refused) || refused.Errcode != errcode):
		r.Errorf("got %v, want %s %d", err, code, errcode)
	}
	for _, secret := range []string{"platform-secret", "ticket@@@", "refreshtoken@@@"} {
		if strings.Contains(err.Error(), secret) {
			r.Errorf("got %v, want no secret in it", err)
		}
	}
}

// asked is how often each endpoint of the platform was asked since.
func (r *rig) asked(want ...string) {
	r.Helper()
	var got []string
	for _, c := range r.sandbox.Calls() {
		if op, is := strings.CutPrefix(c.Path, "/cgi-bin/component/api_"); is {
			got = append(got, op)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		r.Errorf("got %q, want %q", got, want)
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fails(api.PlatformNoTicket, 0)
	r.happens(`{"ticket":true}`)
	r.token()
	r.asked("component_token", "get_authorizer_list", "authorizer_token")
	r.token() // with the refresh token that came, and the component token in memory
	r.asked("component_token", "get_authorizer_list", "authorizer_token", "authorizer_token")
	r.restart() // what was rotated is known
	r.token()
	r.asked("component_token", "get_authorizer_list", "authorizer_token", "authorizer_token", "component_token", "authorizer_token")
}

// TestRotation has a refresh token replaced whose successor was never heard of.
func TestRotation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	r.token()
	r.happens(`{"rotate":"a"}`) // the known one works for five minutes
	r.token()
	r.happens(`{"rotate":"a"}`)
	r.pass(6 * time.Minute)
	r.happens(`{"ticket":true}`)
	r.token() // it does not: WeChat lists the one of now
	r.token()
}

// TestPredecessor tries the refresh token before, once, and only within its five minutes.
func TestPredecessor(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	r.token()
	first := []string{"component_token", "get_authorizer_list", "authorizer_token"}
	r.sandbox.Fault(sandbox.Fault{Path: "/cgi-bin/component/api_authorizer_token", Call: 1, Errcode: 61023})
	r.token()
	r.asked(append(first, "authorizer_token", "authorizer_token")...)
	r.pass(6 * time.Minute)
	r.sandbox.Fault(sandbox.Fault{Path: "/cgi-bin/component/api_authorizer_token", Call: 1, Errcode: 61023})
	r.token()
	r.asked(append(first, "authorizer_token", "authorizer_token", "authorizer_token", "get_authorizer_list", "authorizer_token")...)
	r.sandbox.Fault(sandbox.Fault{Path: "/cgi-bin/component/api_authorizer_token", Errcode: 61023})
	r.fails("", 61023)
}

func TestRevoked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	first, second := r.token(), r.token()
	r.happens(`{"revoke":"a"}`)
	r.answers(first, "61003")
	r.answers(second, "61003")
	r.fails(api.PlatformUnauthorised, 0)
	r.happens(`{"authorise":"a"}`)
	r.token()
	r.answers(second, "61003")
}

// TestRevokedUnheard is about an account whose authorisation is another, which no push
// said: the platform's own receiver has it.
func TestRevokedUnheard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	r.token()
	r.unheard(`{"revoke":"a"}`)
	r.fails(api.PlatformUnauthorised, 0)
	r.unheard(`{"authorise":"a"}`)
	r.token()
}

// TestTwoHolders has another program fetch component tokens: once is got over, and
// where it goes on, that is said.
func TestTwoHolders(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	r.token()
	r.happens(`{"mint":true}`)
	r.token()
	r.sandbox.Fault(sandbox.Fault{Path: "/cgi-bin/component/api_authorizer_token", Errcode: 40001})
	r.fails(api.PlatformShared, 40001)
}

func TestTicketRunsOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	r.token()
	r.pass(13 * time.Hour)
	r.fails("", 61005)
	r.happens(`{"ticket":true}`)
	r.token()
}

// TestOtherSecret has another app secret stored, by mistake, while a component token is in
// memory: that says nothing of the secret, and what was kept outlives the mistake.
func TestOtherSecret(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happens(`{"ticket":true}`)
	r.token()
	right := r.order.Secret
	r.order.Secret = wechat.NewSecret("another-secret")
	r.fails(api.PlatformNoTicket, 0)
	r.order.Secret = right
	r.token()
	r.restart()
	r.token()
}

// TestFiles takes the ticket and the first refresh token from files.
func TestFiles(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	dir := t.TempDir()
	r.order.TicketFile, r.order.RefreshFile = filepath.Join(dir, "ticket"), filepath.Join(dir, "refresh")
	r.fails(api.PlatformFile, 0)
	if err := errors.Join(os.WriteFile(r.order.TicketFile, []byte("made-up\n"), 0o600), os.WriteFile(r.order.RefreshFile, []byte("stale\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	r.fails("", 61006)
}

// TestReadable says which file of a platform cannot be read, also where a token is
// known for which it is not needed yet.
func TestReadable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := errors.Join(os.WriteFile(file, []byte("made-up\n"), 0o600), os.WriteFile(filepath.Join(dir, "blank"), []byte("\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name            string
		ticket, refresh string
		want            api.Code
		key             string
	}{
		{"neither", "", "", "", ""},
		{"both", file, file, "", ""},
		{"no ticket's file", filepath.Join(dir, "none"), file, api.PlatformFile, "component.ticket"},
		{"a ticket's folder", dir, file, api.PlatformFile, "component.ticket"},
		{"no ticket in it", filepath.Join(dir, "blank"), file, api.PlatformNoTicket, ""},
		{"no refresh token's file", file, filepath.Join(dir, "none"), api.PlatformFile, "component.refresh"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := platform.Order{AppID: "wx0", TicketFile: tt.ticket, RefreshFile: tt.refresh}
			err := o.Readable()
			var wrong *platform.Error
			if !errors.As(err, &wrong) {
				wrong = &platform.Error{}
			}
			if wrong.Why.Code != tt.want || wrong.Why.Key != tt.key || tt.want == "" && err != nil {
				t.Errorf("got %v (%+v), want %q of %q", err, wrong.Why, tt.want, tt.key)
			}
		})
	}
}

// TestUnstorable holds that a token is not used whose successor cannot be kept.
func TestUnstorable(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.path = filepath.Join(r.path, "none")
	rec := httptest.NewRecorder()
	r.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(r.Context(), http.MethodPost, "/sandbox/platform", strings.NewReader(`{"ticket":true}`)))
	r.restart()
	query, body := pushOf(t, rec)
	if _, err := r.holder.Receive(t.Context(), query, body, func(string) *platform.Order { return &r.order }); err == nil {
		t.Errorf("got the ticket taken, want an error, so that WeChat sends it again")
	}
}

func pushOf(t *testing.T, rec *httptest.ResponseRecorder) (url.Values, []byte) {
	t.Helper()
	var push sandbox.Push
	if err := json.Unmarshal(rec.Body.Bytes(), &push); err != nil {
		t.Fatal(err)
	}
	query, err := url.ParseQuery(push.Query)
	if err != nil {
		t.Fatal(err)
	}
	return query, []byte(push.Body)
}
