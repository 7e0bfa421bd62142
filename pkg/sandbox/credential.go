package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
)

// The token endpoints. Source: getStableAccessToken, getAccessToken.
const (
	stableTokenPath  = "/cgi-bin/stable_token"
	classicTokenPath = "/cgi-bin/token"
)

// grantType is the only grant both endpoints know.
const grantType = "client_credential"

// forceKey counts forced refreshes beside the calls of stableTokenPath.
const forceKey = stableTokenPath + " force_refresh"

// credential is what a caller of a token endpoint shows.
type credential struct {
	grantType, appID, secret string
	force                    bool
}

// classicCredential reads the query of GET /cgi-bin/token.
func (x exchange) classicCredential() credential {
	q := x.Request.URL.Query()
	return credential{grantType: q.Get("grant_type"), appID: q.Get("appid"), secret: q.Get("secret")}
}

// stableCredential reads the body of POST /cgi-bin/stable_token. A member of
// another type than documented counts as missing [inferred].
func (x exchange) stableCredential() (credential, int) {
	if len(x.Body) == 0 {
		return credential{}, codeEmptyBody
	}
	var root map[string]any
	if err := json.Unmarshal(x.Body, &root); err != nil || root == nil {
		return credential{}, codeBadFormat
	}
	var c credential
	c.grantType, _ = root["grant_type"].(string)
	c.appID, _ = root["appid"].(string)
	c.secret, _ = root["secret"].(string)
	c.force, _ = root["force_refresh"].(bool)
	return c, 0
}

// judge returns 0 when the credential is the account's own. Whether WeChat looks
// at the secret or at the address first is [inferred].
func (c credential) judge(a *account, x exchange) int {
	switch {
	case c.grantType != grantType:
		return codeBadGrantType
	case c.appID == "":
		return codeAppIDMissing
	case c.secret == "":
		return codeSecretMissing
	case a == nil:
		return codeBadAppID
	case subtle.ConstantTimeCompare([]byte(c.secret), []byte(a.Secret)) == 0:
		return codeBadSecret
	case !a.admits(x.ClientIP()):
		return codeIPNotAllowed
	}
	return 0
}

// classicToken answers GET /cgi-bin/token: a new token each time.
func (s *Server) classicToken(x exchange) reply {
	if x.Request.Method != http.MethodGet {
		return x.fail(codeNeedsGet)
	}
	a := s.accountOf(x)
	if code := x.classicCredential().judge(a, x); code != 0 {
		return x.fail(code)
	}
	if !a.quota.take(x.Now, classicTokenPath, classicTokenDaily) {
		return x.fail(codeDailyQuota)
	}
	s.follow(&a.classic, a, x.Now, tokenOverlap)
	return tokenReply(&a.classic, x.Now)
}

// stableToken answers POST /cgi-bin/stable_token: the same token to all who ask
// until its last minutes, or a new one at once when forced.
func (s *Server) stableToken(x exchange) reply {
	if x.Request.Method != http.MethodPost {
		return x.fail(codeNeedsPost)
	}
	c, code := x.stableCredential()
	if code != 0 {
		return x.fail(code)
	}
	a := s.accountOf(x)
	if code := c.judge(a, x); code != 0 {
		return x.fail(code)
	}
	if !a.quota.takeMinute(x.Now, stableTokenPerMinute) {
		return x.fail(codeMinuteQuota)
	}
	if !a.quota.take(x.Now, stableTokenPath, stableTokenDaily) {
		return x.fail(codeDailyQuota)
	}
	l := &a.stable
	if c.force && (l.forced.IsZero() || x.Now.Sub(l.forced) >= forceInterval) {
		if !a.quota.take(x.Now, forceKey, stableForceDaily) {
			return x.fail(codeDailyQuota)
		}
		l.forced = x.Now
		s.follow(l, a, x.Now, 0)
	} else if l.left(x.Now) < tokenOverlap {
		s.follow(l, a, x.Now, tokenOverlap)
	}
	return tokenReply(l, x.Now)
}
