package rule

import (
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (j *judge) name(at spot, b *menu.Button) {
	id, limit := "name-bytes-top", MaxNameTop
	if at.level() == 2 {
		id, limit = "name-bytes-sub", MaxNameSub
	}
	switch {
	case b.Faulty(menu.FieldName):
	case blank(b.Name):
		j.lacks("name-required", at, b, menu.FieldName)
	case len(b.Name) > limit:
		j.of(id, at, menu.FieldName, b.Name, len(b.Name), limit)
	case j.advises:
		j.shown(at, b.Name)
	}
}

// shown judges how the phone shows a name. Blanks around it are one cause, its
// width without them another.
func (j *judge) shown(at spot, name string) {
	if _, found := control(name); found {
		return
	}
	core := trimmed(name)
	if core != name {
		j.of("name-blank-edge", at, menu.FieldName, name)
	}
	id, width := "name-display-top", menu.ShownTop
	if at.level() == 2 {
		id, width = "name-display-sub", menu.ShownSub
	}
	if !menu.Fits(core, width) {
		j.of(id, at, menu.FieldName, core, menu.ShownName(core, width))
	}
}

// controls finds characters that no string of a button may hold, whether the
// type uses the field or not. Of a blank name, and of an appid, which has a
// form of its own, another rule says more.
func (j *judge) controls(at spot, b *menu.Button) {
	for f := range menu.FieldSubButton {
		if f == menu.FieldName && blank(b.Name) || f == menu.FieldAppID && b.Type == "miniprogram" {
			continue
		}
		if c, ok := control(b.Value(f)); ok {
			what := text.Sayf("the control character U+%04X", "控制字符 U+%04X", c)
			if c == unicode.ReplacementChar {
				what = text.Sayf("the replacement character U+FFFD", "替换字符 U+FFFD")
			}
			j.of("control-chars", at, f, f, what)
		}
	}
}

// blank reports whether a text shows nothing.
func blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !invisible(r) &&
			!unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
	})
}

// trimmed returns a text without the blanks around it.
func trimmed(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || invisible(r) })
}

// edges finds blanks around the text of a field other than those that have a
// rule of their own.
func (j *judge) edges(at spot, b *menu.Button, f menu.Field) {
	value := b.Value(f)
	_, bad := control(value)
	switch {
	case bad, f == menu.FieldURL, f == menu.FieldAppID, f == menu.FieldPagePath && strings.ContainsFunc(value, misplaced):
	case trimmed(value) != value:
		j.of("field-blank-edge", at, f, f, value)
	}
}

// unseen finds characters in the texts that are sent which reorder those around
// them, or which each phone draws as it likes.
func (j *judge) unseen(at spot, b *menu.Button) {
	for _, f := range append([]menu.Field{menu.FieldName}, menu.Uses(b.Type)...) {
		if c, found := hidden(b.Value(f)); found && f != menu.FieldAppID && !blank(b.Value(f)) {
			what := text.Sayf("the mark U+%04X, which reorders text", "会改变文字顺序的标记 U+%04X", c)
			if unicode.Is(unicode.Co, c) {
				what = text.Sayf("the private-use character U+%04X", "私用区字符 U+%04X", c)
			}
			j.of("hidden-chars", at, f, f, what)
		}
	}
}

// hidden returns the first character of a text that reorders others or is for
// private use.
func hidden(s string) (rune, bool) {
	for _, r := range s {
		if r > unicode.MaxLatin1 && unicode.In(r, unicode.Bidi_Control, unicode.Co) {
			return r, true
		}
	}
	return 0, false
}

// invisible reports whether a character shows nothing where it stands at the
// edge of a text: zero-width ones and fillers, which are pasted unseen or used
// to fake an empty name. The joiner of emoji is not among them.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\u2060', '\ufeff', '\u2800', '\u3164', '\uffa0':
		return true
	default:
		return false
	}
}

// control returns the first control character of a text, or U+FFFD.
func control(text string) (rune, bool) {
	for _, r := range text {
		if r < 0x20 || 0x7f <= r && r < 0xa0 || r == unicode.ReplacementChar {
			return r, true
		}
	}
	return 0, false
}

// repeats finds names and keys that a menu has twice.
func (j *judge) repeats(at string, buttons []menu.Button) {
	j.names(buttons, func(i int) spot { return spot{at, i, -1} })
	keys := map[event]*menu.Button{}
	for i := range buttons {
		j.sharedKey(keys, spot{at, i, -1}, &buttons[i])
		j.names(buttons[i].Sub, func(k int) spot { return spot{at, i, k} })
		for k := range buttons[i].Sub {
			j.sharedKey(keys, spot{at, i, k}, &buttons[i].Sub[k])
		}
	}
}

// names finds buttons beside each other that a follower cannot tell apart.
func (j *judge) names(list []menu.Button, at func(i int) spot) {
	if len(list) < 2 {
		return
	}
	first := make(map[string]int, len(list))
	for i := range list {
		name := trimmed(list[i].Name)
		if name == "" || j.silent(at(i)) {
			continue
		}
		if k, again := first[name]; again {
			j.of("name-duplicate-sibling", at(i), menu.FieldName, name, k+1)
		} else {
			first[name] = i
		}
	}
}

// event is what a tap tells the server of a button.
type event struct{ typ, key string }

// sharedKey finds a key that another button of the menu has as well. The same
// button in two sub-menus is meant; two names with one key are not.
func (j *judge) sharedKey(keys map[event]*menu.Button, at spot, b *menu.Button) {
	if b.Key == "" || len(b.Sub) > 0 || !sendsKey(b.Type) {
		return
	}
	e := event{b.Type, b.Key}
	first, again := keys[e]
	switch {
	case !again:
		keys[e] = b
	case trimmed(first.Name) != trimmed(b.Name):
		j.of("key-duplicate", at, menu.FieldKey, b.Key, trimmed(first.Name))
	}
}

// sendsKey reports whether a tap on a button of the type sends its key.
func sendsKey(typ string) bool {
	uses := menu.Uses(typ)
	return len(uses) == 1 && uses[0] == menu.FieldKey
}
