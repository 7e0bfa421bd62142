package sandbox

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// level is where a button stands: on the bar or in a sub-menu.
type level int

const (
	top level = iota
	sub
)

// codes are the error codes for one thing at each level.
type codes [2]int

// both are codes that do not differ.
func both(code int) codes { return codes{code, code} }

// What WeChat wants of a menu at each level; sizes are in bytes of UTF-8.
// Source: createCustomMenu, field table and section 4 note 1; global return
// codes. A name too long is 40018 at both levels: 40025 is in the table but in
// no capture.
var (
	maxButtons = [2]int{top: 3, sub: 5}
	maxName    = [2]int{top: 16, sub: 60}
	typeCodes  = codes{codeTopType, codeSubType}
)

// door is a way by which menus come to an account: each has codes of its own.
type door struct {
	// noButtons is for a button member that is missing or an empty array.
	noButtons int

	// noType is for a button with neither a type nor sub-buttons.
	noType codes

	// byHand lets the console's own types through.
	byHand bool
}

var (
	// createDoor is menu/create. Source: captures of 40016.
	createDoor = door{noButtons: codeButtonCount, noType: typeCodes}

	// conditionalDoor is menu/addconditional.
	// Source: global return codes, 65307 and 65308; no capture is known.
	conditionalDoor = door{noButtons: codeNoButtons, noType: both(codeEmptyButton)}

	// consoleDoor is the web console.
	consoleDoor = door{noButtons: codeButtonCount, noType: typeCodes, byHand: true}
)

// judgeMenu turns a decoded body into the menu WeChat would keep, or returns
// the code of the first rule it breaks: buttons in order, each before its
// sub-buttons, members in the order name, sub_button, type, and what the type
// needs. Other members of the body are ignored, matchrule among them.
// Source: createCustomMenu; captures for most codes; the order is [inferred].
func (a *account) judgeMenu(root map[string]any, d door) ([]button, int) {
	v, present := root["button"]
	list, isArray := v.([]any)
	_, twice := members(v)["button"]
	switch {
	case !present, isArray && len(list) == 0:
		return nil, d.noButtons
	case twice: // Source: a capture of July 2022.
		return nil, codeTopType
	case !isArray, len(list) > maxButtons[top]:
		return nil, codeButtonCount
	}
	menu := make([]button, 0, len(list))
	for _, v := range list {
		b, code := a.judgeTop(members(v), d)
		if code != 0 {
			return nil, code
		}
		menu = append(menu, b)
	}
	return menu, 0
}

// members are a button's; a value that is not an object has none [inferred].
func members(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func (a *account) judgeTop(m map[string]any, d door) (button, int) {
	name, subs, code := judgeHead(m, top)
	if code != 0 {
		return button{}, code
	}
	if len(subs) == 0 {
		return a.judgeLeaf(m, name, top, d)
	}
	if len(subs) > maxButtons[sub] {
		return button{}, codeSubButtonCount
	}
	// What WeChat does with a type beside sub-buttons is not documented, only
	// that the two exclude each other. [inferred]
	if typ, _ := m["type"].(string); typ != "" {
		return button{}, codeTopType
	}
	b := button{name: name}
	for _, v := range subs {
		below, code := a.judgeSub(members(v), d)
		if code != 0 {
			return button{}, code
		}
		b.sub = append(b.sub, below)
	}
	return b, 0
}

func (a *account) judgeSub(m map[string]any, d door) (button, int) {
	name, subs, code := judgeHead(m, sub)
	if code != 0 {
		return button{}, code
	}
	if len(subs) > 0 {
		return button{}, codeMenuDepth
	}
	return a.judgeLeaf(m, name, sub, d)
}

// judgeHead wants a name that shows something, and returns the sub_button
// member, which may be missing or empty. A sub_button that is not an array, null
// among them, is 40016: a whole selfmenu answer sent back gets that code, of a
// single button no capture is known [inferred].
func judgeHead(m map[string]any, l level) (name string, subs []any, code int) {
	if name, code = text(m, "name", maxName[l], codeNameSize); code != 0 {
		return "", nil, code
	}
	v, present := m["sub_button"]
	subs, isArray := v.([]any)
	if present && !isArray {
		return "", nil, codeButtonCount
	}
	return name, subs, 0
}

// judgeLeaf judges a button without sub-buttons and keeps what its type uses.
func (a *account) judgeLeaf(m map[string]any, name string, l level, d door) (button, int) {
	typ, _ := m["type"].(string)
	of, known := buttonTypes[typ]
	switch {
	case typ == "":
		return button{}, d.noType[l]
	case !known, of.byHand && !d.byHand:
		return button{}, judgeUnknownType(typ, l)
	}
	b := button{typ: typ, name: name}
	if of.byHand {
		b.values[fieldValue], b.news = consoleValue(m, of)
		return b, 0
	}
	for _, f := range of.uses {
		var code int
		if b.values[f], code = a.judgeField(m, rules[f], l); code != 0 {
			return button{}, code
		}
	}
	return b, 0
}

// judgeUnknownType tells a known type in the wrong case from all others.
// Source: two independent reports of 65318 for VIEW.
func judgeUnknownType(typ string, l level) int {
	if of, known := buttonTypes[strings.ToLower(typ)]; known && !of.byHand {
		return codeBadCharset
	}
	return typeCodes[l]
}

// judgeField judges the value of a field that the button's type uses.
func (a *account) judgeField(m map[string]any, r rule, l level) (string, int) {
	value, code := text(m, r.member, r.limit, r.lacking[l])
	switch {
	case code != 0:
		return "", code
	case r.valid != nil && !r.valid(value):
		return "", r.invalid[l]
	case r.known != nil && !knows(r.known(a), value):
		return "", r.unknown
	}
	return value, 0
}

// knows reports whether a list of known ids has this one; no list knows all.
func knows(list []string, id string) bool {
	return list == nil || slices.Contains(list, id)
}

// text returns a member that must be a string of 1 to limit bytes, or sizeCode.
// Any other JSON type counts as missing. Control characters and the replacement
// character are 65318, before the size is looked at [inferred].
func text(m map[string]any, member string, limit, sizeCode int) (string, int) {
	s, _ := m[member].(string)
	if strings.ContainsFunc(s, isUnwritable) {
		return "", codeBadCharset
	}
	if isEmpty(s) || len(s) > limit {
		return "", sizeCode
	}
	return s, 0
}

// isEmpty reports whether a text shows nothing: blanks, and characters of no
// width. Source: captures for names; of other fields none is known [inferred].
func isEmpty(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u2800' ||
			unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
	}) == ""
}

// isUnwritable says that a menu cannot show the character: it is a control
// character, or what a broken encoding leaves behind.
func isUnwritable(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
