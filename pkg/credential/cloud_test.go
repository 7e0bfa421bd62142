package credential

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/wechat"
)

// TestCloudTokenIsReadEachTime holds that a token which the cloud replaces is used at
// once, and that none is kept.
func TestCloudTokenIsReadEachTime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "token")
	f := newFixture(t, NewCloud(appID, appID, path))
	for _, tt := range []struct {
		content string
		want    string
		code    api.Code
	}{
		{"first\n", "first", ""},
		{"second", "second", ""},
		{"", "", api.CloudTokenForm},
		{"<html>", "", api.CloudTokenForm},
		{strings.Repeat("x", maxToken+1), "", api.CloudTokenForm},
		{"third", "third", ""},
	} {
		if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
			t.Fatal(err)
		}
		token, err := f.tokens.Token(t.Context())
		if tt.code != "" {
			failedAs(t, err, tt.code)
			continue
		}
		if err != nil || token.Value.Reveal() != tt.want || token.Cloud == nil || token.Cloud.From != appID {
			t.Errorf("got %q of %+v, %v; want %q", token.Value.Reveal(), token.Cloud, err, tt.want)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err := f.tokens.Token(t.Context())
	failedAs(t, err, api.CloudTokenUnread)
}

func TestCloudWithoutToken(t *testing.T) {
	t.Parallel()
	f := newFixture(t, NewCloud(appID, "", ""))
	if token, err := f.tokens.Token(t.Context()); err != nil || !token.Value.IsZero() || token.Cloud == nil || token.Cloud.From != "" {
		t.Errorf("got %+v, %v; want a call of the cloud's that carries nothing", token, err)
	}
	if f.server.count() != 0 {
		t.Errorf("got %d token requests, want none", f.server.count())
	}
}

// TestCloudExplains holds what an errcode means beside its usual meaning.
func TestCloudExplains(t *testing.T) {
	t.Parallel()
	silent, named, file := NewCloud(appID, "", ""), NewCloud(appID, appID, ""), NewCloud(appID, "", "/token")
	for _, tt := range []struct {
		source  Cloud
		errcode int
		want    api.Code
	}{
		{silent, 41001, api.CloudOff},
		{file, 41001, ""},
		{silent, 48001, api.CloudOwner},
		{named, 48001, ""},
		{file, 40001, api.CloudTokenStale},
		{file, 42001, api.CloudTokenStale},
		{silent, 42001, ""},
		{silent, 85105, ""},
	} {
		refusal := &wechat.Error{Op: "menu/get", Errcode: tt.errcode}
		err := tt.source.explain(refusal)
		if !errors.Is(err, refusal) {
			t.Errorf("%d: got %v, want the refusal in it", tt.errcode, err)
		}
		if tt.want == "" {
			if err != error(refusal) { //nolint:errorlint // the same, not one around it
				t.Errorf("%d: got %v, want the refusal alone", tt.errcode, err)
			}
			continue
		}
		failedAs(t, err, tt.want)
	}
}

// failedAs holds the code of an error.
func failedAs(t *testing.T, err error, want api.Code) {
	t.Helper()
	var failed *Error
	if !errors.As(err, &failed) || failed.Why.Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
