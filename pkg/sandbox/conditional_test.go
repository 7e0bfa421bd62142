package sandbox_test

import (
	"fmt"
	"regexp"
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

func TestConditionalLife(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t)
	const head = `{"menu":{"button":[{"type":"click","name":"a","key":"1","sub_button":[]}]`
	ids := regexp.MustCompile(`"menuid":(\d{9})`)
	if got := r.get(getPath).raw; got != head+`}}` {
		t.Errorf("got %s, want no menuid without conditional menus", got)
	}
	first := r.want(addPath, `{"matchrule":{"tag_id":"2","client_platform_type":"1"},"button":[{"name":"x","type":"view","url":"http://a/?b=1&c"}]}`)
	second := r.want(addPath, conditionalBody)
	if want := `{"menuid":"` + second.MenuID + `"}`; second.raw != want || first.MenuID >= second.MenuID {
		t.Errorf("got %s and %s, want rising ids as strings", first.raw, second.raw)
	}
	want := head + `,"menuid":N},"conditionalmenu":[` +
		`{"button":[{"type":"click","name":"n","key":"k","sub_button":[]}],"matchrule":{"tag_id":"2"},"menuid":` + second.MenuID + `},` +
		`{"button":[{"type":"view","name":"x","url":"http:\/\/a\/?b=1&c","sub_button":[]}],"matchrule":{"tag_id":"2","client_platform_type":"1"},"menuid":` + first.MenuID + `}]}`
	got := r.get(getPath).raw
	id := ids.FindStringSubmatch(got)[1]
	if want = strings.Replace(want, `"menuid":N`, `"menuid":`+id, 1); got != want {
		t.Errorf("menu/get\n got %s\nwant %s", got, want)
	}
	if got := r.post(removePath, `{"menuid":"`+id+`"}`); got.Errcode != 65301 {
		t.Errorf("got %s for the default menu's id, want 65301", got.raw)
	}
	if got := r.get(selfPath).raw; strings.Contains(got, "matchrule") || strings.Contains(got, "menuid") {
		t.Errorf("got %s, want no conditional menus", got)
	}
	r.want(createPath, `{"button":[`+leaf+`]}`)
	if live, _ := r.Live("brand-cn"); len(live.Conditional) != 2 || live.Conditional[0].ID != second.MenuID || string(live.Conditional[0].Body) != conditionalBody {
		t.Errorf("got %+v, want menu/create to keep both, newest first", live)
	}
	r.get(deletePath)
	if live, _ := r.Live("brand-cn"); live.Menu != nil || live.Conditional != nil {
		t.Errorf("got %+v, want menu/delete to remove all", live)
	}
	if got := r.post(addPath, conditionalBody); got.Errcode != 65303 {
		t.Errorf("got %s, want 65303 without a default menu", got.raw)
	}
}

func TestDeleteConditional(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string // ID is the menu's id
		want       int
	}{
		{"string", `{"menuid":"ID"}`, 0},
		{"number", `{"menuid":ID}`, 0},
		{"empty body", ``, 44002},
		{"escape", `{"menuid":"\u0031"}`, 40033},
		{"form", `menuid=ID`, 65301},
		{"array", `["ID"]`, 65301},
		{"no id", `{}`, 65301},
		{"empty id", `{"menuid":""}`, 65301},
		{"zero", `{"menuid":0}`, 65301},
		{"null", `{"menuid":null}`, 65301},
		{"object", `{"menuid":{}}`, 65301},
		{"blanks", `{"menuid":" ID"}`, 65301},
		{"fraction", `{"menuid":ID.0}`, 65301},
		{"another id", `{"menuid":"ID0"}`, 65301},
		{"not a number", `{"menuid":"x"}`, 65301},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := conditionalRig(t)
			id := r.want(addPath, conditionalBody).MenuID
			body := strings.ReplaceAll(tt.body, "ID", id)
			got := r.post(removePath, body)
			if got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
			if tt.want != 0 {
				return
			}
			if got.raw != `{"errcode":0,"errmsg":"ok"}` {
				t.Errorf("got %s, want ok", got.raw)
			}
			if got := r.post(removePath, body); got.Errcode != 65301 {
				t.Errorf("got %s the second time, want 65301", got.raw)
			}
		})
	}
}

// What is right for one account is nothing to another.
func TestConditionalAccountsAreApart(t *testing.T) {
	t.Parallel()
	other := sandbox.Account{Name: "other", AppID: "wxfedcba9876543210", Secret: "x"}
	r := newRig(t, brand(), other)
	r.want(createPath, oneButton)
	id := r.want(addPath, conditionalBody).MenuID
	token := r.call("POST", "/cgi-bin/stable_token", stableBody(other.AppID, other.Secret, false)).Token
	r.call("POST", createPath+"?access_token="+token, oneButton)
	if got := r.call("POST", addPath+"?access_token="+token, conditionalBody); got.MenuID == id {
		t.Errorf("got %s twice, want ids of its own", id)
	}
	if got := r.call("POST", removePath+"?access_token="+token, `{"menuid":"`+id+`"}`); got.Errcode != 65301 {
		t.Errorf("got %s for another account's menu, want 65301", got.raw)
	}
}

// However many publish at once, every menu has an id of its own and none is
// lost.
func TestConditionalMenusAtOnce(t *testing.T) {
	t.Parallel()
	const callers, each = 8, 4
	l := conditionalRig(t).serve()
	ended := make(chan error, callers)
	for range callers {
		go func() {
			var err error
			for range each {
				if _, failed := l.submit(addPath, conditionalBody); failed != nil {
					err = failed
				}
			}
			ended <- err
		}()
	}
	for range callers {
		if err := await(t, ended, "a caller to end"); err != nil {
			t.Error(err)
		}
	}
	ids := map[string]bool{}
	live, _ := l.Live("brand-cn")
	for _, c := range live.Conditional {
		ids[c.ID] = true
	}
	if len(ids) != callers*each || len(live.Conditional) != callers*each {
		t.Errorf("got %d ids of %d menus, want %d", len(ids), len(live.Conditional), callers*each)
	}
}

func TestMenuIDNumber(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t, func(a *sandbox.Account) { a.MenuIDNumber = true })
	resp := r.do("POST", addPath+"?access_token="+r.stable(false).Token, conditionalBody)
	if !regexp.MustCompile(`^\{"menuid":\d{9}\}$`).MatchString(resp.body) {
		t.Errorf("got %s, want a number", resp.body)
	}
}
