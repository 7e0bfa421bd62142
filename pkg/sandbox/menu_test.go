package sandbox_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func golden(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(b), "\n")
}

// The first example of createCustomMenu comes back in the documented shapes.
func TestDocumentedExample(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if got := r.create(golden(t, "example-click-view.json")); got.raw != `{"errcode":0,"errmsg":"ok"}` {
		t.Fatalf("got %s, want the example accepted", got.raw)
	}
	if got, want := r.get("/cgi-bin/menu/get").raw, golden(t, "example-click-view.get.json"); got != want {
		t.Errorf("menu/get\n got %s\nwant %s", got, want)
	}
	if got, want := r.get("/cgi-bin/get_current_selfmenu_info").raw, golden(t, "example-click-view.selfmenu.json"); got != want {
		t.Errorf("selfmenu\n got %s\nwant %s", got, want)
	}
	if got, want := string(r.Menu("brand-cn")), golden(t, "example-click-view.create.json"); got != want {
		t.Errorf("Menu\n got %s\nwant %s", got, want)
	}
	if got := r.create(string(r.Menu("brand-cn"))); got.Errcode != 0 {
		t.Errorf("got %s, want Menu's own body accepted", got.raw)
	}
}

// The second example has seven top-level buttons.
func TestDocumentedExampleBreaksTheRules(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if got := r.create(golden(t, "example-other-types.json")); got.Errcode != 40016 {
		t.Errorf("got %s, want 40016", got.raw)
	}
	if got := r.Menu("brand-cn"); got != nil {
		t.Errorf("got %s, want no menu", got)
	}
}

func TestReadShapes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, create, get, self string
	}{
		{
			"key", `{"button":[{"name":"n","key":"k","type":"pic_weixin"}]}`,
			`{"type":"pic_weixin","name":"n","key":"k","sub_button":[]}`, `{"type":"pic_weixin","name":"n","key":"k"}`,
		},
		{
			"url, irrelevant members dropped", `{"button":[{"type":"view","name":"n","key":"k","url":"https://a/?x=1&y=<2>","media_id":"m","zzz":{}}]}`,
			`{"type":"view","name":"n","url":"https:\/\/a\/?x=1&y=<2>","sub_button":[]}`, `{"type":"view","name":"n","url":"https:\/\/a\/?x=1&y=<2>"}`,
		},
		{
			"media", `{"button":[{"type":"media_id","name":"n","media_id":"m"}]}`,
			`{"type":"media_id","name":"n","sub_button":[],"media_id":"m"}`, `{"type":"media_id","name":"n","media_id":"m"}`,
		},
		{
			"article", `{"button":[{"type":"article_id","name":"n","article_id":"a"}]}`,
			`{"type":"article_id","name":"n","sub_button":[],"article_id":"a"}`, `{"type":"article_id","name":"n","article_id":"a"}`,
		},
		{
			"quotes, backslash, emoji, U+2028", `{"button":[{"type":"click","name":"\"\\🔥` + "\u2028" + `","key":"k"}]}`,
			`{"type":"click","name":"\"\\🔥` + "\u2028" + `","key":"k","sub_button":[]}`, `{"type":"click","name":"\"\\🔥` + "\u2028" + `","key":"k"}`,
		},
		{
			"outer blanks stay", `{"button":[{"type":"view","name":" n ","url":" http://a "}]}`,
			`{"type":"view","name":" n ","url":" http:\/\/a ","sub_button":[]}`, `{"type":"view","name":" n ","url":" http:\/\/a "}`,
		},
		{
			"the last of two counts", `{"button":[],"button":[{"type":"view","type":"click","name":"m","name":"n","key":"k"}]}`,
			`{"type":"click","name":"n","key":"k","sub_button":[]}`, `{"type":"click","name":"n","key":"k"}`,
		},
		{
			"matchrule is swallowed", `{"button":[{"type":"click","name":"n","key":"k"}],"matchrule":{"tag_id":"2"}}`,
			`{"type":"click","name":"n","key":"k","sub_button":[]}`, `{"type":"click","name":"n","key":"k"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if got := r.create(tt.create); got.Errcode != 0 {
				t.Fatalf("got %s, want ok", got.raw)
			}
			if got, want := r.get("/cgi-bin/menu/get").raw, `{"menu":{"button":[`+tt.get+`]}}`; got != want {
				t.Errorf("menu/get\n got %s\nwant %s", got, want)
			}
			if got, want := r.get("/cgi-bin/get_current_selfmenu_info").raw, `{"is_menu_open":1,"selfmenu_info":{"button":[`+tt.self+`]}}`; got != want {
				t.Errorf("selfmenu\n got %s\nwant %s", got, want)
			}
		})
	}
}

func TestMenuLife(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	noMenu := func() {
		t.Helper()
		if got := r.get("/cgi-bin/menu/get"); got.Errcode != 46003 {
			t.Errorf("got %s, want 46003", got.raw)
		}
		if got := r.get("/cgi-bin/get_current_selfmenu_info").raw; got != `{"is_menu_open":0}` {
			t.Errorf("got %s, want a closed menu", got)
		}
		if got := r.Menu("brand-cn"); got != nil {
			t.Errorf("got %s, want no menu", got)
		}
	}
	noMenu()
	r.create(`{"button":[{"type":"click","name":"a","key":"1"}]}`)
	r.create(`{"button":[{"type":"click","name":"b","key":"2"}]}`)
	r.create(`{"button":[{"type":"click","name":"c"}]}`) // refused, so nothing changes
	if got, want := string(r.Menu("brand-cn")), `{"button":[{"type":"click","name":"b","key":"2"}]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for range 2 {
		if got := r.get("/cgi-bin/menu/delete").raw; got != `{"errcode":0,"errmsg":"ok"}` {
			t.Errorf("got %s, want ok", got)
		}
		noMenu()
	}
	if got := r.Menu("absent"); got != nil {
		t.Errorf("got %s for an unknown account, want nil", got)
	}
}

func TestAccountsAreApart(t *testing.T) {
	t.Parallel()
	other := sandbox.Account{Name: "other", AppID: "wxfedcba9876543210", Secret: "x"}
	r := newRig(t, brand(), other)
	token := r.call("POST", "/cgi-bin/stable_token", stableBody(other.AppID, other.Secret, false)).Token
	r.call("POST", "/cgi-bin/menu/create?access_token="+token, `{"button":[{"type":"click","name":"b","key":"2"}]}`)
	if r.Menu("other") == nil || r.Menu("brand-cn") != nil {
		t.Errorf("got %s and %s, want only the first", r.Menu("other"), r.Menu("brand-cn"))
	}
	if got := r.call("POST", "/cgi-bin/stable_token", stableBody(other.AppID, secret, false)); got.Errcode != 40125 {
		t.Errorf("got %s for another account's secret, want 40125", got.raw)
	}
}

func TestMenuCallRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		uncertified  bool
		method, path string
		token        bool
		want         int
	}{
		{"create by GET", false, "GET", "menu/create", true, 43002},
		{"get by POST", false, "POST", "menu/get", true, 43001},
		{"delete by POST", false, "POST", "menu/delete", true, 43001},
		{"selfmenu by POST", false, "POST", "get_current_selfmenu_info", true, 43001},
		{"method before token", false, "POST", "menu/get", false, 43001},
		{"create without token", false, "POST", "menu/create", false, 41001},
		{"get without token", false, "GET", "menu/get", false, 41001},
		{"selfmenu without token", false, "GET", "get_current_selfmenu_info", false, 41001},
		{"uncertified create", true, "POST", "menu/create", true, 48001},
		{"uncertified get", true, "GET", "menu/get", true, 48001},
		{"uncertified delete", true, "GET", "menu/delete", true, 48001},
		{"add by GET", false, "GET", "menu/addconditional", true, 43002},
		{"remove by GET", false, "GET", "menu/delconditional", true, 43002},
		{"trymatch by GET", false, "GET", "menu/trymatch", true, 43002},
		{"add without token", false, "POST", "menu/addconditional", false, 41001},
		{"remove without token", false, "POST", "menu/delconditional", false, 41001},
		{"trymatch without token", false, "POST", "menu/trymatch", false, 41001},
		{"uncertified add", true, "POST", "menu/addconditional", true, 48001},
		{"uncertified remove", true, "POST", "menu/delconditional", true, 48001},
		{"uncertified trymatch", true, "POST", "menu/trymatch", true, 48001},
		{"uncertified selfmenu", true, "GET", "get_current_selfmenu_info", true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := brand()
			a.Uncertified = tt.uncertified
			r := newRig(t, a)
			target := "/cgi-bin/" + tt.path
			if tt.token {
				target += "?access_token=" + r.stable(false).Token
			}
			if got := r.call(tt.method, target, ""); got.Errcode != tt.want {
				t.Errorf("got %s, want %d", got.raw, tt.want)
			}
		})
	}
	newRig(t).wantWorks("nonsense", 40014)
}

