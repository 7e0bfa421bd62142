package rule_test

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestTypes(t *testing.T) {
	t.Parallel()
	runButtons(t, []buttonTest{
		{"click", leaf, nil},
		{"click with an empty sub-menu", `{"type":"click","name":"a","key":"k","sub_button":[]}`, nil},
		{"view", `{"type":"view","name":"a","url":"https://example.com/"}`, nil},
		{"miniprogram", `{"type":"miniprogram","name":"a","url":"https://example.com/","appid":"wx0123456789abcdef","pagepath":"pages/index"}`, nil},
		{"scancode_push", `{"type":"scancode_push","name":"a","key":"k"}`, nil},
		{"scancode_waitmsg", `{"type":"scancode_waitmsg","name":"a","key":"k"}`, nil},
		{"pic_sysphoto", `{"type":"pic_sysphoto","name":"a","key":"k"}`, nil},
		{"pic_photo_or_album", `{"type":"pic_photo_or_album","name":"a","key":"k"}`, nil},
		{"pic_weixin", `{"type":"pic_weixin","name":"a","key":"k"}`, nil},
		{"location_select", `{"type":"location_select","name":"a","key":"k"}`, nil},
		{"media_id", `{"type":"media_id","name":"a","media_id":"m"}`, nil},
		{"view_limited", `{"type":"view_limited","name":"a","media_id":"m"}`, nil},
		{"article_id", `{"type":"article_id","name":"a","article_id":"r"}`, nil},
		{"article_view_limited", `{"type":"article_view_limited","name":"a","article_id":"r"}`, nil},
		{"no type", `{"name":"a","url":"https://example.com/"}`, []flaw{{"type-required", "", 40017, 40024}}},
		{"empty type", `{"type":"","name":"a"}`, []flaw{{"type-required", "/type", 40017, 40024}}},
		{"unknown type", `{"type":"link","name":"a"}`, []flaw{{"type-known", "/type", 40017, 40024}}},
		{"blank type", `{"type":" ","name":"a"}`, []flaw{{"type-known", "/type", 40017, 40024}}},
		{"padded type", `{"type":" view","name":"a","url":"https://example.com/"}`, []flaw{{"type-known", "/type", 40017, 40024}}},
		{"upper case", `{"type":"VIEW","name":"a","url":"https://example.com/"}`, []flaw{{"type-lowercase", "/type", 65318, 65318}}},
		{"mixed case", `{"type":"Scancode_Push","name":"a","key":"k"}`, []flaw{{"type-lowercase", "/type", 65318, 65318}}},
		{"text", `{"type":"text","name":"a"}`, []flaw{{"type-admin-only", "/type", 40017, 40024}}},
		{"img", `{"type":"img","name":"a"}`, []flaw{{"type-admin-only", "/type", 40017, 40024}}},
		{"photo", `{"type":"photo","name":"a"}`, []flaw{{"type-admin-only", "/type", 40017, 40024}}},
		{"voice", `{"type":"voice","name":"a"}`, []flaw{{"type-admin-only", "/type", 40017, 40024}}},
		{"video", `{"type":"video","name":"a"}`, []flaw{{"type-admin-only", "/type", 40017, 40024}}},
		{"NEWS", `{"type":"NEWS","name":"a"}`, []flaw{{"type-admin-only", "/type", 40017, 40024}}},
	})
}

