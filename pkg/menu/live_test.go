package menu_test

import (
	"reflect"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestDecodeAPI(t *testing.T) {
	t.Parallel()
	for name, data := range inputs(t, "api-*.json") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := menu.DecodeAPI(data)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".golden", append(set.Canonical(), '\n'))
		})
	}
}

func TestDecodeAPIIDs(t *testing.T) {
	t.Parallel()
	set, err := menu.DecodeAPI(input(t, "api-conditional.json"))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{set.Conditional[0].ID, set.Conditional[1].ID}
	if want := []string{"449778326", "449778324"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got menuids %q, want %q: one is a number, one a string", got, want)
	}
}

// What WeChat is known to vary, or might, changes no digest; what it says more
// is kept.
func TestDecodeAPIForgives(t *testing.T) {
	t.Parallel()
	const head, tail = `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]},"conditionalmenu":[`, `]}`
	const button = `"button":[{"type":"click","name":"b","key":"2"}],"matchrule":`
	tests := []struct {
		name string
		json string
		want string
	}{
		{"numbers in text fields", `{"menu":{"button":[{"type":"click","name":"a","key":1}]}}`, `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]}}`},
		{"no conditional menus", `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]},"conditionalmenu":null}`, `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]}}`},
		{"no buttons", `{"menu":{"button":[]}}`, `{}`},
		{"empty and null fields", `{"menu":{"button":[{"type":"click","name":"a","key":"1","url":"","appid":null,"new":null,"newer":"","sub_button":null}]}}`, `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]}}`},
		{"empty sub-menus", `{"menu":{"button":[{"type":"click","name":"a","key":"1","sub_button":{}},{"type":"click","name":"b","key":"2","sub_button":""},{"type":"click","name":"c","key":"3","sub_button":{"list":[]}}]}}`, `{"menu":{"button":[{"type":"click","name":"a","key":"1"},{"type":"click","name":"b","key":"2"},{"type":"click","name":"c","key":"3"}]}}`},
		{"unknown fields, sorted within", `{"menu":{"button":[{"type":"click","name":"a","key":"1","z":{"b":[1,true,false,null],"a":"x"},"new":1.50}]}}`, `{"menu":{"button":[{"type":"click","name":"a","key":"1","new":1.50,"z":{"a":"x","b":[1,true,false,null]}}]}}`},
		{"an unknown type keeps everything", `{"menu":{"button":[{"type":"finder","name":"a","key":"1","url":"u","media_id":"m"}]}}`, `{"menu":{"button":[{"type":"finder","name":"a","key":"1","url":"u","media_id":"m"}]}}`},
		{"known fields of another type are kept", `{"menu":{"button":[{"type":"click","name":["a"],"key":true,"sub_button":7}]}}`, `{"menu":{"button":[{"type":"click","key":true,"name":["a"],"sub_button":7}]}}`},
		{"a wrapper of sub-menus that holds no list", `{"menu":{"button":[{"name":"a","sub_button":{"list":5}},{"name":"b","sub_button":{"items":[]}}]}}`, `{"menu":{"button":[{"name":"a","sub_button":{"list":5}},{"name":"b","sub_button":{"items":[]}}]}}`},
		{"a menu beside button", `{"menu":{"button":[{"type":"click","name":"a","key":"1"}],"menu":{}}}`, `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]}}`},
		{"a third level", `{"menu":{"button":[{"name":"a","sub_button":[{"name":"b","sub_button":[{"type":"click","name":"c","key":"k"}]}]}]}}`, `{"menu":{"button":[{"name":"a","sub_button":[{"name":"b","sub_button":[{"type":"click","name":"c","key":"k"}]}]}]}}`},
		{"numbers in a matchrule", head + `{` + button + `{"tag_id":2,"client_platform_type":3}}` + tail, head + `{` + button + `{"tag_id":"2","client_platform_type":"3"}}` + tail},
		{"group_id", head + `{` + button + `{"group_id":2}}` + tail, head + `{` + button + `{"tag_id":"2"}}` + tail},
		{"group_id beside an empty tag_id", head + `{` + button + `{"group_id":"2","tag_id":""}}` + tail, head + `{` + button + `{"tag_id":"2"}}` + tail},
		{"group_id of another type", head + `{` + button + `{"group_id":[2]}}` + tail, head + `{` + button + `{"group_id":[2]}}` + tail},
		{"group_id beside a tag_id that rules", head + `{` + button + `{"group_id":"1","tag_id":"2"}}` + tail, head + `{` + button + `{"tag_id":"2"}}` + tail},
		{"group_id beside a tag_id of another type", head + `{` + button + `{"group_id":"1","tag_id":true}}` + tail, head + `{` + button + `{"group_id":"1","tag_id":true}}` + tail},
		{"retired fields, numbers as strings", head + `{` + button + `{"sex":1,"city":"","country":"c","language":null}}` + tail, head + `{` + button + `{"country":"c","sex":"1"}}` + tail},
		{"a matchrule that is null", head + `{` + button + `null}` + tail, head + `{` + button + `{}}` + tail},
		{"a matchrule that is a number", head + `{` + button + `1}` + tail, head + `{` + button + `{"matchrule":"1"}}` + tail},
		{"a matchrule that is not an object", head + `{` + button + `[1]}` + tail, head + `{` + button + `{"matchrule":[1]}}` + tail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for form, want := range map[string]string{tt.json: tt.want, tt.want: tt.want} {
				if tt.want == `{}` && form == tt.want {
					continue // menu/get says 46003 then
				}
				set, err := menu.DecodeAPI([]byte(form))
				if err != nil {
					t.Fatal(err)
				}
				if got := string(set.Canonical()); got != want {
					t.Errorf("%s\n got %s\nwant %s", form, got, want)
				}
			}
		})
	}
}

