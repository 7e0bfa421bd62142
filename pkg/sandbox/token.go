package sandbox

import (
	"crypto/rand"
	"encoding/base64"
	"strconv"
	"time"
)

// tokenLife is how long a token works when nothing replaces it.
// Source: getAccessToken, expires_in.
const tokenLife = 7200 * time.Second

// tokenOverlap is how long a replaced token goes on working beside its
// successor. It is also how early a stable token is replaced.
// Source: getAccessToken, getStableAccessToken.
const tokenOverlap = 5 * time.Minute

// forceInterval is the least time between two forced refreshes that do refresh.
// Source: getStableAccessToken.
const forceInterval = 30 * time.Second

// tokenBytes is how many random bytes a token has; as text it stays far below
// the 512 characters clients must be able to store. Source: getAccessToken.
const tokenBytes = 96

// grant is what one access token is worth.
type grant struct {
	account *account
	expires time.Time
	ends    time.Time // when a replaced token stops working; zero for the newest
	// lent is set where it was given to a third-party platform, and withdrawn once the
	// account has taken the authorisation back.
	lent, withdrawn bool
}

// check returns 0 while the token works, else the code WeChat has for it. A
// replaced token works to the end of the overlap, even past its own expiry
// [inferred].
func (g *grant) check(now time.Time) int {
	switch {
	case g.withdrawn:
		return codeNotAuthorised
	case !g.ends.IsZero() && !now.Before(g.ends):
		return codeBadCredential
	case g.ends.IsZero() && !now.Before(g.expires):
		return codeTokenExpired
	}
	return 0
}

// line is one succession of tokens: an account has a classic and a stable one,
// and neither touches the other. Source: getStableAccessToken.
type line struct {
	token    string
	newest   *grant // nil before the first token
	previous *grant
	forced   time.Time // when a forced refresh last refreshed
}

// left is how long the newest token lasts; not positive when there is none.
func (l *line) left(now time.Time) time.Duration {
	if l.newest == nil {
		return 0
	}
	return l.newest.expires.Sub(now)
}

// follow gives the line a new token. The one before works for overlap more,
// unless it has expired already.
func (s *Server) follow(l *line, a *account, now time.Time, overlap time.Duration) {
	if l.newest != nil && now.Before(l.newest.expires) {
		l.newest.ends = now.Add(overlap)
	}
	if p := l.previous; p != nil && overlap == 0 && now.Before(p.ends) {
		p.ends = now
	}
	l.previous = l.newest
	l.newest = &grant{account: a, expires: now.Add(tokenLife)}
	l.token = newToken()
	s.tokens[l.token] = l.newest
}

// TokenPrefix is how each token begins: a test that looks for tokens where none may be needs
// to know no more.
const TokenPrefix = "98_sandbox-token"

// newToken returns a text no other server has given out, so that a token of an
// earlier run is unknown to this one.
func newToken() string {
	var b [tokenBytes]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(b[:])
}

// tokenReply is the answer of both token endpoints. A fraction of a second is
// not promised.
func tokenReply(l *line, now time.Time) reply { return tokenReplyAs("access_token", l, now) }

// tokenReplyAs is that answer with the token under another key.
func tokenReplyAs(key string, l *line, now time.Time) reply {
	body := append(appendString([]byte{'{'}, key, escapeSlash), ':')
	body = appendString(body, l.token, escapeSlash)
	body = append(body, `,"expires_in":`...)
	body = strconv.AppendInt(body, int64(l.left(now)/time.Second), 10)
	return served(append(body, '}'))
}
