package menu

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Shown is what get_current_selfmenu_info answers: what followers see,
// made by the API or in the console.
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
	obj, _ := root["menu"].(map[string]any)
	if _, isArray := obj["button"].([]any); !isArray {
		return Set{}, errors.New("decode menu/get answer: no menu.button array")
	}
	d := decoder{live: true}
	set := d.set(root)
	if err := d.err(); err != nil {
		return Set{}, fmt.Errorf("decode menu/get answer: %w", err)
	}
	if len(set.Menu) > 0 {
		set.Beside = d.beside(d.beside(nil, "", root, "menu", "conditionalmenu"), "menu.", obj, "button", "menuid")
		conditional, _ := root["conditionalmenu"].([]any)
		set.Beside = d.beside(set.Beside, "conditionalmenu.", d.columns(conditional), "button", "matchrule", "menuid")
	}
	return set, nil
}

// beside adds the fields of an object that are not known, in order; where says
// which object it is. What WeChat says of each answer is none of them.
func (d *decoder) beside(list []Extra, where string, obj map[string]any, known ...string) []Extra {
	for _, name := range sortedKeys(obj) {
		if !slices.Contains(known, name) && !slices.Contains([]string{"errcode", "errmsg", "rid"}, name) && !d.empty(obj[name]) {
			list = append(list, Extra{Name: where + name, Value: obj[name]})
		}
	}
	slices.SortFunc(list, func(a, b Extra) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// columns returns the fields of some objects, each with the values it has, in order.
func (d *decoder) columns(objects []any) map[string]any {
	all := map[string]any{}
	for _, v := range objects {
		obj, _ := v.(map[string]any)
		for name, value := range obj {
			if values, _ := all[name].([]any); !d.empty(value) {
				all[name] = append(values, value)
			}
		}
	}
	return all
}

// DecodeCanonical reads a set's canonical form back, as a ledger stores it: a
// desired set or what was read from WeChat. Nothing in it is lost, and {} is
// the empty set.
func DecodeCanonical(data []byte) (Set, error) {
	root, err := object(data)
	if err != nil {
		return Set{}, fmt.Errorf("decode stored menu set: %w", err)
	}
	for _, name := range sortedKeys(root) {
		if name != "menu" && name != "conditionalmenu" {
			return Set{}, fmt.Errorf("decode stored menu set: want menu or conditionalmenu, got %s", name)
		}
	}
	if len(root) == 0 {
		return Set{}, nil
	}
	d := decoder{live: true}
	set := d.set(root)
	if err := d.err(); err != nil {
		return Set{}, fmt.Errorf("decode stored menu set: %w", err)
	}
	obj, _ := root["menu"].(map[string]any)
	if stored, _ := obj[storedBeside].(map[string]any); len(set.Menu) > 0 {
		set.Beside = d.beside(nil, "", stored)
	}
	return set, nil
}

// DecodeShown reads a successful answer of get_current_selfmenu_info.
func DecodeShown(data []byte) (Shown, error) {
	root, err := object(data)
	if err != nil {
		return Shown{}, fmt.Errorf("decode get_current_selfmenu_info answer: %w", err)
	}
	d := decoder{live: true}
	open, _ := d.text(root["is_menu_open"])
	if open != "0" && open != "1" {
		return Shown{}, errors.New("decode get_current_selfmenu_info answer: is_menu_open is neither 0 nor 1")
	}
	shown := Shown{Open: open == "1"}
	shown.Set.Menu = d.selfmenu(root["selfmenu_info"])
	if err := d.err(); err != nil {
		return Shown{}, fmt.Errorf("decode get_current_selfmenu_info answer: %w", err)
	}
	if info, _ := root["selfmenu_info"].(map[string]any); len(shown.Set.Menu) > 0 {
		shown.Set.Beside = d.beside(d.beside(nil, "", root, "is_menu_open", "selfmenu_info"), "selfmenu_info.", info, "button")
	}
	return shown, nil
}

// selfmenu decodes selfmenu_info, which an account without a menu lacks.
func (d *decoder) selfmenu(v any) []Button {
	const at = pointer("/selfmenu_info")
	info, ok := v.(map[string]any)
	list, isArray := info["button"].([]any)
	switch button := info["button"]; {
	case !ok && !d.absent(v):
		d.unreadable(Problem{Kind: WrongType, Path: string(at), Want: ShapeObject, Got: ShapeOf(v)})
	case !isArray && !d.absent(button):
		d.unreadable(Problem{Kind: WrongType, Path: string(at.field("button")), Want: ShapeArray, Got: ShapeOf(button)})
	case isArray:
		return d.buttons(at.field("button"), list, 1)
	}
	return nil
}

// err returns the first reason why an answer cannot be read. Without the part at
// fault the answer would look like that of a smaller menu.
func (d *decoder) err() error {
	if len(d.problems) == 0 {
		return nil
	}
	p := d.problems[0]
	return fmt.Errorf("want %s at %s, got %s", p.Want.In(text.English), p.Path, p.Got.In(text.English))
}

func object(data []byte) (map[string]any, error) {
	v, err := Read(data)
	if err != nil {
		return nil, err
	}
	root, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("want %s, got %s", ShapeObject.In(text.English), ShapeOf(v).In(text.English))
	}
	return root, nil
}
