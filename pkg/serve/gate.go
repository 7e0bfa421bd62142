package serve

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// keyPrefix begins each key, so that tools that look for secrets in repositories
// can find one.
const keyPrefix = "caidan_"

// NewKey makes a key, and the hash of it that the settings have.
func NewKey() (key, hash string) {
	key = keyPrefix + rand.Text()
	sum := sha256.Sum256([]byte(key))
	return key, hex.EncodeToString(sum[:])
}

// caller is who asks, as far as that was verified.
type caller struct {
	// name is for logs.
	name string
	// origin is where the request comes from. Of a job, hypothetical leaves event
	// and attempt to the request.
	origin api.Origin
}

// verify returns the origin of a request. What only reads may ask what a publish of
// another event would do: a plan for a pull request is one of the push that merges
// it. Nothing of that is recorded.
func (c *caller) verify(publishes bool) func(api.Origin) api.Origin {
	return func(claimed api.Origin) api.Origin {
		o := c.origin
		if !publishes && o.RunID != 0 {
			o.Event, o.Attempt = claimed.Event, claimed.Attempt
		}
		return o
	}
}

// refusal is why a request is not taken.
type refusal struct {
	status int
	api.Reason
	// cause is for the log alone.
	cause error
}

func refuse(status int, code api.Code, f api.Facts) *refusal {
	return &refusal{status: status, Reason: api.Reason{Code: code, Facts: f}}
}

// gate knows who may ask.
type gate struct {
	keys     []Key
	github   GitHub
	source   keySource
	verifier *oidc.IDTokenVerifier
	// said takes a token that says it is the issuer's, and does not ask who signed it.
	said *oidc.IDTokenVerifier
	// anyone finds out what is wrong with a token that verifier does not take.
	anyone  *oidc.IDTokenVerifier
	address string
	now     func() time.Time
}

func newGate(c *Config, now func() time.Time) *gate {
	var source keySource = &fetchedKeys{issuer: c.GitHub.Issuer, client: &http.Client{Timeout: fetchTimeout}, now: now}
	if c.GitHub.KeyFile != "" {
		source = fileKeys{c.GitHub.KeyFile}
	}
	return &gate{
		keys: c.Keys, github: c.GitHub, address: c.Address, source: source, now: now,
		verifier: oidc.NewVerifier(c.GitHub.Issuer, source, &oidc.Config{ClientID: c.Address, Now: now}),
		said:     oidc.NewVerifier(c.GitHub.Issuer, source, &oidc.Config{SkipClientIDCheck: true, SkipExpiryCheck: true, InsecureSkipSignatureCheck: true}),
		anyone:   oidc.NewVerifier(c.GitHub.Issuer, source, &oidc.Config{SkipClientIDCheck: true, SkipIssuerCheck: true, SkipExpiryCheck: true}),
	}
}

// admit says who asks by a header Authorization, or why they may not.
func (g *gate) admit(ctx context.Context, authorization string, publishes bool) (*caller, *refusal) {
	scheme, bearer, _ := strings.Cut(authorization, " ")
	switch {
	case !strings.EqualFold(scheme, "Bearer") || bearer == "":
		return nil, refuse(http.StatusUnauthorized, api.SignInMissing, api.Facts{})
	case strings.Count(bearer, ".") == 2: // a JSON Web Token; no key has a dot
		return g.job(ctx, bearer, publishes)
	default:
		return g.key(bearer, publishes)
	}
}

// key finds a key. Each is compared, whatever the others come to, in a time that
// does not depend on where they differ.
func (g *gate) key(bearer string, publishes bool) (*caller, *refusal) {
	sum := sha256.Sum256([]byte(bearer))
	var found *Key
	for i := range g.keys {
		if subtle.ConstantTimeCompare(sum[:], g.keys[i].Hash[:]) == 1 {
			found = &g.keys[i]
		}
	}
	switch {
	case found == nil:
		return nil, refuse(http.StatusUnauthorized, api.KeyUnknown, api.Facts{})
	case publishes && !found.Publish:
		return nil, refuse(http.StatusForbidden, api.KeyReads, api.Facts{Key: found.Name})
	default:
		return &caller{name: "key " + found.Name, origin: api.Origin{Actor: found.Name}}, nil
	}
}

