package sandbox

import (
	"context"
	"errors"
	"net/http"
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

// serveWeChat answers a call below /cgi-bin/.
func (s *Server) serveWeChat(life context.Context, w http.ResponseWriter, r *http.Request) {
	x, err := s.read(r, maxWeChatBody)
	if errors.Is(err, errTooLarge) {
		s.answer(life, w, x, func() reply { return gateway(http.StatusRequestEntityTooLarge) })
		return
	}
	if err != nil {
		abort()
	}
	s.mu.Lock()
	x.account = s.accountOf(x)
	s.mu.Unlock()
	s.answer(life, w, x, func() reply {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.act(x)
	})
}

// act changes and reads the state as the call asks. The caller holds s.mu.
func (s *Server) act(x *exchange) reply {
	switch x.request.URL.Path {
	case stableTokenPath:
		return s.stableToken(x)
	case classicTokenPath:
		return s.classicToken(x)
	case menuCreatePath:
		return s.menuCall(x, http.MethodPost, menuCreateDaily, (*account).createMenu)
	case menuGetPath:
		return s.menuCall(x, http.MethodGet, menuGetDaily, (*account).getMenu)
	case menuDeletePath:
		return s.menuCall(x, http.MethodGet, menuDeleteDaily, (*account).deleteMenu)
	case selfmenuPath:
		return s.menuCall(x, http.MethodGet, unlimited, (*account).selfmenu)
	case menuAddPath:
		return s.menuCall(x, http.MethodPost, menuAddDaily, (*account).addConditional)
	case menuRemovePath:
		return s.menuCall(x, http.MethodPost, menuRemoveDaily, (*account).deleteConditional)
	case menuTryPath:
		return s.menuCall(x, http.MethodPost, menuTryDaily, (*account).tryMatch)
	}
	return gateway(http.StatusNotFound)
}

// accountOf is whose call it is, right or not: the owner of the token, even of
// one that is dead, or of the appid. The caller holds s.mu.
func (s *Server) accountOf(x *exchange) *account {
	var appID string
	switch x.request.URL.Path {
	case stableTokenPath:
		c, _ := x.stableCredential()
		appID = c.appID
	case classicTokenPath:
		appID = x.classicCredential().appID
	default:
		if g := s.tokens[x.accessToken()]; g != nil {
			return g.account
		}
		return nil
	}
	for _, a := range s.accounts {
		if a.AppID == appID {
			return a
		}
	}
	return nil
}

// accessToken is the token of a call: WeChat takes it from the query only.
func (x *exchange) accessToken() string { return x.request.URL.Query().Get("access_token") }

// menuCall is what all menu endpoints do first, in this order: method, token,
// permission, quota. Of the order only the token's place before the body is
// confirmed; the rest is [inferred].
func (s *Server) menuCall(x *exchange, method string, daily int, act func(*account, *exchange) reply) reply {
	if x.request.Method != method {
		if method == http.MethodGet {
			return x.fail(codeNeedsGet)
		}
		return x.fail(codeNeedsPost)
	}
	token := x.accessToken()
	if token == "" {
		return x.fail(codeTokenMissing)
	}
	g := s.tokens[token]
	if g == nil {
		return x.fail(codeBadToken)
	}
	if code := g.check(x.now); code != 0 {
		return x.fail(code)
	}
	path := x.request.URL.Path
	if g.account.Uncertified && path != selfmenuPath {
		return x.fail(codeUnauthorized)
	}
	if !g.account.quota.take(x.now, path, daily) {
		return x.fail(codeDailyQuota)
	}
	return act(g.account, x)
}
