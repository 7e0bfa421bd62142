package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

// conditionalBody is a conditional menu with nothing wrong.
const conditionalBody = `{"button":[` + leaf + `],"matchrule":{"tag_id":"2"}}`

// ruled is a body of one good button and a matchrule.
func ruled(rule string) string { return `{"button":[` + leaf + `],"matchrule":` + rule + `}` }

// linked is a conditional menu of one sub-menu that links to each url.
func linked(urls ...string) string {
	var subs []string
	for _, url := range urls {
		subs = append(subs, `{"type":"view","name":"n","url":"`+url+`"}`)
	}
	return `{"button":[{"name":"n","sub_button":[` + strings.Join(subs, ",") + `]}],"matchrule":{"tag_id":"2"}}`
}

// conditionalRig is an account that has a default menu.
func conditionalRig(t *testing.T, change ...func(*sandbox.Account)) *rig {
	t.Helper()
	a := brand()
	for _, f := range change {
		f(&a)
	}
	r := newRig(t, a)
	r.want(createPath, oneButton)
	return r
}

func TestAddConditional(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       int
	}{
		{"good", conditionalBody, 0},
		{"empty body", "", 44002},
		{"not UTF-8", "\xb2\xcb", 65318},
		{"escape", ruled(`{"tag_id":"\u0032"}`), 40033},
		{"form", "button=1", 40016},
		{"array", "[]", 40016},
		{"a create body", oneButton, 65304},
		{"a menu/get answer", `{"menu":` + oneButton + `}`, 65304},
		{"rule is null", ruled(`null`), 65304},
		{"rule is a string", ruled(`"2"`), 65304},
		{"rule is empty", ruled(`{}`), 65304},
		{"rule of empty members", ruled(`{"tag_id":"","client_platform_type":"","sex":"","country":null}`), 65304},
		{"rule of unknown members", ruled(`{"tag":"2"}`), 65304},
		{"rule with the former name", ruled(`{"group_id":"2"}`), 65304},
		{"tag is a number", ruled(`{"tag_id":2}`), 65304},
		{"platform alone", ruled(`{"client_platform_type":"1"}`), 0},
		{"platform no phone has", ruled(`{"client_platform_type":"ios"}`), 0},
		{"tag with a line break", ruled(`{"tag_id":"2\n"}`), 65318},
		{"platform with a line break", ruled(`{"client_platform_type":"1\n"}`), 65318},
		{"sex", ruled(`{"sex":"1"}`), 65320},
		{"sex is a number, beside a tag", ruled(`{"tag_id":"2","sex":1}`), 65320},
		{"country", ruled(`{"tag_id":"2","country":"中国"}`), 65320},
		{"province", ruled(`{"tag_id":"2","province":"广东"}`), 65320},
		{"city", ruled(`{"tag_id":"2","city":"广州"}`), 65320},
		{"language", ruled(`{"tag_id":"2","language":"zh_CN"}`), 65320},
		{"empty retired members", ruled(`{"tag_id":"2","sex":"","language":null}`), 0},
		{"button missing", `{"matchrule":{"tag_id":"2"}}`, 65307},
		{"no buttons", `{"button":[],"matchrule":{"tag_id":"2"}}`, 65307},
		{"button is an object", `{"button":{},"matchrule":{"tag_id":"2"}}`, 40016},
		{"four buttons", `{"button":[` + leaves(4) + `],"matchrule":{"tag_id":"2"}}`, 40016},
		{"three hosts", linked("http://a", "http://b", "http://c"), 0},
		{"four hosts", linked("http://a", "http://b", "http://c", "http://d"), 65316},
		{"three hosts written in many ways", linked("http://a", "HTTPS://A:443/x", " http://a./?y", "http://b", "https://[::1]:80/"), 0},
		{"a sub-domain counts", linked("http://a.b", "http://b", "http://c.b", "http://d.b"), 65316},
		{"a port does not", linked("http://a:1", "http://a:2", "http://a:3", "http://a:4"), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			got := r.post(addPath, tt.body)
			if got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
			if live, _ := r.Live("brand-cn"); (len(live.Conditional) == 1) != (tt.want == 0) {
				t.Errorf("got %d conditional menus, want one if it was taken", len(live.Conditional))
			}
		})
	}
}

