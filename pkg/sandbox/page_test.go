package sandbox_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"unicode"

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

// drawn is a page that says what it was asked to draw.
func drawn(lang string, accounts []sandbox.Shown) (sandbox.Drawn, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "lang %q\n", lang)
	for i := range accounts {
		a := &accounts[i]
		fmt.Fprintf(&b, "%s %s %s open %t console %t\n", a.Name, a.AppID, a.Menu, a.Open, a.Console)
		for _, c := range a.Conditional {
			fmt.Fprintf(&b, "%s %s\n", c.ID, c.Body)
		}
	}
	return sandbox.Drawn{HTML: []byte(b.String()), Policy: "default-src 'none'"}, nil
}

// The page is what Options.Page draws of all that is live, in the server's
// language unless a request asks for another.
func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ server, query, want string }{
		{"", "", `lang ""`},
		{"zh", "", `lang "zh"`},
		{"zh", "?lang=en", `lang "en"`},
		{"", "?lang=zh", `lang "zh"`},
	} {
		t.Run(tt.server+tt.query, func(t *testing.T) {
			t.Parallel()
			r := newRigWith(t, sandbox.Options{Accounts: []sandbox.Account{brand()}, Lang: tt.server, Page: drawn})
			r.want(createPath, named("n"))
			id := r.want(addPath, conditionalNamed("vip", `{"tag_id":"2"}`)).MenuID
			r.edit(newsMenu)
			if err := r.SetOpen("brand-cn", false); err != nil {
				t.Fatal(err)
			}
			got := r.do("GET", "/"+tt.query, "")
			for _, want := range []string{tt.want, "brand-cn " + appID + " " + newsMenu + " open false console true", id + ` {"button":[{"type":"click","name":"vip"`} {
				if !strings.Contains(got.body, want) {
					t.Errorf("got %s, want %s in it", got.body, want)
				}
			}
			if kind, policy := got.header.Get("Content-Type"), got.header.Get("Content-Security-Policy"); kind != "text/html; charset=utf-8" || policy != "default-src 'none'; frame-ancestors 'none'" {
				t.Errorf("got a page of %q with the policy %q", kind, policy)
			}
			for _, bad := range []string{secret, r.stable(false).Token} {
				if strings.Contains(got.body, bad) {
					t.Errorf("got %q in the page", bad)
				}
			}
			if got := r.do("POST", "/", "").status; got != http.StatusMethodNotAllowed {
				t.Errorf("got %d for POST, want 405", got)
			}
		})
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

// latin is a run of four Latin words, which is an English sentence.
var latin = regexp.MustCompile(`[A-Za-z]+(?: [A-Za-z]+){3}`)

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// checkChinese wants a text that is in Chinese.
func checkChinese(t *testing.T, s string) {
	t.Helper()
	if words := latin.FindString(s); words != "" || !strings.ContainsFunc(s, isHan) {
		t.Errorf("got %q in %s, want Chinese", words, s)
	}
}

// The JSON of the page shows the conditional menus, the switch and the console.
func TestPageJSONShowsAllMenus(t *testing.T) {
	t.Parallel()
	r := pageRig(t)
	id := r.want(addPath, conditionalNamed("<vip>", `{"tag_id":"<2>","client_platform_type":"1"}`)).MenuID
	r.want(addPath, conditionalNamed("other", `{"client_platform_type":"3"}`))
	r.edit(newsMenu)
	if err := r.SetOpen("brand-cn", false); err != nil {
		t.Fatal(err)
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