func TestNames(t *testing.T) {
	t.Parallel()
	click := func(name string) string { return `{"type":"click","name":` + quoted(name) + `,"key":"k"}` }
	runButtons(t, []buttonTest{
		{"16 bytes", click("🔥热门小说"), nil},
		{"no name", `{"type":"click","key":"k"}`, []flaw{{"name-required", "", 40018, 40018}}},
		{"empty name", click(""), []flaw{{"name-required", "/name", 40018, 40018}}},
		{"blank name", click(" \t　"), []flaw{{"name-required", "/name", 40018, 40018}}},
		{"padded name", click(" a "), nil},
		{"line feed", click("a\nb"), []flaw{{"control-chars", "/name", 65318, 65318}}},
		{"two control characters are one finding", click("a\nb\x00"), []flaw{{"control-chars", "/name", 65318, 65318}}},
		{"DEL", click("a\x7f"), []flaw{{"control-chars", "/name", 65318, 65318}}},
		{"last C1 control", "{\"type\":\"click\",\"name\":\"a\u009f\",\"key\":\"k\"}", []flaw{{"control-chars", "/name", 65318, 65318}}},
		{"first after C1", "{\"type\":\"click\",\"name\":\"a\u00a0b\",\"key\":\"k\"}", nil},
		{"U+FFFD", click("\uFFFD"), []flaw{{"control-chars", "/name", 65318, 65318}}},
		{"half a surrogate", `{"type":"click","name":"\ud83d","key":"k"}`, []flaw{{"control-chars", "/name", 65318, 65318}}},
		{"line separators", "{\"type\":\"click\",\"name\":\"a\u2028b\u2029\",\"key\":\"k\"}", nil},
		{"quotes and angle brackets", click(`<&>"\`), nil},
		{"in a field the type does not use", `{"type":"click","name":"a","key":"k","media_id":"\u0001"}`, []flaw{{"control-chars", "/media_id", 65318, 65318}}},
		{"in two fields", `{"type":"click","name":"a\u0001","key":"\u0002"}`, []flaw{{"control-chars", "/key", 65318, 65318}, {"control-chars", "/name", 65318, 65318}}},
	})
	long := func(n int) string { return strings.Repeat("x", n) }
	sub := func(name string) string {
		return `{"button":[{"name":"a","sub_button":[` + click(name) + `]}]}`
	}
	for _, tt := range []struct {
		name string
		json string
		want []breach
	}{
		{"16 bytes at the top", `{"button":[` + click(long(16)) + `]}`, nil},
		{"17 bytes at the top", `{"button":[` + click(long(17)) + `]}`, []breach{{"name-bytes-top /button/0/name", 40018}}},
		{"5 Chinese characters at the top", `{"button":[` + click("今日的歌曲") + `]}`, nil},
		{"6 Chinese characters at the top", `{"button":[` + click("今日的好歌曲") + `]}`, []breach{{"name-bytes-top /button/0/name", 40018}}},
		{"17 bytes on a container", `{"button":[{"name":"` + long(17) + `","sub_button":[` + leaf + `]}]}`, []breach{{"name-bytes-top /button/0/name", 40018}}},
		{"17 bytes in a sub-menu", sub(long(17)), nil},
		{"60 bytes in a sub-menu", sub(long(60)), nil},
		{"61 bytes in a sub-menu", sub(long(61)), []breach{{"name-bytes-sub /button/0/sub_button/0/name", 40018}}},
		{"20 Chinese characters in a sub-menu", sub(strings.Repeat("长", 20)), nil},
		{"21 Chinese characters in a sub-menu", sub(strings.Repeat("长", 21)), []breach{{"name-bytes-sub /button/0/sub_button/0/name", 40018}}},
		{"too long and a control character", `{"button":[` + click(long(16)+"\x01") + `]}`, []breach{{"control-chars /button/0/name", 65318}, {"name-bytes-top /button/0/name", 40018}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, tt.json, tt.want)
		})
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("k", n) }
	url := func(n int) string { return "https://example.com/" + long(n-len("https://example.com/")) }
	const program = `{"type":"miniprogram","name":"a","url":"https://example.com/",`
	appid := func(id string) string { return program + `"pagepath":"p","appid":` + quoted(id) + `}` }
	path := func(p string) string { return program + `"appid":"wx0123456789abcdef","pagepath":` + quoted(p) + `}` }
	noAppID := []flaw{{"miniprogram-appid", "/appid", 40166, 40166}}
	noPath := []flaw{{"miniprogram-pagepath", "/pagepath", 40165, 40165}}
	runButtons(t, []buttonTest{
		{"no key", `{"type":"click","name":"a"}`, []flaw{{"key-required", "", 40019, 40026}}},
		{"empty key", `{"type":"pic_weixin","name":"a","key":""}`, []flaw{{"key-required", "/key", 40019, 40026}}},
		{"128 bytes of key", `{"type":"click","name":"a","key":"` + long(128) + `"}`, nil},
		{"129 bytes of key", `{"type":"click","name":"a","key":"` + long(129) + `"}`, []flaw{{"key-bytes", "/key", 40019, 40026}}},
		{"129 bytes of Chinese key", `{"type":"click","name":"a","key":"` + strings.Repeat("键", 43) + `"}`, []flaw{{"key-bytes", "/key", 40019, 40026}}},
		{"a long key that is not used", `{"type":"view","name":"a","url":"https://example.com/","key":"` + long(129) + `"}`, nil},
		{"no url", `{"type":"view","name":"a"}`, []flaw{{"url-required", "", 40020, 40027}}},
		{"empty url", `{"type":"view","name":"a","url":""}`, []flaw{{"url-required", "/url", 40020, 40027}}},
		{"the link in key", `{"type":"view","name":"a","key":"https://example.com/"}`, []flaw{{"url-required", "", 40020, 40027}}},
		{"1024 bytes of url", `{"type":"view","name":"a","url":"` + url(1024) + `"}`, nil},
		{"1025 bytes of url", `{"type":"view","name":"a","url":"` + url(1025) + `"}`, []flaw{{"url-bytes", "/url", 40020, 40027}}},
		{"1025 bytes without a scheme", `{"type":"view","name":"a","url":"` + long(1025) + `"}`, []flaw{{"url-bytes", "/url", 40020, 40027}, {"url-scheme", "/url", 40055, 40054}}},
		{"no scheme", `{"type":"view","name":"a","url":"www.example.com"}`, []flaw{{"url-scheme", "/url", 40055, 40054}}},
		{"no host", `{"type":"view","name":"a","url":"https:///index.html"}`, []flaw{{"url-host", "/url", 40055, 40054}}},
		{"a control character in a url", `{"type":"view","name":"a","url":"htps://exa\tmple.com/"}`, []flaw{{"control-chars", "/url", 65318, 65318}}},
		{"a miniprogram with nothing", `{"type":"miniprogram","name":"a"}`, []flaw{{"miniprogram-appid", "", 40166, 40166}, {"miniprogram-pagepath", "", 40165, 40165}, {"url-required", "", 40020, 40027}}},
		{"a miniprogram with a bad url", `{"type":"miniprogram","name":"a","url":"x","appid":"wx0123456789abcdef","pagepath":"p"}`, []flaw{{"url-scheme", "/url", 40055, 40054}}},
		{"no appid", program + `"pagepath":"p"}`, []flaw{{"miniprogram-appid", "", 40166, 40166}}},
		{"empty appid", appid(""), noAppID},
		{"appid", appid("wx0123456789abcdef"), nil},
		{"upper-case appid", appid("WX0123456789ABCDEF"), noAppID},
		{"upper-case hex digits", appid("wx0123456789ABCDEF"), noAppID},
		{"an original id", appid("gh_0123456789ab"), noAppID},
		{"one digit less", appid("wx0123456789abcde"), noAppID},
		{"one digit more", appid("wx0123456789abcdef0"), noAppID},
		{"no hex digit", appid("wx0123456789abcdeg"), noAppID},
		{"a line feed after an appid", appid("wx0123456789abcdef\n"), noAppID},
		{"no pagepath", program + `"appid":"wx0123456789abcdef"}`, []flaw{{"miniprogram-pagepath", "", 40165, 40165}}},
		{"empty pagepath", path(""), noPath},
		{"pagepath with a query", path("pages/index/index?x=1&y=%7B%22"), nil},
		{"pagepath in Chinese", path("pages/首页"), nil},
		{"pagepath in Chinese alone", path("小程序/首页"), nil},
		{"pagepath of two words", path("a/b"), nil},
		{"pagepath with an address in its query", path("pages/a?u=https://b.cn"), nil},
		{"pagepath with a full-width colon in its query", path("pages/a?t=时间：1"), nil},
		{"pagepath named like a short link", path("wxaurl.cnx/abc"), nil},
		{"pagepath with a leading slash", path("/pages/index.html"), nil},
		{"braces", path("pages/index?q={1}"), noPath},
		{"quote", path(`pages/"`), noPath},
		{"angle bracket", path("pages/<"), noPath},
		{"backslash", path(`pages\index`), noPath},
		{"blank", path("pages/ index"), noPath},
		{"blank at the end", path("pages/index "), noPath},
		{"full-width blank", path("pages/　index"), noPath},
		{"narrow blank", path("pages/\u2009index"), noPath},
		{"nothing but a blank", path(" "), noPath},
		{"a control character in a pagepath", path("pages/{\x01"), []flaw{{"control-chars", "/pagepath", 65318, 65318}}},
		{"no media_id", `{"type":"media_id","name":"a"}`, []flaw{{"media-id-required", "", 40117, 40118}}},
		{"empty media_id", `{"type":"view_limited","name":"a","media_id":""}`, []flaw{{"media-id-required", "/media_id", 40117, 40118}}},
		{"no article_id", `{"type":"article_id","name":"a"}`, []flaw{{"article-id-required", "", 53600, 53600}}},
		{"empty article_id", `{"type":"article_view_limited","name":"a","article_id":""}`, []flaw{{"article-id-required", "/article_id", 53600, 53600}}},
		{"unknown field", `{"type":"click","name":"a","key":"k","x~/y":1}`, []flaw{{"unknown-field", "/x~0~1y", 0, 0}}},
	})
}