// job verifies the token of a job, and what it says of the job.
func (g *gate) job(ctx context.Context, token string, publishes bool) (*caller, *refusal) {
	if len(g.github.Repositories) == 0 {
		return nil, refuse(http.StatusForbidden, api.NoRepositories, api.Facts{})
	}
	if _, err := g.said.Verify(ctx, token); err != nil { // no keys are fetched for what is not the issuer's
		return nil, g.forged(err)
	}
	if err := g.source.ready(ctx); err != nil {
		r := refuse(http.StatusServiceUnavailable, api.TokenUnchecked, api.Facts{Place: g.github.Issuer})
		r.cause = err
		return nil, r
	}
	verified, err := g.verifier.Verify(ctx, token)
	if err != nil {
		return nil, g.unverified(ctx, token, err)
	}
	var claims claims
	if err := verified.Claims(&claims); err != nil {
		return nil, g.misshapen(err)
	}
	if wrong := g.allows(&claims, publishes); wrong != nil {
		return nil, wrong
	}
	o := claims.origin(g.github.Server)
	return &caller{name: "run " + o.RunURL, origin: o}, nil
}

func (g *gate) forged(cause error) *refusal {
	r := refuse(http.StatusUnauthorized, api.TokenForged, api.Facts{Place: g.github.Issuer})
	r.cause = cause
	return r
}

// misshapen refuses a token that the issuer has signed, because of the type of a claim.
func (g *gate) misshapen(cause error) *refusal {
	var of *json.UnmarshalTypeError
	if !errors.As(cause, &of) {
		return g.forged(cause)
	}
	r := refuse(http.StatusUnauthorized, api.ClaimForm, api.Facts{Key: text.Cut(of.Field, text.Shown)})
	r.cause = cause
	return r
}

// unverified says what is wrong with a token that was not taken. What is left where
// nothing else is, is that its time has not come.
func (g *gate) unverified(ctx context.Context, token string, err error) *refusal {
	said, wrong := g.anyone.Verify(ctx, token)
	if wrong != nil || said.Issuer != g.github.Issuer {
		return g.forged(err)
	}
	var from struct {
		Time float64 `json:"nbf"`
	}
	switch wrong := said.Claims(&from); {
	case wrong != nil:
		return g.misshapen(wrong)
	case said.Expiry.IsZero():
		return refuse(http.StatusUnauthorized, api.ClaimForm, api.Facts{Key: "exp"})
	case said.Expiry.Before(g.now()):
		until := said.Expiry.UTC()
		return refuse(http.StatusUnauthorized, api.TokenExpired, api.Facts{Until: &until})
	case !slices.Contains(said.Audience, g.address):
		r := claimed(http.StatusUnauthorized, "aud", strings.Join(said.Audience, " "), []string{g.address})
		if r.Code == api.ClaimRefused { // what other claims may be is a matter of the settings
			r.Code = api.AudienceRefused
		}
		return r
	default:
		until := time.Unix(int64(from.Time), 0).UTC()
		return refuse(http.StatusUnauthorized, api.TokenEarly, api.Facts{Until: &until})
	}
}

// claims are what a token of GitHub says of its job. Source: GitHub, OpenID Connect
// reference, claims.
type claims struct {
	Repository        string `json:"repository"`
	RepositoryID      string `json:"repository_id"`
	RepositoryOwnerID string `json:"repository_owner_id"`
	Ref               string `json:"ref"`
	Commit            string `json:"sha"`
	RunID             string `json:"run_id"`
	Attempt           string `json:"run_attempt"`
	Actor             string `json:"actor"`
	Event             string `json:"event_name"`
	Environment       string `json:"environment"`
}

