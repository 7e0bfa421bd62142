package sandbox_test

import (
	"strings"
	"testing"
)

// top is a body of one button, sub one of a container with one sub-button;
// each is given the members of that button.
func top(members string) string { return `{"button":[{` + members + `}]}` }

func sub(members string) string {
	return `{"button":[{"name":"n","sub_button":[{` + members + `}]}]}`
}

// leaf is a button with nothing wrong; leaves is n of them.
const leaf = `{"type":"click","name":"n","key":"k"}`

func leaves(n int) string { return strings.TrimSuffix(strings.Repeat(leaf+",", n), ",") }

func TestCreateBody(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       int
	}{
		{"empty", "", 44002},
		{"blank", " ", 40016},
		{"not UTF-8", top(`"type":"click","name":"` + "\xb2\xcb" + `","key":"k"`), 65318},
		{"not UTF-8 before an escape", `"\u0041` + "\xff", 65318},
		{"escaped ampersand", top(`"type":"view","name":"n","url":"http://a/?a=1\u0026b=2"`), 40033},
		{"escape before broken JSON", `{"\u00e9`, 40033},
		{"escape in upper case", `{"x":"\u4E2D"}`, 40033},
		{"escape after an escaped backslash", top(`"type":"click","name":"n","key":"\\\u4e2d"`), 40033},
		{"escaped backslash and u", top(`"type":"click","name":"n","key":"\\u4e2d"`), 0},
		{"broken escape", top(`"type":"click","name":"n","key":"\u4e"`), 40016},
		{"byte order mark", "\ufeff" + top(`"type":"click","name":"n","key":"k"`), 40016},
		{"form", "button=1", 40016},
		{"open brace", `{"button":[` + leaf + `]`, 40016},
		{"two values", `{"button":[` + leaf + `]}{}`, 40016},
		{"array", `[` + leaf + `]`, 40016},
		{"null", `null`, 40016},
		{"string", `"x"`, 40016},
		{"raw newline in a string", top("\"type\":\"click\",\"name\":\"a\nb\",\"key\":\"k\""), 40016},
		{"no button", `{}`, 40016},
		{"Button in a capital", `{"Button":[` + leaf + `]}`, 40016},
		{"button is an object", `{"button":` + leaf + `}`, 40016},
		{"button in button", `{"button":{"button":[` + leaf + `]}}`, 40017},
		{"button is null", `{"button":null}`, 40016},
		{"a menu/get answer", `{"menu":{"button":[` + leaf + `]}}`, 40016},
		{"a selfmenu answer", `{"is_menu_open":1,"selfmenu_info":{"button":[` + leaf + `]}}`, 40016},
		{"no buttons", `{"button":[]}`, 40016},
		{"one button", `{"button":[` + leaf + `]}`, 0},
		{"three buttons", `{"button":[` + leaves(3) + `]}`, 0},
		{"four buttons", `{"button":[` + leaves(4) + `]}`, 40016},
		{"unknown members", `{"button":[` + leaf + `],"x":1e999,"y":null}`, 0},
		{"button is a string", `{"button":["x"]}`, 40018},
		{"sub-buttons: one", `{"button":[{"name":"n","sub_button":[` + leaf + `]}]}`, 0},
		{"sub-buttons: five", `{"button":[{"name":"n","sub_button":[` + leaves(5) + `]}]}`, 0},
		{"sub-buttons: six", `{"button":[{"name":"n","sub_button":[` + leaves(6) + `]}]}`, 40023},
		{"sub-buttons: none, no type", top(`"name":"n","sub_button":[]`), 40017},
		{"sub-buttons: an object", top(`"name":"n","sub_button":{"list":[` + leaf + `]}`), 40016},
		{"sub-buttons: null", top(`"type":"click","name":"n","key":"k","sub_button":null`), 40016},
		{"sub-buttons beside a type", top(`"type":"click","name":"n","key":"k","sub_button":[` + leaf + `]`), 40017},
		{"sub-buttons beside an empty type", top(`"type":"","name":"n","sub_button":[` + leaf + `]`), 0},
		{"third level", sub(`"name":"n","sub_button":[` + leaf + `]`), 40022},
		{"third level is an object", sub(`"name":"n","sub_button":{}`), 40016},
		{"third level empty", sub(`"type":"click","name":"n","key":"k","sub_button":[]`), 0},
		{"the first broken button counts", `{"button":[{"name":"n","sub_button":[{"name":"n","type":"x"}]},{"name":""}]}`, 40024},
		{"a container's own name comes first", `{"button":[{"name":"","sub_button":[{"name":"n","type":"x"}]}]}`, 40018},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := newRig(t).create(tt.body); got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
		})
	}
}

