package github

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Claims are what an OIDC token says of its job, as far as AWS looks at it. Nothing
// here verifies them: that is for who the token is shown to.
type Claims struct {
	// Issuer is who made the token: https:// and the server's address.
	Issuer string
	// Subject is the job, as in repo:OWNER/REPO:environment:NAME. It may also be
	// what an organisation made of it.
	Subject string
	// Audience is whom the token is for.
	Audience string
	// Environment is the environment that the job is in; empty for none.
	Environment string
}

// ReadClaims reads a token. An error is a [*text.Error] and repeats nothing of it.
// Source: RFC 7519, sections 3 and 4.1; GitHub, OpenID Connect reference.
func ReadClaims(token string) (Claims, error) {
	parts := strings.Split(token, ".")
	var raw struct{ Iss, Sub, Aud, Environment string }
	if len(parts) == 3 {
		if body, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil && json.Unmarshal(body, &raw) == nil && raw.Sub != "" {
			return Claims{Issuer: raw.Iss, Subject: raw.Sub, Audience: raw.Aud, Environment: raw.Environment}, nil
		}
	}
	return Claims{}, &text.Error{
		Meaning: text.Say("the job's OIDC token does not say which job it is of", "作业的 OIDC 令牌没有说明属于哪个作业"),
		Remedy:  text.Say("check what answers at ACTIONS_ID_TOKEN_REQUEST_URL", "检查 ACTIONS_ID_TOKEN_REQUEST_URL 上是什么在应答"),
	}
}

// Repository returns the repository as the subject names it, OWNER/REPO or with
// ids OWNER@ID/REPO@ID, and what follows: the environment, pull_request or the ref. It
// is false for a subject of another form, or with more in it, which an organisation can
// ask for. Source: GitHub, OpenID Connect reference.
func (c *Claims) Repository() (name, context string, ok bool) {
	rest, ok := strings.CutPrefix(c.Subject, "repo:")
	if !ok {
		return "", "", false
	}
	name, context, _ = strings.Cut(rest, ":")
	ref, isRef := strings.CutPrefix(context, "ref:")
	usual := context == "pull_request" || c.Environment != "" && context == "environment:"+c.Environment || isRef && !strings.Contains(ref, ":")
	return name, context, usual && strings.Count(name, "/") == 1
}
