package rule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// What a message quotes is quoted, cut where it is long, and cannot act on the
// terminal it is shown on.
func TestMessages(t *testing.T) {
	t.Parallel()
	button := func(b string) string { return `{"button":[` + b + `]}` }
	match := func(m string) string {
		return `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"button":[` + leaf + `],"matchrule":` + m + `}]}`
	}
	const program = `{"type":"miniprogram","name":"a","url":"https://example.com/",`
	tests := []struct {
		name string
		json string
		want string
	}{
		{"not a menu", `[]`, `a menu must be an object with an array called button, not an array`},
		{"no buttons", button(``), `the menu has 0 buttons at the top level, WeChat takes 1 to 3`},
		{"wrapped", `{"is_menu_open":1}`, `is_menu_open belongs to an answer of WeChat's, not to a menu`},
		{"name at the top", button(`{"type":"click","name":"发布后的图文","key":"k"}`), `the name "发布后的图文" has 18 bytes, WeChat takes 16 at the top level`},
		{"control character", button(`{"type":"click","name":"a\u001bb","key":"k"}`), `name holds the control character U+001B, which WeChat does not take`},
		{"replacement character", button(`{"type":"click","name":"a","key":"\ufffd"}`), `key holds the replacement character U+FFFD, which WeChat does not take`},
		{"escapes", button(`{"type":"\u001b[31m\u202e\u0007\"\n","name":"a"}`), `no button type is called "\x1b[31m\u202e\a\"\n"`},
		{"percent signs", button(`{"type":"%d%!s","name":"a"}`), `no button type is called "%d%!s"`},
		{"a near type", button(`{"type":"clik","name":"a"}`), `no button type is called "clik", did you mean click?`},
		{"an upper-case type", button(`{"type":"VIEW","name":"a"}`), `the type "VIEW" has capital letters, WeChat knows it as view`},
		{"a near field", button(`{"type":"click","name":"a","key":"k","subbutton":[]}`), `there is no field "subbutton" here, did you mean sub_button?`},
		{"no near field", button(`{"type":"click","name":"a","key":"k","%s\u001b":[]}`), `there is no field "%s\x1b" here, only type, name, key, url, appid, pagepath, media_id, article_id, sub_button`},
		{"no near field of a matchrule", match(`{"vip":"1"}`), `there is no field "vip" here, only tag_id, client_platform_type`},
		{"a near field of a matchrule", match(`{"tagId":"1"}`), `there is no field "tagId" here, did you mean tag_id?`},
		{"a button of a wrong type", button(`7`), `a button must be an object, not a number`},
		{"a button below of a wrong type", button(`{"name":"a","sub_button":[7]}`), `a button must be an object, not a number`},
		{"a conditional menu of a wrong type", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[7]}`, `a conditional menu must be an object, not a number`},
		{"a field of a wrong type", button(`{"type":"click","name":"a","key":null}`), `key must be a string, not null`},
		{"a sub-menu of a wrong type", button(`{"name":"a","sub_button":{}}`), `sub_button must be an array of buttons, not an empty object`},
		{"a long url", button(`{"type":"view","name":"a","url":"` + strings.Repeat("x", 90) + `"}`), `the url "` + strings.Repeat("x", 80) + `"... does not start with http:// or https://`},
		{"a scheme twice", button(`{"type":"view","name":"a","url":"http://http://example.com/"}`), `the url "http://http://example.com/" starts with http:// or https:// twice`},
		{"another scheme behind the first", button(`{"type":"view","name":"a","url":"http://https://example.com/"}`), `the url "http://https://example.com/" starts with http:// or https:// twice`},
		{"a full-width colon", button(`{"type":"view","name":"a","url":"https：//example.com/"}`), `the url "https：//example.com/" does not start with http:// or https://: its colon or slashes are full-width`},
		{"full-width slashes", button(`{"type":"view","name":"a","url":"http:／／example.com/"}`), `the url "http:／／example.com/" does not start with http:// or https://: its colon or slashes are full-width`},
		{"a telephone", button(`{"type":"view","name":"a","url":"tel:4001234567"}`), `the url "tel:4001234567" does not start with http:// or https://: a menu opens web pages only`},
		{"a telephone with a plus", button(`{"type":"view","name":"a","url":"tel:+8613800000000"}`), `the url "tel:+8613800000000" does not start with http:// or https://: a menu opens web pages only`},
		{"a message", button(`{"type":"view","name":"a","url":"sms:?body=x"}`), `the url "sms:?body=x" does not start with http:// or https://: a menu opens web pages only`},
		{"a page of WeChat", button(`{"type":"view","name":"a","url":"weixin://dl/chat"}`), `the url "weixin://dl/chat" does not start with http:// or https://: a menu opens web pages only`},
		{"a doubled letter", button(`{"type":"view","name":"a","url":"hhttps://example.com/"}`), `the url "hhttps://example.com/" does not start with http:// or https://, did you mean https://?`},
		{"a slash too few", button(`{"type":"view","name":"a","url":"https:/example.com/"}`), `the url "https:/example.com/" does not start with http:// or https://`},
		{"a host and a port", button(`{"type":"view","name":"a","url":"localhost:8080/x"}`), `the url "localhost:8080/x" does not start with http:// or https://`},
		{"buttons", `{"buttons":[` + leaf + `]}`, `a menu must be an object with an array called button, not an object with buttons, did you mean button?`},
		{"buttons in menu", `{"menu":{"buttons":[` + leaf + `]}}`, `a menu must be an object with an array called button, not an object with buttons, did you mean button?`},
		{"account", `{"account":{}}`, `a menu must be an object with an array called button, not an object with account, did you mean accounts?`},
		{"a short link", button(program + `"appid":"wx0123456789abcdef","pagepath":"#小程序://商城/abc"}`), `the pagepath of a mini program is a short link, not a page: "#小程序://商城/abc"`},
		{"an address as a page", button(program + `"appid":"wx0123456789abcdef","pagepath":"https://example.com/"}`), `the pagepath of a mini program is an address, not a page: "https://example.com/"`},
		{"a short link without its #", button(program + `"appid":"wx0123456789abcdef","pagepath":"小程序://商城/abc"}`), `the pagepath of a mini program is a short link, not a page: "小程序://商城/abc"`},
		{"a short link in full width", button(program + `"appid":"wx0123456789abcdef","pagepath":"＃小程序：／／商城/abc"}`), `the pagepath of a mini program is a short link, not a page: "＃小程序：／／商城/abc"`},
		{"a short link of the web", button(program + `"appid":"wx0123456789abcdef","pagepath":"wxaurl.cn/abc"}`), `the pagepath of a mini program is a short link, not a page: "wxaurl.cn/abc"`},
		{"a short link of the web with a scheme", button(program + `"appid":"wx0123456789abcdef","pagepath":"https://WXMPURL.cn/abc"}`), `the pagepath of a mini program is a short link, not a page: "https://WXMPURL.cn/abc"`},
		{"an address in full width", button(program + `"appid":"wx0123456789abcdef","pagepath":"https：//example.com/p"}`), `the pagepath of a mini program is an address, not a page: "https：//example.com/p"`},
		{"an address with full-width letters", button(program + `"appid":"wx0123456789abcdef","pagepath":"ｈｔｔｐ:／／example.com"}`), `the pagepath of a mini program is an address, not a page: "ｈｔｔｐ:／／example.com"`},
		{"a scheme as a page", button(program + `"appid":"wx0123456789abcdef","pagepath":"weixin://dl/business/?t=x"}`), `the pagepath of a mini program is an address, not a page: "weixin://dl/business/?t=x"`},
		{"a bad host", button(`{"type":"view","name":"a","url":"https://a,b/"}`), `the url "https://a,b/" has a host that cannot exist: "a,b"`},
		{"a bad port", button(`{"type":"view","name":"a","url":"https://a:x/"}`), `the url "https://a:x/" has a port that cannot exist: "x"`},
		{"no appid", button(program + `"pagepath":"p"}`), `the appid of a mini program must be wx and 16 hex digits in lower case; it is missing`},
		{"a bad appid", button(program + `"pagepath":"p","appid":"gh_1"}`), `the appid of a mini program must be wx and 16 hex digits in lower case; this is "gh_1"`},
		{"no pagepath", button(program + `"appid":"wx0123456789abcdef"}`), `the pagepath of a mini program is missing`},
		{"a blank in a pagepath", button(program + `"appid":"wx0123456789abcdef","pagepath":"a b"}`), `the pagepath of a mini program holds a blank in "a b"`},
		{"a brace in a pagepath", button(program + `"appid":"wx0123456789abcdef","pagepath":"a{b}"}`), `the pagepath of a mini program holds { in "a{b}"`},
		{"a slash before a page", button(program + `"appid":"wx0123456789abcdef","pagepath":"/p"}`), `the pagepath "/p" is not written as in app.json: it starts with /`},
		{"a page of the web", button(program + `"appid":"wx0123456789abcdef","pagepath":"p.html"}`), `the pagepath "p.html" is not written as in app.json: it ends in .html`},
		{"a private-use character", button(`{"type":"click","name":"a\ue415","key":"k"}`), `name holds the private-use character U+E415: followers may see another text than you`},
		{"a mark that reorders", button(`{"type":"click","name":"a\u202e","key":"k"}`), `name holds the mark U+202E, which reorders text: followers may see another text than you`},
		{"the second of a name", button(`{"type":"click","name":"a","key":"1"},{"type":"click","name":"b","key":"2"},{"type":"click","name":"b","key":"3"}`), `the name "b" is the name of button 2 beside it too`},
		{"no host but a port", button(`{"type":"view","name":"a","url":"https://:8080/"}`), `the url "https://:8080/" has no host`},
		{"more buttons than are read", button(strings.Repeat("0,", menu.MaxButtons) + "0"), `the menu has 51 buttons at the top level, WeChat takes 1 to 3`},
		{"a longer sub-menu than is read", button(`{"name":"a","sub_button":[` + strings.Repeat("0,", menu.MaxButtons) + `0]}`), `the sub-menu has 51 buttons, WeChat takes 1 to 5`},
		{"more conditional menus than are read", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[` + strings.Repeat("0,", menu.MaxConditional) + `0]}`, `the account has 501 conditional menus, more than 500, which is more than there are tags and platforms`},
		{"deep values", button(strings.Repeat("[", 200) + strings.Repeat("]", 200)), `the account's values nest deeper than any menu`},
		{"many values", `{"menu":{"button":[` + leaf + `]},"x":[` + strings.Repeat("0,", 400_000) + `0]}`, `the account has more values than the largest menus there can be`},
		{"a platform", match(`{"client_platform_type":"ios"}`), `client_platform_type must be '1' for iOS, '2' for Android or '3' for other clients, not "ios"`},
		{"a retired field", match(`{"sex":"1"}`), `WeChat no longer matches followers by sex`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			findings := judge(slices.Collect(menu.Decode("brand-cn", []byte(tt.json)))[0])
			if len(findings) != 1 {
				t.Fatalf("got %+v, want one finding", findings)
			}
			if got := findings[0].Message; got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// The help is by what was written.
func TestHelp(t *testing.T) {
	t.Parallel()
	const remove, quotes = "delete the field: a field that is not set is left out, not null", "put the value in quotes"
	button := func(b string) string { return `{"button":[` + b + `]}` }
	tests := []struct{ name, json, want string }{
		{"a field of null", button(`{"type":"click","name":"a","key":null}`), remove},
		{"a field of null that the type does not use", button(`{"type":"click","name":"a","key":"k","url":null}`), remove},
		{"a sub-menu of null", button(`{"type":"click","name":"a","key":"k","sub_button":null}`), remove},
		{"conditional menus of null beside button", `{"button":[` + leaf + `],"conditionalmenu":null}`, remove},
		{"conditional menus of null", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":null}`, remove},
		{"a number", button(`{"type":"click","name":"a","key":7}`), quotes},
		{"a boolean", button(`{"type":"click","name":"a","key":true}`), quotes},
		{"a number as a tag", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"button":[` + leaf + `],"matchrule":{"tag_id":2}}]}`, quotes},
		{"an array", button(`{"type":"click","name":"a","key":["k"]}`), "write a string here"},
		{"a number as a button", button(`7`), "write an object here"},
		{"null as a button", button(`null`), "write an object here"},
		{"a sub-menu of another type", button(`{"name":"a","sub_button":{}}`), "write sub_button: [...], without a list around it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			findings := judge(slices.Collect(menu.Decode("brand-cn", []byte(tt.json)))[0])
			if len(findings) != 1 || findings[0].Help != tt.want {
				t.Errorf("got %+v, want one finding with the help %q", findings, tt.want)
			}
		})
	}
}

// In Chinese a message is as whole: the words inside it are Chinese too.
func TestChinese(t *testing.T) {
	t.Parallel()
	button := func(b string) string { return `{"button":[` + b + `]}` }
	tests := []struct {
		name string
		json string
		want string
	}{
		{"not a menu", `[]`, `菜单应是含有 button 数组的对象，这里是数组`},
		{"a near type", button(`{"type":"clik","name":"a"}`), `没有“clik”这种按钮类型，是不是 click？`},
		{"a type like none", button(`{"type":"x","name":"a"}`), `没有“x”这种按钮类型`},
		{"no near field", button(`{"type":"click","name":"a","key":"k","%s":1}`), `这里没有“%s”字段，只有 type、name、key、url、appid、pagepath、media_id、article_id、sub_button`},
		{"a button of a wrong type", button(`7`), `按钮应是对象，这里是数字`},
		{"a field of a wrong type", button(`{"type":"click","name":"a","key":null}`), `key 应是字符串，这里是空值 null`},
		{"a control character", button(`{"type":"click","name":"a\u001bb","key":"k"}`), `name 里有控制字符 U+001B，微信不接受`},
		{"a replacement character", button(`{"type":"click","name":"a\ufffd","key":"k"}`), `name 里有替换字符 U+FFFD，微信不接受`},
		{"no host", button(view("https:///x")), `url “https:///x”没有域名`},
		{"a bad port", button(view("https://a.com:x/")), `url “https://a.com:x/”的端口无效：“x”`},
		{"no pagepath", button(program("wx0123456789abcdef", "")), `小程序的 pagepath 没有写`},
		{"a short link", button(program("wx0123456789abcdef", "小程序://商城/abc")), `小程序的 pagepath 写成了短链，不是页面路径：“小程序://商城/abc”`},
		{"a short link in full width", button(program("wx0123456789abcdef", "＃小程序://商城/abc")), `小程序的 pagepath 写成了短链，不是页面路径：“＃小程序://商城/abc”`},
		{"a short link of the web", button(program("wx0123456789abcdef", "wxaurl.cn/abc")), `小程序的 pagepath 写成了短链，不是页面路径：“wxaurl.cn/abc”`},
		{"an address in full width", button(program("wx0123456789abcdef", "http：//example.com")), `小程序的 pagepath 写成了网址，不是页面路径：“http：//example.com”`},
		{"a blank in a pagepath", button(program("wx0123456789abcdef", "a b")), `小程序的 pagepath 里有空白：“a b”`},
		{"a brace in a pagepath", button(program("wx0123456789abcdef", "a{b}")), `小程序的 pagepath 里有不允许的字符 {：“a{b}”`},
		{"a name that is cut", button(click("今日的歌曲")), `手机上放不下名称“今日的歌曲”，会显示成“今日的歌...”`},
		{"a private host", button(view("http://shop.local/")), `域名“shop.local”以 .local 结尾，只用于内网和测试`},
		{"a field that is not used", button(`{"name":"m","key":"k","sub_button":[` + leaf + `]}`), `有子菜单的按钮用不到 key，不会发送`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			findings := rule.New(text.Chinese, rule.Settings{}).Judge(slices.Collect(menu.Decode("brand-cn", []byte(tt.json)))[0])
			if len(findings) != 1 {
				t.Fatalf("got %+v, want one finding", findings)
			}
			checkWords(t, findings[0])
			if got := findings[0].Message; got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
