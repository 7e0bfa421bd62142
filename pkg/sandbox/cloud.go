package sandbox

import (
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// cloudTokenPath answers a token, as WeChat Cloud Run writes it into a file of each
// container.
const cloudTokenPath = "/sandbox/cloud/token"

// cloudTokenLife is how long such a token works; a new one comes every ten minutes.
// Source: WeChat Cloud Run, tokens.
const cloudTokenLife = 30 * time.Minute

// Cloud is an environment of WeChat Cloud Run: calls from inside it need no token of
// an account. One without any is the environment's own, and so is one with a
// cloudbase_access_token. Source: WeChat Cloud Run, open interface service.
type Cloud struct {
	// Owner is the name of the account that owns the environment, and that calls are
	// for which name no other by from_appid. Empty is a mini program, which has no
	// menu.
	Owner string `json:"owner"`

	// Paths, when not nil, are those that the console lets through.
	Paths []string `json:"paths"`
}

// cloud is a Cloud with the tokens it has given. Server.mu guards it.
type cloud struct {
	owner  *account // nil for a mini program
	paths  []string
	tokens map[string]time.Time // by when each ends
}

func (s *Server) openCloud(given *Cloud) (*cloud, error) {
	c := &cloud{paths: slices.Clone(given.Paths), tokens: map[string]time.Time{}}
	for _, path := range c.paths {
		if _, known := menuEndpoints[path]; !known && path != quotaGetPath {
			return nil, loopback.Errorf("%q is not a path that can be let through; use one such as %s", "%q不是可以开通的接口路径；例如 %s", path, menuCreatePath)
		}
	}
	if given.Owner == "" {
		return c, nil
	}
	var err error
	c.owner, err = s.find(given.Owner)
	return c, err
}

// carries reports whether a call goes through the cloud: it has no token of an
// account.
func (c *cloud) carries(x exchange) bool { return c != nil && x.accessToken() == "" }

// opens reports whether the console lets a path through.
func (c *cloud) opens(path string) bool { return c.paths == nil || slices.Contains(c.paths, path) }

// cloudAccount is whom a call is for, nil for one that the server does not play.
func (s *Server) cloudAccount(x exchange) *account {
	if from := x.Request.URL.Query().Get("from_appid"); from != "" {
		return s.byAppID[from]
	}
	return s.cloud.owner
}

// cloudCaller is cloudAccount, or the code of why the call is not let in. Which codes
// a bad token has is [inferred].
func (s *Server) cloudCaller(x exchange) (*account, int) {
	if token := x.Request.URL.Query().Get("cloudbase_access_token"); token != "" {
		switch ends, known := s.cloud.tokens[token]; {
		case !known:
			return nil, codeBadCredential
		case !x.Now.Before(ends):
			return nil, codeTokenExpired
		}
	}
	a := s.cloudAccount(x)
	if a == nil {
		return nil, codeUnauthorized
	}
	return a, 0
}

// serveCloudToken answers a new token; those before work as long as they would.
func (s *Server) serveCloudToken(w http.ResponseWriter, r *http.Request) {
	if !s.Admit(w, r, http.MethodGet) {
		return
	}
	if s.cloud == nil {
		s.Refuse(w, r, http.StatusNotFound, loopback.Errorf(
			"the sandbox does not play WeChat Cloud Run; start it with --cloud-owner, or with cloud in its settings",
			"沙箱没有模拟微信云托管；请在启动时加上 --cloud-owner，或者在配置里写上 cloud"))
		return
	}
	token := newToken()
	s.mu.Lock()
	s.cloud.tokens[token] = s.Now().Add(cloudTokenLife)
	s.mu.Unlock()
	s.Announce()
	_, _ = io.WriteString(w, token)
}
