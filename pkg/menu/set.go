package menu

import (
	"fmt"
	"slices"
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

// Opaque reports whether a value that is no object stood where the menu should
// be; nothing else can be said of it.
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

// Button is one cell of a menu: one a follower taps, or one that opens the
// buttons of its sub-menu.
type Button struct {
	Type, Name, Key, URL, AppID, PagePath, MediaID, ArticleID string
	// Sub holds the sub-menu's buttons, as the phone stacks them from top to
	// bottom; a button with any is a container.
	Sub []Button
	// Extra holds the fields of a live answer that menu/create does not
	// know, such as value and news_info, sorted by name.
	Extra []Extra

	written, faulty fieldSet
}

// fieldSet is a set of Fields, one bit each.
type fieldSet uint16

// allFields is the set of every field.
const allFields fieldSet = 1<<fieldCount - 1

func (s fieldSet) has(f Field) bool { return s&(1<<f) != 0 }
func (s *fieldSet) add(f Field)     { *s |= 1 << f }

// Written reports whether the field was there when the button was decoded,
// even as an empty value.
func (b *Button) Written(f Field) bool { return b.written.has(f) }

// Faulty reports whether the field was there with a value of a JSON type it
// cannot have, so that the value here is empty and says nothing.
func (b *Button) Faulty(f Field) bool { return b.faulty.has(f) }

// Opaque reports whether a value that is no object stood where the button
// should be; nothing else can be said of it.
func (b *Button) Opaque() bool { return b.faulty == allFields }

// Value returns the value of a field; empty for FieldSubButton.
func (b *Button) Value(f Field) string {
	if p := b.text(f); p != nil {
		return *p
	}
	return ""
}

// text returns where the value of a text field is kept, nil for sub_button.
func (b *Button) text(f Field) *string {
	switch f {
	case FieldType:
		return &b.Type
	case FieldName:
		return &b.Name
	case FieldKey:
		return &b.Key
	case FieldURL:
		return &b.URL
	case FieldAppID:
		return &b.AppID
	case FieldPagePath:
		return &b.PagePath
	case FieldMediaID:
		return &b.MediaID
	case FieldArticleID:
		return &b.ArticleID
	default:
		return nil
	}
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

// SameTree reports whether two menus have the same buttons by position, type
// and what names something else exactly: key, appid, media and article ids. How
// names and addresses are written may differ.
func SameTree(a, b []Button) bool {
	return slices.EqualFunc(a, b, func(x, y Button) bool {
		return x.Type == y.Type && x.Key == y.Key && x.AppID == y.AppID &&
			x.MediaID == y.MediaID && x.ArticleID == y.ArticleID && SameTree(x.Sub, y.Sub)
	})
}
