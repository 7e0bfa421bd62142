package publish

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/platform"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// platformed is a sandbox whose account has authorised a platform that this process
// holds the tokens of.
type platformed struct {
	*sandboxed
	holder *platform.Holder
	order  platform.Order
}

func newPlatformed(t *testing.T, path string) *platformed {
	t.Helper()
	const id, key = "wxfedcba9876543210", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	server, err := sandbox.New(sandbox.Options{
		Accounts: []sandbox.Account{brand()}, Now: time.Now,
		ThirdParty: &sandbox.ThirdParty{AppID: id, Secret: "s", Token: "t", Key: key, Rotates: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &platformed{sandboxed: &sandboxed{sandbox: server}, holder: platform.NewHolder(path, time.Now)}
	p.order = platform.Order{AppID: id, Secret: wechat.NewSecret("s"), Token: wechat.NewSecret("t"), Key: wechat.NewSecret(key)}
	p.rig = newRig(t, server, func(context.Context, string) (credential.Source, error) {
		return credential.NewComponent(brand().AppID, p.holder, p.order), nil
	})
	t.Cleanup(func() { p.scan(brand()) })
	return p
}

// happens has something happen to the platform, and brings what is pushed.
func (p *platformed) happens(what string) {
	p.Helper()
	rec := httptest.NewRecorder()
	p.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/sandbox/platform", strings.NewReader(what)))
	var push sandbox.Push
	if err := json.Unmarshal(rec.Body.Bytes(), &push); err != nil {
		p.Fatal(err)
	}
	query, _ := url.ParseQuery(push.Query)
	if _, err := p.holder.Receive(context.Background(), query, []byte(push.Body), func(string) *platform.Order { return &p.order }); err != nil && push.Body != "" {
		p.Error(err)
	}
}

func TestPublishesForPlatform(t *testing.T) {
	t.Parallel()
	r := newPlatformed(t, filepath.Join(t.TempDir(), "ledger"))
	because1(t, r.publish(menuA), api.PlatformNoTicket)
	r.happens(`{"ticket":true}`)
	same(t, "outcome", r.publish(menuA).Outcome, api.Published)
	r.live(menuA)
	res := r.publish(menuB)
	same(t, "outcome", res.Outcome, api.Published)
	if len(res.Calls) != len(five()) {
		t.Errorf("got %d calls of a warm publish, want %d", len(res.Calls), len(five()))
	}
}

// TestDiagnosePlatformFile finds that the ticket's file cannot be read while a token is
// known, which works on without it until it ends.
func TestDiagnosePlatformFile(t *testing.T) {
	t.Parallel()
	r := newPlatformed(t, filepath.Join(t.TempDir(), "ledger"))
	r.happens(`{"ticket":true}`)
	same(t, "outcome", r.publish(menuA).Outcome, api.Published)
	ofCredential := func() api.Check {
		for _, c := range r.invoke(t.Context(), r.inspect, diagnosing(account)).Diagnosis.Checks {
			if c.Name == api.CheckCredential {
				return c
			}
		}
		return api.Check{}
	}
	same(t, "with all files", ofCredential().Verdict, api.VerdictOK)
	r.order.TicketFile = filepath.Join(t.TempDir(), "none")
	c := ofCredential()
	same(t, "without the ticket's", c.Verdict, api.VerdictNG)
	if len(c.Reasons) != 1 || c.Reasons[0].Code != api.PlatformFile || c.Reasons[0].Place != r.order.TicketFile {
		t.Errorf("got %+v, want the file", c.Reasons)
	}
}

// TestPlatformReasons has a platform get no token in every way.
func TestPlatformReasons(t *testing.T) {
	t.Parallel()
	t.Run("revoked", func(t *testing.T) {
		t.Parallel()
		r := newPlatformed(t, filepath.Join(t.TempDir(), "ledger"))
		r.happens(`{"ticket":true}`)
		r.happens(`{"revoke":"` + account + `"}`)
		because1(t, r.publish(menuA), api.PlatformUnauthorised)
	})
	t.Run("shared", func(t *testing.T) {
		t.Parallel()
		r := newPlatformed(t, filepath.Join(t.TempDir(), "ledger"))
		r.happens(`{"ticket":true}`)
		r.sandbox.Fault(sandbox.Fault{Path: "/cgi-bin/component/api_authorizer_token", Errcode: 40001})
		res := r.publish(menuA)
		if e := res.Error; e == nil || e.Errcode != 40001 || e.Reasons[len(e.Reasons)-1].Code != api.PlatformShared {
			t.Errorf("got %+v, want 40001 and that another program fetches tokens", res.Error)
		}
	})
	t.Run("not kept", func(t *testing.T) {
		t.Parallel()
		r := newPlatformed(t, filepath.Join(t.TempDir(), "\x00"))
		because1(t, r.publish(menuA), api.PlatformStore)
	})
}
