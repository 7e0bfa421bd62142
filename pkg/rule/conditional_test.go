package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

func TestMatchRule(t *testing.T) {
	t.Parallel()
	const at = "/conditionalmenu/0/matchrule"
	platform := []breach{{"matchrule-platform-value " + at + "/client_platform_type", 0}}
	tag := []breach{{"matchrule-tag-format " + at + "/tag_id", 0}}
	tests := []struct {
		name  string
		match string
		want  []breach
	}{
		{"a tag", `{"tag_id":"2"}`, nil},
		{"iOS", `{"client_platform_type":"1"}`, nil},
		{"Android", `{"client_platform_type":"2"}`, nil},
		{"others, with a tag", `{"client_platform_type":"3","tag_id":"0"}`, nil},
		{"an empty retired field beside a tag", `{"tag_id":"2","sex":""}`, nil},
		{"platform 0", `{"client_platform_type":"0"}`, platform},
		{"platform 4", `{"client_platform_type":"4"}`, platform},
		{"platform by name", `{"client_platform_type":"iOS\n"}`, platform},
		{"a tag by name", `{"tag_id":"vip"}`, tag},
		{"a negative tag", `{"tag_id":"-1"}`, tag},
		{"a padded tag", `{"tag_id":" 2"}`, tag},
		{"full-width digits", `{"tag_id":"２"}`, tag},
		{"a line feed after a tag", `{"tag_id":"2\n"}`, tag},
		{"both", `{"tag_id":"x","client_platform_type":"x"}`, append(platform, tag...)},
		{"empty", `{}`, []breach{{"matchrule-required " + at, 65304}}},
		{"nothing but empty fields", `{"tag_id":"","sex":"","group_id":""}`, []breach{{"matchrule-required " + at, 65304}}},
		{"a number", `{"tag_id":2}`, []breach{{"wrong-json-type " + at + "/tag_id", 0}}},
		{"null", `null`, []breach{{"wrong-json-type " + at, 0}}},
		{"group_id", `{"group_id":"2"}`, []breach{{"matchrule-group-id " + at + "/group_id", 65304}}},
		{"retired fields", `{"sex":"1","country":"c","province":"p","city":"c","language":"l"}`, []breach{
			{"matchrule-retired-field " + at + "/sex", 65320},
			{"matchrule-retired-field " + at + "/country", 65320},
			{"matchrule-retired-field " + at + "/province", 65320},
			{"matchrule-retired-field " + at + "/city", 65320},
			{"matchrule-retired-field " + at + "/language", 65320},
		}},
		{"unknown field", `{"tagid":"2"}`, []breach{{"unknown-field " + at + "/tagid", 0}}},
		{"an empty unknown field", `{"tagid":"","tag_id":"2"}`, []breach{{"unknown-field " + at + "/tagid", 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, `{"menu":{"button":[`+leaf+`]},"conditionalmenu":[{"button":[`+leaf+`],"matchrule":`+tt.match+`}]}`, tt.want)
		})
	}
}

func TestConditional(t *testing.T) {
	t.Parallel()
	const def = `{"menu":{"button":[` + leaf + `]},"conditionalmenu":`
	const good = `{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}}`
	tests := []struct {
		name string
		json string
		want []breach
	}{
		{"good", def + `[` + good + `]}`, nil},
		{"none", def + `[]}`, nil},
		{"no default menu", `{"conditionalmenu":[` + good + `]}`, []breach{{"conditional-needs-default ", 65303}}},
		{"no matchrule", def + `[` + good + `,{"button":[` + leaf + `]}]}`, []breach{{"matchrule-required /conditionalmenu/1", 65304}}},
		{"no buttons", def + `[{"button":[],"matchrule":{"tag_id":"2"}}]}`, []breach{{"top-level-count /conditionalmenu/0/button", 40016}}},
		{"four buttons", def + `[{"button":[` + strings.Repeat(leaf+",", 3) + leaf + `],"matchrule":{"tag_id":"2"}}]}`, []breach{{"top-level-count /conditionalmenu/0/button", 40016}}},
		{"no array", def + `{}}`, []breach{{"wrong-json-type /conditionalmenu", 0}}},
		{"no object before one at fault", def + `[5,{"button":[` + leaf + `],"matchrule":{"tag_id":"x"}}]}`, []breach{
			{"matchrule-tag-format /conditionalmenu/1/matchrule/tag_id", 0}, {"wrong-json-type /conditionalmenu/0", 0},
		}},
		{"without button", def + `[{"matchrule":{"tag_id":"x"}}]}`, []breach{
			{"matchrule-tag-format /conditionalmenu/0/matchrule/tag_id", 0}, {"root-button-array /conditionalmenu/0", 40016},
		}},
		{"unknown field", def + `[{"button":[` + leaf + `],"matchrule":{"tag_id":"2"},"name":"x"}]}`, []breach{{"unknown-field /conditionalmenu/0/name", 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, tt.json, tt.want)
		})
	}
}

