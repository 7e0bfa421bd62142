package sandbox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// object is a JSON object of a menu under construction.
type object = map[string]any

// mutation changes a menu in one way, mostly for the worse: of the root, or of
// a button, which may be a sub-menu.
type mutation struct {
	name string
	do   func(root, button object)
}

// set returns a mutation that gives a button's field a value.
func set(field string, value any) mutation {
	shown, _ := json.Marshal(value)
	return mutation{field + "=" + string(shown), func(_, b object) { b[field] = value }}
}

// drop returns a mutation that takes a field from a button.
func drop(field string) mutation {
	return mutation{"no " + field, func(_, b object) { delete(b, field) }}
}

// mutations are ways to break every rule of a default menu that WeChat answers
// with a code, ways to be doubtful, and some that no code is known of.
func mutations() []mutation {
	out := []mutation{
		{"nothing", func(object, object) {}},
		{"no button", func(root, _ object) { delete(root, "button") }},
		{"button is an object", func(root, _ object) { root["button"] = object{} }},
		{"no buttons", func(root, _ object) { root["button"] = []any{} }},
		{"four buttons", func(root, b object) { root["button"] = []any{b, click("1"), click("2"), click("3")} }},
		{"a selfmenu answer", func(root, _ object) {
			root["selfmenu_info"] = object{"button": root["button"]}
			delete(root, "button")
		}},
		{"six in a sub-menu", func(_, b object) {
			b["sub_button"] = []any{click("1"), click("2"), click("3"), click("4"), click("5"), click("6")}
			delete(b, "type")
		}},
		{"a sub-menu of one", func(_, b object) {
			b["sub_button"] = []any{click("1")}
			delete(b, "type")
		}},
		{"a sub-menu inside a sub-menu", func(_, b object) {
			b["sub_button"] = []any{object{"name": "n", "sub_button": []any{click("1")}}}
			delete(b, "type")
		}},
		{"a type in upper case", func(_, b object) {
			if typ, ok := b["type"].(string); ok {
				b["type"] = strings.ToUpper(typ)
			}
		}},
		{"an empty sub-menu without a type", func(_, b object) {
			b["sub_button"] = []any{}
			delete(b, "type")
		}},
		{"matchrule", func(root, _ object) { root["matchrule"] = object{"tag_id": "2"} }},
		{"is_menu_open", func(root, _ object) { root["is_menu_open"] = 1 }},
	}
	for f := range menu.FieldSubButton {
		out = append(out, drop(f.String()), set(f.String(), ""), set(f.String(), "a\nb"), set(f.String(), "a\u007f"), set(f.String(), "\ufffd"), set(f.String(), 7), set(f.String(), nil))
	}
	for _, of := range []struct {
		field  string
		values []any
	}{
		{"type", []any{"link", "text", "news", "Text", "view ", "click"}},
		{"name", []any{" ", "\t", "门店 ", "🔥热门小说", strings.Repeat("x", 17), strings.Repeat("长", 20), strings.Repeat("长", 21), "\u200b", "\u2060\u3164\ufeff", "\u200d", "a\u202eb", "\ue001"}},
		{"key", []any{"k", strings.Repeat("k", 128), strings.Repeat("k", 129), " ", "k ", "\u200bk", "\u200b"}},
		{"pagepath", []any{"/p.html", "p q", "p?x={}", `p\q`, "页", "p ", "\u200b", "p\u200b", "#小程序://x/y", "https://example.com/", "weixin://dl", "//x", "www.example.com", "a:b", "p?u=http://x", "1:2", "pages/a:b", "小程序://x/y", "小程序:x", "＃小程序://x/y", "http：//a.cn", "https：／／a.cn/p", "／／x", "wxaurl.cn/abc", "WXMPURL.CN/a", "wxaurl.cnx/a", "a/b", "页：1", "p/a：//b", "://x"}},
		{"media_id", []any{" ", "m", "m\u3000"}},
		{"article_id", []any{"a", "\u3164", " a"}},
		{"keyy", []any{"k"}},
		{"appid", []any{program, "wx0123456789abcdef", strings.ToUpper(program), "gh_0123456789ab", program + "0", "wx\n"}},
		{"sub_button", []any{[]any{}, object{}, object{"list": []any{click("1")}}, nil, "x", []any{click("1")}, []any{7}}},
		{"url", []any{
			"http://a", "HTTPS://Example.COM:8443/#/x?y=1", " https://example.com/ ", "https://例子.测试/店", "http://[::1]/", "https://a_b./",
			"https://example.com/" + strings.Repeat("x", 1004), "https://example.com/" + strings.Repeat("x", 1005),
			"www.example.com", "hhttps://example.com", "//example.com", "https:/example.com", "javascript:alert(1)", " ", "httpſ://example.com",
			"https://", "https:///x", "https://user@example.com", "https://exam ple.com", "https://example.com/a b", "https://example.com:0", "https://example.com:x",
			"https://a..b", "https://.", "https://a*b", `https://a\b`, "https://[::1", "https://[127.0.0.1]", "https://a:1:2", "https://a:", "https://a b",
		}},
	} {
		for _, value := range of.values {
			out = append(out, set(of.field, value))
		}
	}
	return out
}

