package rule_test

import (
	"os"
	"path/filepath"
	"testing"
)

// Where several rules could fire for one cause, only the most specific does.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	six := `[` + leaf + `,` + leaf + `,` + leaf + `,` + leaf + `,` + leaf + `,` + leaf + `]`
	tests := []struct {
		name string
		json string
		want []breach
	}{
		{"a missing field is at the object", `{"button":[{"type":"view","name":"a"}]}`, []breach{{"url-required /button/0", 40020}}},
		{"a wrong value is at the field", `{"button":[{"type":"view","name":"a","url":"x"}]}`, []breach{{"url-scheme /button/0/url", 40055}}},
		{"no type and no sub_button", `{"button":[{"name":"a"}]}`, []breach{{"type-required /button/0", 40017}}},
		{"no type and an empty sub_button", `{"button":[{"name":"a","sub_button":[]}]}`, []breach{{"sub-button-empty /button/0/sub_button", 40017}}},
		{"no type and an empty sub_button, one level down", `{"button":[{"name":"a","sub_button":[{"name":"a","sub_button":[]}]}]}`, []breach{{"sub-button-empty /button/0/sub_button/0/sub_button", 40024}}},
		{"an empty type and an empty sub_button", `{"button":[{"type":"","name":"a","sub_button":[]}]}`, []breach{{"sub-button-empty /button/0/sub_button", 40017}}},
		{"sub_button as an object", `{"button":[{"name":"a","sub_button":{}}]}`, []breach{{"sub-button-is-array /button/0/sub_button", 40016}}},
		{"sub_button as null", `{"button":[{"name":"a","sub_button":null}]}`, []breach{{"sub-button-is-array /button/0/sub_button", 40016}}},
		{"sub_button as a number beside a type", `{"button":[{"type":"click","name":"a","key":"k","sub_button":1}]}`, []breach{{"sub-button-is-array /button/0/sub_button", 40016}}},
		{"an empty name", `{"button":[{"type":"click","name":"","key":"k"}]}`, []breach{{"name-required /button/0/name", 40018}}},
		{"a blank name", `{"button":[{"type":"click","name":"　 ","key":"k"}]}`, []breach{{"name-required /button/0/name", 40018}}},
		{"a blank name with a line feed", `{"button":[{"type":"click","name":" \n","key":"k"}]}`, []breach{{"name-required /button/0/name", 40018}}},
		{"a long blank name", `{"button":[{"type":"click","name":"                    ","key":"k"}]}`, []breach{{"name-required /button/0/name", 40018}}},
		{"null as a name", `{"button":[{"type":"click","name":null,"key":"k"}]}`, []breach{{"wrong-json-type /button/0/name", 0}}},
		{"a number as a key", `{"button":[{"type":"click","name":"a","key":7}]}`, []breach{{"wrong-json-type /button/0/key", 0}}},
		{"null as a url", `{"button":[{"type":"view","name":"a","url":null}]}`, []breach{{"wrong-json-type /button/0/url", 0}}},
		{"null as an appid", `{"button":[{"type":"miniprogram","name":"a","url":"https://example.com/","appid":null,"pagepath":"p"}]}`, []breach{{"wrong-json-type /button/0/appid", 0}}},
		{"numbers as a media_id and an article_id", `{"button":[{"type":"media_id","name":"a","media_id":1},{"type":"article_id","name":"a","article_id":1}]}`, []breach{{"wrong-json-type /button/0/media_id", 0}, {"wrong-json-type /button/1/article_id", 0}}},
		{"a number as a type", `{"button":[{"type":7,"name":"a"}]}`, []breach{{"wrong-json-type /button/0/type", 0}}},
		{"a number as a type beside an empty sub_button", `{"button":[{"type":7,"name":"a","sub_button":[]}]}`, []breach{{"wrong-json-type /button/0/type", 0}}},
		{"every field of a wrong type", `{"button":[{"type":1,"name":1,"key":1,"url":1,"appid":1,"pagepath":1,"media_id":1,"article_id":1,"sub_button":1}]}`, []breach{
			{"wrong-json-type /button/0/type", 0},
			{"wrong-json-type /button/0/name", 0},
			{"wrong-json-type /button/0/key", 0},
			{"wrong-json-type /button/0/url", 0},
			{"wrong-json-type /button/0/appid", 0},
			{"wrong-json-type /button/0/pagepath", 0},
			{"wrong-json-type /button/0/media_id", 0},
			{"wrong-json-type /button/0/article_id", 0},
			{"sub-button-is-array /button/0/sub_button", 40016},
		}},
		{"null as a button", `{"button":[null]}`, []breach{{"wrong-json-type /button/0", 0}}},
		{"VIEW", `{"button":[{"type":"VIEW","name":"a"}]}`, []breach{{"type-lowercase /button/0/type", 65318}}},
		{"a missing appid", `{"button":[{"type":"miniprogram","name":"a","url":"https://example.com/","pagepath":"p"}]}`, []breach{{"miniprogram-appid /button/0", 40166}}},
		{"an upper-case appid", `{"button":[{"type":"miniprogram","name":"a","url":"https://example.com/","appid":"WX0123456789abcdef","pagepath":"p"}]}`, []breach{{"miniprogram-appid /button/0/appid", 40166}}},
		{"a malformed appid", `{"button":[{"type":"miniprogram","name":"a","url":"https://example.com/","appid":"\u0001","pagepath":"p"}]}`, []breach{{"miniprogram-appid /button/0/appid", 40166}}},
		{"selfmenu_info", `{"selfmenu_info":{"button":[]}}`, []breach{{"no-api-wrapper /selfmenu_info", 40016}}},
		{"is_menu_open beside a good menu", `{"is_menu_open":1,"button":[` + leaf + `],"x":1}`, []breach{{"no-api-wrapper /is_menu_open", 40016}}},
		{"menu inside menu", `{"menu":{"menu":{"button":[5]},"x":1}}`, []breach{{"no-api-wrapper /menu/menu", 40016}}},
		{"menu inside menu, and conditional menus", `{"menu":{"menu":{}},"conditionalmenu":[{"button":[` + leaf + `]}],"x":1}`, []breach{
			{"no-api-wrapper /menu/menu", 40016}, {"matchrule-required /conditionalmenu/0", 65304}, {"unknown-field /x", 0},
		}},
		{"nothing else of a root without buttons", `{"menu":5,"conditionalmenu":5,"x":1}`, []breach{{"root-button-array /menu", 40016}}},
		{"nothing else of a conditional menu without buttons", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"x":1}]}`, []breach{{"root-button-array /conditionalmenu/0", 40016}}},
		{"nothing else of a conditional menu whose button is not an array", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"button":5,"matchrule":"x"}]}`, []breach{{"root-button-array /conditionalmenu/0/button", 40016}}},
		{"nothing else of an upper-case type", `{"button":[{"type":"CLICK","name":"","key":7,"x":"\u0001","sub_button":{}}]}`, []breach{{"type-lowercase /button/0/type", 65318}}},
		{"nothing else of an unknown type", `{"button":[{"type":"link","url":"\u0001","x":1}]}`, []breach{{"type-known /button/0/type", 40017}}},
		{"nothing else of a console type", `{"button":[{"type":"text","value":"v","name":5}]}`, []breach{{"type-admin-only /button/0/type", 40017}}},
		{"nothing else of a type with a control character", `{"button":[{"type":"view\n","name":"a"}]}`, []breach{{"type-known /button/0/type", 40017}}},
		{"an unknown type with a sub-menu that is too long", `{"button":[{"type":"link","name":"a","sub_button":` + six + `}]}`, []breach{{"type-known /button/0/type", 40017}}},
		{"the buttons below an unknown type are other objects", `{"button":[{"type":"link","name":"a","sub_button":[{"type":"click","name":"a"}]}]}`, []breach{{"type-known /button/0/type", 40017}, {"key-required /button/0/sub_button/0", 40026}}},
		{"an unknown type a level down", `{"button":[{"name":"a","sub_button":[{"type":"VIEW","x":1,"sub_button":[{}]}]}]}`, []breach{{"type-lowercase /button/0/sub_button/0/type", 65318}}},
		{"a leaf with an empty sub_button", `{"button":[{"type":"click","name":"a","key":"k","sub_button":[]}]}`, nil},
		{"type and sub_button, no key", `{"button":[{"type":"click","name":"a","sub_button":[` + leaf + `]}]}`, []breach{{"type-and-sub-button-exclusive /button/0/type", 0}}},
		{"type and sub_button a level down", `{"button":[{"name":"a","sub_button":[{"type":"click","name":"a","key":"k","sub_button":[` + leaf + `]}]}]}`, []breach{{"max-depth-two /button/0/sub_button/0/sub_button", 40022}}},
		{"a control character in a bad url", `{"button":[{"type":"view","name":"a","url":"x\u0000"}]}`, []breach{{"control-chars /button/0/url", 65318}}},
		{"two causes are two findings", `{"button":[{"type":"view","name":"a name of 17 byte","url":"x","y":1}]}`, []breach{
			{"name-bytes-top /button/0/name", 40018}, {"unknown-field /button/0/y", 0}, {"url-scheme /button/0/url", 40055},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, tt.json, tt.want)
		})
	}
}

// The documentation's second example breaks the documentation's limits.
func TestDocumentationExamples(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want []breach
	}{
		{"create-click-view.json", nil},
		{"create-other-types.json", []breach{
			{"top-level-count /button", 40016}, {"name-bytes-top /button/5/name", 40018}, {"name-bytes-top /button/6/name", 40018},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join("testdata", tt.name))
			if err != nil {
				t.Fatal(err)
			}
			check(t, string(data), tt.want)
		})
	}
}
