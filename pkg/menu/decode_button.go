package menu

import (
	"encoding/json"
	"slices"
)

// maxLevel is how deep menus nest: top-level buttons and sub-menus.
// Source: createCustomMenu, section 4 note 1.
const maxLevel = 2

func (d *decoder) buttons(at pointer, list []any, level int) []Button {
	out := make([]Button, len(list))
	for i, v := range list {
		obj, ok := v.(map[string]any)
		if !ok {
			d.unreadable(Problem{Kind: WrongType, Path: string(at.index(i)), Want: ShapeObject, Got: ShapeOf(v)})
			// The cell stays, so that counts and the pointers of its
			// siblings are right; it is never judged further.
			out[i].faulty = allFields
			continue
		}
		d.button(at.index(i), &out[i], obj, level)
	}
	return out
}

func (d *decoder) button(at pointer, b *Button, obj map[string]any, level int) {
	for _, name := range sortedKeys(obj) {
		i := slices.Index(fieldNames, name)
		if i < 0 {
			d.unknown(at, name, fieldNames...)
			d.keep(&b.Extra, name, obj[name])
			continue
		}
		f := Field(i)
		b.written.add(f)
		if f == FieldSubButton {
			d.subButton(at.field(name), b, obj[name], level)
			continue
		}
		d.textField(at, b, f, obj[name])
	}
}

func (d *decoder) textField(at pointer, b *Button, f Field, v any) {
	text, ok := d.text(v)
	switch {
	case ok:
		*b.texts()[f] = text
	case d.live:
		d.keep(&b.Extra, f.String(), v)
	default:
		b.faulty.add(f)
		d.add(Problem{Kind: WrongType, Path: string(at.field(f.String())), Field: f.String(), Want: ShapeString, Got: ShapeOf(v)})
	}
}

func (d *decoder) subButton(at pointer, b *Button, v any, level int) {
	original := v
	if wrapper, ok := v.(map[string]any); ok && d.live {
		// get_current_selfmenu_info wraps sub-menus: {"list": [...]}.
		if list, wraps := wrapper["list"]; wraps || len(wrapper) == 0 {
			v = list
		}
	}
	list, ok := v.([]any)
	switch {
	case d.tooMany(at, FieldSubButton.String(), v):
		b.faulty.add(FieldSubButton)
	case d.absent(v):
	case !ok && d.live:
		d.keep(&b.Extra, FieldSubButton.String(), original)
	case !ok:
		b.faulty.add(FieldSubButton)
		d.add(Problem{Kind: SubNotArray, Path: string(at), Field: FieldSubButton.String(), Want: ShapeArray, Got: ShapeOf(v)})
	case level == maxLevel && len(list) > 0 && !d.live:
		b.faulty.add(FieldSubButton)
		d.add(Problem{Kind: TooDeep, Path: string(at), Field: FieldSubButton.String()})
	case len(list) > 0:
		b.Sub = d.buttons(at, list, level+1)
	}
}

func (d *decoder) matchRule(at pointer, obj map[string]any) MatchRule {
	var m MatchRule
	v, ok := obj["matchrule"]
	rule, isObject := v.(map[string]any)
	m.written = ok
	if ok && !isObject && !d.absent(v) {
		d.add(Problem{Kind: WrongType, Path: string(at.field("matchrule")), Field: "matchrule", Want: ShapeObject, Got: ShapeOf(v)})
		if text, isText := d.text(v); isText {
			v = text
		}
		m.Extra = []Extra{{Name: "matchrule", Value: v}}
		return m
	}
	at = at.field("matchrule")
	for _, name := range sortedKeys(rule) {
		d.matchField(at, &m, rule, name)
	}
	return m
}

// matchField decodes one field of a matchrule. A field at fault is kept as
// Extra, so that the rule is not called empty as well. In a live answer numbers
// become strings: WeChat answers the same rule either way.
func (d *decoder) matchField(at pointer, m *MatchRule, rule map[string]any, name string) {
	path, v := string(at.field(name)), rule[name]
	text, isText := d.text(v)
	if isText {
		v = text
	}
	current := name == "tag_id" || name == "client_platform_type"
	switch {
	case isText && text == "" && (current || Retired(name) || name == "group_id"):
		return // what is empty is not sent
	case isText && name == "client_platform_type":
		m.ClientPlatformType = text
		return
	case isText && name == "tag_id", isText && name == "group_id" && d.renamed(rule):
		m.TagID = text
		return
	case name == "group_id":
		d.add(Problem{Kind: GroupID, Path: path, Field: name})
	case Retired(name):
		d.add(Problem{Kind: RetiredField, Path: path, Field: name})
	case current:
		d.add(Problem{Kind: WrongType, Path: path, Field: name, Want: ShapeString, Got: ShapeOf(v)})
	default:
		d.unknown(at, name, "tag_id", "client_platform_type")
	}
	if !d.empty(v) {
		m.Extra = append(m.Extra, Extra{Name: name, Value: v})
	}
}

// renamed reports whether group_id of a live answer can be read as tag_id.
func (d *decoder) renamed(rule map[string]any) bool {
	_, isText := d.text(rule["tag_id"])
	return d.live && (isText || d.absent(rule["tag_id"]))
}

// text returns a value that belongs in a field of type string. WeChat may
// answer a number there, a team may not write one.
func (d *decoder) text(v any) (string, bool) {
	if n, ok := v.(json.Number); ok && d.live {
		return n.String(), true
	}
	s, ok := v.(string)
	return s, ok
}

// keep keeps a field of a live answer that caidan does not know.
func (d *decoder) keep(to *[]Extra, name string, v any) {
	if d.live && !d.empty(v) {
		*to = append(*to, Extra{Name: name, Value: v})
	}
}

// retired holds the fields by which WeChat once matched followers and which it
// now refuses. Source: addConditionalMenu, since 2021.
var retired = []string{"sex", "country", "province", "city", "language"}

// Retired reports whether a field of a matchrule is one of those: no follower
// matches a rule that has it.
func Retired(field string) bool { return slices.Contains(retired, field) }
