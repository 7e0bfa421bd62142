package sandbox

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

const (
	// servicePath is where the token service is asked, before the account's name.
	servicePath = "/sandbox/token/"

	// renewSuffix ends the address that has it renew the token.
	renewSuffix = "/renew"
)

// What the token service answers in place of a token, as Fault.Answer.
const (
	// AnswerStale gives a token that WeChat refuses from then on, and goes on
	// giving it until it is renewed.
	AnswerStale = "stale"
	// AnswerShape gives JSON that has the token elsewhere.
	AnswerShape = "shape"
	// AnswerPage gives a web page.
	AnswerPage = "page"
	// AnswerNothing gives an empty body.
	AnswerNothing = "nothing"
)

// tokenService is a Server as the token service of its accounts: a program of
// their owner that holds their classic tokens and gives them to others. A
// third-party platform that gives its authorizer_access_token is asked in the
// same way, as in ?key=authorizer_access_token.
type tokenService struct{ *Server }

// Owns reports whether the path is the token service's.
func (tokenService) Owns(path string) bool { return strings.HasPrefix(path, servicePath) }

// Paths names one of them.
func (tokenService) Paths() string { return servicePath + "brand-cn" }

// Limit is that of a body that nothing reads.
func (tokenService) Limit() int64 { return 1 << 10 }

// Begin names the account of the path.
func (tokenService) Begin(x *loopback.Exchange) { x.Account = serviceAccount(x.Request.URL.Path) }

// serviceAccount is whose token a path asks for.
func serviceAccount(path string) string {
	return strings.TrimSuffix(strings.TrimPrefix(path, servicePath), renewSuffix)
}

// Fail answers what a fault asks for. A stale token is none: it is what the
// service then has.
func (s tokenService) Fail(x *loopback.Exchange, f Fault) (reply, bool) {
	switch {
	case f.Errcode != 0:
		return exchange{x}.fail(f.Errcode), true
	case f.Status != 0:
		return gateway(f.Status), true
	}
	switch f.Answer {
	case AnswerStale:
		s.spoil(serviceAccount(x.Request.URL.Path), x.Now)
	case AnswerShape:
		return served([]byte(`{"code":0,"result":{"value":"98_elsewhere"}}`)), true
	case AnswerPage:
		return reply{Status: http.StatusOK, Type: htmlContentType, Body: []byte("<!DOCTYPE html>\n<title>Sign in</title>\n")}, true
	case AnswerNothing:
		return reply{Status: http.StatusOK}, true
	}
	return reply{}, false
}

// spoil makes the token that the service has, or gets now, one that WeChat
// refuses.
func (s tokenService) spoil(name string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, err := s.find(name); err == nil {
		s.hold(a, now)
		a.classic.newest.ends = now
	}
}

// hold sees that the service has a token of the account with five minutes left.
func (s tokenService) hold(a *account, now time.Time) {
	if a.classic.left(now) < tokenOverlap {
		s.follow(&a.classic, a, now, tokenOverlap)
	}
}

// CheckFault refuses what only AWS answers, another answer than the service can
// give, and an account that the server does not play.
func (s tokenService) CheckFault(f Fault) error {
	if f.ErrorType != "" {
		return loopback.Errorf("errorType is for the paths of AWS Lambda; use errcode, status or answer", "errorType 只用于 AWS Lambda 的路径；请用 errcode、status 或 answer")
	}
	switch f.Answer {
	case "", AnswerStale, AnswerShape, AnswerPage, AnswerNothing:
	default:
		return loopback.Errorf("answer is %q; use stale, shape, page or nothing", "answer 是%q；请用 stale、shape、page 或 nothing", f.Answer)
	}
	_, err := s.find(serviceAccount(f.Path))
	return err
}

// Act gives the account's token, a new one where the path asks for that: the
// token before is then refused at once.
func (s tokenService) Act(_ context.Context, x *loopback.Exchange) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(serviceAccount(x.Request.URL.Path))
	switch {
	case err != nil:
		return gateway(http.StatusNotFound)
	case x.Request.Method != http.MethodGet:
		return gateway(http.StatusMethodNotAllowed)
	case strings.HasSuffix(x.Request.URL.Path, renewSuffix):
		s.follow(&a.classic, a, x.Now, 0)
	default:
		s.hold(a, x.Now)
	}
	key := x.Request.URL.Query().Get("key")
	if key == "" {
		key = "access_token"
	}
	return tokenReplyAs(key, &a.classic, x.Now)
}
