package plan

import "github.com/caidan-dev/caidan/pkg/menu"

// cell is a button at its place.
type cell struct {
	*menu.Button
	// parent is the sub-menu it is in; nil in the bar.
	parent *cell
	// previous is the cell before it in its list; nil for the first.
	previous *cell
	// children holds the buttons of a sub-menu.
	children []*cell
	// col and row are Column and Row of its Spot.
	col, row int
	// id is what tapping it does; equal for buttons that are the same to a
	// follower. Empty for a sub-menu.
	id string
	// pair is the same button in the other menu; nil while there is none.
	pair *cell
	// strays reports that it has changed places with its neighbours.
	strays bool
}

// board is a menu as followers look at it.
type board struct {
	// top holds the bar from left to right.
	top []*cell
	// all holds every cell, each sub-menu before its buttons.
	all []*cell
}

func lay(list []menu.Button) board {
	var b board
	var left *cell
	for i := range list {
		top := &cell{Button: &list[i], previous: left, col: i + 1}
		b.top, left = append(b.top, top), top
		b.all = append(b.all, top)
		var above *cell
		for k := range top.Sub {
			sub := &cell{Button: &top.Sub[k], parent: top, previous: above, col: i + 1, row: k + 1, id: identity(&top.Sub[k])}
			top.children, above = append(top.children, sub), sub
			b.all = append(b.all, sub)
		}
		if top.children == nil {
			top.id = identity(top.Button)
		}
	}
	return b
}

// container reports whether the cell is a sub-menu.
func (c *cell) container() bool { return len(c.children) > 0 }

// identity returns what tapping a button does: the key, the link, the page of a
// mini program, the material or the article. What the web console made has the
// whole button for it, as far as WeChat answers it the same each time.
func identity(b *menu.Button) string {
	t, ok := menu.TypeOf(b.Type)
	if !ok || t.Console {
		return "other\x00" + definition(b)
	}
	id := ""
	for _, f := range t.Target {
		id += f.String() + "\x00" + b.Value(f) + "\x00"
	}
	return id
}

// Target returns what tapping a button does: the same for two buttons that are
// the same to a follower, empty for one that does nothing.
func Target(b *menu.Button) string {
	if b.Type == "" {
		return ""
	}
	return identity(b)
}

// definition returns the canonical form of a button without its name.
func definition(b *menu.Button) string {
	nameless := *b
	nameless.Name = ""
	return string(menu.Set{Menu: []menu.Button{nameless}}.CreateBody())
}

// definition returns what the cell is beside its name; the buttons of a sub-menu
// have definitions of their own.
func (c *cell) definition() string {
	if !c.container() {
		return definition(c.Button)
	}
	alone := *c.Button
	alone.Sub = nil
	// Without buttons it must not be taken for a button that does nothing.
	return "sub\x00" + definition(&alone)
}

// extras returns the fields the API does not know, each with what is compared
// of it.
func (c *cell) extras() map[string]string {
	out := map[string]string{}
	for _, x := range c.Extra {
		out[x.Name] = definition(&menu.Button{Type: c.Type, Extra: []menu.Extra{x}})
	}
	return out
}

// spot returns the cell as a change shows it.
func (c *cell) spot() *Spot {
	path := []string{c.Name}
	if c.parent != nil {
		path = []string{c.parent.Name, c.Name}
	}
	sent := c.Sent()
	sent.Name = ""
	return &Spot{Path: path, Column: c.col, Row: c.row, Sub: len(c.children), Button: sent}
}