// Buttons are judged as menu/create does, but for those without type and
// sub-buttons.
func TestAddConditionalButtons(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, members string
		top, sub      int
	}{
		{"no type", `"name":"n","key":"k"`, 65308, 65308},
		{"empty type", `"type":"","name":"n"`, 65308, 65308},
		{"no type, empty sub-menu", `"name":"n","sub_button":[]`, 65308, 65308},
		{"unknown type", `"type":"x","name":"n"`, 40017, 40024},
		{"the console's type", `"type":"text","name":"n","value":"v"`, 40017, 40024},
		{"no name", `"type":"click","key":"k"`, 40018, 40018},
		{"no key", `"type":"click","name":"n"`, 40019, 40026},
		{"no url", `"type":"view","name":"n"`, 40020, 40027},
		{"url without scheme", `"type":"view","name":"n","url":"a.b"`, 40055, 40054},
		{"good", `"type":"click","name":"n","key":"k"`, 0, 0},
	}
	const rule = `,"matchrule":{"tag_id":"2"}}`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			if got := r.post(addPath, strings.TrimSuffix(top(tt.members), "}")+rule); got.Errcode != tt.top {
				t.Errorf("got %s at the top, want %d", got.raw, tt.top)
			}
			if got := r.post(addPath, strings.TrimSuffix(sub(tt.members), "}")+rule); got.Errcode != tt.sub {
				t.Errorf("got %s in a sub-menu, want %d", got.raw, tt.sub)
			}
		})
	}
}

// Of several broken rules the first in this order counts.
func TestAddConditionalOrder(t *testing.T) {
	t.Parallel()
	const hosts = `"button":[{"name":"n","sub_button":[{"type":"view","name":"n","url":"http://1"},{"type":"view","name":"n","url":"http://2"},{"type":"view","name":"n","url":"http://3"},{"type":"view","name":"n","url":"http://4"}]}%s]`
	tests := []struct {
		name, body string
		noDefault  bool
		want       int
	}{
		{"the body before the default menu", `{"\u0041`, true, 40033},
		{"the default menu before the rule", `{"button":[],"matchrule":{}}`, true, 65303},
		{"the rule before the buttons", `{"button":[],"matchrule":{}}`, false, 65304},
		{"retired before the buttons", `{"button":[],"matchrule":{"sex":"1"}}`, false, 65320},
		{"buttons before hosts", `{` + fmt.Sprintf(hosts, `,{"name":""}`) + `,"matchrule":{"tag_id":"2"}}`, false, 40018},
		{"hosts last", `{` + fmt.Sprintf(hosts, ``) + `,"matchrule":{"tag_id":"2"}}`, false, 65316},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			if tt.noDefault {
				r.get(deletePath)
			}
			if got := r.post(addPath, tt.body); got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
		})
	}
}

// Where an account counts domains, those below one count once.
func TestCountDomains(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t, func(a *sandbox.Account) { a.CountDomains = true })
	r.want(addPath, linked("http://a.b.com.cn", "http://b.com.cn", "http://c.b.com.cn", "http://d.b.com.cn", "http://e.com"))
	if got := r.post(addPath, linked("http://f.com.cn", "http://g.com.cn")); got.Errcode != 65316 {
		t.Errorf("got %s for a fourth domain, want 65316", got.raw)
	}
	r.want(addPath, linked("http://x.e.com", "http://f.com.cn"))
}

// Old and new menus together may link to three hosts; the default menu's do not
// count.
func TestHostsOverAllMenus(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.want(createPath, `{"button":[{"type":"view","name":"n","url":"http://0"}]}`)
	first := r.want(addPath, linked("http://a", "http://b"))
	r.want(addPath, linked("http://c", "http://a"))
	if got := r.post(addPath, linked("http://d")); got.Errcode != 65316 {
		t.Errorf("got %s for a fourth host, want 65316", got.raw)
	}
	r.want(addPath, linked("http://b", "http://c"))
	r.want(removePath, `{"menuid":"`+first.MenuID+`"}`)
	if got := r.post(addPath, linked("http://d")); got.Errcode != 65316 {
		t.Errorf("got %s while b is still linked to, want 65316", got.raw)
	}
}
