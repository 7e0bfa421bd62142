package sandbox

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// maxWeChatBody is the longest body a WeChat call may have, in bytes. The real
// limit is not documented; the largest legal menu is far smaller.
const maxWeChatBody = 1 << 20

// The menu endpoints. Source: createCustomMenu, getMenu, deleteMenu,
// getCurrentSelfmenuInfo, addConditionalMenu, deleteConditionalMenu,
// tryMatchMenu.
const (
	menuCreatePath = "/cgi-bin/menu/create"
	menuGetPath    = "/cgi-bin/menu/get"
	menuDeletePath = "/cgi-bin/menu/delete"
	selfmenuPath   = "/cgi-bin/get_current_selfmenu_info"
	menuAddPath    = "/cgi-bin/menu/addconditional"
	menuRemovePath = "/cgi-bin/menu/delconditional"
	menuTryPath    = "/cgi-bin/menu/trymatch"
)

// endpoint is a menu endpoint: how it is called, how often a day, and what it
// does. A test account has a tenth of the calls.
type endpoint struct {
	method string
	daily  int
	act    func(*account, exchange) reply
}

// menuEndpoints are the menu endpoints by their paths.
// Source: API call limits; addConditionalMenu, deleteConditionalMenu,
// tryMatchMenu; of selfmenuPath no limit is documented.
var menuEndpoints = map[string]endpoint{
	menuCreatePath: {http.MethodPost, 1_000, (*account).createMenu},
	menuGetPath:    {http.MethodGet, 10_000, (*account).getMenu},
	menuDeletePath: {http.MethodGet, 1_000, (*account).deleteMenu},
	selfmenuPath:   {http.MethodGet, unlimited, (*account).selfmenu},
	menuAddPath:    {http.MethodPost, 2_000, (*account).addConditional},
	menuRemovePath: {http.MethodPost, 2_000, (*account).deleteConditional},
	menuTryPath:    {http.MethodPost, 20_000, (*account).tryMatch},
}

// wechat is a Server as the endpoint of WeChat's calls.
type wechat struct{ *Server }

// Owns reports whether the path is one of WeChat's.
func (wechat) Owns(path string) bool { return strings.HasPrefix(path, "/cgi-bin/") }

// Paths names one of them.
func (wechat) Paths() string { return menuCreatePath }

// Limit is far above the largest legal menu.
func (wechat) Limit() int64 { return maxWeChatBody }

// Begin names the account whose token or appid the call has.
func (s wechat) Begin(x *loopback.Exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.accountOf(exchange{x}); a != nil {
		x.Account = a.Name
	}
}

// Fail answers an errcode, or for another status what stands before WeChat's
// servers.
func (wechat) Fail(x *loopback.Exchange, f Fault) (reply, bool) {
	switch {
	case f.Errcode != 0:
		return exchange{x}.fail(f.Errcode), true
	case f.Status != 0:
		return gateway(f.Status), true
	}
	return reply{}, false
}

// paths are those of WeChat that are played, sorted.
func paths() []string {
	list := slices.AppendSeq([]string{
		stableTokenPath, classicTokenPath, componentTokenPath, authorizerTokenPath, authorizerListPath, quotaGetPath,
	}, maps.Keys(menuEndpoints))
	slices.Sort(list)
	return list
}

// CheckFault refuses a path that is not played, what only AWS answers, and an account
// that the server does not play.
func (s wechat) CheckFault(f Fault) error {
	if played := paths(); !slices.Contains(played, f.Path) {
		return loopback.Unserved(f.Path, loopback.Near(f.Path, played), s.Paths())
	}
	if f.ErrorType != "" {
		return loopback.Errorf("errorType is for the paths of AWS Lambda; use errcode or status", "errorType 只用于 AWS Lambda 的路径；请用 errcode 或 status")
	}
	if f.Answer != "" {
		return loopback.Errorf("answer is for the paths of the token service; use errcode or status", "answer 只用于令牌服务的路径；请用 errcode 或 status")
	}
	if f.Account == "" {
		return nil
	}
	_, err := s.find(f.Account)
	return err
}

// Act changes and reads the state as the call asks.
func (s wechat) Act(_ context.Context, e *loopback.Exchange) reply {
	if e.TooLarge {
		return gateway(http.StatusRequestEntityTooLarge)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	x := exchange{e}
	switch path := x.Request.URL.Path; path {
	case stableTokenPath:
		return s.stableToken(x)
	case classicTokenPath:
		return s.classicToken(x)
	case componentTokenPath, authorizerTokenPath, authorizerListPath:
		if s.platform == nil {
			return x.fail(codeBadAppID)
		}
		return s.platformCall(x)
	case quotaGetPath:
		return s.menuCall(x, endpoint{http.MethodPost, unlimited, (*account).getQuota})
	default:
		if to, known := menuEndpoints[path]; known {
			return s.menuCall(x, to)
		}
		return x.fail(codeNoSuchPath)
	}
}

// accountOf is whose call it is, right or not: the owner of the token, even of
// one that is dead, or of the appid. The caller holds s.mu.
func (s *Server) accountOf(x exchange) *account {
	var appID string
	switch x.Request.URL.Path {
	case stableTokenPath:
		c, _ := x.stableCredential()
		appID = c.appID
	case classicTokenPath:
		appID = x.classicCredential().appID
	default:
		if s.cloud.carries(x) {
			return s.cloudAccount(x)
		}
		if g := s.tokens[x.accessToken()]; g != nil {
			return g.account
		}
		return nil
	}
	return s.byAppID[appID]
}

// accessToken is the token of a call: WeChat takes it from the query only.
func (x exchange) accessToken() string { return x.Request.URL.Query().Get("access_token") }

// menuCall is what all menu endpoints do first, in this order: method, token,
// address, permission, quota. Of the order only the token's place before the body is
// confirmed; the rest is [inferred].
func (s *Server) menuCall(x exchange, to endpoint) reply {
	if x.Request.Method != to.method {
		if to.method == http.MethodGet {
			return x.fail(codeNeedsGet)
		}
		return x.fail(codeNeedsPost)
	}
	path := x.Request.URL.Path
	a, code := s.caller(x)
	switch {
	case s.cloud.carries(x) && !s.cloud.opens(path):
		return gateway(http.StatusBadGateway)
	case code != 0:
		return x.fail(code)
	case a.CheckEveryCall && !s.cloud.carries(x) && !a.admits(x.ClientIP()):
		return x.fail(codeIPNotAllowed)
	case a.Uncertified && path != selfmenuPath:
		return x.fail(codeUnauthorized)
	case !a.quota.take(x.Now, path, to.daily):
		return x.fail(codeDailyQuota)
	}
	return to.act(a, x)
}

// caller is whose call it is, or the code of why it is not taken.
func (s *Server) caller(x exchange) (*account, int) {
	if s.cloud.carries(x) {
		return s.cloudCaller(x)
	}
	token := x.accessToken()
	if token == "" {
		return nil, codeTokenMissing
	}
	g := s.tokens[token]
	if g == nil {
		return nil, codeBadToken
	}
	return g.account, g.check(x.Now)
}
