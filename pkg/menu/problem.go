package menu

import (
	"strconv"
	"strings"
)

// Kind says what is wrong with the shape of a value.
type Kind uint8

const (
	// NotMenu is a value that should be a menu and has no array "button".
	NotMenu Kind = iota + 1
	// Wrapped is a menu with a part of WeChat's answer around it:
	// selfmenu_info, is_menu_open, or menu inside menu.
	Wrapped
	// MatchRuleInMenu is a matchrule in a default menu, where WeChat ignores
	// it and shows the menu to every follower.
	MatchRuleInMenu
	// NoDefault is conditional menus without a default menu.
	NoDefault
	// WrongType is a value of a JSON type that does not belong there.
	WrongType
	// UnknownField is a field that nothing in the API has.
	UnknownField
	// SubNotArray is a sub_button of another JSON type than array.
	SubNotArray
	// TooDeep is a sub-menu inside a sub-menu.
	TooDeep
	// RetiredField is a matchrule field that WeChat retired for privacy.
	RetiredField
	// TooMany is an array of more buttons or menus than are read, or a table of
	// more accounts: Field names it, and Count says how many there are.
	TooMany
	// TooLarge is an account of more values than are read.
	TooLarge
	// TooNested is an account whose values nest deeper than is read.
	TooNested
	// GroupID is the matchrule field tag_id under its former name.
	GroupID
)

// Problem is one thing wrong with the shape of what a team wrote.
type Problem struct {
	Kind Kind
	// Path is a JSON pointer to the value at fault, or, where something is
	// missing, to the object that lacks it.
	Path string
	// Field is the name of the field at fault, where there is one.
	Field string
	// Want and Got say what should be there and what is, for WrongType, NotMenu
	// and SubNotArray.
	Want, Got Shape
	// Known holds the fields that could have been meant, for UnknownField.
	Known []string
	// Near is a field that is there and was probably meant to be Known's only
	// one, for NotMenu; empty where there is none.
	Near string
	// Count is how many elements there are, for TooMany.
	Count int
}

// pointer is a JSON pointer under construction (RFC 6901).
type pointer string

func (p pointer) field(name string) pointer {
	if strings.ContainsAny(name, "~/") {
		name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	return p + "/" + pointer(name)
}

func (p pointer) index(i int) pointer {
	return p + "/" + pointer(strconv.Itoa(i))
}
