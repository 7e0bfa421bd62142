package rule_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// messages returns what a book says of a url, by rule.
func messages(t *testing.T, l text.Lang, s rule.Settings, url string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range rule.New(l, s).Judge(slices.Collect(menu.Decode("brand-cn", []byte(`{"button":[`+view(url)+`]}`)))[0]) {
		checkWords(t, f)
		out[f.Rule] = f.Message
	}
	return out
}

func TestPrivateHost(t *testing.T) {
	t.Parallel()
	const phone, network, address = "is the phone itself", "is an address in your own network", "is an IP address, of which WeChat may warn followers"
	const dotless = "has no dot, so it is a name in your own network"
	tests := []struct{ host, want string }{
		{"localhost", phone},
		{"LOCALHOST.", phone},
		{"a.localhost", phone},
		{"127.0.0.1", phone},
		{"127.8.9.10", phone},
		{"0.0.0.0", phone},
		{"[::1]", phone},
		{"[::]", phone},
		{"10.0.0.1", network},
		{"172.16.0.1", network},
		{"172.31.255.255", network},
		{"192.168.1.20", network},
		{"169.254.1.1", network},
		{"[fd00::1]", network},
		{"[fe80::1]", network},
		{"172.32.0.1", address},
		{"192.0.2.1", address},
		{"[2001:db8::1]", address},
		{"shop", dotless},
		{"3232235777", dotless},
		{"printer.local", "ends in .local, which is for private networks and tests"},
		{"api.internal", "ends in .internal, which is for private networks and tests"},
		{"nas.lan", "ends in .lan, which is for private networks and tests"},
		{"nas.home.arpa", "ends in .home.arpa, which is for private networks and tests"},
		{"shop.test", "ends in .test, which is for private networks and tests"},
		{"example.com", ""},
		{"localhost.example.com", ""},
		{"local.example.com", ""},
		{"10.0.0.1.example.com", ""},
		{"mp.weixin.qq.com", ""},
	}
	for _, tt := range tests {
		t.Run(tt.host, func(t *testing.T) {
			t.Parallel()
			got := messages(t, text.English, rule.Settings{}, "https://"+tt.host+"/")
			want := ""
			if tt.want != "" {
				want = `the host "` + menu.Host("https://"+tt.host) + `" ` + tt.want
			}
			if got["url-private-host"] != want {
				t.Errorf("got %q, want %q", got["url-private-host"], want)
			}
		})
	}
}