func TestErrorShape(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	resp := r.do("GET", "/cgi-bin/menu/get?access_token="+r.stable(false).Token, "")
	if got, want := resp.header.Get("Content-Type"), "application/json; encoding=utf-8"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got := resp.body
	want := regexp.MustCompile(`^\{"errcode":46003,"errmsg":"menu no exist rid: 69a3b9c0-[0-9a-f]{8}-[0-9a-f]{8}"\}$`)
	if resp.status != http.StatusOK || !want.MatchString(got) {
		t.Errorf("got %d %s, want 200 %s", resp.status, got, want)
	}
}

func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, want := range map[string]string{
		"/cgi-bin/menu/get2":                     `{"errcode":40066,"errmsg":"invalid url rid: `,
		"/cgi-bin/":                              `{"errcode":40066,"errmsg":"invalid url rid: `,
		"/cgi-bin/component/api_component_token": `{"errcode":40013,"errmsg":"invalid appid rid: `,
	} {
		if got := r.do("POST", path, "{}"); got.status != http.StatusOK || !strings.HasPrefix(got.body, want) {
			t.Errorf("got %d %s for %s, want 200 %s", got.status, got.body, path, want)
		}
	}
	for _, path := range []string{"/sandbox", "/2015-03-31/functions", "/x"} {
		want := `{"error":"path \"` + path + `\" is not served here; use /cgi-bin/menu/create or /sandbox/token/brand-cn or / or /sandbox/`
		if got := r.do("POST", path, "{}"); got.status != http.StatusNotFound || !strings.HasPrefix(got.body, want) {
			t.Errorf("got %d %s for %s, want 404 %s", got.status, got.body, path, want)
		}
	}
	if got, want := r.do("GET", "/x?lang=zh", "").body, `{"error":"这里没有路径“/x”；请用 /cgi-bin/menu/create 或 `; !strings.HasPrefix(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := r.do("POST", "/cgi-bin/menu/create", strings.Repeat(" ", 1<<20+1)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d for a body over 1 MiB, want 413", got.status)
	}
}
