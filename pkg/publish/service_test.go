package publish

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// servicePath is where the sandbox plays the account's token service.
const servicePath = "/sandbox/token/" + account

// served is a store of one account that has a token service at an address.
func served(address func() string) credential.Store {
	return func(context.Context, string) (credential.Source, error) {
		at := func(path string) *url.URL {
			u, err := url.Parse(address() + path)
			if err != nil {
				panic(err)
			}
			return u
		}
		return credential.NewService(brand().AppID, credential.Order{
			URL: at(servicePath), Renew: at(servicePath + "/renew"), Token: "/access_token", Expires: "/expires_in",
		}), nil
	}
}

// newServed is a sandbox whose account's tokens are from its token service.
func newServed(t *testing.T) *sandboxed {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	s := &sandboxed{sandbox: server}
	s.rig = newRig(t, server, served(func() string { return s.front.URL }))
	t.Cleanup(func() { s.scan(brand()) })
	return s
}

// renewPath has the token service make the token new.
const renewPath = servicePath + "/renew"

func TestPublishesWithServiceToken(t *testing.T) {
	t.Parallel()
	r := newServed(t)
	res := r.publish(menuA)
	same(t, "outcome", res.Outcome, api.Published)
	list(t, "requests", r.asked(), slices.Concat([]string{servicePath}, five()))
	res = r.publish(menuB)
	same(t, "outcome", res.Outcome, api.Published)
	list(t, "requests of a warm publish", r.asked(), five())
	if first := res.Calls[0]; first.Op == "stable_token" {
		t.Errorf("got calls %v, want no token of WeChat's", res.Calls)
	}
	// The owner has the token made new elsewhere: the service has another one then.
	r.renew()
	res = r.publish(menuA)
	same(t, "outcome", res.Outcome, api.Published)
	if asked := r.asked(); !slices.Contains(asked, servicePath) || slices.Contains(asked, renewPath) {
		t.Errorf("got requests %v, want the token asked for again, and not made new", asked)
	}
}

// renew makes the token new.
func (s *sandboxed) renew() {
	s.Helper()
	rec := httptest.NewRecorder()
	s.sandbox.ServeHTTP(rec, httptest.NewRequestWithContext(context.Background(), http.MethodGet, renewPath, nil))
	if rec.Code != http.StatusOK {
		s.Fatalf("got %d, want a new token", rec.Code)
	}
	s.skip = len(s.sandbox.Calls())
}

// TestStaleServiceToken holds that a publish has a token made new which WeChat
// refuses, once, and that a plan never does.
func TestStaleServiceToken(t *testing.T) {
	t.Parallel()
	r := newServed(t)
	r.sandbox.Fault(sandbox.Fault{Path: servicePath, Call: 1, Answer: sandbox.AnswerStale})
	res := r.invoke(t.Context(), r.inspect, planOf(menuA))
	because1(t, res, api.ServiceStale)
	if asked := r.asked(); slices.Contains(asked, renewPath) || count(asked, servicePath) < 2 {
		t.Errorf("got requests %v, want the token asked for twice, and never made new", asked)
	}
	res = r.publish(menuA)
	same(t, "outcome", res.Outcome, api.Published)
	if asked := r.asked(); count(asked, renewPath) != 1 {
		t.Errorf("got requests %v, want the token made new once", asked)
	}
	r.live(menuA)

	// The service makes it new, and WeChat refuses that as well.
	for _, path := range []string{getPath, shownPath} {
		r.sandbox.Fault(sandbox.Fault{Path: path, Errcode: 40001})
	}
	res = r.publish(menuB)
	if asked := r.asked(); res.Outcome != api.Failed || count(asked, renewPath) != 1 || count(asked, getPath[len("/cgi-bin/"):]) > 2 {
		t.Errorf("got %s after %v, want it failed after one renewal", res.Outcome, asked)
	}
	if !strings.Contains(res.Error.Meaning, "hands out a token that WeChat refuses") || res.Error.Errcode != 40001 {
		t.Errorf("got %+v, want 40001 and what is wrong with the service", res.Error)
	}
}

// TestServiceReasons has the token service fail in every way.
func TestServiceReasons(t *testing.T) {
	t.Parallel()
	for want, fault := range map[api.Code]sandbox.Fault{
		api.ServiceStatus:      {Status: http.StatusBadGateway},
		api.ServiceDenied:      {Status: http.StatusForbidden},
		api.ServiceMoved:       {Status: http.StatusFound},
		api.ServicePage:        {Answer: sandbox.AnswerPage},
		api.ServiceEmpty:       {Answer: sandbox.AnswerNothing},
		api.ServiceForm:        {Answer: sandbox.AnswerShape},
		api.ServiceOwn:         {Errcode: 500},
		api.ServiceUnreachable: {Cut: sandbox.CutBefore},
	} {
		t.Run(string(want), func(t *testing.T) {
			t.Parallel()
			r := newServed(t)
			fault.Path = servicePath
			r.sandbox.Fault(fault)
			because1(t, r.publish(menuA), want)
			because1(t, r.invoke(t.Context(), r.inspect, planOf(menuA)), want)
		})
	}
	t.Run("an error of WeChat's", func(t *testing.T) {
		t.Parallel()
		r := newServed(t)
		r.sandbox.Fault(sandbox.Fault{Path: servicePath, Errcode: 40164})
		res := r.publish(menuA)
		because1(t, res, api.Refusal)
		if e := res.Error; e.Op != "token-service" || e.Errcode != 40164 || e.RID == "" || !strings.Contains(e.Meaning, "IP list; so says WeChat's errcode 40164, which the token service answered") {
			t.Errorf("got %+v, want WeChat's error and who passed it on", e)
		}
		told.result(&res)
	})
	t.Run("others", func(t *testing.T) {
		t.Parallel()
		secure := httptest.NewTLSServer(http.NotFoundHandler())
		t.Cleanup(secure.Close)
		r := newRig(t, http.NotFoundHandler(), served(func() string { return secure.URL }))
		because1(t, r.publish(menuA), api.ServiceCertificate)
		long := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<17)) }
		var large *rig
		large = newRig(t, http.HandlerFunc(long), served(func() string { return large.front.URL }))
		because1(t, large.publish(menuA), api.ServiceLarge)
		plain := newRig(t, http.NotFoundHandler(), served(func() string { return "https://" + large.front.Listener.Addr().String() }))
		because1(t, plain.publish(menuA), api.ServicePlain)
	})
}

// TestServiceIsOutOfReach has a name that is unknown and a service that is silent.
func TestServiceIsOutOfReach(t *testing.T) {
	t.Parallel()
	for want, dial := range map[api.Code]func(context.Context, string, string) (net.Conn, error){
		api.ServiceUnknown: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
		},
		api.ServiceSlow: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	} {
		t.Run(string(want), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRigOf(t, wechat.Options{Base: "http://localhost", Now: time.Now, Dial: dial}, served(func() string { return "http://localhost" }))
				because1(t, r.publish(menuA), want)
			})
		})
	}
}
