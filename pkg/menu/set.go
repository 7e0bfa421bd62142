package menu

import (
	"fmt"
	"strings"
)

// Set is an account's default menu and its conditional menus: what is
// published as one unit. The zero value is "no menu at all".
type Set struct {
	// Menu holds the default menu's top-level buttons, left to right; empty
	// means that there is no default menu.
	Menu []Button
	// Conditional holds the conditional menus, highest priority first, which
	// is the order menu/get lists them in (newest first).
	Conditional []Conditional
	// Beside holds the fields of a live answer that stand beside its menus, a
	// conditional menu's own too, and of which caidan knows nothing, in the order of
	// their names. It is in no digest, and empty where there is no default menu.
	Beside []Extra
}

// Conditional is a menu that only the followers its rule matches see.
type Conditional struct {
	// Menu holds its top-level buttons, left to right.
	Menu []Button
	// Match says who sees it.
	Match MatchRule
	// ID is WeChat's menuid in decimal; empty in what a team wrote. It
	// changes with each publish and is in no digest.
	ID string

	opaque bool
}

// Opaque reports whether a value other than an object stood where the menu
// should be; nothing else can be said of it.
func (c *Conditional) Opaque() bool { return c.opaque }

// MatchRule says which followers see a conditional menu. A follower matches
// when every field that is not empty does.
type MatchRule struct {
	// TagID is a user tag's id in decimal; menu/get may call it group_id.
	TagID string
	// ClientPlatformType is "1" for iOS, "2" for Android, "3" for others.
	ClientPlatformType string
	// Extra holds the fields of a live answer that are not in force today,
	// such as the retired sex and country, sorted by name.
	Extra []Extra

	written bool
}

// Written reports whether there was a matchrule when the menu was decoded,
// even an empty one.
func (m MatchRule) Written() bool { return m.written }

// Empty reports whether the rule names no field at all.
func (m MatchRule) Empty() bool {
	return m.TagID == "" && m.ClientPlatformType == "" && len(m.Extra) == 0
}

// String returns the fields the rule names, such as "tag_id=134
// client_platform_type=1".
func (m MatchRule) String() string {
	var parts []string
	if m.TagID != "" {
		parts = append(parts, "tag_id="+m.TagID)
	}
	if m.ClientPlatformType != "" {
		parts = append(parts, "client_platform_type="+m.ClientPlatformType)
	}
	for _, x := range m.Extra {
		parts = append(parts, fmt.Sprintf("%s=%v", x.Name, x.Value))
	}
	return strings.Join(parts, " ")
}

// Extra is a field of a live answer that caidan has no use for but keeps.
type Extra struct {
	// Name is the field's name.
	Name string
	// Value is its value as decoded from JSON, numbers as json.Number.
	Value any
}

// Default returns the set without its conditional menus.
func (s Set) Default() Set { return Set{Menu: s.Menu} }

// Tappable returns how many buttons of the menu a follower can tap with
// effect: leaves at the top and in sub-menus.
func Tappable(menu []Button) int {
	n := 0
	for i := range menu {
		if len(menu[i].Sub) > 0 {
			n += len(menu[i].Sub)
		} else {
			n++
		}
	}
	return n
}
