package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// Shown is an account as people look at it on the page at /: no secret, no
// token.
type Shown struct {
	Name, AppID string
	Live
}

// Drawn is a page of HTML with the Content-Security-Policy that it is made for.
type Drawn struct {
	HTML   []byte
	Policy string
}

// servePage answers GET / with the live menus, as the page that Options.Page
// draws or, for Accept: application/json and where nothing draws one, as
// {"accounts":[{"name","appid","menu","conditionalmenu","open","console"}]},
// which is what [Live] has.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.Refuse(w, r, http.StatusMethodNotAllowed, loopback.Errorf("the method is %s; use GET", "请求方法是 %s；请用 GET", r.Method))
		return
	}
	var shown []Shown
	for _, a := range s.accounts {
		shown = append(shown, *s.shown(a))
	}
	page, kind := Drawn{Policy: "default-src 'none'"}, loopback.JSON
	var err error
	if s.page == nil || strings.Contains(r.Header.Get("Accept"), "application/json") {
		page.HTML, err = pageJSON(shown)
	} else {
		kind = "text/html; charset=utf-8"
		page, err = s.page(s.Language(r), shown)
	}
	if err != nil {
		http.Error(w, "draw page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", page.Policy+"; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept")
	reply{Status: http.StatusOK, Type: kind, Body: page.HTML}.Send(w)
}

// pageJSON is what the page shows, for programs.
func pageJSON(shown []Shown) ([]byte, error) {
	out := struct {
		Accounts []shownJSON `json:"accounts"`
	}{Accounts: []shownJSON{}}
	for i := range shown {
		out.Accounts = append(out.Accounts, shown[i].json())
	}
	return toJSON(out)
}

// shownJSON is an account as programs look at it.
type shownJSON struct {
	Name        string            `json:"name"`
	AppID       string            `json:"appid"`
	Menu        json.RawMessage   `json:"menu"`
	Conditional []json.RawMessage `json:"conditionalmenu"`
	Open        bool              `json:"open"`
	Console     bool              `json:"console"`
}

func (s *Shown) json() shownJSON {
	conditional := []json.RawMessage{}
	for _, c := range s.Conditional {
		conditional = append(conditional, c.withID())
	}
	return shownJSON{s.Name, s.AppID, s.Menu, conditional, s.Open, s.Console}
}

// shown is an account as it is now.
func (s *Server) shown(a *account) *Shown {
	l, _ := s.Live(a.Name)
	return &Shown{a.Name, a.AppID, l}
}

// toJSON keeps the characters of menus as they are.
func toJSON(v any) ([]byte, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return body.Bytes(), err
}