// Every rule of a leaf, with its code at the top level and below.
func TestCreateLeaf(t *testing.T) {
	t.Parallel()
	const mini = `"type":"miniprogram","name":"n","url":"http://a"`
	const minis = mini + `,"appid":"wx286b93c14bbf93aa"`
	tests := []struct {
		name, members string
		top, sub      int
	}{
		{"no name", `"type":"click","key":"k"`, 40018, 40018},
		{"empty name", `"type":"click","name":"","key":"k"`, 40018, 40018},
		{"blank name", `"type":"click","name":" 　","key":"k"`, 40018, 40018},
		{"name is a number", `"type":"click","name":1,"key":"k"`, 40018, 40018},
		{"name is null", `"type":"click","name":null,"key":"k"`, 40018, 40018},
		{"name of 16 bytes", `"type":"click","name":"菜单菜单菜x","key":"k"`, 0, 0},
		{"name of 17 bytes", `"type":"click","name":"菜单菜单菜xy","key":"k"`, 40018, 0},
		{"name of 60 bytes", `"type":"click","name":"` + strings.Repeat("菜", 20) + `","key":"k"`, 40018, 0},
		{"name of 61 bytes", `"type":"click","name":"` + strings.Repeat("菜", 20) + `x","key":"k"`, 40018, 40018},
		{"name with a line break", `"type":"click","name":"a\nb","key":"k"`, 65318, 65318},
		{"name with DEL", `"type":"click","name":"a` + "\x7f" + `","key":"k"`, 65318, 65318},
		{"name with a C1 control", `"type":"click","name":"a` + "\u0085" + `","key":"k"`, 65318, 65318},
		{"name with U+FFFD", `"type":"click","name":"a` + "\ufffd" + `","key":"k"`, 65318, 65318},
		{"name comes before type", `"type":"x","name":""`, 40018, 40018},
		{"no type", `"name":"n","key":"k"`, 40017, 40024},
		{"empty type", `"type":"","name":"n","key":"k"`, 40017, 40024},
		{"type is a number", `"type":1,"name":"n","key":"k"`, 40017, 40024},
		{"unknown type", `"type":"clik","name":"n","key":"k"`, 40017, 40024},
		{"console-only type", `"type":"text","name":"n","value":"k"`, 40017, 40024},
		{"console-only type in capitals", `"type":"TEXT","name":"n","value":"k"`, 40017, 40024},
		{"type in capitals", `"type":"VIEW","name":"n","url":"http://a"`, 65318, 65318},
		{"type in a capital", `"type":"Media_id","name":"n","media_id":"m"`, 65318, 65318},
		{"no key", `"type":"click","name":"n"`, 40019, 40026},
		{"empty key", `"type":"scancode_push","name":"n","key":""`, 40019, 40026},
		{"key is null", `"type":"scancode_waitmsg","name":"n","key":null`, 40019, 40026},
		{"key of 128 bytes", `"type":"pic_sysphoto","name":"n","key":"` + strings.Repeat("k", 128) + `"`, 0, 0},
		{"key of 129 bytes", `"type":"pic_photo_or_album","name":"n","key":"` + strings.Repeat("k", 129) + `"`, 40019, 40026},
		{"key with a tab", `"type":"location_select","name":"n","key":"a\tb"`, 65318, 65318},
		{"control character in an unused key", `"type":"view","name":"n","url":"http://a","key":"a\tb"`, 0, 0},
		{"no url", `"type":"view","name":"n"`, 40020, 40027},
		{"url in key", `"type":"view","name":"n","key":"http://a"`, 40020, 40027},
		{"url of 1024 bytes", `"type":"view","name":"n","url":"http://a/` + strings.Repeat("x", 1015) + `"`, 0, 0},
		{"url of 1025 bytes", `"type":"view","name":"n","url":"http://a/` + strings.Repeat("x", 1016) + `"`, 40020, 40027},
		{"url with a line break", `"type":"view","name":"n","url":"http://a/\n"`, 65318, 65318},
		{"url of a blank", `"type":"view","name":"n","url":" "`, 40020, 40027},
		{"url without scheme", `"type":"view","name":"n","url":"www.example.com"`, 40055, 40054},
		{"mini program", minis + `,"pagepath":"pages/index/index?x=%7B1%7D"`, 0, 0},
		{"mini program without url", `"type":"miniprogram","name":"n","appid":"wx286b93c14bbf93aa","pagepath":"p"`, 40020, 40027},
		{"mini program with a bad url", `"type":"miniprogram","name":"n","url":"x","appid":"wx286b93c14bbf93aa","pagepath":"p"`, 40055, 40054},
		{"mini program without appid", mini + `,"pagepath":"p"`, 40166, 40166},
		{"mini program appid in capitals", mini + `,"appid":"wx286B93C14BBF93AA","pagepath":"p"`, 40166, 40166},
		{"mini program original id", mini + `,"appid":"gh_0123456789ab","pagepath":"p"`, 40166, 40166},
		{"mini program without page", minis, 40165, 40165},
		{"mini program page empty", minis + `,"pagepath":""`, 40165, 40165},
		{"mini program page with a short link", minis + `,"pagepath":"小程序://x/y"`, 40165, 40165},
		{"mini program page with a full-width address", minis + `,"pagepath":"https：//a.cn/p"`, 40165, 40165},
		{"mini program page with JSON", minis + `,"pagepath":"p?x={\"a\":1}"`, 40165, 40165},
		{"mini program page with a backslash", minis + `,"pagepath":"p\\q"`, 40165, 40165},
		{"mini program page with <", minis + `,"pagepath":"p<q"`, 40165, 40165},
		{"mini program page with >", minis + `,"pagepath":"p>q"`, 40165, 40165},
		{"mini program page with a blank", minis + `,"pagepath":"p q"`, 40165, 40165},
		{"mini program page with an outer blank", minis + `,"pagepath":"p "`, 40165, 40165},
		{"media", `"type":"media_id","name":"n","media_id":"m"`, 0, 0},
		{"media missing", `"type":"media_id","name":"n"`, 40117, 40118},
		{"view_limited", `"type":"view_limited","name":"n","media_id":"m"`, 0, 0},
		{"view_limited without media", `"type":"view_limited","name":"n","media_id":""`, 40117, 40118},
		{"article", `"type":"article_id","name":"n","article_id":"a"`, 0, 0},
		{"article missing", `"type":"article_id","name":"n"`, 53600, 53600},
		{"article_view_limited", `"type":"article_view_limited","name":"n","article_id":"a"`, 0, 0},
		{"article_view_limited without article", `"type":"article_view_limited","name":"n","article_id":7`, 53600, 53600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if got := r.create(top(tt.members)); got.Errcode != tt.top {
				t.Errorf("top level: got %s, want %d", got.raw, tt.top)
			}
			if got := r.create(sub(tt.members)); got.Errcode != tt.sub {
				t.Errorf("sub level: got %s, want %d", got.raw, tt.sub)
			}
		})
	}
}

