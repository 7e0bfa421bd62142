package menu_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func buttonFields() []string {
	var names []string
	for _, f := range menu.Fields() {
		names = append(names, f.String())
	}
	return names
}

func TestDecodeShapes(t *testing.T) {
	t.Parallel()
	const leaf = `{"type":"click","name":"a","key":"k"}`
	type account struct{ name, base, canonical string }
	tests := []struct {
		name string
		json string
		want []account
	}{
		{
			"create payload", `{"button":[` + leaf + `]}`,
			[]account{{"stem", "", `{"menu":{"button":[` + leaf + `]}}`}},
		},
		{
			"create payload with menuid", `{"button":[` + leaf + `],"menuid":1}`,
			[]account{{"stem", "", `{"menu":{"button":[` + leaf + `]}}`}},
		},
		{
			"menu set", `{"menu":{"button":[` + leaf + `]}}`,
			[]account{{"stem", "/menu", `{"menu":{"button":[` + leaf + `]}}`}},
		},
		{
			"menu set with an empty list", `{"menu":{"button":[` + leaf + `],"menuid":7},"conditionalmenu":[]}`,
			[]account{{"stem", "/menu", `{"menu":{"button":[` + leaf + `]}}`}},
		},
		{
			"menu set with conditional menus",
			`{"conditionalmenu":[{"menuid":9,"matchrule":{"tag_id":"2"},"button":[` + leaf + `]},` +
				`{"button":[` + leaf + `],"matchrule":{"tag_id":"1"}}],"menu":{"button":[` + leaf + `]}}`,
			[]account{{
				"stem", "/menu", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[` +
					`{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}},{"button":[` + leaf + `],"matchrule":{"tag_id":"1"}}]}`,
			}},
		},
		{
			"many accounts, sorted", `{"accounts":{"b":{"menu":{"button":[` + leaf + `]}},"a":{"button":[` + leaf + `]}}}`,
			[]account{
				{"a", "", `{"menu":{"button":[` + leaf + `]}}`},
				{"b", "/menu", `{"menu":{"button":[` + leaf + `]}}`},
			},
		},
		{
			"account names are kept as written", `{"accounts":{"A/~":{"button":[` + leaf + `]}}}`,
			[]account{{"A/~", "", `{"menu":{"button":[` + leaf + `]}}`}},
		},
		{
			"a leaf with an empty sub-menu", `{"button":[{"type":"click","name":"a","key":"k","sub_button":[]}]}`,
			[]account{{"stem", "", `{"menu":{"button":[` + leaf + `]}}`}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []account
			for a := range menu.Decode("stem", []byte(tt.json)) {
				got = append(got, account{a.Name, a.Base, string(a.Set.Canonical())})
				if len(a.Problems) > 0 || a.Table {
					t.Errorf("account %s has problems %+v, table %t, want none", a.Name, a.Problems, a.Table)
				}
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestDecodeProblems(t *testing.T) {
	t.Parallel()
	const leaf = `{"type":"click","name":"a","key":"k"}`
	notMenu := func(path, field string, want, got menu.Shape) menu.Problem {
		return menu.Problem{Kind: menu.NotMenu, Path: path, Field: field, Want: want, Got: got}
	}
	wrong := func(path, field string, want, got menu.Shape) menu.Problem {
		return menu.Problem{Kind: menu.WrongType, Path: path, Field: field, Want: want, Got: got}
	}
	unknown := func(path, field string, known ...string) menu.Problem {
		return menu.Problem{Kind: menu.UnknownField, Path: path, Field: field, Known: known}
	}
	at := func(kind menu.Kind, path, field string) menu.Problem {
		return menu.Problem{Kind: kind, Path: path, Field: field}
	}
	notArray := func(path string, got menu.Shape) menu.Problem {
		return menu.Problem{Kind: menu.SubNotArray, Path: path, Field: "sub_button", Want: menu.ShapeArray, Got: got}
	}
	rule := func(matchrule string) string {
		return `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"button":[` + leaf + `],"matchrule":` + matchrule + `}]}`
	}
	const ruleAt = "/conditionalmenu/0/matchrule"
	tests := []struct {
		name string
		json string
		want []menu.Problem
	}{
		{"no JSON", `{`, []menu.Problem{{Kind: menu.NotMenu, Got: menu.ShapeNotJSON}}},
		{"nothing", ``, []menu.Problem{{Kind: menu.NotMenu, Got: menu.ShapeNotJSON}}},
		{"two values", `{"button":[]} {}`, []menu.Problem{{Kind: menu.NotMenu, Got: menu.ShapeNotJSON}}},
		{"null", `null`, []menu.Problem{notMenu("", "", menu.ShapeObject, menu.ShapeNull)}},
		{"boolean", `true`, []menu.Problem{notMenu("", "", menu.ShapeObject, menu.ShapeBoolean)}},
		{"number", `1`, []menu.Problem{notMenu("", "", menu.ShapeObject, menu.ShapeNumber)}},
		{"string", `"x"`, []menu.Problem{notMenu("", "", menu.ShapeObject, menu.ShapeString)}},
		{"array", `[` + leaf + `]`, []menu.Problem{notMenu("", "", menu.ShapeObject, menu.ShapeArray)}},
		{"empty object", `{}`, []menu.Problem{notMenu("", "", menu.ShapeWithButton, menu.ShapeWithoutButton)}},
		{"button is an object", `{"button":{"0":1},"x":1}`, []menu.Problem{notMenu("/button", "button", menu.ShapeArray, menu.ShapeObject)}},
		{"button is null", `{"button":null}`, []menu.Problem{notMenu("/button", "button", menu.ShapeArray, menu.ShapeNull)}},
		{"unknown beside button", `{"button":[` + leaf + `],"buton":[],"a/b~c":1}`, []menu.Problem{
			unknown("/a~1b~0c", "a/b~c", "button"), unknown("/buton", "buton", "button"),
		}},
		{"a name near button", `{"buttons":[` + leaf + `]}`, []menu.Problem{
			{Kind: menu.NotMenu, Want: menu.ShapeWithButton, Got: menu.ShapeWithoutButton, Near: "buttons", Known: []string{"button"}},
		}},
		{"a name near menu", `{"menus":{}}`, []menu.Problem{
			{Kind: menu.NotMenu, Want: menu.ShapeWithButton, Got: menu.ShapeWithoutButton, Near: "menus", Known: []string{"menu"}},
		}},
		{"a name near menu where it has no place", `{"menu":{"menus":[]}}`, []menu.Problem{
			notMenu("/menu", "", menu.ShapeWithButton, menu.ShapeWithoutButton),
		}},
		{"group_id beside tag_id", rule(`{"group_id":"2","tag_id":"1"}`), []menu.Problem{at(menu.GroupID, ruleAt+"/group_id", "group_id")}},
		{"an empty third level", `{"button":[{"name":"a","sub_button":[{"type":"click","name":"b","key":"k","sub_button":[]}]}]}`, nil},
		{"matchrule in a payload", `{"button":[` + leaf + `],"matchrule":{}}`, []menu.Problem{
			at(menu.MatchRuleInMenu, "/matchrule", "matchrule"),
		}},
		{"matchrule in the default menu", `{"menu":{"button":[` + leaf + `],"matchrule":{"tag_id":"1"}}}`, []menu.Problem{
			at(menu.MatchRuleInMenu, "/menu/matchrule", "matchrule"),
		}},
		{"selfmenu answer", `{"is_menu_open":1,"selfmenu_info":{"button":[5]}}`, []menu.Problem{
			at(menu.Wrapped, "/selfmenu_info", "selfmenu_info"),
		}},
		{"closed menu", `{"is_menu_open":0}`, []menu.Problem{at(menu.Wrapped, "/is_menu_open", "is_menu_open")}},
		{"menu in menu", `{"menu":{"menu":{"button":[5]}}}`, []menu.Problem{at(menu.Wrapped, "/menu/menu", "menu")}},
		{"menu is not an object", `{"menu":[]}`, []menu.Problem{notMenu("/menu", "menu", menu.ShapeWithButton, menu.ShapeArray)}},
		{"menu is empty", `{"menu":{}}`, []menu.Problem{notMenu("/menu", "", menu.ShapeWithButton, menu.ShapeWithoutButton)}},
		{"button in button", `{"button":{"button":[` + leaf + `]}}`, []menu.Problem{
			notMenu("/button", "button", menu.ShapeArray, menu.ShapeButtonTwice),
		}},
		{"menu.button is not an array", `{"menu":{"button":"x"}}`, []menu.Problem{
			notMenu("/menu/button", "button", menu.ShapeArray, menu.ShapeString),
		}},
		{"unknown beside menu", `{"menu":{"button":[` + leaf + `],"x":1},"button":[]}`, []menu.Problem{
			unknown("/button", "button", "menu", "conditionalmenu"), unknown("/menu/x", "x", "button"),
		}},
		{"no default menu", `{"conditionalmenu":[{"button":[` + leaf + `],"matchrule":{"tag_id":"1"}}]}`, []menu.Problem{
			at(menu.NoDefault, "", ""),
		}},
		{"an empty list and no default menu", `{"conditionalmenu":[]}`, []menu.Problem{
			notMenu("", "", menu.ShapeWithButton, menu.ShapeWithoutMenu),
		}},
		{"button beside an empty list", `{"button":[` + leaf + `],"conditionalmenu":[]}`, []menu.Problem{
			notMenu("", "", menu.ShapeWithButton, menu.ShapeButtonBeside),
		}},
		{"button beside conditional menus", `{"button":[` + leaf + `],"conditionalmenu":[{"button":[` + leaf + `],"matchrule":{"tag_id":"1"}}]}`, []menu.Problem{
			notMenu("", "", menu.ShapeWithButton, menu.ShapeButtonBeside),
		}},
		{"conditionalmenu is not an array", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":{}}`, []menu.Problem{
			wrong("/conditionalmenu", "conditionalmenu", menu.ShapeArray, menu.ShapeEmptyObject),
		}},
		{"conditionalmenu is null beside button", `{"button":[` + leaf + `],"conditionalmenu":null}`, []menu.Problem{
			wrong("/conditionalmenu", "conditionalmenu", menu.ShapeArray, menu.ShapeNull),
		}},
		{"conditionalmenu is null", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":null}`, []menu.Problem{
			wrong("/conditionalmenu", "conditionalmenu", menu.ShapeArray, menu.ShapeNull),
		}},
		{"a conditional menu is not an object", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[1,{"matchrule":{}}]}`, []menu.Problem{
			wrong("/conditionalmenu/0", "", menu.ShapeObject, menu.ShapeNumber),
			notMenu("/conditionalmenu/1", "", menu.ShapeWithButton, menu.ShapeWithoutButton),
		}},
		{"unknown beside matchrule", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"button":[` + leaf + `],"macthrule":{}}]}`, []menu.Problem{
			unknown("/conditionalmenu/0/macthrule", "macthrule", "button", "matchrule"),
		}},
		{"buttons that are not objects", `{"button":[null,"x",[],true]}`, []menu.Problem{
			wrong("/button/0", "", menu.ShapeObject, menu.ShapeNull), wrong("/button/1", "", menu.ShapeObject, menu.ShapeString),
			wrong("/button/2", "", menu.ShapeObject, menu.ShapeArray), wrong("/button/3", "", menu.ShapeObject, menu.ShapeBoolean),
		}},
		{"every text field", `{"button":[{"type":1,"name":null,"key":true,"url":[],"appid":{},"pagepath":{"a":1},"media_id":1,"article_id":1}]}`, []menu.Problem{
			wrong("/button/0/appid", "appid", menu.ShapeString, menu.ShapeEmptyObject),
			wrong("/button/0/article_id", "article_id", menu.ShapeString, menu.ShapeNumber),
			wrong("/button/0/key", "key", menu.ShapeString, menu.ShapeBoolean),
			wrong("/button/0/media_id", "media_id", menu.ShapeString, menu.ShapeNumber),
			wrong("/button/0/name", "name", menu.ShapeString, menu.ShapeNull),
			wrong("/button/0/pagepath", "pagepath", menu.ShapeString, menu.ShapeObject),
			wrong("/button/0/type", "type", menu.ShapeString, menu.ShapeNumber),
			wrong("/button/0/url", "url", menu.ShapeString, menu.ShapeArray),
		}},
		{"unknown field of a button", `{"button":[{"name":"a","sub_button":[{"type":"click","name":"a","key":"k","~/":1}]}]}`, []menu.Problem{
			unknown("/button/0/sub_button/0/~0~1", "~/", buttonFields()...),
		}},
		{"fields are case-sensitive", `{"button":[{"Type":"click"}]}`, []menu.Problem{
			unknown("/button/0/Type", "Type", buttonFields()...),
		}},
		{"sub_button is wrapped", `{"button":[{"name":"a","sub_button":{"list":[5]}}]}`, []menu.Problem{
			notArray("/button/0/sub_button", menu.ShapeObject),
		}},
		{"sub_button is null", `{"button":[{"name":"a","sub_button":null}]}`, []menu.Problem{notArray("/button/0/sub_button", menu.ShapeNull)}},
		{"a third level", `{"button":[{"name":"a","sub_button":[{"name":"b","sub_button":[` + leaf + `]}]}]}`, []menu.Problem{
			at(menu.TooDeep, "/button/0/sub_button/0/sub_button", "sub_button"),
		}},
		{"matchrule is not an object", rule(`"x"`), []menu.Problem{wrong(ruleAt, "matchrule", menu.ShapeObject, menu.ShapeString)}},
		{"matchrule is null", rule(`null`), []menu.Problem{wrong(ruleAt, "matchrule", menu.ShapeObject, menu.ShapeNull)}},
		{"numbers in a matchrule", rule(`{"tag_id":2,"client_platform_type":1}`), []menu.Problem{
			wrong(ruleAt+"/client_platform_type", "client_platform_type", menu.ShapeString, menu.ShapeNumber),
			wrong(ruleAt+"/tag_id", "tag_id", menu.ShapeString, menu.ShapeNumber),
		}},
		{"retired fields", rule(`{"sex":"1","country":"c","province":"p","city":"c","language":1}`), []menu.Problem{
			at(menu.RetiredField, ruleAt+"/city", "city"), at(menu.RetiredField, ruleAt+"/country", "country"),
			at(menu.RetiredField, ruleAt+"/language", "language"), at(menu.RetiredField, ruleAt+"/province", "province"),
			at(menu.RetiredField, ruleAt+"/sex", "sex"),
		}},
		{"empty fields are not sent", rule(`{"tag_id":"","client_platform_type":"","group_id":"","sex":""}`), nil},
		{"group_id", rule(`{"group_id":"2"}`), []menu.Problem{at(menu.GroupID, ruleAt+"/group_id", "group_id")}},
		{"group_id as a number", rule(`{"group_id":2}`), []menu.Problem{at(menu.GroupID, ruleAt+"/group_id", "group_id")}},
		{"unknown field of a matchrule", rule(`{"tag":"2","empty":""}`), []menu.Problem{
			unknown(ruleAt+"/empty", "empty", "tag_id", "client_platform_type"),
			unknown(ruleAt+"/tag", "tag", "tag_id", "client_platform_type"),
		}},
		{"empty table", `{"accounts":{}}`, []menu.Problem{
			notMenu("/accounts", "accounts", menu.ShapeWithAccount, menu.ShapeEmptyObject),
		}},
		{"table is not an object", `{"accounts":[],"x/y":1}`, []menu.Problem{
			unknown("/x~1y", "x/y", "accounts"), wrong("/accounts", "accounts", menu.ShapeObject, menu.ShapeArray),
		}},
		{
			"everything at once",
			`{"x":1,"menu":{"button":[5,{"type":5,"nam":"x","sub_button":{"list":[]}},` +
				`{"name":"a","sub_button":[{"name":null,"sub_button":[{}]}]}],"matchrule":{}},` +
				`"conditionalmenu":["x",{"button":[7],"matchrule":{"sex":"1","group_id":2,"tag_id":3}},{"button":1}]}`,
			[]menu.Problem{
				unknown("/x", "x", "menu", "conditionalmenu"),
				at(menu.MatchRuleInMenu, "/menu/matchrule", "matchrule"),
				wrong("/menu/button/0", "", menu.ShapeObject, menu.ShapeNumber),
				unknown("/menu/button/1/nam", "nam", buttonFields()...),
				notArray("/menu/button/1/sub_button", menu.ShapeObject),
				wrong("/menu/button/1/type", "type", menu.ShapeString, menu.ShapeNumber),
				wrong("/menu/button/2/sub_button/0/name", "name", menu.ShapeString, menu.ShapeNull),
				at(menu.TooDeep, "/menu/button/2/sub_button/0/sub_button", "sub_button"),
				wrong("/conditionalmenu/0", "", menu.ShapeObject, menu.ShapeString),
				wrong("/conditionalmenu/1/button/0", "", menu.ShapeObject, menu.ShapeNumber),
				at(menu.GroupID, "/conditionalmenu/1/matchrule/group_id", "group_id"),
				at(menu.RetiredField, "/conditionalmenu/1/matchrule/sex", "sex"),
				wrong("/conditionalmenu/1/matchrule/tag_id", "tag_id", menu.ShapeString, menu.ShapeNumber),
				notMenu("/conditionalmenu/2/button", "button", menu.ShapeArray, menu.ShapeNumber),
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			accounts := slices.Collect(menu.Decode("stem", []byte(tt.json)))
			if len(accounts) != 1 || accounts[0].Name != "stem" {
				t.Fatalf("got accounts %+v, want stem alone", accounts)
			}
			if got := accounts[0].Problems; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got problems\n%+v\nwant\n%+v", got, tt.want)
			}
		})
	}
}
