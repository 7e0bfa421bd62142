package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// The endpoints of a third-party platform. Source: api_component_token,
// api_authorizer_token, api_get_authorizer_list.
const (
	componentTokenPath  = "/cgi-bin/component/api_component_token"
	authorizerTokenPath = "/cgi-bin/component/api_authorizer_token"
	authorizerListPath  = "/cgi-bin/component/api_get_authorizer_list"
)

// ticketLife is how long a ticket works; a new one comes every ten minutes.
// Source: component_verify_ticket.
const ticketLife = 12 * time.Hour

// refreshOverlap is how long a refresh token works that was replaced.
// Source: WeChat's answer to a user, api_authorizer_token.
const refreshOverlap = 5 * time.Minute

// maxListed is the most accounts that are listed at once.
// Source: api_get_authorizer_list.
const maxListed = 500

// ThirdParty is a third-party platform that all accounts have authorised, until one
// takes that back.
type ThirdParty struct {
	// AppID and Secret are its own.
	AppID  string `json:"appid"`
	Secret string `json:"secret"`

	// Token and Key sign and encrypt what is pushed to it; the key has 43 characters.
	Token string `json:"token"`
	Key   string `json:"key"`

	// Rotates makes each refresh give a new refresh token.
	Rotates bool `json:"rotates"`
}

// platform is a ThirdParty with what WeChat remembers of it. Server.mu guards it.
type platform struct {
	ThirdParty
	key     []byte
	tickets map[string]time.Time // by when each ends
	// component is the one component token that works: who has a new one made, has the
	// one before refused [inferred from users' reports].
	component string
	ends      time.Time
}

// authorisation is an account's of the platform.
type authorisation struct {
	// by is the appid of the platform that has it.
	by           string
	revoked      bool
	current, old string
	oldEnds      time.Time
	tokens       line
}

func (s *Server) openPlatform(given *ThirdParty) (*platform, error) {
	p := &platform{ThirdParty: *given, tickets: map[string]time.Time{}}
	var err error
	if p.key, err = base64.StdEncoding.DecodeString(p.Key + "="); err != nil || len(p.key) != 32 {
		return nil, loopback.Errorf("the platform's key is not 43 characters of base64", "第三方平台的密钥不是 43 个 base64 字符")
	}
	if !isAppID(p.AppID) || p.Secret == "" || p.Token == "" {
		return nil, loopback.Errorf("the platform needs an appid, a secret and a token", "第三方平台需要 AppID、secret 和 token")
	}
	for _, a := range s.accounts {
		a.authorised = p.authorise()
	}
	return p, nil
}

// authorise is an authorisation that is new.
func (p *platform) authorise() authorisation {
	return authorisation{by: p.AppID, current: "refreshtoken@@@" + newToken()}
}

// withdraw has an account take its authorisation back: its refresh tokens and the tokens
// made with them are refused from now on. Source: 61003 among the causes of missing
// rights that the open platform lists; that it is at once is [inferred].
func (s *Server) withdraw(a *account) {
	a.authorised.revoked = true
	for _, g := range s.tokens {
		g.withdrawn = g.withdrawn || g.lent && g.account == a
	}
}

// platformCall answers an endpoint of the platform's.
func (s *Server) platformCall(x exchange) reply {
	var in struct {
		AppID   string `json:"component_appid"`
		Secret  string `json:"component_appsecret"`
		Ticket  string `json:"component_verify_ticket"`
		Account string `json:"authorizer_appid"`
		Refresh string `json:"authorizer_refresh_token"`
		Offset  int    `json:"offset"`
		Count   int    `json:"count"`
	}
	p := s.platform
	path, query := x.Request.URL.Path, x.Request.URL.Query()
	token := query.Get("component_access_token") + query.Get("access_token")
	switch {
	case json.Unmarshal(x.Body, &in) != nil:
		return x.fail(codeBadFormat)
	case in.AppID != p.AppID:
		return x.fail(codeBadAppID)
	case path == componentTokenPath:
		return s.componentToken(x, in.Secret, in.Ticket)
	case token == "":
		return x.fail(codeTokenMissing)
	case token != p.component:
		return x.fail(codeBadCredential)
	case !x.Now.Before(p.ends):
		return x.fail(codeTokenExpired)
	case path == authorizerListPath:
		return s.authorizerList(in.Offset, in.Count)
	}
	a := s.byAppID[in.Account]
	if a == nil || a.authorised.revoked {
		return x.fail(codeNotAuthorised)
	}
	return s.authorizerToken(x, a, in.Refresh)
}

func (s *Server) componentToken(x exchange, secret, ticket string) reply {
	p := s.platform
	ends, known := p.tickets[ticket]
	switch {
	case secret != p.Secret:
		return x.fail(codeBadSecret)
	case !known:
		return x.fail(codeBadTicket)
	case !x.Now.Before(ends):
		return x.fail(codeTicketExpired)
	}
	p.component, p.ends = newToken(), x.Now.Add(tokenLife)
	body, _ := json.Marshal(map[string]any{"component_access_token": p.component, "expires_in": int(tokenLife / time.Second)})
	return served(body)
}

func (s *Server) authorizerToken(x exchange, a *account, given string) reply {
	z := &a.authorised
	if given != z.current && (given != z.old || !x.Now.Before(z.oldEnds)) {
		return x.fail(codeBadRefresh)
	}
	if s.platform.Rotates {
		s.rotate(a, x.Now)
	}
	s.follow(&z.tokens, a, x.Now, tokenOverlap)
	z.tokens.newest.lent = true
	body, _ := json.Marshal(map[string]any{
		"authorizer_access_token": z.tokens.token, "expires_in": int(tokenLife / time.Second), "authorizer_refresh_token": z.current,
	})
	return served(body)
}

// rotate replaces an account's refresh token.
func (s *Server) rotate(a *account, now time.Time) {
	z := &a.authorised
	z.old, z.oldEnds = z.current, now.Add(refreshOverlap)
	z.current = "refreshtoken@@@" + newToken()
}

func (s *Server) authorizerList(offset, count int) reply {
	type entry struct {
		AppID   string `json:"authorizer_appid"`
		Refresh string `json:"refresh_token"`
		Time    int64  `json:"auth_time"`
	}
	all := []entry{}
	for _, a := range s.accounts {
		if !a.authorised.revoked {
			all = append(all, entry{a.AppID, a.authorised.current, s.Now().Unix()})
		}
	}
	page := all[min(offset, len(all)):]
	page = page[:min(len(page), count, maxListed)]
	body, _ := json.Marshal(map[string]any{"total_count": len(all), "list": page})
	return served(body)
}
