package publish

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/credential"
	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// newCloud is a sandbox inside whose WeChat Cloud Run the handlers are, with an
// account that is called as a credential says.
func newCloud(t *testing.T, c *sandbox.Cloud, source credential.Cloud) *sandboxed {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Accounts: []sandbox.Account{brand()}, Now: time.Now, Cloud: c})
	if err != nil {
		t.Fatal(err)
	}
	s := &sandboxed{sandbox: server}
	s.rig = newRig(t, server, func(context.Context, string) (credential.Source, error) { return source, nil })
	t.Cleanup(func() { s.scan(brand()) })
	return s
}

// TestPublishesByCloudCall publishes without asking for a token.
func TestPublishesByCloudCall(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"", brand().AppID} {
		c := &sandbox.Cloud{Owner: account}
		if from != "" {
			c.Owner = "" // a mini program's environment
		}
		r := newCloud(t, c, credential.NewCloud(brand().AppID, from, ""))
		same(t, "outcome", r.publish(menuA).Outcome, api.Published)
		list(t, "requests", r.asked(), five())
		r.live(menuA)
		d := r.invoke(t.Context(), r.inspect, api.Request{Schema: api.Schema, Op: api.OpDiagnose, Account: account}).Diagnosis
		for _, check := range d.Checks {
			if check.Name == api.CheckToken && (check.Verdict != api.VerdictOK || check.Reasons[0].Code != api.TokenNone) {
				t.Errorf("got %+v, want no token to be needed", check)
			}
		}
	}
}

// TestCloudReasons has calls from the cloud refused in every way.
func TestCloudReasons(t *testing.T) {
	t.Parallel()
	file := func(content string) string {
		path := filepath.Join(t.TempDir(), "token")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, tt := range []struct {
		cloud  *sandbox.Cloud
		source credential.Cloud
		want   api.Code
	}{
		{&sandbox.Cloud{Owner: account, Paths: []string{createPath}}, credential.NewCloud(brand().AppID, "", ""), api.CloudPath},
		{nil, credential.NewCloud(brand().AppID, "", ""), api.CloudOff},
		{&sandbox.Cloud{}, credential.NewCloud(brand().AppID, "", ""), api.CloudOwner},
		{&sandbox.Cloud{Owner: account}, credential.NewCloud(brand().AppID, "", file("a b")), api.CloudTokenForm},
		{&sandbox.Cloud{Owner: account}, credential.NewCloud(brand().AppID, "", file("made-up")), api.CloudTokenStale},
	} {
		t.Run(string(tt.want), func(t *testing.T) {
			t.Parallel()
			r := newCloud(t, tt.cloud, tt.source)
			for _, res := range []api.Result{r.publish(menuA), r.invoke(t.Context(), r.inspect, planOf(menuA))} {
				if res.Error == nil || res.Error.Reasons[len(res.Error.Reasons)-1].Code != tt.want || res.Error.Retryable {
					t.Errorf("got %+v, want %s at the end, and nothing that trying again would help", res.Error, tt.want)
				}
			}
		})
	}
}

// TestCloudPathOnce holds that a step whose path is not enabled is sent once, that
// nothing says that WeChat may have taken it, and that the ledger keeps what it was
// about: a gateway that broke answers the same.
func TestCloudPathOnce(t *testing.T) {
	t.Parallel()
	const wanted = `{"menu":` + menuA + `,"conditionalmenu":[{"button":[{"type":"click","name":"安卓","key":"android"}],"matchrule":{"client_platform_type":"2"}}]}`
	r := newCloud(t, &sandbox.Cloud{Owner: account}, credential.NewCloud(brand().AppID, "", ""))
	same(t, "before", r.publish(menuA).Outcome, api.Published)
	r.asked()
	r.sandbox.Fault(sandbox.Fault{Path: addPath, Call: 1, Status: http.StatusBadGateway})
	res := r.publish(wanted)
	same(t, "adds", count(r.asked(), "menu/addconditional"), 1)
	var codes []api.Code
	for _, why := range res.Error.Reasons {
		codes = append(codes, why.Code)
	}
	list(t, "reasons", codes, []api.Code{api.CloudPath, api.HalfWay})
	list(t, "warnings", kinds(res.Warnings), nil)
	r.live(menuA)
	if st, err := r.ledger.State(t.Context(), account); err != nil || st.Intent == nil || st.Intent.Number != 2 {
		t.Errorf("got %+v, %v; want the intent kept", st.Intent, err)
	}
}

// TestCloudPathEnabled publishes once the path is enabled: a default menu at once, which
// may be posted again, conditional menus when answers are not late any more.
func TestCloudPathEnabled(t *testing.T) {
	t.Parallel()
	const beside = `{"menu":` + menuA + `,"conditionalmenu":[{"button":[{"type":"click","name":"安卓","key":"android"}],"matchrule":{"client_platform_type":"2"}}]}`
	for _, tt := range []struct {
		path, before, wanted, live string
		waits                      bool
	}{{createPath, menuA, menuB, menuB, false}, {addPath, menuA, beside, menuA, true}, {delPath, beside, menuA, menuA, true}} {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			r := newCloud(t, &sandbox.Cloud{Owner: account}, credential.NewCloud(brand().AppID, "", ""))
			same(t, "before", r.publish(tt.before).Outcome, api.Published)
			r.sandbox.Fault(sandbox.Fault{Path: tt.path, Call: 1, Status: http.StatusBadGateway})
			same(t, "not enabled", r.publish(tt.wanted).Error.Reasons[0].Code, api.CloudPath)
			if tt.waits {
				same(t, "too soon", r.publish(tt.wanted).Error.Reasons[0].Code, api.Behind)
				r.pass(lateness)
			}
			same(t, "enabled", r.publish(tt.wanted).Outcome, api.Published)
			r.live(tt.live)
		})
	}
}
