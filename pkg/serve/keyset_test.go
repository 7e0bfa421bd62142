package serve

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/go-jose/go-jose/v4"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestKeys fetches the issuer's keys when they are needed, keeps them, follows a
// change, and goes on with those it has.
func TestKeys(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	ask := func(token string) int {
		status, _, _ := r.post(api.PathInspect, "Bearer "+token, request(api.OpPlan))
		return status
	}
	fetched := func(want int32, when string) {
		t.Helper()
		if got := r.issuer.fetches.Load(); got != want {
			t.Errorf("%s: got %d fetches, want %d", when, got, want)
		}
	}
	r.issuer.down.Store(true)
	if got := ask(r.issuer.token(r.clock(), nil)); got != http.StatusServiceUnavailable {
		t.Errorf("got %d without keys, want 503", got)
	}
	r.issuer.down.Store(false)
	if got := ask(r.issuer.token(r.clock(), nil)); got != http.StatusServiceUnavailable {
		t.Errorf("got %d at once after a fetch that failed, want 503", got)
	}
	r.pass(refetchKeys)
	for range 3 {
		if got := ask(r.issuer.token(r.clock(), nil)); got != http.StatusOK {
			t.Errorf("got %d, want 200", got)
		}
	}
	fetched(1, "three good tokens")
	forged := oidctest.SignIDToken(newKey(t), "k", "RS256", r.issuer.claims(r.clock(), nil))
	for range 20 {
		ask(forged)
	}
	fetched(1, "forged tokens at once")
	r.pass(refetchKeys)
	for range 20 {
		ask(forged)
	}
	fetched(2, "forged tokens a minute later")
	// GitHub changes its keys.
	r.issuer.key = newKey(t)
	r.issuer.publish(r.issuer.key.Public())
	r.pass(refetchKeys)
	if got := ask(r.issuer.token(r.clock(), nil)); got != http.StatusOK {
		t.Errorf("got %d for a token of a new key, want 200", got)
	}
	fetched(3, "a new key")
	// It cannot be reached for a while.
	r.issuer.down.Store(true)
	r.pass(keepKeys)
	if got := ask(r.issuer.token(r.clock(), nil)); got != http.StatusOK {
		t.Errorf("got %d where the issuer is down, want 200 by the keys of before", got)
	}
}

// TestPinned takes the keys from a file and asks no issuer.
func TestPinned(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "jwks.json")
	r := newRig(t, func(c *Config) { c.GitHub.KeyFile = file })
	ask := func() (int, *api.Error) {
		status, res, _ := r.post(api.PathInspect, "Bearer "+r.issuer.token(r.clock(), nil), request(api.OpPlan))
		return status, res.Error
	}
	write := func(set any) {
		data, err := json.Marshal(set)
		if err == nil {
			err = os.WriteFile(file, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, token := range map[string]string{"no token": "a.b.c", "another issuer's": r.issuer.token(r.clock(), map[string]any{"iss": "https://a.example"})} {
		if status, res, _ := r.post(api.PathInspect, "Bearer "+token, request(api.OpPlan)); status != http.StatusUnauthorized || res.Error.Reasons[0].Code != api.TokenForged {
			t.Errorf("%s: got %d %+v without the file, want 401", name, status, res.Error)
		}
	}
	if status, e := ask(); status != http.StatusServiceUnavailable || e.Reasons[0].Code != api.TokenUnchecked || !e.Retryable {
		t.Errorf("got %d %+v without the file, want 503", status, e)
	}
	write(map[string]any{"keys": []any{}})
	if status, _ := ask(); status != http.StatusServiceUnavailable {
		t.Errorf("got %d without a key, want 503", status)
	}
	write(map[string]any{"keys": []any{
		map[string]any{"kty": "of tomorrow"},
		jose.JSONWebKey{Key: r.issuer.key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"},
	}})
	if status, e := ask(); status != http.StatusOK {
		t.Errorf("got %d %+v, want 200", status, e)
	}
	write(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: newKey(t).Public(), KeyID: "k"}}})
	if status, _ := ask(); status != http.StatusUnauthorized {
		t.Errorf("got %d after the file changed, want 401", status)
	}
	if got := r.issuer.fetches.Load(); got != 0 {
		t.Errorf("got %d fetches, want none", got)
	}
}
