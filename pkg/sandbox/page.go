package sandbox

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// pageSource is the HTML template of the page at /.
//
//go:embed page.html
var pageSource string

// pageSecurity lets the page load nothing and run nothing.
const pageSecurity = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// view is the page: no secret, no token.
type view struct {
	Lang     string
	Accounts []accountView
}

// Say returns what the page says in its language.
func (v view) Say(en, zh string) string { return loopback.Text{EN: en, ZH: zh}.In(v.Lang) }

// accountView is an account as the page shows it.
type accountView struct {
	Name, AppID string
	Off         bool // the console's menu switch
	Phones      []phone
}

// phone is one menu of an account as the page shows it.
type phone struct {
	Who  string       // sees it, and by whose hand
	Menu []buttonView // nil when there is none
}

// buttonView is a button as the page shows it.
type buttonView struct {
	Name, Type, Value string
	Sub               []buttonView
}

// servePage answers GET / with the live menus, as a page or, for Accept:
// application/json, as {"accounts":[{"name","appid","menu","conditionalmenu",
// "open","console"}]}, which is what [Live] has.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.Refuse(w, r, http.StatusMethodNotAllowed, loopback.Errorf("the method is %s; use GET", "请求方法是 %s；请用 GET", r.Method))
		return
	}
	var body bytes.Buffer
	kind := "text/html; charset=utf-8"
	var err error
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		kind = loopback.JSON
		err = s.writeJSON(&body)
	} else {
		err = s.page.Execute(&body, s.view(s.Language(r)))
	}
	if err != nil {
		http.Error(w, "draw page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", pageSecurity)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept")
	reply{Status: http.StatusOK, Type: kind, Body: body.Bytes()}.Send(w)
}

func (s *Server) writeJSON(body *bytes.Buffer) error {
	type accountJSON struct {
		Name        string            `json:"name"`
		AppID       string            `json:"appid"`
		Menu        json.RawMessage   `json:"menu"`
		Conditional []json.RawMessage `json:"conditionalmenu"`
		Open        bool              `json:"open"`
		Console     bool              `json:"console"`
	}
	out := struct {
		Accounts []accountJSON `json:"accounts"`
	}{Accounts: []accountJSON{}}
	for _, a := range s.accounts {
		l, _ := s.Live(a.Name)
		conditional := []json.RawMessage{}
		for _, c := range l.Conditional {
			conditional = append(conditional, c.withID())
		}
		out.Accounts = append(out.Accounts, accountJSON{a.Name, a.AppID, l.Menu, conditional, l.Open, l.Console})
	}
	enc := json.NewEncoder(body)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func (s *Server) view(lang string) view {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := view{Lang: lang}
	for _, a := range s.accounts {
		v.Accounts = append(v.Accounts, accountView{a.Name, a.AppID, a.now.off, a.now.phones(lang)})
	}
	return v
}

// phones are the menus in the order in which they are matched.
func (m menus) phones(lang string) []phone {
	var list []phone
	for _, c := range m.conditional {
		list = append(list, phone{Who: c.match.who().In(lang), Menu: buttonViews(c.menu)})
	}
	who := loopback.Say("every follower", "全部粉丝")
	if len(list) > 0 {
		who = loopback.Say("every other follower", "其余粉丝")
	}
	last := phone{Who: who.In(lang), Menu: buttonViews(m.shown)}
	if m.byHand {
		last.Who += loopback.Say(", made in the web console", "，在公众平台后台设置").In(lang)
	}
	return append(list, last)
}

func buttonViews(menu []button) []buttonView {
	var list []buttonView
	for _, b := range menu {
		values := slices.DeleteFunc(b.values[:], func(s string) bool { return s == "" })
		list = append(list, buttonView{Name: b.name, Type: b.typ, Value: strings.Join(values, " "), Sub: buttonViews(b.sub)})
	}
	return list
}
