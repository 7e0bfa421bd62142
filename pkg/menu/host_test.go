package menu_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestHost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		url  string
		want string
	}{
		{"https", "https://example.com/", "example.com"},
		{"http", "http://example.com", "example.com"},
		{"upper case", "HTTPS://Example.COM/A", "example.com"},
		{"query without a path", "https://example.com?a=1&b=2", "example.com"},
		{"fragment without a path", "https://example.com#top", "example.com"},
		{"port", "https://example.com:8443/", "example.com"},
		{"at sign in a path", "https://example.com/@name", "example.com"},
		{"at sign in a query", "https://example.com?q=a@b", "example.com"},
		{"colon in a path", "https://example.com/a:b", "example.com"},
		{"another url in a query", "https://example.com?to=https://example.net/", "example.com"},
		{"root dot", "https://example.com./", "example.com"},
		{"one label", "http://localhost/", "localhost"},
		{"IPv4", "http://192.0.2.1/", "192.0.2.1"},
		{"IPv6", "http://[2001:DB8::1]/", "[2001:db8::1]"},
		{"IPv6 with a port", "http://[2001:db8::1]:8080/", "[2001:db8::1]"},
		{"underscore", "http://a_b.example.com/", "a_b.example.com"},
		{"Chinese host", "https://例子.测试/", "例子.测试"},
		{"blanks around it", " https://example.com/\u3000", "example.com"},
		{"empty", "", ""},
		{"no scheme", "www.example.com", ""},
		{"doubled letter", "hhttps://example.com/", ""},
		{"one slash", "https:/example.com/", ""},
		{"relative to the scheme", "//example.com/", ""},
		{"another scheme", "weixin://dl/chat", ""},
		{"long s", "httpſ://example.com/", ""},
		{"scheme alone", "https://", ""},
		{"no host but a path", "https:///a", ""},
		{"no host but a port", "https://:80/", ""},
		{"user", "https://user@example.com/", ""},
		{"user and password", "https://user:pass@example.com/", ""},
		{"backslash", `https://example.com\@example.net/`, ""},
		{"blank in the host", "https://exam ple.com/", ""},
		{"percent in the host", "https://exam%20ple.com/", ""},
		{"placeholder as the host", "https://{{HOST}}/", ""},
		{"nothing but a dot", "https://./", ""},
		{"two dots", "https://example..com/", ""},
		{"a dot first", "https://.example.com/", ""},
		{"two ports", "https://example.com:80:80/", ""},
		{"address with a zone", "http://[fe80::1%25en0]/", ""},
		{"IPv6 without brackets", "http://2001:db8::1/", ""},
		{"IPv6 cut short", "http://[2001:db8::1/", ""},
		{"IPv6 cut short before a port", "http://[2001:db8::1:80/", ""},
		{"a symbol of another script", "https://☆.example.com/", "☆.example.com"},
		{"IPv4 in brackets", "http://[192.0.2.1]/", ""},
		{"empty brackets", "http://[]/", ""},
		{"text behind brackets", "http://[2001:db8::1]x/", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := menu.Host(tt.url); got != tt.want {
				t.Errorf("Host(%q): got %q, want %q", tt.url, got, tt.want)
			}
		})
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	view := func(url string) menu.Button { return menu.Button{Type: "view", Name: "a", URL: url} }
	mini := menu.Button{Type: "miniprogram", Name: "a", URL: "https://m.example.com/", AppID: "wx", PagePath: "p"}
	tests := []struct {
		name  string
		menus [][]menu.Button
		want  string
	}{
		{"no menu", nil, ""},
		{"no links", [][]menu.Button{{{Type: "click", Name: "a", Key: "k"}}}, ""},
		{"sorted, each once", [][]menu.Button{{view("https://b.example.com/1"), view("http://A.example.com:80/"), view("https://b.example.com/2")}}, "a.example.com b.example.com"},
		{"over menus and sub-menus", [][]menu.Button{{view("https://b.example.com/")}, {{Name: "m", Sub: []menu.Button{view("https://a.example.com/"), view("https://b.example.com/")}}}}, "a.example.com b.example.com"},
		{"the fallback of a mini program", [][]menu.Button{{mini}}, "m.example.com"},
		{"a url that is not sent", [][]menu.Button{{{Type: "click", Name: "a", Key: "k", URL: "https://a.example.com/"}}}, ""},
		{"a url without a host", [][]menu.Button{{view("example.com")}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := menu.Hosts(tt.menus...); !slices.Equal(got, strings.Fields(tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
