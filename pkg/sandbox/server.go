package sandbox

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// Options says what a server plays.
type Options struct {
	// Accounts are the Official Accounts, in the order the page lists them.
	Accounts []Account

	// Now is the clock of tokens, quotas and the call log. It is required.
	Now func() time.Time

	// Lang is the language of the page and of what is said about calls to the
	// sandbox itself: English, or loopback.Chinese. A request may ask for
	// another, as in /?lang=en.
	Lang string

	// Cloud has the callers be inside WeChat Cloud Run; nil has them outside.
	Cloud *Cloud

	// ThirdParty is a third-party platform that the accounts have authorised; nil is none.
	ThirdParty *ThirdParty

	// Page draws the page at / in a language, Lang's or the request's; nil has
	// no page but its JSON. The sandbox draws nothing itself, because a phone
	// is drawn by those whom it must share no code with.
	Page func(lang string, accounts []Shown) (Drawn, error)

	// Save, where it is not nil, is given the state, as JSON, when an HTTP request
	// has changed it and before that is answered. It holds tokens.
	// [Server.Restore] takes it.
	Save func(state []byte)
}

// Server plays WeChat. It is safe for concurrent use.
type Server struct {
	loopback.Server
	page     func(lang string, accounts []Shown) (Drawn, error)
	accounts []*account
	byAppID  map[string]*account

	mu     sync.Mutex
	tokens map[string]*grant
	cloud  *cloud // nil outside WeChat Cloud Run
	// platform is nil where there is none.
	platform *platform

	keep   func(state []byte) // nil keeps nothing
	saving sync.Mutex
	last   []byte // what was kept last
	absent saved  // what it had of what is not played
}

// Fault makes a call of one path go wrong. It is here so that a test of a client
// needs no other package.
type Fault = loopback.Fault

// When a Fault closes the connection without an answer.
const (
	CutBefore = loopback.CutBefore
	CutAfter  = loopback.CutAfter
)

// New returns a server without menus, tokens and faults. It refuses options
// that no real account could have.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		return nil, errors.New("new sandbox: no clock; set Options.Now to time.Now")
	}
	accounts, err := openAccounts(o.Accounts)
	if err != nil {
		return nil, loopback.Errorf("new sandbox: %s", "无法建立沙箱：%s", err).Because(err)
	}
	s := &Server{
		Server: loopback.Server{Now: o.Now, Lang: o.Lang}, page: o.Page,
		accounts: accounts, byAppID: map[string]*account{}, tokens: map[string]*grant{},
	}
	for _, a := range accounts {
		s.byAppID[a.AppID] = a
	}
	if o.Cloud != nil {
		if s.cloud, err = s.openCloud(o.Cloud); err != nil {
			return nil, loopback.Errorf("new sandbox: %s", "无法建立沙箱：%s", err)
		}
	}
	if o.ThirdParty != nil {
		if s.platform, err = s.openPlatform(o.ThirdParty); err != nil {
			return nil, loopback.Errorf("new sandbox: %s", "无法建立沙箱：%s", err)
		}
	}
	s.Handle(cloudTokenPath, http.HandlerFunc(s.serveCloudToken))
	s.Handle(platformPath, http.HandlerFunc(s.servePlatform))
	s.Mount(&wechat{s})
	s.Mount(tokenService{s})
	s.Handle("/", http.HandlerFunc(s.servePage))
	s.Handle(consolePath, http.HandlerFunc(s.serveConsole))
	s.Handle(settlePath, http.HandlerFunc(s.serveSettle))
	if s.keep = o.Save; s.keep != nil {
		s.Changed = s.save
	}
	return s, nil
}

// find returns the account of a name.
func (s *Server) find(name string) (*account, error) {
	for _, a := range s.accounts {
		if a.Name == name {
			return a, nil
		}
	}
	return nil, loopback.Errorf("the sandbox does not play an account %q", "沙箱里没有账号%q", name)
}
