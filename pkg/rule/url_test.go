package rule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestURL(t *testing.T) {
	t.Parallel()
	const scheme, host = "url-scheme", "url-host"
	tests := []struct {
		name string
		url  string
		rule string
	}{
		{"https", "https://example.com/", ""},
		{"http", "http://example.com", ""},
		{"upper case", "HTTPS://Example.COM/A", ""},
		{"query without a path", "https://example.com?a=1&b=2", ""},
		{"fragment without a path", "https://example.com#top", ""},
		{"hash router", "https://example.com/#/page/", ""},
		{"oauth", "https://open.weixin.qq.com/connect/oauth2/authorize?appid=x#wechat_redirect", ""},
		{"port", "https://example.com:8443/", ""},
		{"empty port", "https://example.com:/", "url-host"},
		{"address with a zone", "http://[fe80::1%25en0]/", "url-host"},
		{"at sign in a path", "https://example.com/@name", ""},
		{"at sign in a query", "https://example.com?q=a@b", ""},
		{"colon in a path", "https://example.com/a:b", ""},
		{"root dot", "https://example.com./", ""},
		{"one label", "http://localhost/", ""},
		{"IPv4", "http://192.0.2.1/", ""},
		{"IPv6", "http://[2001:db8::1]/", ""},
		{"IPv6 with a port", "http://[2001:db8::1]:8080/", ""},
		{"underscore", "http://a_b.example.com/", ""},
		{"Chinese host", "https://例子.测试/", ""},
		{"Chinese path", "https://example.com/路径", ""},
		{"placeholder in a query", "https://example.com/?appid={{APPID}}", ""},
		{"blanks around it are advice", " https://example.com/\u3000", ""},
		{"no scheme", "www.example.com", scheme},
		{"doubled letter", "hhttps://example.com/", scheme},
		{"one slash", "https:/example.com/", scheme},
		{"no slashes", "https:example.com", scheme},
		{"relative to the scheme", "//example.com/", scheme},
		{"another scheme", "weixin://dl/chat", scheme},
		{"script", "javascript:alert(1)", scheme},
		{"blank", " ", "url-required"},
		{"colon replaced by its full-width twin", "https：//example.com/", scheme},
		{"long s", "httpſ://example.com/", scheme},
		{"scheme alone", "https://", host},
		{"no host but a path", "https:///a", host},
		{"no host but a port", "https://:80/", host},
		{"no host but a query", "https://?a=1", host},
		{"user", "https://user@example.com/", host},
		{"user and password", "https://user:pass@example.com/", host},
		{"host behind a backslash", `https://example.com\@example.net/`, host},
		{"backslash", `https://example.com\.example.net/`, host},
		{"blank in the host", "https://exam ple.com/", host},
		{"blank in the path", "https://example.com/a b", host},
		{"no-break space in the path", "https://example.com/a\u00a0b", host},
		{"line separator in the path", "https://example.com/a\u2028b", host},
		{"percent in the host", "https://exam%20ple.com/", host},
		{"placeholder as the host", "https://{{HOST}}/", host},
		{"comma for a dot", "https://example,com/", host},
		{"nothing but a dot", "https://./", host},
		{"two dots", "https://example..com/", host},
		{"a dot first", "https://.example.com/", host},
		{"port 0", "https://example.com:0/", host},
		{"port 65535", "https://example.com:65535/", ""},
		{"port 65536", "https://example.com:65536/", host},
		{"port by name", "https://example.com:http/", host},
		{"negative port", "https://example.com:-1/", host},
		{"two ports", "https://example.com:80:80/", host},
		{"IPv6 without brackets", "http://2001:db8::1/", host},
		{"IPv6 cut short", "http://[2001:db8::1/", host},
		{"IPv4 in brackets", "http://[192.0.2.1]/", host},
		{"empty brackets", "http://[]/", host},
		{"text behind brackets", "http://[2001:db8::1]x/", host},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range judge(slices.Collect(menu.Decode("a", []byte(`{"button":[{"type":"view","name":"a","url":`+quoted(tt.url)+`}]}`)))[0]) {
				checkWords(t, f)
				if f.Severity == diag.Error {
					got = append(got, f.Rule)
				}
			}
			if got := strings.Join(got, " "); got != tt.rule {
				t.Errorf("Judge(%q): got %q, want %q", tt.url, got, tt.rule)
			}
		})
	}
}
