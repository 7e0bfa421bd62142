package sandbox

import (
	"encoding/json"
	"net/http"

	"github.com/caidan-dev/caidan/pkg/sandbox/loopback"
)

// Console is what menu/get answers after a menu was published in the web
// console. Which of the three WeChat does is not documented: only that menu/get
// sees menus made through the API, and get_current_selfmenu_info all. The next
// menu/create ends all three [inferred].
type Console int

const (
	// ConsoleKeeps goes on answering the menus the API made. Conditional ones
	// are still matched before the console's.
	ConsoleKeeps Console = iota

	// ConsoleHides answers 46003: the menus the API made, conditional ones too,
	// are gone.
	ConsoleHides

	// ConsoleShows answers the console's menu in place of the API's default
	// one.
	ConsoleShows
)

// consoles are the words of Console.
var consoles = words{"keeps", "hides", "shows"}

// UnmarshalText reads keeps, hides or shows.
func (c *Console) UnmarshalText(text []byte) error {
	i, err := consoles.parse(string(text))
	*c = Console(i)
	return err
}

// Words are what UnmarshalText reads.
func (*Console) Words() []string { return consoles }

// Edit publishes a default menu as the web console does. The menu is a body of
// menu/create, in which leaves may also have the console's own types: "text",
// "img", "photo", "voice", "video" and "news" with a "value", news with a
// "news_info" {"list":[{"title":...}]} too. The menu switch stays as it is.
func (s *Server) Edit(account string, menu []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(account)
	if err != nil {
		return loopback.Errorf("edit menu: %s", "无法修改菜单：%s", err)
	}
	list, err := a.judgeEdit(menu)
	if err != nil {
		return loopback.Errorf("edit menu: account %q: %s", "无法修改菜单：账号%q：%s", account, err)
	}
	m := a.now
	m.shown, m.byHand = list, true
	switch a.Console {
	case ConsoleKeeps:
	case ConsoleHides:
		m.api, m.conditional = nil, nil
	case ConsoleShows:
		m.api, m.id = list, a.newID()
	}
	a.write(m)
	return nil
}

// SetOpen turns the console's menu switch on or off. It is on at first. While it
// is off, is_menu_open is 0 and the menus can be written and read all the same.
func (s *Server) SetOpen(account string, open bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(account)
	if err != nil {
		return loopback.Errorf("switch menu: %s", "无法启用或停用菜单：%s", err)
	}
	m := a.now
	m.off = !open
	a.write(m)
	return nil
}

// judgeEdit wants what the console could have made.
func (a *account) judgeEdit(menu []byte) ([]button, error) {
	var root map[string]any
	if err := json.Unmarshal(menu, &root); err != nil {
		return nil, loopback.Errorf(`the menu is not a JSON object {"button":[...]}`, `菜单不是 {"button":[…]} 这样的 JSON 对象`)
	}
	list, code := a.judgeMenu(root, consoleDoor)
	if code != 0 {
		return nil, loopback.Errorf("%s (%d); a menu has what menu/create takes, and may have the console's own types",
			"%s（%d）；菜单可以有 menu/create 接受的内容，也可以有公众平台后台特有的按钮类型", errmsg(code), code)
	}
	if err := checkValues("", list); err != nil {
		return nil, err
	}
	return list, nil
}

// consolePath is where the web console's work is done over HTTP.
const consolePath = "/sandbox/console"

// maxConsoleBody is the longest console action, in bytes: as large a menu as
// the API takes, and what stands around it.
const maxConsoleBody = maxWeChatBody + 4<<10

// action is one thing done in the web console.
type action struct {
	account string
	menu    []byte // nil leaves the menu alone
	open    *bool  // nil leaves the switch alone
}

// parseAction reads an action from JSON, as POST /sandbox/console takes it:
//
//	{"account":"brand-cn","menu":{"button":[...]}}
//	{"account":"brand-cn","open":false}
//
// The menu is one of [Server.Edit]. Both members may stand together; the menu
// is then published first.
func parseAction(data []byte) (action, error) {
	var wire struct {
		Account string          `json:"account"`
		Menu    json.RawMessage `json:"menu"`
		Open    *bool           `json:"open"`
	}
	if err := loopback.Decode(data, &wire); err != nil {
		return action{}, err
	}
	if wire.Menu == nil && wire.Open == nil {
		return action{}, loopback.Errorf(
			`there is nothing to do; set "menu" to publish a menu, or "open" to switch menus on or off`,
			`没有要做的事；用“menu”发布菜单，用“open”启用或停用菜单`)
	}
	return action{wire.Account, wire.Menu, wire.Open}, nil
}

// serveConsole does in the web console what a POST asks for.
func (s *Server) serveConsole(w http.ResponseWriter, r *http.Request) {
	if !s.Admit(w, r, http.MethodPost) {
		return
	}
	data, ok := s.ReadBody(w, r, maxConsoleBody)
	if !ok {
		return
	}
	do, err := parseAction(data)
	if err == nil {
		err = s.perform(do)
	}
	var body []byte
	if err == nil {
		a, _ := s.find(do.account)
		body, err = toJSON(s.shown(a).json())
		s.Announce()
	}
	if err != nil {
		s.Refuse(w, r, http.StatusBadRequest, err)
		return
	}
	reply{Status: http.StatusOK, Type: loopback.JSON, Body: body}.Send(w)
}

func (s *Server) perform(do action) error {
	if do.menu != nil {
		if err := s.Edit(do.account, do.menu); err != nil {
			return err
		}
	}
	if do.open != nil {
		return s.SetOpen(do.account, *do.open)
	}
	return nil
}
