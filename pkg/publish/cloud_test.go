package publish

import (
	"context"
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