// The events whose jobs may ask. In those that publish, the commit is one of the
// branch, and a person with the right to push chose it; others, such as
// issue_comment, name the default branch too, also where a stranger started them. Plans are made
// for pull requests and merge queues, and drift is looked for on a schedule.
var (
	publishing = []string{"push", "workflow_dispatch"}
	reading    = []string{"push", "workflow_dispatch", "pull_request", "merge_group", "schedule"}
)

// allows says which claim keeps a job from asking.
func (g *gate) allows(c *claims, publishes bool) *refusal {
	var ids []string
	var repo *Repository
	for i := range g.github.Repositories {
		id := strconv.FormatInt(g.github.Repositories[i].ID, 10)
		if ids = append(ids, id); id == c.RepositoryID {
			repo = &g.github.Repositories[i]
		}
	}
	if repo == nil {
		return claimed(http.StatusForbidden, "repository_id", c.RepositoryID, ids)
	}
	events := reading
	if publishes {
		events = publishing
	}
	needs := []struct {
		claim, value string
		allowed      []string
	}{
		{"repository_owner_id", c.RepositoryOwnerID, []string{strconv.FormatInt(repo.OwnerID, 10)}},
		{"event_name", c.Event, events},
		{"ref", c.Ref, []string{"refs/heads/" + repo.Branch}},
		{"environment", c.Environment, []string{repo.Environment}},
	}
	if !publishes {
		needs = needs[:2]
	}
	for _, need := range needs {
		if !slices.Contains(need.allowed, need.value) {
			return claimed(http.StatusForbidden, need.claim, need.value, need.allowed)
		}
	}
	if wrong := c.fits(); wrong != nil {
		return wrong
	}
	return c.counts()
}

// maxClaim is the most bytes of a claim that goes into a record: half of what a record
// keeps of one text, because the address of a run is GitHub's with the repository's name
// behind it. GitHub's names take some hundred.
const maxClaim = api.MaxText / 2

// fits says which claim no record can keep.
func (c *claims) fits() *refusal {
	for _, name := range []struct{ claim, value string }{
		{"repository", c.Repository}, {"ref", c.Ref}, {"sha", c.Commit}, {"actor", c.Actor}, {"environment", c.Environment},
	} {
		if n := len(name.value); n > maxClaim {
			return refuse(http.StatusForbidden, api.ClaimTooLong, api.Facts{Key: name.claim, Size: n, Max: maxClaim})
		}
	}
	return nil
}

// counts says which claim is not a number as GitHub counts runs. A publish without a
// run's would be taken for one by hand, which leaves the mark.
func (c *claims) counts() *refusal {
	for _, number := range []struct{ claim, value string }{{"run_id", c.RunID}, {"run_attempt", c.Attempt}} {
		if n, err := strconv.ParseInt(number.value, 10, 64); err != nil || n < 1 || n > api.MaxRun {
			return claimed(http.StatusForbidden, number.claim, number.value, []string{"1", "2", "…"})
		}
	}
	return nil
}

// maxAllowed is how many repositories a refusal names at most: a line, not a page.
const maxAllowed = 10

// claimed refuses a claim.
func claimed(status int, claim, value string, allowed []string) *refusal {
	if len(allowed) > maxAllowed {
		allowed = append(slices.Clone(allowed[:maxAllowed]), "…")
	}
	if value == "" {
		return refuse(status, api.ClaimMissing, api.Facts{Key: claim, After: allowed})
	}
	return refuse(status, api.ClaimRefused, api.Facts{Key: claim, Cause: text.Cut(value, text.Shown), After: allowed})
}

// origin is where a request of the job comes from. GitHub's numbers are decimal.
func (c *claims) origin(server string) api.Origin {
	o := api.Origin{
		Server: server, Repository: c.Repository, Ref: c.Ref, Commit: c.Commit, Actor: c.Actor, Event: c.Event, Environment: c.Environment,
		RunURL: server + "/" + c.Repository + "/actions/runs/" + c.RunID,
	}
	o.RepositoryID, _ = strconv.ParseInt(c.RepositoryID, 10, 64)
	o.RunID, _ = strconv.ParseInt(c.RunID, 10, 64)
	o.Attempt, _ = strconv.Atoi(c.Attempt)
	return o
}