func TestCreateKnownIDs(t *testing.T) {
	t.Parallel()
	a := brand()
	a.MiniPrograms = []string{"wx286b93c14bbf93aa"}
	a.Media = []string{"m1"}
	a.Articles = []string{"a1"}
	r := newRig(t, a)
	tests := []struct {
		name, members string
		want          int
	}{
		{"associated mini program", `"type":"miniprogram","name":"n","url":"http://a","appid":"wx286b93c14bbf93aa","pagepath":"p"`, 0},
		{"other mini program, before its page", `"type":"miniprogram","name":"n","url":"http://a","appid":"wx0000000000000000"`, 45064},
		{"known media", `"type":"media_id","name":"n","media_id":"m1"`, 0},
		{"other media", `"type":"view_limited","name":"n","media_id":"m2"`, 40007},
		{"known article", `"type":"article_id","name":"n","article_id":"a1"`, 0},
		{"other article", `"type":"article_view_limited","name":"n","article_id":"a2"`, 53600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &rig{T: t, Server: r.Server, clock: r.clock}
			if got := r.create(top(tt.members)); got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
		})
	}
}

func TestCreateURL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url  string
		want bool
	}{
		{"http://www.soso.com/", true},
		{"http://mp.weixin.qq.com", true},
		{"HTTPS://Example.COM/#/route?x=1&y=2", true},
		{"https://a?x=http://b@c", true},
		{"https://a#x@y", true},
		{"https://a_b.example:8443/{{APPID}}/%zz", true},
		{"https://例子.中国/路径", true},
		{"https://[2001:db8::1]:1/", true},
		{"https://[::1]", true},
		{"https://10.0.0.1:65535", true},
		{"  https://example.com  ", true},
		{"　https://example.com", true},
		{"", false},
		{"www.baidu.com", false},
		{"//example.com", false},
		{"/path", false},
		{"hhttps://example.com", false},
		{"ftp://example.com", false},
		{"httpſ://example.com", false},
		{"javascript:alert(1)", false},
		{"http:/example.com", false},
		{"http:example.com", false},
		{"http://", false},
		{"http:///path", false},
		{"http://:80", false},
		{"http://?x", false},
		{"http://user@example.com", false},
		{"http://user:pw@example.com", false},
		{"http://a b.com", false},
		{"http://example.com/a b", false},
		{"http://example.com/a　b", false},
		{"http://example.com:0", false},
		{"http://example.com:65536", false},
		{"http://example.com:", false},
		{"http://example.com:+80", false},
		{"http://example.com:8a", false},
		{"http://a:1:2", false},
		{"http://example.com.", true},
		{"http://.", false},
		{"http://a..b", false},
		{"http://.a", false},
		{"http://a*b", false},
		{"http://a\\\\b", false},
		{"http://[::1", false},
		{"http://[::1]x", false},
		{"http://[127.0.0.1]", false},
		{"http://[fe80::1%25en0]", false},
		{"http://::1", false},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			t.Parallel()
			got := newRig(t).create(top(`"type":"view","name":"n","url":"` + tt.url + `"`)).Errcode
			want := 40055
			switch {
			case tt.want:
				want = 0
			case tt.url == "":
				want = 40020
			}
			if got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		})
	}
}
