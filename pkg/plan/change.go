package plan

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// Kind is one of the things that can happen to a button or a menu.
type Kind string

const (
	// Added is a button, sub-menu or whole menu that was not there.
	Added Kind = "added"
	// Removed is a button, sub-menu or whole menu that is gone.
	Removed Kind = "removed"
	// Replaced is a button that made way, at its place, for another one with
	// another name that does something else; either may be a sub-menu.
	Replaced Kind = "replaced"
	// Moved is a button or sub-menu at another place among its neighbours, a
	// button in another sub-menu, or a conditional menu of another priority.
	Moved Kind = "moved"
	// Renamed is a button or sub-menu with another name.
	Renamed Kind = "renamed"
	// Retargeted is a button that does something else.
	Retargeted Kind = "retargeted"
)

// Change is what happens to one button or sub-menu, or, when it has neither
// Before nor After, to the whole menu of its followers.
type Change struct {
	// Kinds holds what happens, at least one: Added, Removed or Replaced alone,
	// or any of Moved, Renamed and Retargeted in this order.
	Kinds []Kind `json:"kinds"`
	// Followers says whose conditional menu it is in; nil is the default menu.
	Followers *Followers `json:"followers,omitempty"`
	// Before is the button as it is; nil when it is added.
	Before *Spot `json:"before,omitempty"`
	// After is the button as it will be; nil when it is removed.
	After *Spot `json:"after,omitempty"`
	// Within reports that a button that moved is still in the bar, or in the
	// sub-menu, that it was in.
	Within bool `json:"within,omitempty"`
	// Fields holds the names of the fields beside the name in which Before
	// and After differ; for Retargeted.
	Fields []string `json:"fields,omitempty"`
	// Buttons is how many buttons can be tapped in a menu that is added or
	// removed as a whole.
	Buttons int `json:"buttons,omitempty"`
	// Rank is the new place of a conditional menu that moved, from 1, the
	// highest priority.
	Rank int `json:"rank,omitempty"`
}

// Spot is a button at its place in a menu.
type Spot struct {
	// Path holds the names to tap from the bar on: one, or two for a button in
	// a sub-menu.
	Path []string `json:"path"`
	// Column is its place in the bar, or its sub-menu's, from the left from 1.
	Column int `json:"column"`
	// Row is its place in its sub-menu from the top from 1; 0 is in the bar.
	Row int `json:"row,omitempty"`
	// Sub is how many buttons its sub-menu has; 0 for a button that does
	// something itself.
	Sub int `json:"sub,omitempty"`
	// Button holds what a tap does, as far as the type uses it, and neither a
	// name nor a sub-menu: they stand in Path and Sub.
	menu.Button
}

// Followers says who sees a conditional menu.
type Followers struct {
	// Tag is the id of the tag they have; empty is any.
	Tag string `json:"tag,omitempty"`
	// Platform is their client_platform_type; empty is any.
	Platform string `json:"platform,omitempty"`
	// Retired holds the conditions of a live menu that WeChat has retired, as
	// name=value. No follower matches a menu that has one.
	Retired []string `json:"retired,omitempty"`
	// Unknown holds the conditions of a live menu that caidan does not know,
	// as name=value.
	Unknown []string `json:"unknown,omitempty"`
	// Hidden reports that no follower sees the menu, because one of a higher
	// priority has the same rule. An interrupted publish leaves such behind.
	Hidden bool `json:"hidden,omitempty"`
}

// None reports whether no follower sees the menu.
func (f *Followers) None() bool { return f != nil && (f.Hidden || len(f.Retired) > 0) }

// Is reports whether the kind is among the change's.
func (c *Change) Is(k Kind) bool { return slices.Contains(c.Kinds, k) }

// Map returns the change with other texts. f says what becomes of each text that
// came from outside, such as a name, a key, a link or an id, also of an empty
// one, and is told whether it is the name of a button. What happens to which
// type of button stays.
func (c Change) Map(f func(value string, name bool) string) Change {
	value := func(s string) string { return f(s, false) }
	c.Before, c.After = c.Before.mapped(f), c.After.mapped(f)
	if who := c.Followers; who != nil {
		c.Followers = &Followers{Tag: value(who.Tag), Platform: who.Platform, Retired: each(who.Retired, value), Unknown: each(who.Unknown, value), Hidden: who.Hidden}
	}
	return c
}

func (s *Spot) mapped(f func(string, bool) string) *Spot {
	if s == nil {
		return nil
	}
	m := *s
	m.Path = each(s.Path, func(name string) string { return f(name, true) })
	for _, field := range menu.Fields() {
		if field != menu.FieldType && field != menu.FieldSubButton {
			m.Put(field, f(s.Value(field), false))
		}
	}
	return &m
}

func each(list []string, f func(string) string) []string {
	var out []string
	for _, s := range list {
		out = append(out, f(s))
	}
	return out
}

// whole reports whether the change is about a menu as a whole.
func (c *Change) whole() bool { return c.Before == nil && c.After == nil }

// leaf reports whether a follower can tap the button with effect.
func (s *Spot) leaf() bool { return s != nil && s.Sub == 0 }

// console reports whether only the web console can make the button.
func (s *Spot) console() bool {
	if !s.leaf() {
		return false
	}
	t, _ := menu.TypeOf(s.Type)
	return t.Console
}

// loses reports whether the change takes a button to tap from followers: neither
// its name nor what it does stays at its place.
func (c *Change) loses() bool { return c.Before.leaf() && (!c.After.leaf() || c.Is(Replaced)) }

// bar is how many buttons more the change puts into the bar.
func (c *Change) bar() int { return c.After.bar() - c.Before.bar() }

func (s *Spot) bar() int {
	if s == nil || s.Row != 0 {
		return 0
	}
	return 1
}

// losesConsole reports whether the change takes away what a button does, and
// only the web console could bring it back.
func (c *Change) losesConsole() bool {
	return c.Before.console() && (c.After == nil || c.After.Type != c.Before.Type)
}

// Losses is what followers lose by some changes.
type Losses struct {
	// Buttons holds the buttons they could tap, in the default menu and in
	// conditional menus that stay.
	Buttons []Change
	// Top holds what leaves the bar of those of these menus whose bar gets
	// shorter, buttons and sub-menus.
	Top []Change
	// Menus holds the menus that are gone as a whole; their buttons are
	// counted nowhere else.
	Menus []Change
	// Console holds what was made in the web console and cannot be made by
	// the API.
	Console []Change
}

// Lost returns what followers lose by the plan. A menu that no follower sees is
// no loss.
func (p Plan) Lost() Losses {
	var lost Losses
	longer := map[*Followers]int{}
	for i := range p.Changes {
		longer[p.Changes[i].Followers] += p.Changes[i].bar()
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Followers.None() {
			continue
		}
		if c.loses() {
			lost.Buttons = append(lost.Buttons, *c)
		}
		if c.bar() < 0 && longer[c.Followers] < 0 {
			lost.Top = append(lost.Top, *c)
		}
		if c.Is(Removed) && c.whole() {
			lost.Menus = append(lost.Menus, *c)
		}
		if c.losesConsole() {
			lost.Console = append(lost.Console, *c)
		}
	}
	return lost
}
