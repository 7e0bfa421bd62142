package menu

import (
	"errors"
	"fmt"
)

// Shown is what get_current_selfmenu_info answers: what followers see,
// whoever made it.
type Shown struct {
	// Open is false when the console's menu switch is off: followers then
	// see no menu whatever Set says.
	Open bool
	// Set holds the default menu; conditional menus are never in this answer.
	Set Set
}

// DecodeAPI reads a successful answer of menu/get. Fields it does not know are
// kept; menuid and matchrule values may be strings or numbers, and group_id is
// read as tag_id.
func DecodeAPI(data []byte) (Set, error) {
	root, err := object(data)
	if err != nil {
		return Set{}, fmt.Errorf("decode menu/get answer: %w", err)
	}
	obj, ok := root["menu"].(map[string]any)
	if !ok || !isList(obj["button"]) {
		return Set{}, errors.New("decode menu/get answer: no menu.button array")
	}
	d := decoder{live: true}
	return d.set(root), nil
}

// DecodeShown reads a successful answer of get_current_selfmenu_info.
func DecodeShown(data []byte) (Shown, error) {
	root, err := object(data)
	if err != nil {
		return Shown{}, fmt.Errorf("decode get_current_selfmenu_info answer: %w", err)
	}
	open := number(root["is_menu_open"])
	if open != "0" && open != "1" {
		return Shown{}, errors.New("decode get_current_selfmenu_info answer: is_menu_open is neither 0 nor 1")
	}
	shown := Shown{Open: open == "1"}
	info, ok := root["selfmenu_info"].(map[string]any)
	if !ok {
		return shown, nil
	}
	if v, ok := info["button"]; ok && !isList(v) {
		return Shown{}, errors.New("decode get_current_selfmenu_info answer: selfmenu_info.button is no array")
	}
	list, _ := info["button"].([]any)
	d := decoder{live: true}
	shown.Set.Menu = d.buttons("/selfmenu_info/button", list, 1)
	return shown, nil
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

func object(data []byte) (map[string]any, error) {
	v, err := parse(data)
	if err != nil {
		return nil, err
	}
	root, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("want an object, got %s", describe(v))
	}
	return root, nil
}
