package menu_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// array returns a JSON array of n elements.
func array(n int, element string) string {
	return "[" + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + "]"
}

// What is far above what WeChat takes is one problem, and nothing in it is read.
func TestDecodeTooMuch(t *testing.T) {
	t.Parallel()
	const leaf = `{"type":"click","name":"a","key":"k"}`
	tests := []struct {
		name, json string
		want       []menu.Problem
	}{
		{"as many buttons as are read", `{"button":` + array(menu.MaxButtons, leaf) + `}`, nil},
		{"too many buttons", `{"button":` + array(200_000, "{}") + `}`, []menu.Problem{
			{Kind: menu.TooMany, Path: "/button", Field: "button", Count: 200_000},
		}},
		{"too many buttons of any kind", `{"button":` + array(menu.MaxButtons+1, `[1,{"button":[]},"]"]`) + `}`, []menu.Problem{
			{Kind: menu.TooMany, Path: "/button", Field: "button", Count: menu.MaxButtons + 1},
		}},
		{"too many in a sub-menu", `{"button":[{"name":"a","sub_button":` + array(1000, "null") + `}]}`, []menu.Problem{
			{Kind: menu.TooMany, Path: "/button/0/sub_button", Field: "sub_button", Count: 1000},
		}},
		{"as many conditional menus as are read", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":` + array(menu.MaxConditional, `{"button":[`+leaf+`]}`) + `}`, nil},
		{"too many conditional menus", `{"conditionalmenu":` + array(300_000, "{}") + `}`, []menu.Problem{
			{Kind: menu.TooMany, Path: "/conditionalmenu", Field: "conditionalmenu", Count: 300_000}, {Kind: menu.NoDefault},
		}},
		{"too many values", `{"button":[{"x":` + array(100_000, "0") + `}]}`, []menu.Problem{{Kind: menu.TooLarge}}},
		{"too deep", `{"button":[{"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}]}`, []menu.Problem{{Kind: menu.TooNested}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := menu.DecodeSet("a", []byte(tt.json)).Problems; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %.300v\nwant %.300v", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", tt.want))
			}
		})
	}
}

// A table has its limits for each account, and one for accounts.
func TestDecodeTooManyAccounts(t *testing.T) {
	t.Parallel()
	table := func(n int) []byte {
		var b bytes.Buffer
		for i := range n {
			fmt.Fprintf(&b, `,"s%d":{"button":%s}`, i, array(menu.MaxButtons+i%2, "{}"))
		}
		return []byte(`{"accounts":{` + b.String()[1:] + `}}`)
	}
	many := 0
	for a := range menu.Decode("stem", table(3000)) {
		if len(a.Problems) > 0 {
			many++
		}
	}
	if many != 1500 {
		t.Errorf("got %d accounts with too many buttons, want half of 3000", many)
	}
	all := 0
	for a := range menu.Decode("stem", table(menu.MaxAccounts)) {
		if all++; a.Table {
			t.Errorf("got %+v of as many accounts as are read", a.Problems)
		}
	}
	if all != menu.MaxAccounts {
		t.Errorf("got %d accounts, want %d", all, menu.MaxAccounts)
	}
	got := slices.Collect(menu.Decode("stem", table(menu.MaxAccounts+1)))
	want := []menu.Account{{Name: "stem", Table: true, Problems: []menu.Problem{
		{Kind: menu.TooMany, Path: "/accounts", Field: "accounts", Count: menu.MaxAccounts + 1, Got: menu.ShapeEmptyObject},
	}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// No name is repeated beyond what can be shown, and no pointer holds it.
func TestDecodeLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("名", 1<<20)
	data := `{"` + long + `":1,"accounts":{"` + long + `":{"` + long + `":1,"button":[{"` + long + `":1}]},
		"a":{"menu":{"button":[]},"conditionalmenu":[{"button":[],"matchrule":{"` + long + `":"x"}}]}}}`
	for a := range menu.Decode("stem", []byte(data)) {
		if len(a.Name) > 3*80 || len(a.Problems) == 0 {
			t.Errorf("got a name of %d bytes and %d problems", len(a.Name), len(a.Problems))
		}
		for _, p := range a.Problems {
			if len(p.Path) > 100 || len(p.Field) > 3*80 {
				t.Errorf("got a path of %d bytes and a field of %d, want them short", len(p.Path), len(p.Field))
			}
		}
	}
}

// Read reads what encoding/json reads.
func TestRead(t *testing.T) {
	t.Parallel()
	value := rapid.Custom(func(t *rapid.T) any { return draw(t, 0) })
	rapid.Check(t, func(t *rapid.T) {
		data, err := json.Marshal(value.Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "indented") {
			var b bytes.Buffer
			_ = json.Indent(&b, data, "\t", "\r\n ")
			data = b.Bytes()
		}
		checkRead(t, data)
	})
	for _, data := range []string{`"\ud83d\ude00\ud800\n\""`, "\"\xff\"", `{"a":1,"a":2}`, ` [ ] `, `{ }`, `-1.5e+30`, ``, `[1`, `nul`} {
		checkRead(t, []byte(data))
	}
}

// checkRead holds what is read of JSON against encoding/json.
func checkRead(t rapid.TB, data []byte) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var want any
	wrong := d.Decode(&want) != nil
	if got, err := menu.Read(data); (err != nil) != wrong || err == nil && !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %#v, %v, want %#v", data, got, err, want)
	}
}

// draw draws a JSON value.
func draw(t *rapid.T, level int) any {
	kind := rapid.IntRange(0, 6-2*(level/4)).Draw(t, "kind")
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"button", "}", `"`, `\`, ",", " "}))
	switch kind {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "boolean")
	case 2:
		return rapid.Float64().Draw(t, "number")
	case 3, 4:
		return text.Draw(t, "text")
	case 5:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			list = append(list, draw(t, level+1))
		}
		return list
	default:
		fields := map[string]any{}
		for range rapid.IntRange(0, 3).Draw(t, "fields") {
			fields[text.Draw(t, "name")] = draw(t, level+1)
		}
		return fields
	}
}