func click(name string) object { return object{"type": "click", "name": name, "key": "k" + name} }

// leafOf returns a button of a type that breaks no rule.
func leafOf(typ string) object {
	b := object{"type": typ, "name": "门店"}
	for _, f := range menu.Uses(typ) {
		switch f {
		case menu.FieldURL:
			b["url"] = "https://example.com/?a=1&b=2"
		case menu.FieldAppID:
			b["appid"] = program
		case menu.FieldPagePath:
			b["pagepath"] = "pages/index?x=1"
		default:
			b[f.String()] = "v"
		}
	}
	return b
}

// everyButton returns a menu with one button of every kind that mutations tell
// apart, at each level, and those buttons.
func everyButton() []func() (root, button object) {
	var out []func() (object, object)
	told := map[string]bool{}
	for _, typ := range menu.Types() {
		uses := fmt.Sprint(menu.Uses(typ)) //nolint:staticcheck // a key, which nothing prints
		if told[uses] {
			continue
		}
		told[uses] = true
		out = append(out,
			func() (object, object) {
				b := leafOf(typ)
				return object{"button": []any{click("1"), b}}, b
			},
			func() (object, object) {
				b := leafOf(typ)
				return object{"button": []any{object{"name": "菜单", "sub_button": []any{click("1"), b}}}}, b
			})
	}
	return append(out, func() (object, object) {
		b := object{"name": "菜单", "sub_button": []any{leafOf("view")}}
		return object{"button": []any{b}}, b
	})
}

// body writes a menu as caidan would: raw UTF-8.
func body(t failer, root object) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(root); err != nil {
		t.Errorf("encode menu: %v", err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// drawMenu draws a menu that breaks no rule, and returns its buttons too.
func drawMenu(t *rapid.T) (root object, buttons []object) {
	leaf := func() object {
		b := leafOf(rapid.SampledFrom(menu.Types()).Draw(t, "type"))
		b["name"] = rapid.SampledFrom([]string{"门店", "a", "💕秦枫💕", "<&>", `"\/`}).Draw(t, "name")
		buttons = append(buttons, b)
		return b
	}
	var tops []any
	for range rapid.IntRange(1, 3).Draw(t, "top") {
		var sub []any
		for range rapid.IntRange(0, 5).Draw(t, "sub") {
			sub = append(sub, leaf())
		}
		if sub == nil {
			tops = append(tops, leaf())
			continue
		}
		b := object{"name": "菜单", "sub_button": sub}
		buttons = append(buttons, b)
		tops = append(tops, b)
	}
	return object{"button": tops}, buttons
}