// links returns a set whose conditional menus link to these urls, one each, at
// the top and in sub-menus by turns.
func links(urls ...string) string {
	var menus []string
	for i, url := range urls {
		b := `{"type":"view","name":"a","url":` + quoted(url) + `}`
		if i%2 == 1 {
			b = `{"name":"m","sub_button":[` + b + `]}`
		}
		menus = append(menus, fmt.Sprintf(`{"button":[%s],"matchrule":{"tag_id":"%d"}}`, b, i))
	}
	return `{"menu":{"button":[{"type":"view","name":"a","url":"https://default.example.com/"}]},"conditionalmenu":[` + strings.Join(menus, ",") + `]}`
}

func TestConditionalDomains(t *testing.T) {
	t.Parallel()
	over := []breach{{"conditional-domains /conditionalmenu", 65316}}
	tests := []struct {
		name string
		json string
		want []breach
	}{
		{"three domains", links("https://a.com/", "https://b.com/", "https://c.com/"), nil},
		{"four domains", links("https://a.com/", "https://b.com/", "https://c.com/", "https://d.com/"), over},
		{"four hosts below one domain", links("https://a.example.com/", "https://b.example.com/", "https://c.example.com/", "https://d.example.com/"), nil},
		{"one host in many forms", links("https://a.com/", "http://A.com:80/x", "https://a.com./", "https://a.com?x", " https://a.com"), nil},
		{"urls that are not sent", strings.ReplaceAll(links("https://a.com/", "https://b.com/", "https://c.com/", "https://d.com/"), `"type":"view","name":"a"`, `"type":"click","name":"a","key":"k"`), nil},
		{"the fallback of a mini program", strings.ReplaceAll(links("https://a.com/", "https://b.com/", "https://c.com/", "https://d.com/"), `"type":"view","name":"a"`, `"type":"miniprogram","name":"a","appid":"wx0123456789abcdef","pagepath":"p"`), over},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, tt.json, tt.want)
		})
	}
}

// A message names hosts quoted, and not a thousand of them.
func TestConditionalDomainsMessage(t *testing.T) {
	t.Parallel()
	message := func(urls ...string) string {
		for _, f := range judge(slices.Collect(menu.Decode("brand-cn", []byte(links(urls...))))[0]) {
			checkWords(t, f)
			if f.Rule == "conditional-domains" || f.Rule == "conditional-hosts" {
				return fmt.Sprint(f.Severity, ": ", f.Message)
			}
		}
		return ""
	}
	tests := []struct {
		name, want string
		urls       []string
	}{
		{
			"hosts below one domain", `warning: the conditional menus link to 4 hosts; if WeChat counts each sub-domain, it takes 3: "a.b.com.cn", "b.b.com.cn", "b.com.cn", "c.b.com.cn"`,
			[]string{"https://a.b.com.cn/", "https://b.b.com.cn/", "https://c.b.com.cn/", "https://b.com.cn/"},
		},
		{
			"domains below com.cn", `error: the conditional menus link to 4 domains, WeChat takes 3: "a.com.cn", "b.com.cn", "c.com.cn", "d.com.cn"`,
			[]string{"https://www.a.com.cn/", "https://b.com.cn/", "https://c.com.cn/", "https://d.com.cn/"},
		},
		{"three hosts", "", []string{"https://a.b.com.cn/", "https://b.b.com.cn/", "https://b.com.cn/"}},
		{
			"three domains of four hosts", `warning: the conditional menus link to 4 hosts; if WeChat counts each sub-domain, it takes 3: "a.com.cn", "b.com.cn", "c.com.cn", "www.a.com.cn"`,
			[]string{"https://www.a.com.cn/", "https://a.com.cn/", "https://b.com.cn/", "https://c.com.cn/"},
		},
		{
			"what a company lets out", `warning: the conditional menus link to 4 hosts; if WeChat counts each sub-domain, it takes 3: "a.github.io", "b.github.io", "c.github.io", "d.github.io"`,
			[]string{"https://a.github.io/", "https://b.github.io/", "https://c.github.io/", "https://d.github.io/"},
		},
		{
			"what a company lets out further down", "",
			[]string{"https://a.s3.cn-north-1.amazonaws.com.cn/", "https://b.s3.cn-north-1.amazonaws.com.cn/"},
		},
		{
			"addresses", `error: the conditional menus link to 4 domains, WeChat takes 3: "192.0.2.1", "192.0.2.2", "192.0.2.3", "[2001:db8::1]"`,
			[]string{"http://192.0.2.1/", "http://192.0.2.2/", "http://192.0.2.3/", "http://[2001:db8::1]/"},
		},
	}
	for _, tt := range tests {
		if got := message(tt.urls...); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	got := message("https://d/", "https://c/", "https://b/", "https://a\u202ea/")
	if want := `error: the conditional menus link to 4 domains, WeChat takes 3: "a\u202ea", "b", "c", "d"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var many []string
	for i := range 500 {
		many = append(many, fmt.Sprintf("https://h%04d/", i))
	}
	got = message(many...)
	if want := `error: the conditional menus link to 500 domains, WeChat takes 3: "h0000", "h0001", "h0002", "h0003", "h0004", "h0005", "h0006", "h0007" and 492 more`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