// TestHelpForShape holds that what a menu of the wrong shape is told to do is what
// mends it.
func TestHelpForShape(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ json, en, zh string }{
		{`{"button":[]}`, "add a button", "至少写一个按钮"},
		{`{"button":[` + strings.Repeat(leaf+",", 3) + leaf + `]}`, "put buttons into sub-menus", "把按钮放进子菜单"},
		{`{"button":[` + leaf + `],"conditionalmenu":[]}`, "put button into menu: ", "把 button 放进 menu 里"},
		{`{"button":[` + leaf + `],"conditionalmenu":[{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}}]}`, "put button into menu: ", "把 button 放进 menu 里"},
		{`{"button":{"button":[` + leaf + `]}}`, "button is wrapped twice: ", "button 套了两层"},
		{`{"conditionalmenu":[]}`, "write { button: [...] }, ", "写成 { button: [...] }、"},
	} {
		for lang, want := range map[text.Lang]string{text.English: tt.en, text.Chinese: tt.zh} {
			got := rule.New(lang, rule.Settings{}).JudgeFixed(menu.DecodeSet("brand-cn", []byte(tt.json)))
			if len(got) != 1 || !strings.HasPrefix(got[0].Help, want) {
				t.Errorf("%s: got %+v, want help %q", tt.json, got, want)
			}
		}
	}
}

