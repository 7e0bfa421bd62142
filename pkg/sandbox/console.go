package sandbox

import (
	"encoding/json"
	"fmt"
)

// Console is what menu/get answers once somebody published a menu in the web
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

// Edit publishes a default menu as somebody in the web console does. The menu is
// a body of menu/create, in which leaves may also have the console's own types:
// "text", "img", "photo", "voice", "video" and "news" with a "value", news with
// a "news_info" {"list":[{"title":...}]} too. The menu switch stays as it is.
func (s *Server) Edit(account string, menu []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(account)
	if err != nil {
		return fmt.Errorf("edit menu: %w", err)
	}
	list, err := a.judgeEdit(menu)
	if err != nil {
		return fmt.Errorf("edit menu: account %q: %w", account, err)
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
		return fmt.Errorf("switch menu: %w", err)
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
		return nil, fmt.Errorf(`the menu is no JSON object {"button":[...]}: %w`, err)
	}
	list, code := a.judgeMenu(root, consoleDoor())
	if code != 0 {
		return nil, fmt.Errorf(`%s (%d); want what menu/create takes, or the console's own types`, errmsg(code), code)
	}
	if err := checkValues("", list); err != nil {
		return nil, err
	}
	return list, nil
}

// checkValues wants a value of each button of a console type.
func checkValues(path string, list []button) error {
	for i, b := range list {
		at := fmt.Sprintf("%s/%d", path, i)
		if isConsoleType(b.kind) && b.value == "" {
			return fmt.Errorf(`button%s: a %s button needs a "value"`, at, b.kind)
		}
		if b.kind == "news" && b.news == nil {
			return fmt.Errorf(`button%s: a news button needs a "news_info" such as {"list":[{"title":"..."}]}`, at)
		}
		for k, a := range b.news {
			if a.ShowCover != 0 && a.ShowCover != 1 {
				return fmt.Errorf("button%s: article %d has show_cover %d; want 0 or 1", at, k, a.ShowCover)
			}
		}
		if err := checkValues(at+"/sub_button", b.sub); err != nil {
			return err
		}
	}
	return nil
}

// consoleValue reads what a console type uses; nil news when there are none.
func consoleValue(m map[string]any) (string, []article) {
	value, _ := m["value"].(string)
	if m["type"] != "news" {
		return value, nil
	}
	var info struct {
		List []article `json:"list"`
	}
	data, err := json.Marshal(m["news_info"])
	if err != nil || json.Unmarshal(data, &info) != nil {
		return value, nil
	}
	return value, info.List
}
