package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// newsMenu has a button of each of the console's own types, and a view.
const newsMenu = `{"button":[{"name":"more","sub_button":[` +
	`{"type":"view","name":"v","url":"http://www.qq.com"},` +
	`{"type":"news","name":"n","value":"KQb_w","news_info":{"list":[{"title":"t","author":"a","digest":"d","show_cover":0,"cover_url":"http://c","content_url":"http://b","source_url":""}]}},` +
	`{"type":"video","name":"f","value":"http://f/10.mp4?vkey=x"},{"type":"voice","name":"s","value":"nTX"},{"type":"photo","name":"p","value":"p1"}]},` +
	`{"type":"text","name":"t","value":"This is text!"},{"type":"img","name":"i","value":"ax5"}]}`

// edited is how selfmenu and menu/get show newsMenu at its first read: media
// values and all of news_info change, the rest stays.
const (
	editedSub = `{"type":"view","name":"v","url":"http:\/\/www.qq.com"SUB},` +
		`{"type":"news","name":"n","value":"KQb_w","news_info":{"list":[{"title":"t-1","author":"a-1","digest":"d-1","show_cover":1,"cover_url":"http:\/\/c-1","content_url":"http:\/\/b-1","source_url":""}]}SUB},` +
		`{"type":"video","name":"f","value":"http:\/\/f\/10.mp4?vkey=x-1"SUB},{"type":"voice","name":"s","value":"nTX-1"SUB},{"type":"photo","name":"p","value":"p1-1"SUB}`
	editedTop = `,{"type":"text","name":"t","value":"This is text!"SUB},{"type":"img","name":"i","value":"ax5-1"SUB}`
)

func (r *rig) edit(menu string) {
	r.Helper()
	if err := r.Edit("brand-cn", []byte(menu)); err != nil {
		r.Fatal(err)
	}
}

func TestConsoleShapes(t *testing.T) {
	t.Parallel()
	a := brand()
	a.Console = sandbox.ConsoleShows
	read := func(path string) string {
		r := newRig(t, a)
		r.edit(newsMenu)
		if live, _ := r.Live("brand-cn"); string(live.Menu) != newsMenu || !live.Console {
			t.Errorf("got %s from Live, want what was published", live.Menu)
		}
		return r.get(path).raw
	}
	want := `{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"more","sub_button":{"list":[` + editedSub + `]}}` + editedTop + `]}}`
	if got, want := read(selfPath), strings.ReplaceAll(want, "SUB", ""); got != want {
		t.Errorf("selfmenu\n got %s\nwant %s", got, want)
	}
	want = `{"menu":{"button":[{"name":"more","sub_button":[` + editedSub + `]}` + editedTop + `]}}`
	if got, want := read(getPath), strings.ReplaceAll(want, "SUB", `,"sub_button":[]`); got != want {
		t.Errorf("menu/get\n got %s\nwant %s", got, want)
	}
}

// Every read shows other media, in each of the endpoints.
func TestConsoleMediaChange(t *testing.T) {
	t.Parallel()
	a := brand()
	a.Console = sandbox.ConsoleShows
	r := newRig(t, a)
	r.edit(newsMenu)
	seen := map[string]bool{}
	for range 3 {
		for _, path := range []string{selfPath, getPath} {
			_, got, _ := strings.Cut(r.get(path).raw, `"name":"i","value":"`)
			value, _, _ := strings.Cut(got, `"`)
			if seen[value] {
				t.Errorf("got %s twice, want a new one each time", value)
			}
			seen[value] = true
		}
	}
}

