package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/sandbox"
)

func consoleRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, brand(), sandbox.Account{Name: "empty", AppID: "wxfedcba9876543210", Secret: "x"})
	body := `{"button":[{"name":"<b>&","sub_button":[{"type":"view","name":"<script>alert(1)</script>","url":"https://a/?x=1&y=\"'<i>"}]},{"type":"click","name":"今日","key":"k"}]}`
	if got := r.create(body); got.Errcode != 0 {
		t.Fatal(got.raw)
	}
	return r
}

func TestConsolePage(t *testing.T) {
	t.Parallel()
	r := consoleRig(t)
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

func TestConsoleJSON(t *testing.T) {
	t.Parallel()
	r := consoleRig(t)
	req := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	req.Header.Set("Accept", "application/json")
	got := r.send(req)
	want := `{"accounts":[{"name":"brand-cn","appid":"` + appID + `","menu":` + string(r.Menu("brand-cn")) +
		`},{"name":"empty","appid":"wxfedcba9876543210","menu":null}]}` + "\n"
	if got.body != want || got.header.Get("Content-Type") != "application/json" {
		t.Errorf("got %s, want %s", got.body, want)
	}
}
