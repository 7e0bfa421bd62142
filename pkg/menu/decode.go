package menu

import (
	"encoding/json"
	"iter"
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Account is one account's menus as a team wrote them.
type Account struct {
	// Name is the account's name as written, not yet judged; one that is too
	// long to be shown is cut.
	Name string
	// Table is true for what is wrong with a table of accounts as a whole:
	// Name is then the stem of its file and names no account.
	Table bool
	// At is the JSON pointer of the account's value in what its file compiled
	// to: "", or "/accounts/NAME" in a table.
	At string
	// Set is what could be decoded.
	Set Set
	// Base is the JSON pointer of the object that holds the default menu's
	// buttons: "" for a create payload, "/menu" for a menu set.
	Base string
	// Problems is everything wrong with the shape, in the order met.
	Problems []Problem
}

// Decode reads what a menu file compiled to: a create payload, a menu set, or
// a table of many accounts. stem is the account's name where the value does
// not say one. It never stops at the first problem, and accounts come sorted
// by name, one at a time, so that they need not all be in memory; there is
// always at least one.
func Decode(stem string, data []byte) iter.Seq[Account] {
	return func(yield func(Account) bool) {
		if !json.Valid(data) {
			yield(notJSON(stem))
			return
		}
		t := readTable(data)
		if t == nil {
			yield(decode(stem, data))
			return
		}
		whole := t.account(stem)
		for _, name := range t.names {
			if whole != nil && stem <= name {
				if !yield(*whole) {
					return
				}
				whole = nil
			}
			a := decode(name, t.at[name])
			a.At = string(pointer("/accounts").field(name))
			if !yield(a) {
				return
			}
		}
		if whole != nil {
			yield(*whole)
		}
	}
}

// DecodeSet reads one account's menus, as [Decode] does, where a table of many
// accounts has no place.
func DecodeSet(name string, data []byte) Account {
	if !json.Valid(data) {
		return notJSON(name)
	}
	return decode(name, data)
}

func notJSON(name string) Account {
	return Account{Name: name, Problems: []Problem{{Kind: NotMenu, Got: ShapeNotJSON}}}
}

// decode reads the value of one account, which is valid JSON.
func decode(name string, data []byte) Account {
	r := reader{data: data}
	v := r.value("", 1)
	// No name that can be an account's is cut.
	name = text.Cut(name, text.Shown)
	if r.excess != 0 {
		return Account{Name: name, Problems: []Problem{{Kind: r.excess}}}
	}
	return decodeAccount(name, v)
}

// account returns what is wrong with a table as a whole; nil where nothing is.
func (t *table) account(stem string) *Account {
	var d decoder
	for _, name := range t.others {
		d.unknown("", name, "accounts")
	}
	accounts := Problem{Path: "/accounts", Field: "accounts", Got: ShapeOf(t.value)}
	if _, ok := t.value.(map[string]any); !ok {
		accounts.Kind, accounts.Want = WrongType, ShapeObject
		d.add(accounts)
	} else if t.size == 0 {
		accounts.Kind, accounts.Want = NotMenu, ShapeWithAccount
		d.add(accounts)
	} else if t.size > MaxAccounts {
		accounts.Kind, accounts.Count = TooMany, t.size
		d.add(accounts)
	}
	if len(d.problems) == 0 {
		return nil
	}
	return &Account{Name: stem, Table: true, Problems: d.problems}
}

// decoder collects problems of one account.
type decoder struct {
	// live is set for WeChat's own answers: what is unknown is kept, and only
	// what cannot be read at all is a problem.
	live     bool
	problems []Problem
}

// add notes a problem of what a team wrote; WeChat may answer what it likes.
func (d *decoder) add(p Problem) {
	if !d.live {
		d.problems = append(d.problems, p)
	}
}

// unreadable notes a problem that hides a part of the menu, in what a team wrote
// and in WeChat's answers.
func (d *decoder) unreadable(p Problem) {
	d.problems = append(d.problems, p)
}

// unknown notes a field that nothing knows. A name too long to be shown is cut,
// and the problem then points at the object that has it.
func (d *decoder) unknown(at pointer, name string, known ...string) {
	shown := text.Cut(name, text.Shown)
	if shown == name {
		at = at.field(name)
	}
	d.add(Problem{Kind: UnknownField, Path: string(at), Field: shown, Known: known})
}

// tooMany notes an array that is too long to be read, and reports whether it is.
func (d *decoder) tooMany(at pointer, field string, v any) bool {
	n, ok := v.(long)
	if ok {
		d.unreadable(Problem{Kind: TooMany, Path: string(at), Field: field, Count: int(n)})
	}
	return ok
}

func decodeAccount(name string, v any) Account {
	var d decoder
	acc := Account{Name: name}
	root, ok := v.(map[string]any)
	switch {
	case !ok:
		d.add(Problem{Kind: NotMenu, Want: ShapeObject, Got: ShapeOf(v)})
	case has(root, "selfmenu_info"):
		d.add(Problem{Kind: Wrapped, Path: "/selfmenu_info", Field: "selfmenu_info"})
	case has(root, "is_menu_open"):
		d.add(Problem{Kind: Wrapped, Path: "/is_menu_open", Field: "is_menu_open"})
	case has(root, "button") && !has(root, "menu") && has(root, "conditionalmenu") && root["conditionalmenu"] == nil:
		// As C# and Java write what is not set.
		d.add(Problem{Kind: WrongType, Path: "/conditionalmenu", Field: "conditionalmenu", Want: ShapeArray, Got: ShapeNull})
		delete(root, "conditionalmenu")
		acc.Set.Menu = d.menu("", root)
	case has(root, "menu"), has(root, "conditionalmenu"):
		acc.Base = "/menu"
		acc.Set = d.set(root)
	default:
		acc.Set.Menu = d.menu("", root)
	}
	acc.Problems = d.problems
	return acc
}

// set decodes the shape of menu/get's answer.
func (d *decoder) set(root map[string]any) Set {
	var s Set
	for _, name := range sortedKeys(root) {
		if name != "menu" && name != "conditionalmenu" && (name != "button" || has(root, "menu")) {
			d.unknown("", name, "menu", "conditionalmenu")
		}
	}
	conditional, _ := root["conditionalmenu"].([]any)
	v, ok := root["conditionalmenu"]
	many := d.tooMany("/conditionalmenu", "conditionalmenu", v)
	if ok && !many && conditional == nil && !d.absent(v) {
		d.unreadable(Problem{Kind: WrongType, Path: "/conditionalmenu", Field: "conditionalmenu", Want: ShapeArray, Got: ShapeOf(v)})
	}
	s.Menu = d.defaultMenu(root, many || len(conditional) > 0)
	for i, v := range conditional {
		at := pointer("/conditionalmenu").index(i)
		obj, ok := v.(map[string]any)
		if !ok {
			d.unreadable(Problem{Kind: WrongType, Path: string(at), Want: ShapeObject, Got: ShapeOf(v)})
			// It stays, so that the pointers of those after it are right.
			s.Conditional = append(s.Conditional, Conditional{opaque: true})
			continue
		}
		c := Conditional{Menu: d.menu(at, obj), Match: d.matchRule(at, obj)}
		if d.live {
			c.ID, _ = d.text(obj["menuid"])
		}
		s.Conditional = append(s.Conditional, c)
	}
	return s
}

// absent reports whether a value of a live answer stands for none, so that a
// field that WeChat begins to answer empty changes no digest. What a team
// wrote is judged as it stands.
func (d *decoder) absent(v any) bool { return d.live && (v == nil || v == "") }

// empty is absent of a field that caidan has no use for: empty lists and objects
// stand for none as well.
func (d *decoder) empty(v any) bool {
	list, isList := v.([]any)
	obj, isObj := v.(map[string]any)
	return d.absent(v) || d.live && (isList && len(list) == 0 || isObj && len(obj) == 0)
}

func (d *decoder) defaultMenu(root map[string]any, conditional bool) []Button {
	v, ok := root["menu"]
	obj, isObject := v.(map[string]any)
	switch {
	case !ok && has(root, "button"):
		d.add(Problem{Kind: NotMenu, Want: ShapeWithButton, Got: ShapeButtonBeside})
	case !ok && conditional:
		d.add(Problem{Kind: NoDefault})
	case !ok:
		d.add(Problem{Kind: NotMenu, Want: ShapeWithButton, Got: ShapeWithoutMenu})
	case !isObject:
		d.unreadable(Problem{Kind: NotMenu, Path: "/menu", Field: "menu", Want: ShapeWithButton, Got: ShapeOf(v)})
	case has(obj, "menu") && !d.live:
		d.add(Problem{Kind: Wrapped, Path: "/menu/menu", Field: "menu"})
	default:
		return d.menu("/menu", obj)
	}
	return nil
}

// menu decodes an object with "button": a default menu, or a conditional one
// where at is below /conditionalmenu.
func (d *decoder) menu(at pointer, obj map[string]any) []Button {
	v, ok := obj["button"]
	list, isArray := v.([]any)
	if !ok {
		p := Problem{Kind: NotMenu, Path: string(at), Want: ShapeWithButton, Got: ShapeWithoutButton}
		p.Near, p.Known = near(obj, at == "")
		d.unreadable(p)
		return nil
	}
	if d.tooMany(at.field("button"), "button", v) {
		return nil
	}
	if !isArray {
		got := ShapeOf(v)
		if inner, ok := v.(map[string]any); ok && has(inner, "button") {
			got = ShapeButtonTwice
		}
		d.unreadable(Problem{Kind: NotMenu, Path: string(at.field("button")), Field: "button", Want: ShapeArray, Got: got})
		return nil
	}
	conditional := at != "" && at != "/menu"
	for _, name := range sortedKeys(obj) {
		switch {
		case name == "button" || name == "menuid":
		case name == "matchrule" && conditional:
		case name == "matchrule":
			d.add(Problem{Kind: MatchRuleInMenu, Path: string(at.field(name)), Field: name})
		case conditional:
			d.unknown(at, name, "button", "matchrule")
		default:
			d.unknown(at, name, "button")
		}
	}
	return d.buttons(at.field("button"), list, 1)
}

// near returns a field of an object without button that was probably meant to be
// one that it may have, and that one.
func near(obj map[string]any, root bool) (name string, known []string) {
	known = []string{"button"}
	if root {
		known = append(known, "menu", "accounts")
	}
	for _, name := range sortedKeys(obj) {
		if meant, ok := text.Nearest(name, known); ok {
			return name, []string{meant}
		}
	}
	return "", nil
}

func has(m map[string]any, name string) bool {
	_, ok := m[name]
	return ok
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
