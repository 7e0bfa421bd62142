package pull

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// buttons writes the members of an array of buttons, one level deeper than the
// array.
func (g *page) buttons(list []menu.Button) {
	g.depth++
	for i := range list {
		g.button(&list[i])
	}
	g.depth--
}

func (g *page) button(b *menu.Button) {
	if o, ok := obstacleOf(b); ok {
		g.substitute(b, o)
		return
	}
	if rest := leftovers(b); len(rest) > 0 {
		g.note(text.Say(
			"WeChat answers more of this button than menu/create takes:",
			"下面这个按钮，微信还返回了 menu/create 不接受的字段：",
		))
		g.fields(rest)
	}
	if len(b.Sub) == 0 {
		g.line(constructor(b) + ",")
		return
	}
	g.line("caidan.submenu(" + text.Jsonnet(b.Name) + ", [")
	g.buttons(b.Sub)
	g.line("]),")
}

// constructor returns the call that makes a leaf.
func constructor(b *menu.Button) string {
	args := []string{text.Jsonnet(b.Name)}
	for _, f := range menu.Uses(b.Type) {
		args = append(args, text.Jsonnet(b.Value(f)))
	}
	return "caidan." + b.Type + "(" + strings.Join(args, ", ") + ")"
}

// buttonTexts returns the fields of a button that menu/create knows and that are not
// empty, but its sub-menu.
func buttonTexts(b *menu.Button) []menu.Extra {
	var list []menu.Extra
	for _, f := range menu.Fields() {
		if v := b.Value(f); v != "" {
			list = append(list, menu.Extra{Name: f.String(), Value: v})
		}
	}
	return list
}

// leftovers returns the fields of a button that its constructor has no place
// for.
func leftovers(b *menu.Button) []menu.Extra {
	used := []string{menu.FieldName.String()}
	if len(b.Sub) == 0 {
		used = append(used, menu.FieldType.String())
		for _, f := range menu.Uses(b.Type) {
			used = append(used, f.String())
		}
	}
	unused := slices.DeleteFunc(buttonTexts(b), func(x menu.Extra) bool { return slices.Contains(used, x.Name) })
	return append(unused, b.Extra...)
}

// fields lists fields below a note, a line each.
func (g *page) fields(list []menu.Extra) {
	for _, x := range list {
		g.detail(fieldName(x.Name) + ": " + literal(x.Value))
	}
}