// What menu/get answers after an edit, and what the API can do then.
func TestConsoleModes(t *testing.T) {
	t.Parallel()
	const edit = `{"button":[{"type":"text","name":"e","value":"v"}]}`
	tests := []struct {
		name        string
		mode        sandbox.Console
		get         string // button names that menu/get lists; "" = 46003
		add         int    // errcode of addconditional
		conditional int
		plain, vip  string // what trymatch shows; "" = 65303
	}{
		{"keeps", sandbox.ConsoleKeeps, "a vip", 0, 1, "e", "vip"},
		{"hides", sandbox.ConsoleHides, "", 65303, 0, "", ""},
		{"shows", sandbox.ConsoleShows, "e vip", 0, 1, "e", "vip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t, func(a *sandbox.Account) { a.Console, a.Followers = tt.mode, followers() })
			r.want(addPath, conditionalNamed("vip", `{"tag_id":"2"}`))
			r.edit(edit)
			live, _ := r.Live("brand-cn")
			if string(live.Menu) != edit || !live.Console || !live.Open || len(live.Conditional) != tt.conditional {
				t.Errorf("got %+v from Live, want the edit and %d conditional menus", live, tt.conditional)
			}
			if got, want := r.get(selfPath).raw, `{"is_menu_open":1,"selfmenu_info":`+edit+`}`; got != want {
				t.Errorf("selfmenu\n got %s\nwant %s", got, want)
			}
			if got := names(r.get(getPath)); got != tt.get {
				t.Errorf("got %q from menu/get, want %q", got, tt.get)
			}
			for user, want := range map[string]string{"plain": tt.plain, "vip": tt.vip} {
				if got := names(r.post(tryPath, `{"user_id":"`+user+`"}`)); got != want {
					t.Errorf("got %q for %s from trymatch, want %q", got, user, want)
				}
			}
			if got := r.post(addPath, conditionalNamed("ios", `{"client_platform_type":"1"}`)); got.Errcode != tt.add {
				t.Errorf("got %s from addconditional, want %d", got.raw, tt.add)
			}
			r.want(createPath, named("api"))
			if got := names(r.get(getPath)); !strings.HasPrefix(got, "api") {
				t.Errorf("got %q from menu/get, want menu/create to replace the edit", got)
			}
			if got := names(r.get(selfPath)); got != "api" {
				t.Errorf("got %q from selfmenu, want menu/create to replace the edit", got)
			}
			if live, _ := r.Live("brand-cn"); live.Console {
				t.Error("got a console menu, want it replaced")
			}
		})
	}
}

// names are the names of an answer's buttons, in order; "" for an error.
func names(a answer) string {
	var list []string
	for _, part := range strings.Split(a.raw, `"name":"`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		list = append(list, name)
	}
	return strings.Join(list, " ")
}

// An edit without any menu of the API before it: menu/get sees none.
func TestConsoleAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.edit(newsMenu)
	if got := r.get(getPath); got.Errcode != 46003 {
		t.Errorf("got %s, want 46003", got.raw)
	}
	if got := r.post(addPath, conditionalBody); got.Errcode != 65303 {
		t.Errorf("got %s, want 65303", got.raw)
	}
	r.get(deletePath)
	if got := r.get(selfPath).raw; got != `{"is_menu_open":0}` {
		t.Errorf("got %s, want menu/delete to remove the edit too", got)
	}
}

func TestMenuSwitch(t *testing.T) {
	t.Parallel()
	const shown = `"selfmenu_info":{"button":[{"type":"click","name":"a","key":"1"}]}}`
	r := conditionalRig(t)
	turn := func(open bool) {
		t.Helper()
		if err := r.SetOpen("brand-cn", open); err != nil {
			t.Fatal(err)
		}
	}
	want := func(what, self string) {
		t.Helper()
		if got := r.get(selfPath).raw; got != self {
			t.Errorf("%s: got %s, want %s", what, got, self)
		}
		if live, _ := r.Live("brand-cn"); live.Open != strings.Contains(self, ":1,") {
			t.Errorf("%s: got open %v from Live", what, live.Open)
		}
	}
	want("at first", `{"is_menu_open":1,`+shown)
	turn(false)
	want("off", `{"is_menu_open":0,`+shown)
	r.want(createPath, oneButton)
	want("off, after menu/create", `{"is_menu_open":0,`+shown)
	if got := names(r.get(getPath)); got != "a" {
		t.Errorf("got %q from menu/get, want the menu", got)
	}
	r.get(deletePath)
	want("off, without a menu", `{"is_menu_open":0}`)
	r.want(createPath, oneButton)
	turn(true)
	want("on again", `{"is_menu_open":1,`+shown)
}

func TestEditRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, account, menu, want string
	}{
		{"unknown account", "x", oneButton, `the sandbox does not play an account "x"`},
		{"not JSON", "brand-cn", "x", "not a JSON object"},
		{"null", "brand-cn", "null", "invalid button size (40016)"},
		{"a menu/get answer", "brand-cn", `{"menu":` + oneButton + `}`, "invalid button size (40016)"},
		{"unknown type", "brand-cn", top(`"type":"x","name":"n"`), "invalid button type (40017)"},
		{"no name", "brand-cn", top(`"type":"text","value":"v"`), "invalid button name size (40018)"},
		{"no value", "brand-cn", sub(`"type":"text","name":"n"`), `button/0/sub_button/0: a text button needs a "value"`},
		{"no news", "brand-cn", top(`"type":"news","name":"n","value":"v"`), `button/0: a news button needs a "news_info"`},
		{"odd show_cover", "brand-cn", top(`"type":"news","name":"n","value":"v","news_info":{"list":[{"show_cover":2}]}`), "article 1 has show_cover 2; use 0 or 1"},
		{"news is an array", "brand-cn", top(`"type":"news","name":"n","value":"v","news_info":[]`), `needs a "news_info"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			if err := r.Edit(tt.account, []byte(tt.menu)); err == nil || !strings.HasPrefix(err.Error(), "edit menu: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
			if live, _ := r.Live("brand-cn"); live.Console {
				t.Errorf("got %s, want nothing changed", live.Menu)
			}
		})
	}
	r := newRig(t)
	if err := r.SetOpen("x", true); err == nil || !strings.Contains(err.Error(), "does not play") {
		t.Errorf("got %v from SetOpen, want an error", err)
	}
	if err := r.Settle("x"); err == nil || !strings.Contains(err.Error(), "does not play") {
		t.Errorf("got %v from Settle, want an error", err)
	}
	if _, known := r.Live("x"); known {
		t.Error("got an account from Live, want none")
	}
}

func TestConsoleOverHTTP(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in, want string // want "" = it is done
		names          string
		open           bool
	}{
		{"menu", `{"account":"brand-cn","menu":` + named("e") + `}`, "", "e", true},
		{"menu with escapes", `{"account":"brand-cn","menu":{"button":[{"type":"text","name":"\u0065","value":"\u4e2d"}]}}`, "", "e", true},
		{"switch", `{"account":"brand-cn","open":false}`, "", "a", false},
		{"both", `{"account":"brand-cn","menu":` + named("e") + `,"open":false}`, "", "e", false},
		{"not JSON", `x`, "not JSON", "a", true},
		{"two values", `{"account":"brand-cn","open":false} {}`, "more than one JSON value", "a", true},
		{"unknown member", `{"account":"brand-cn","opne":false}`, "not a known member", "a", true},
		{"nothing to do", `{"account":"brand-cn"}`, "nothing to do", "a", true},
		{"no account", `{"open":false}`, `play an account \"\"`, "a", true},
		{"a bad menu, nothing done", `{"account":"brand-cn","menu":{},"open":false}`, "invalid button size (40016)", "a", true},
		{"huge", `{"account":"` + strings.Repeat("x", 2<<20) + `"}`, "has more than", "a", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			resp := r.do("POST", "/sandbox/console", tt.in)
			if tt.want == "" && resp.status != http.StatusOK || tt.want != "" && (resp.status < 400 || !strings.Contains(resp.body, tt.want)) {
				t.Errorf("got %d %s, want %q", resp.status, resp.body, tt.want)
			}
			if tt.want != "" {
				checkChinese(t, r.do("POST", "/sandbox/console?lang=zh", tt.in).body)
			}
			live, _ := r.Live("brand-cn")
			if got := names(answer{raw: string(live.Menu)}); got != tt.names || live.Open != tt.open {
				t.Errorf("got %q, open %v, want %q, open %v", got, live.Open, tt.names, tt.open)
			}
			page := r.do("GET", "/", "").body
			if one := strings.TrimSpace(resp.body); tt.want == "" && !strings.Contains(page, one) {
				t.Errorf("got %s, want what is live: %s", one, page)
			}
		})
	}
	r := newRig(t)
	if got := r.do("GET", "/sandbox/console", ""); got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "POST" {
		t.Errorf("got %d for GET, want 405", got.status)
	}
	l := r.serve()
	resp, err := l.post(t.Context(), "/sandbox/console", `{"account":"brand-cn","open":false}`, "Origin: https://evil.example")
	if err != nil || resp.status != http.StatusForbidden {
		t.Errorf("got %d, %v for a page of another site, want 403", resp.status, err)
	}
}