func TestOAuth(t *testing.T) {
	t.Parallel()
	const page = "https://open.weixin.qq.com/connect/oauth2/authorize"
	const redirect = "redirect_uri=https%3A%2F%2Fexample.com%2F"
	const order = "does not have the parameters appid, redirect_uri, response_type, scope in this order"
	tests := []struct{ name, url, want string }{
		{"as documented", page + "?appid=wx0123456789abcdef&" + redirect + "&response_type=code&scope=snsapi_userinfo&state=STATE#wechat_redirect", ""},
		{"without state", page + "?appid=x&" + redirect + "&response_type=code&scope=snsapi_base#wechat_redirect", ""},
		{"more behind it", page + "?appid=x&" + redirect + "&response_type=code&scope=snsapi_base&state=1&forcePopup=true#wechat_redirect", ""},
		{"a port", "https://open.weixin.qq.com:443/connect/oauth2/authorize?appid=x&" + redirect + "&response_type=code&scope=s#wechat_redirect", ""},
		{"no fragment", page + "?appid=x&" + redirect + "&response_type=code&scope=s", "does not end in #wechat_redirect"},
		{"another fragment", page + "?appid=x&" + redirect + "&response_type=code&scope=s#wechat_redirect/", "does not end in #wechat_redirect"},
		{"another order", page + "?" + redirect + "&appid=x&response_type=code&scope=s#wechat_redirect", order},
		{"state too early", page + "?appid=x&" + redirect + "&state=1&response_type=code&scope=s#wechat_redirect", order},
		{"no scope", page + "?appid=x&" + redirect + "&response_type=code#wechat_redirect", order},
		{"no query", page, order},
		{"not encoded", page + "?appid=x&redirect_uri=https://example.com/&response_type=code&scope=s#wechat_redirect", "has a redirect_uri that is not percent-encoded"},
		{"http says no more than that", "http://open.weixin.qq.com/connect/oauth2/authorize?appid=x&" + redirect + "&response_type=code&scope=s#wechat_redirect", "does not start with https://"},
		{"an address in state", page + "?appid=x&" + redirect + "&response_type=code&scope=snsapi_base&state=a:b/c#wechat_redirect", ""},
		{"another page", "https://open.weixin.qq.com/connect/confirm", ""},
		{"another host", "https://example.com/connect/oauth2/authorize?x=1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := messages(t, text.English, rule.Settings{}, tt.url)
			want := map[string]string{}
			if tt.want != "" {
				want["url-oauth-shape"] = "the OAuth link " + tt.want
			}
			if got["url-oauth-shape"] != want["url-oauth-shape"] || len(got) != len(want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// What a link is left with by mistake, and what only looks like it.
func TestURLContent(t *testing.T) {
	t.Parallel()
	const oauth = "https://open.weixin.qq.com/connect/oauth2/authorize?appid="
	tests := []struct{ name, url, want string }{
		{"an ampersand of HTML", "https://example.com/?a=1&amp;b=2", `holds "&amp;", which is HTML`},
		{"a quote of HTML", "https://example.com/?a=&quot;x", `holds "&quot;", which is HTML`},
		{"a number of HTML", "https://example.com/?a=&#39;x", `holds "&#39;", which is HTML`},
		{"parameters named like entities", "https://example.com/?amp=1&lt=2&gt&copy=3&nbsp=;", ""},
		{"two braces", "https://example.com/?x={{x}}", `holds a placeholder: "{{x}}"`},
		{"a dollar and braces", "https://example.com/${x}", `holds a placeholder: "${x}"`},
		{"a verb of printf", "https://example.com/?id=%s", `holds a placeholder: "%s"`},
		{"a verb of printf before another parameter", "https://example.com/?id=%d&x=1", `holds a placeholder: "%d"`},
		{"the documentation's link", oauth + "APPID&redirect_uri=REDIRECT_URI&response_type=code&scope=SCOPE&state=STATE#wechat_redirect", `holds a placeholder: "APPID"`},
		{"its redirect_uri", oauth + "wx0123456789abcdef&redirect_uri=REDIRECT_URI&response_type=code&scope=snsapi_base&state=STATE#wechat_redirect", `holds a placeholder: "REDIRECT_URI"`},
		{"its scope", oauth + "wx0123456789abcdef&redirect_uri=https%3A%2F%2Fexample.com&response_type=code&scope=SCOPE#wechat_redirect", `holds a placeholder: "SCOPE"`},
		{"state is free", oauth + "wx0123456789abcdef&redirect_uri=https%3A%2F%2Fexample.com&response_type=code&scope=snsapi_base&state=STATE#wechat_redirect", ""},
		{"a word in braces", "https://example.com/{x}/a", `holds a placeholder: "{x}"`},
		{"an expression in braces", oauth + "{EXPR}&redirect_uri=a&response_type=code&scope=snsapi_base#wechat_redirect", `holds a placeholder: "{EXPR}"`},
		{"a number in braces", "https://example.com/?a={0}", `holds a placeholder: "{0}"`},
		{"a hash and braces", "https://example.com/?a=#{x.y}", `holds a placeholder: "#{x.y}"`},
		{"what is yours", oauth + "YOUR_APPID&redirect_uri=a&response_type=code&scope=snsapi_base#wechat_redirect", `holds a placeholder: "YOUR_APPID"`},
		{"what is yours, in a host", "https://YOUR-DOMAIN.example.com/?a=your_appid", `holds a placeholder: "your_appid"`},
		{"underscores around a word", "https://example.com/?id=__CLICK_ID__&a=1", `holds a placeholder: "__CLICK_ID__"`},
		{"a scope of another link", "https://example.com/SCOPE/?page=SCOPE", ""},
		{"pages of yours", "https://example.com/your_orders?p=your-cart&q=YOURS&r=BE_YOUR_SELF", ""},
		{"underscores as such", "https://example.com/__x__/?__biz=A__B__&_t_=__&c=__1", ""},
		{"an id in braces", "https://example.com/?id={3F2504E0-4F89-11D3-9A0C-0305E82C3301}", ""},
		{"a value that starts like one", "https://example.com/?x=APPIDEA&y=SCOPES&SCOPE=1", ""},
		{"half an escape", "https://example.com/%E4%B8%", `holds "%", where two hex digits belong behind the %`},
		{"no escape", "https://example.com/?off=50%25&x=100%zz", `holds "%z", where two hex digits belong behind the %`},
		{"a digit alone", "https://example.com/?x=%4", `holds "%4", where two hex digits belong behind the %`},
		{"whole escapes", "https://example.com/%e4%B8%AD?x=%20%d0", ""},
		{"a quote", `https://example.com/?x="a"`, `holds the character "`},
		{"an angle bracket", "https://example.com/<id>", `holds the character <`},
		{"an apostrophe is a character as good as any", "https://example.com/it's", ""},
		{"a preview", "https://mp.weixin.qq.com/s?__biz=x&tempkey=MTI%3D&chksm=1", "is a preview that expires"},
		{"a published article", "https://mp.weixin.qq.com/s?__biz=x&mid=1&idx=1&sn=a&chksm=1#rd", ""},
		{"a tempkey of another", "https://example.com/?tempkey=1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := messages(t, text.English, rule.Settings{}, tt.url)
			want := map[string]string{}
			if tt.want != "" {
				want["url-content"] = "the url " + text.Quote(tt.url).String() + " " + tt.want
			}
			if !maps.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAllowedDomains(t *testing.T) {
	t.Parallel()
	const refused = "url-allowed-domains"
	company := []string{"example.com", "10.0.0.1"}
	tests := []struct {
		name    string
		allowed []string
		url     string
		want    []string
	}{
		{"no list", nil, "https://example.org/", nil},
		{"an empty list", []string{}, "https://example.com/", []string{refused}},
		{"the domain", company, "https://example.com/", nil},
		{"letter case, port and root dot", company, "https://Example.COM.:443/", nil},
		{"below it", company, "https://a.b.example.com/", nil},
		{"a longer label", company, "https://notexample.com/", []string{refused}},
		{"the domain as a label", company, "https://example.com.evil.org/", []string{refused}},
		{"above it", company, "https://com.cn/", []string{refused}},
		{"a private host that is not allowed is not called private", company, "http://localhost/", []string{refused}},
		{"a private host that is allowed", company, "http://10.0.0.1/", []string{"url-private-host"}},
		{"http is another cause", company, "http://example.org/", []string{refused, "url-http-insecure"}},
		{"a fault in the host", company, "https://a,b/", []string{"url-host"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := messages(t, text.English, rule.Settings{AllowedDomains: tt.allowed}, tt.url)
			for _, id := range tt.want {
				if got[id] == "" {
					t.Errorf("got %q, want %s", got, id)
				}
			}
			if len(got) != len(tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
