package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func pageRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, brand(), sandbox.Account{Name: "empty", AppID: "wxfedcba9876543210", Secret: "x"})
	body := `{"button":[{"name":"<b>&","sub_button":[{"type":"view","name":"<script>alert(1)</script>","url":"https://a/?x=1&y=\"'<i>"}]},{"type":"click","name":"今日","key":"k"}]}`
	if got := r.create(body); got.Errcode != 0 {
		t.Fatal(got.raw)
	}
	return r
}

func TestPage(t *testing.T) {
	t.Parallel()
	r := pageRig(t)
	resp := r.do("GET", "/", "")
	page := resp.body
	if got := resp.header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("got %q, want HTML in UTF-8", got)
	}
	for _, want := range []string{"brand-cn", appID, "今日", "empty", "no menu", "&lt;script&gt;alert(1)"} {
		if !strings.Contains(page, want) {
			t.Errorf("got no %q in the page", want)
		}
	}
	for _, bad := range []string{secret, r.stable(false).Token, "<script", "<b>", "<i>", "http-equiv", "src="} {
		if strings.Contains(page, bad) {
			t.Errorf("got %q in the page", bad)
		}
	}
	if got := r.do("POST", "/", "").status; got != http.StatusMethodNotAllowed {
		t.Errorf("got %d for POST, want 405", got)
	}
}

func TestPageJSON(t *testing.T) {
	t.Parallel()
	r := pageRig(t)
	req := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	req.Header.Set("Accept", "application/json")
	got := r.send(req)
	want := `{"accounts":[{"name":"brand-cn","appid":"` + appID + `","menu":` + string(r.Menu("brand-cn")) +
		`,"conditionalmenu":[],"open":true,"console":false},{"name":"empty","appid":"wxfedcba9876543210","menu":null,"conditionalmenu":[],"open":true,"console":false}]}` + "\n"
	if got.body != want || got.header.Get("Content-Type") != "application/json" {
		t.Errorf("got %s, want %s", got.body, want)
	}
}

// The page and its JSON show the conditional menus, the switch and the console.
func TestPageShowsAllMenus(t *testing.T) {
	t.Parallel()
	r := pageRig(t)
	id := r.want(addPath, conditionalNamed("<vip>", `{"tag_id":"<2>","client_platform_type":"1"}`)).MenuID
	r.want(addPath, conditionalNamed("other", `{"client_platform_type":"3"}`))
	r.edit(newsMenu)
	if err := r.SetOpen("brand-cn", false); err != nil {
		t.Fatal(err)
	}
	page := r.do("GET", "/", "").body
	for _, want := range []string{
		"tag &lt;2&gt;, on iOS", "&lt;vip&gt;", "on other phones", "everybody else, made in the web console",
		"This is text!", "the menu switch is off",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("got no %q in the page", want)
		}
	}
	req := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	req.Header.Set("Accept", "application/json")
	got := r.send(req).body
	for _, want := range []string{
		`"menu":` + newsMenu, `{"menuid":"` + id + `","button":[{"type":"click","name":"<vip>","key":"k"}],"matchrule":{"tag_id":"<2>","client_platform_type":"1"}}`,
		`"open":false,"console":true`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s in it", got, want)
		}
	}
}
