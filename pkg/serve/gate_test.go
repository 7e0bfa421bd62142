package serve

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/go-jose/go-jose/v4"

	"github.com/caidan-dev/caidan/pkg/api"
)

// unsigned returns a token of no signature.
func unsigned(claims string) string {
	e := base64.RawURLEncoding
	return e.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + e.EncodeToString([]byte(claims)) + "."
}

// TestRefused holds that who may not ask is told why in one sentence and a line of
// the log, and that nothing was read: no body, no function, not WeChat, not the
// ledger.
func TestRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	i, now := r.issuer, r.clock()
	other := newKey(t)
	with := func(claim string, value any) string { return "Bearer " + i.token(now, map[string]any{claim: value}) }
	public, err := x509.MarshalPKIXPublicKey(i.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	signed := strings.Split(i.token(now, nil), ".")
	changed := base64.RawURLEncoding.EncodeToString([]byte(i.claims(now, map[string]any{"actor": "mallory"})))
	tests := []struct {
		name, path, authorization string
		status                    int
		code                      api.Code
		meaning                   string
	}{
		{"nothing", api.PathPublish, "", 401, api.SignInMissing, "neither a key nor a token"},
		{"another scheme", api.PathPublish, "Basic " + r.key, 401, api.SignInMissing, "neither"},
		{"no word after it", api.PathPublish, "Bearer ", 401, api.SignInMissing, "neither"},
		{"no such key", api.PathInspect, "Bearer " + r.key + "x", 401, api.KeyUnknown, "does not know this key"},
		{"the hash of a key", api.PathPublish, "Bearer " + strings.Repeat("0", 64), 401, api.KeyUnknown, "does not know this key"},
		{"a key that reads", api.PathPublish, "Bearer " + r.reader, 403, api.KeyReads, `the key "reader" may read, and not publish`},
		{"no token", api.PathPublish, "Bearer a.b.c", 401, api.TokenForged, "not one that " + i.front.URL + " has signed"},
		{"signed by another", api.PathPublish, "Bearer " + oidctest.SignIDToken(other, "k", "RS256", i.claims(now, nil)), 401, api.TokenForged, "has signed"},
		{"unsigned", api.PathPublish, "Bearer " + unsigned(i.claims(now, nil)), 401, api.TokenForged, "has signed"},
		{"signed with the public key", api.PathPublish, "Bearer " + symmetric(t, public, i.claims(now, nil)), 401, api.TokenForged, "has signed"},
		{"changed", api.PathPublish, "Bearer " + signed[0] + "." + changed + "." + signed[2], 401, api.TokenForged, "has signed"},
		{"of another issuer", api.PathPublish, with("iss", "https://token.actions.githubusercontent.com"), 401, api.TokenForged, "has signed"},
		{"expired", api.PathPublish, with("exp", now.Add(-time.Second).Unix()), 401, api.TokenExpired, "the token expired at 20"},
		{"without an end", api.PathPublish, with("exp", nil), 401, api.ClaimForm, `the claim "exp" of the token is missing, or is not written as GitHub writes it`},
		{"a number for a text", api.PathPublish, with("repository_id", 456789), 401, api.ClaimForm, `the claim "repository_id" of the token is missing, or is not`},
		{"before its time", api.PathPublish, with("nbf", now.Add(time.Hour).Unix()), 401, api.TokenEarly, "the token is good only from " + now.Add(time.Hour).Format(time.RFC3339) + " on"},
		{"for AWS, before its time", api.PathPublish, "Bearer " + i.token(now, map[string]any{"aud": "sts.amazonaws.com", "nbf": now.Add(time.Hour).Unix()}), 401, api.AudienceRefused, `the token was made for "sts.amazonaws.com"`},
		{"for AWS", api.PathPublish, with("aud", "sts.amazonaws.com"), 401, api.AudienceRefused, `the token was made for "sts.amazonaws.com" (its claim aud), and this server is ` + host},
		{"for no one", api.PathPublish, with("aud", nil), 401, api.ClaimMissing, `no claim "aud"`},
		{"another repository", api.PathPublish, with("repository_id", "7"), 403, api.ClaimRefused, `the claim "repository_id" of the token is "7", and the server takes 456789`},
		{"a hostile repository", api.PathInspect, with("repository_id", "\x1b[31m\n::error::"+strings.Repeat("很", 9000)), 403, api.ClaimRefused, `is "\x1b[31m\n::error::很`},
		{"another owner", api.PathInspect, with("repository_owner_id", "99"), 403, api.ClaimRefused, `"repository_owner_id" of the token is "99", and the server takes 1234`},
		{"no repository", api.PathInspect, with("repository_id", nil), 403, api.ClaimMissing, `no claim "repository_id"`},
		{"a pull request", api.PathPublish, with("event_name", "pull_request"), 403, api.ClaimRefused, `"event_name" of the token is "pull_request", and the server takes push, workflow_dispatch`},
		{"a comment", api.PathPublish, with("event_name", "issue_comment"), 403, api.ClaimRefused, `"issue_comment"`},
		{"a comment that reads", api.PathInspect, with("event_name", "issue_comment"), 403, api.ClaimRefused, "pull_request"},
		{"a pull request's target", api.PathInspect, with("event_name", "pull_request_target"), 403, api.ClaimRefused, "pull_request"},
		{"a schedule", api.PathPublish, with("event_name", "schedule"), 403, api.ClaimRefused, "push, workflow_dispatch"},
		{"another branch", api.PathPublish, with("ref", "refs/heads/spring"), 403, api.ClaimRefused, `"ref" of the token is "refs/heads/spring", and the server takes refs/heads/main`},
		{"a tag of the branch's name", api.PathPublish, with("ref", "refs/tags/main"), 403, api.ClaimRefused, "refs/tags/main"},
		{"another environment", api.PathPublish, with("environment", "staging"), 403, api.ClaimRefused, `"environment" of the token is "staging", and the server takes wechat-production`},
		{"no environment", api.PathPublish, with("environment", nil), 403, api.ClaimMissing, `no claim "environment", and the server takes wechat-production`},
		{"no run", api.PathPublish, with("run_id", nil), 403, api.ClaimMissing, `no claim "run_id", and the server takes 1, 2`},
		{"a run that is not a number", api.PathPublish, with("run_id", "1e9"), 403, api.ClaimRefused, `"run_id" of the token is "1e9"`},
		{"a run before the first", api.PathInspect, with("run_id", "0"), 403, api.ClaimRefused, `"run_id" of the token is "0"`},
		{"a run beyond counting", api.PathPublish, with("run_id", "99999999999999999999"), 403, api.ClaimRefused, `"run_id"`},
		{"a run that no request names", api.PathPublish, with("run_id", "9007199254740993"), 403, api.ClaimRefused, `"run_id" of the token is "9007199254740993"`},
		{"a long actor", api.PathPublish, with("actor", strings.Repeat("a", 9000)), 403, api.ClaimTooLong, `the claim "actor" of the token has 9000 bytes, and the server takes at most 512`},
		{"a long actor that reads", api.PathInspect, with("actor", strings.Repeat("a", 513)), 403, api.ClaimTooLong, `"actor" of the token has 513 bytes`},
		{"a long commit", api.PathPublish, with("sha", strings.Repeat("a", 9000)), 403, api.ClaimTooLong, `"sha"`},
		{"a long branch", api.PathInspect, with("ref", strings.Repeat("a", 9000)), 403, api.ClaimTooLong, `"ref"`},
		{"a long environment", api.PathInspect, with("environment", strings.Repeat("a", 9000)), 403, api.ClaimTooLong, `"environment"`},
		{"a long name", api.PathPublish, with("repository", strings.Repeat("a", 1010)), 403, api.ClaimTooLong, `"repository"`},
		{"an attempt that is not a number", api.PathPublish, with("run_attempt", "x"), 403, api.ClaimRefused, `"run_attempt" of the token is "x"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r.log.take()
			status, res, read := r.post(tt.path, tt.authorization, request(api.OpPublish))
			if status != tt.status || res.Error == nil || res.Error.Reasons[0].Code != tt.code || !strings.Contains(res.Error.Meaning, tt.meaning) || res.Error.Remedy == "" {
				t.Errorf("got %d %+v, want %d %s %q", status, res.Error, tt.status, tt.code, tt.meaning)
			}
			if len(res.Error.Meaning) > 450 || len(res.Error.Reasons[0].Cause) > 3*80 || strings.ContainsAny(res.Error.Meaning, "\n\x1b") {
				t.Errorf("got %q, want one line", res.Error.Meaning)
			}
			logged := r.log.take()
			var line struct{ Msg, Reason, Meaning, Path string }
			if err := json.Unmarshal([]byte(logged), &line); err != nil || strings.Count(logged, "\n") != 1 ||
				line.Msg != "request refused" || line.Reason != string(tt.code) || line.Meaning != res.Error.Meaning || line.Path != tt.path {
				t.Errorf("got the log %q, want one line with the reason: %v", logged, err)
			}
			if _, secret, _ := strings.Cut(tt.authorization, " "); len(secret) > 20 && strings.Contains(logged+res.Error.Meaning, secret) {
				t.Errorf("got the token or key in %q", logged)
			}
			if read || r.asked.Load() != 0 {
				t.Errorf("got the body read %v and %d functions asked, want neither", read, r.asked.Load())
			}
		})
	}
	if calls := r.wechat.Calls(); len(calls) != 0 {
		t.Errorf("got %d calls to WeChat, want none", len(calls))
	}
	if known, err := r.ledger.Accounts(t.Context()); err != nil || len(known) != 0 {
		t.Errorf("got %v in the ledger, %v; want nothing", known, err)
	}
}

// symmetric signs with a secret, as a verifier might take that goes by the token's
// own word for how it was signed.
func symmetric(t *testing.T, secret []byte, claims string) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: secret}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := signer.Sign([]byte(claims))
	if err != nil {
		t.Fatal(err)
	}
	token, _ := sig.CompactSerialize()
	return token
}

// TestReplayed holds that a token that was good is not when its time is over.
func TestReplayed(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	token := "Bearer " + r.issuer.token(r.clock(), nil)
	if status, res, _ := r.post(api.PathPublish, token, request(api.OpPublish)); status != http.StatusOK || res.Outcome != api.Published {
		t.Fatalf("got %d %+v, want it published", status, res)
	}
	calls := len(r.wechat.Calls())
	r.pass(5*time.Minute + time.Second)
	status, res, read := r.post(api.PathPublish, token, request(api.OpPublish))
	if status != http.StatusUnauthorized || res.Error.Reasons[0].Code != api.TokenExpired || read || len(r.wechat.Calls()) != calls {
		t.Errorf("got %d %+v, want it expired and nothing done", status, res)
	}
}

// TestEvents lets jobs ask by their event.
func TestEvents(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for _, event := range []string{"push", "workflow_dispatch", "pull_request", "merge_group", "schedule"} {
		token := r.issuer.token(r.clock(), map[string]any{"event_name": event, "environment": nil, "ref": "refs/pull/7/merge"})
		if status, res, _ := r.post(api.PathInspect, "Bearer "+token, request(api.OpPlan)); status != http.StatusOK || res.Outcome != api.Planned {
			t.Errorf("%s: got %d %+v, want a plan", event, status, res)
		}
	}
	for n, event := range []string{"push", "workflow_dispatch"} {
		token := r.issuer.token(r.clock(), map[string]any{"event_name": event, "run_id": string(rune('1' + n))})
		if status, res, _ := r.post(api.PathPublish, "Bearer "+token, request(api.OpPublish)); status != http.StatusOK || res.Error != nil {
			t.Errorf("%s: got %d %+v, want it published", event, status, res)
		}
	}
}

// TestOrigin holds that records say what was verified, and nothing of what a request
// says of itself.
func TestOrigin(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, _, _ = r.post(api.PathPublish, "Bearer "+r.issuer.token(r.clock(), nil), request(api.OpPublish))
	rec, err := r.ledger.Last(t.Context(), "brand-cn")
	want := api.Origin{
		Server: "https://github.com", Repository: "octo-org/menus", RepositoryID: 456789, Ref: "refs/heads/main",
		Commit: "0123456789abcdef0123456789abcdef01234567", RunID: 9000000001, Attempt: 1,
		RunURL: "https://github.com/octo-org/menus/actions/runs/9000000001", Actor: "octo-dev", Event: "push", Environment: "wechat-production",
	}
	if got := api.Origin(rec.Origin); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	again := strings.Replace(request(api.OpPublish), `"op"`, `"republish":true,"op"`, 1)
	if status, res, _ := r.post(api.PathPublish, "bearer "+r.key, again); status != http.StatusOK || res.Outcome != api.Published {
		t.Fatalf("got %d %+v, want it published", status, res)
	}
	rec, err = r.ledger.Last(t.Context(), "brand-cn")
	if got := api.Origin(rec.Origin); err != nil || rec.Number != 2 || got != (api.Origin{Actor: "ann"}) {
		t.Errorf("got %+v, %v; want the key's name alone", got, err)
	}
	if st, err := r.ledger.State(t.Context(), "brand-cn"); err != nil || st.Mark.RunID != 9000000001 {
		t.Errorf("got the mark %+v, %v; want that of the run", st.Mark, err)
	}
}

// TestOriginTwice holds that an origin that is spelt in another case, as JSON's decoder
// takes it, does not come through: neither beside another nor alone.
func TestOriginTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	twice := strings.Replace(request(api.OpPublish), `"op"`, `"ORIGIN":{"runId":7,"environment":"evil"},"op"`, 1)
	status, res, _ := r.post(api.PathPublish, "Bearer "+r.key, twice)
	if status != http.StatusBadRequest || res.Error.Reasons[0].Code != api.KeyTwice || !strings.Contains(res.Error.Meaning, `has the key "origin" twice`) {
		t.Errorf("got %d %+v, want it refused", status, res.Error)
	}
	if known, err := r.ledger.Accounts(t.Context()); err != nil || len(known) != 0 {
		t.Errorf("got %v in the ledger, %v; want nothing", known, err)
	}
	alone := strings.Replace(request(api.OpPublish), `"origin"`, `"ORIGIN"`, 1)
	if status, res, _ := r.post(api.PathPublish, "Bearer "+r.key, alone); status != http.StatusOK || res.Outcome != api.Published {
		t.Fatalf("got %d %+v, want it published", status, res)
	}
	if rec, err := r.ledger.Last(t.Context(), "brand-cn"); err != nil || api.Origin(rec.Origin) != (api.Origin{Actor: "ann"}) {
		t.Errorf("got %+v, %v; want the key's name alone", rec.Origin, err)
	}
}

// TestManyRepositories names some of those that may ask.
func TestManyRepositories(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) {
		for id := range int64(1000) {
			c.GitHub.Repositories = append(c.GitHub.Repositories, Repository{ID: 1000 + id, OwnerID: 1, Branch: "main", Environment: "e"})
		}
	})
	_, res, _ := r.post(api.PathInspect, "Bearer "+r.issuer.token(r.clock(), map[string]any{"repository_id": "7"}), request(api.OpPlan))
	if !strings.HasSuffix(res.Error.Meaning, "takes 456789, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, …") {
		t.Errorf("got %q, want ten", res.Error.Meaning)
	}
}

// TestHypothetical holds that a plan for a pull request says what the push that
// merges it does, which a request by hand would not be.
func TestHypothetical(t *testing.T) {
	t.Parallel()
	c := caller{origin: api.Origin{RunID: 7, Event: "pull_request", Attempt: 3, Actor: "octo-dev"}}
	claimed := api.Origin{RunID: 8, Event: "push", Attempt: 1, Actor: "mallory"}
	if got, want := c.verify(false)(claimed), (api.Origin{RunID: 7, Event: "push", Attempt: 1, Actor: "octo-dev"}); got != want {
		t.Errorf("got %+v to read, want %+v", got, want)
	}
	if got := c.verify(true)(claimed); got != c.origin {
		t.Errorf("got %+v to publish, want %+v", got, c.origin)
	}
}

// TestNoRepository takes no token where no repository may ask.
func TestNoRepository(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.GitHub.Repositories = nil })
	status, res, _ := r.post(api.PathInspect, "Bearer "+r.issuer.token(r.clock(), nil), request(api.OpPlan))
	if status != http.StatusForbidden || res.Error.Reasons[0].Code != api.NoRepositories {
		t.Errorf("got %d %+v", status, res.Error)
	}
	if got := r.issuer.fetches.Load(); got != 0 {
		t.Errorf("got %d fetches, want none", got)
	}
}
