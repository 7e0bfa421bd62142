package sandbox

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"
)

// pageSource is the HTML template of the page at /.
//
//go:embed page.html
var pageSource string

// pageSecurity lets the page load nothing and run nothing.
const pageSecurity = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// view is an account as the page shows it: no secret, no token.
type view struct {
	Name, AppID string
	Menu        []buttonView // nil when there is none
}

// buttonView is a button as the page shows it.
type buttonView struct {
	Name, Kind, Value string
	Sub               []buttonView
}

// serveConsole answers GET / with the live menus, as a page or, for Accept:
// application/json, as {"accounts":[{"name","appid","menu"}]}.
func (s *Server) serveConsole(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method "+r.Method+": want GET", http.StatusMethodNotAllowed)
		return
	}
	var body bytes.Buffer
	kind := "text/html; charset=utf-8"
	var err error
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		kind = jsonContentType
		err = s.writeJSON(&body)
	} else {
		err = s.page.Execute(&body, s.views())
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
	reply{status: http.StatusOK, kind: kind, body: body.Bytes()}.writeHead(w)
	_, _ = w.Write(body.Bytes())
}

func (s *Server) writeJSON(body *bytes.Buffer) error {
	type accountJSON struct {
		Name  string          `json:"name"`
		AppID string          `json:"appid"`
		Menu  json.RawMessage `json:"menu"`
	}
	out := struct {
		Accounts []accountJSON `json:"accounts"`
	}{Accounts: []accountJSON{}}
	for _, a := range s.accounts {
		out.Accounts = append(out.Accounts, accountJSON{Name: a.Name, AppID: a.AppID, Menu: s.Menu(a.Name)})
	}
	enc := json.NewEncoder(body)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func (s *Server) views() []view {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []view
	for _, a := range s.accounts {
		list = append(list, view{Name: a.Name, AppID: a.AppID, Menu: buttonViews(a.menu)})
	}
	return list
}

func buttonViews(menu []button) []buttonView {
	var list []buttonView
	for _, b := range menu {
		v := buttonView{Name: b.name, Kind: b.kind, Sub: buttonViews(b.sub)}
		for _, text := range []string{b.key, b.url, b.appID, b.pagePath, b.mediaID, b.articleID} {
			if text != "" {
				v.Value = strings.TrimSpace(v.Value + " " + text)
			}
		}
		list = append(list, v)
	}
	return list
}