// A part that cannot be read is an error. Left out it would look like a menu
// that the console removed, and be removed.
func TestDecodeAPIUnreadable(t *testing.T) {
	t.Parallel()
	const head = `{"menu":{"button":[{"type":"click","name":"a","key":"1"}]},"conditionalmenu":`
	tests := []struct {
		name string
		json string
		want string
	}{
		{"no JSON", `<html>`, "decode menu/get answer: invalid character '<' looking for beginning of value"},
		{"two values", `{"menu":{"button":[]}}{}`, "decode menu/get answer: invalid character '{' after top-level value"},
		{"an array", `[]`, "decode menu/get answer: want an object, got an array"},
		{"an error answer", `{"errcode":46003,"errmsg":"menu no exist"}`, "decode menu/get answer: no menu.button array"},
		{"no button", `{"menu":{}}`, "decode menu/get answer: no menu.button array"},
		{"button is not an array", `{"menu":{"button":{}}}`, "decode menu/get answer: no menu.button array"},
		{"a button is not an object", `{"menu":{"button":[[]]}}`, "decode menu/get answer: want an object at /menu/button/0, got an array"},
		{"a button in a sub-menu is not an object", `{"menu":{"button":[{"sub_button":[{},1]}]}}`, "decode menu/get answer: want an object at /menu/button/0/sub_button/1, got a number"},
		{"conditionalmenu is an object", head + `{"0":{}}}`, "decode menu/get answer: want an array at /conditionalmenu, got an object"},
		{"a conditional menu is not an object", head + `[1]}`, "decode menu/get answer: want an object at /conditionalmenu/0, got a number"},
		{"a conditional menu without button", head + `[{"menuid":1}]}`, "decode menu/get answer: want an object with button at /conditionalmenu/0, got an object without button"},
		{"a conditional menu whose button is not an array", head + `[{"button":{}}]}`, "decode menu/get answer: want an array at /conditionalmenu/0/button, got an empty object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set, err := menu.DecodeAPI([]byte(tt.json))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %s, %v, want the error %s", set.Canonical(), err, tt.want)
			}
		})
	}
}

func TestDecodeShown(t *testing.T) {
	t.Parallel()
	open := map[string]bool{
		"shown-default.json": true, "shown-console.json": true, "shown-console-later.json": true,
		"shown-closed.json": false, "shown-none.json": false,
	}
	for name, data := range inputs(t, "shown-*.json") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shown, err := menu.DecodeShown(data)
			if err != nil {
				t.Fatal(err)
			}
			if want := open[name]; shown.Open != want {
				t.Errorf("got open %t, want %t", shown.Open, want)
			}
			golden(t, name+".golden", append(shown.Set.Canonical(), '\n'))
		})
	}
}

// Media of console buttons have a new value at each read, and news are
// described anew; the Set keeps them, its digest does not.
func TestDecodeShownVolatile(t *testing.T) {
	t.Parallel()
	first, err := menu.DecodeShown(input(t, "shown-console.json"))
	if err != nil {
		t.Fatal(err)
	}
	later, err := menu.DecodeShown(input(t, "shown-console-later.json"))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := first.Set.Digest(), later.Set.Digest(); a != b {
		t.Errorf("got digests %s and %s of two reads, want one", a, b)
	}
	if got := extra(&first.Set.Menu[2], "value"); got != "ax5Whs5dsoom" {
		t.Errorf("got value %v of the img button, want ax5Whs5dsoom", got)
	}
	if got := extra(&first.Set.Menu[0].Sub[1], "news_info"); got == nil {
		t.Error("got no news_info of the news button, want it kept")
	}
}

