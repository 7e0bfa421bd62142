package menu_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// A team's menuid is dropped: ids come from WeChat alone.
func TestDecodeDropsMenuID(t *testing.T) {
	t.Parallel()
	const data = `{"menu":{"button":[]},"conditionalmenu":[{"button":[],"matchrule":{"tag_id":"2"},"menuid":"7"}]}`
	acc := menu.DecodeSet("stem", []byte(data))
	if got := acc.Set.Conditional[0].ID; got != "" || len(acc.Problems) > 0 {
		t.Errorf("got menuid %q and %+v, want none", got, acc.Problems)
	}
}

// A sub-menu that could not be read is not taken for an empty one.
func TestDecodeMarksSubMenus(t *testing.T) {
	t.Parallel()
	const leaf = `{"type":"click","name":"a","key":"k"}`
	deep := `{"name":"a","sub_button":[{"name":"b","sub_button":[` + leaf + `]}]}`
	tests := []struct {
		name, button string
		below, want  bool
	}{
		{"an object", `{"name":"a","sub_button":{}}`, false, true},
		{"too many", `{"name":"a","sub_button":[` + strings.Repeat("{},", menu.MaxButtons) + `{}]}`, false, true},
		{"a third level", deep, true, true},
		{"two levels", deep, false, false},
		{"an empty third level", `{"name":"a","sub_button":[{"name":"b","sub_button":[]}]}`, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := menu.DecodeSet("stem", []byte(`{"button":[`+tt.button+`]}`)).Set.Menu[0]
			if tt.below {
				b = b.Sub[0]
			}
			if got := b.Faulty(menu.FieldSubButton); got != tt.want {
				t.Errorf("got faulty %t, want %t", got, tt.want)
			}
		})
	}
}

// Conditional menus of null are one problem; the menu beside them is judged.
func TestDecodeNullConditional(t *testing.T) {
	t.Parallel()
	const button, null = `"button":[{"type":"click","name":"a","key":"k"}]`, `"conditionalmenu":null`
	for data, menus := range map[string]int{
		`{` + button + `,` + null + `}`:                      1,
		`{"menu":{` + button + `},` + null + `}`:             1,
		`{"menu":{` + button + `},"button":[],` + null + `}`: 1,
		`{` + button + `,"conditionalmenu":[]}`:              0,
	} {
		acc := menu.DecodeSet("stem", []byte(data))
		if len(acc.Set.Menu) != menus || len(acc.Problems) == 0 {
			t.Errorf("%s: got %d buttons and problems %+v, want %d and some", data, len(acc.Set.Menu), acc.Problems, menus)
		}
	}
}

func TestDecodeMarks(t *testing.T) {
	t.Parallel()
	const data = `{"menu":{"button":[{"type":"","key":5},7]},"conditionalmenu":[{"button":[],"matchrule":{}},{"button":[]},{"button":[],"matchrule":{"x":[]}},5]}`
	set := slices.Collect(menu.Decode("stem", []byte(data)))[0].Set
	b := &set.Menu[0]
	tests := []struct {
		name string
		got  bool
		want bool
	}{
		{"an empty field is written", b.Written(menu.FieldType), true},
		{"an empty field is not faulty", b.Faulty(menu.FieldType), false},
		{"a faulty field is written", b.Written(menu.FieldKey), true},
		{"a number is faulty", b.Faulty(menu.FieldKey), true},
		{"a button that is a number is faulty in all fields", set.Menu[1].Faulty(menu.FieldType) && set.Menu[1].Faulty(menu.FieldSubButton), true},
		{"a missing field is not written", b.Written(menu.FieldName), false},
		{"a number is an opaque conditional menu", set.Conditional[3].Opaque(), true},
		{"an object is not an opaque conditional menu", set.Conditional[0].Opaque(), false},
		{"an empty matchrule is written", set.Conditional[0].Match.Written(), true},
		{"an empty matchrule is empty", set.Conditional[0].Match.Empty(), true},
		{"a missing matchrule is not written", set.Conditional[1].Match.Written(), false},
		{"a missing matchrule is empty", set.Conditional[1].Match.Empty(), true},
		{"a faulty matchrule is not empty", set.Conditional[2].Match.Empty(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got != tt.want {
				t.Errorf("got %t, want %t", tt.got, tt.want)
			}
		})
	}
}