func TestShape(t *testing.T) {
	t.Parallel()
	list := func(n int) string { return strings.TrimSuffix(strings.Repeat(leaf+",", n), ",") }
	sub := func(n int) string { return `{"name":"菜单","sub_button":[` + list(n) + `]}` }
	tests := []struct {
		name string
		json string
		want []breach
	}{
		{"one button", `{"button":[` + leaf + `]}`, nil},
		{"three buttons", `{"button":[` + list(3) + `]}`, nil},
		{"four buttons", `{"button":[` + list(4) + `]}`, []breach{{"top-level-count /button", 40016}}},
		{"no buttons", `{"button":[]}`, []breach{{"top-level-count /button", 40016}}},
		{"no buttons in a set", `{"menu":{"button":[]}}`, []breach{{"top-level-count /menu/button", 40016}}},
		{"cells that are not objects count", `{"button":[1,2,3,4]}`, []breach{
			{"top-level-count /button", 40016},
			{"wrong-json-type /button/0", 0},
			{"wrong-json-type /button/1", 0},
			{"wrong-json-type /button/2", 0},
			{"wrong-json-type /button/3", 0},
		}},
		{"one in a sub-menu", `{"button":[` + sub(1) + `]}`, nil},
		{"five in a sub-menu", `{"button":[` + sub(5) + `,` + sub(5) + `,` + sub(5) + `]}`, nil},
		{"six in a sub-menu", `{"button":[` + leaf + `,` + sub(6) + `]}`, []breach{{"sub-button-count /button/1/sub_button", 40023}}},
		{"none in a sub-menu", `{"button":[` + sub(0) + `]}`, []breach{{"sub-button-empty /button/0/sub_button", 40017}}},
		{"a wrapped sub-menu", `{"button":[{"name":"a","sub_button":{"list":[` + leaf + `]}}]}`, []breach{{"sub-button-is-array /button/0/sub_button", 40016}}},
		{"a sub-menu inside a sub-menu", `{"button":[{"name":"a","sub_button":[` + sub(1) + `]}]}`, []breach{{"max-depth-two /button/0/sub_button/0/sub_button", 40022}}},
		{"type and sub-menu", `{"button":[{"type":"click","name":"a","key":"k","sub_button":[` + leaf + `]}]}`, []breach{{"type-and-sub-button-exclusive /button/0/type", 0}}},
		{"an empty type and a sub-menu", `{"button":[{"type":"","name":"a","sub_button":[` + leaf + `]}]}`, nil},
		{"a matchrule in a payload", `{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}}`, []breach{{"matchrule-in-default-menu /matchrule", 0}}},
		{"a matchrule in a default menu", `{"menu":{"button":[` + leaf + `],"matchrule":5}}`, []breach{{"matchrule-in-default-menu /menu/matchrule", 0}}},
		{"an array", `[` + leaf + `]`, []breach{{"root-button-array ", 40016}}},
		{"a bare button", leaf, []breach{{"root-button-array ", 40016}}},
		{"button in button", `{"button":{"button":[` + leaf + `]}}`, []breach{{"root-button-array /button", 40017}}},
		{"button in a menu's button", `{"menu":{"button":{"button":5}}}`, []breach{{"root-button-array /menu/button", 40017}}},
		{"button is an object", `{"button":` + leaf + `}`, []breach{{"root-button-array /button", 40016}}},
		{"an empty table", `{"accounts":{}}`, []breach{{"root-button-array /accounts", 40016}}},
		{"a table that is not an object", `{"accounts":[]}`, []breach{{"wrong-json-type /accounts", 0}}},
		{"unknown field of a payload", `{"button":[` + leaf + `],"buton":1}`, []breach{{"unknown-field /buton", 0}}},
		{"unknown field of a set", `{"menu":{"button":[` + leaf + `]},"button":[]}`, []breach{{"unknown-field /button", 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, tt.json, tt.want)
		})
	}
}