// extra returns a field that menu/create does not know.
func extra(b *menu.Button, name string) any {
	for _, x := range b.Extra {
		if x.Name == name {
			return x.Value
		}
	}
	return nil
}

// The value of these is what the button is: another value is another menu.
func TestDecodeShownValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		typ      string
		volatile bool
	}{
		{"text", "text", false},
		{"news", "news", false},
		{"a type of tomorrow", "finder", false},
		{"img", "img", true},
		{"photo", "photo", true},
		{"voice", "voice", true},
		{"video", "video", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var digests []string
			for _, value := range []string{"one", "two"} {
				shown, err := menu.DecodeShown([]byte(`{"is_menu_open":1,"selfmenu_info":{"button":[{"type":"` + tt.typ + `","name":"a","value":"` + value + `"}]}}`))
				if err != nil {
					t.Fatal(err)
				}
				digests = append(digests, shown.Set.Digest())
			}
			if got := digests[0] == digests[1]; got != tt.volatile {
				t.Errorf("got equal digests %t, want %t", got, tt.volatile)
			}
		})
	}
}

func TestDecodeShownForms(t *testing.T) {
	t.Parallel()
	const fail = "decode get_current_selfmenu_info answer: "
	tests := []struct {
		name string
		json string
		want string
		err  string
	}{
		{"open as a string", `{"is_menu_open":"1","selfmenu_info":{"button":[]}}`, `{}`, ""},
		{"no selfmenu_info", `{"is_menu_open":1}`, `{}`, ""},
		{"selfmenu_info is null", `{"is_menu_open":1,"selfmenu_info":null}`, `{}`, ""},
		{"selfmenu_info is empty", `{"is_menu_open":1,"selfmenu_info":{}}`, `{}`, ""},
		{"button is null", `{"is_menu_open":1,"selfmenu_info":{"button":null}}`, `{}`, ""},
		{"a sub-menu as a plain array", `{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"a","sub_button":[{"type":"click","name":"b","key":"k"}]}]}}`, `{"menu":{"button":[{"name":"a","sub_button":[{"type":"click","name":"b","key":"k"}]}]}}`, ""},
		{"no JSON", ``, "", fail + "unexpected end of JSON input"},
		{"an error answer", `{"errcode":40001,"errmsg":"x"}`, "", fail + "is_menu_open is neither 0 nor 1"},
		{"open is a boolean", `{"is_menu_open":true}`, "", fail + "is_menu_open is neither 0 nor 1"},
		{"open is 2", `{"is_menu_open":2}`, "", fail + "is_menu_open is neither 0 nor 1"},
		{"selfmenu_info is an array", `{"is_menu_open":1,"selfmenu_info":[]}`, "", fail + "want an object at /selfmenu_info, got an array"},
		{"button is an object", `{"is_menu_open":1,"selfmenu_info":{"button":{"list":[]}}}`, "", fail + "want an array at /selfmenu_info/button, got an object"},
		{"a button is not an object", `{"is_menu_open":1,"selfmenu_info":{"button":[{"sub_button":{"list":["x"]}}]}}`, "", fail + "want an object at /selfmenu_info/button/0/sub_button/0, got a string"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			shown, err := menu.DecodeShown([]byte(tt.json))
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("got %s, %v, want the error %s", shown.Set.Canonical(), err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := string(shown.Set.Canonical()); got != tt.want || !shown.Open {
				t.Errorf("got %s, open %t, want %s, open", got, shown.Open, tt.want)
			}
		})
	}
}

func TestDecodeCanonicalErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want string
	}{
		{"no JSON", `{`, "decode stored menu set: unexpected end of JSON input"},
		{"no object", `[]`, "decode stored menu set: want an object, got an array"},
		{"no buttons", `{"menu":{"button":5}}`, "decode stored menu set: want an array at /menu/button, got a number"},
		{"menu is not an object", `{"menu":5}`, "decode stored menu set: want an object with button at /menu, got a number"},
		{"another thing", `{"is_menu_open":1}`, "decode stored menu set: want menu or conditionalmenu, got is_menu_open"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set, err := menu.DecodeCanonical([]byte(tt.json))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %s, %v, want the error %s", set.Canonical(), err, tt.want)
			}
		})
	}
}
