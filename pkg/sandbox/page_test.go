package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"os"
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

// What stands on the page stands there in two languages: everything outside Say
// is a name of a language or comes from the accounts.
func TestPageSaysAllTwice(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("page.html")
	if err != nil {
		t.Fatal(err)
	}
	own := regexp.MustCompile(`(?s)<style>.*</style>|<[^>]*>|{{[^}]*}}`).ReplaceAllString(string(source), "")
	if own = strings.Join(strings.Fields(own), " "); own != "English · 中文" {
		t.Errorf("got %q in the page outside Say", own)
	}
	for _, said := range regexp.MustCompile(`\.Say "([^"]*)" "([^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		if said[1] == "en" { // what the languages are called in HTML
			continue
		}
		checkChinese(t, said[2])
		if strings.ContainsFunc(said[1], isHan) || said[1] == "" {
			t.Errorf("got %q, want English", said[1])
		}
	}
}

// The server's language holds unless a request asks for another.
func TestPageLanguages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ server, query, want string }{
		{"", "", "no menu"},
		{"en", "", "no menu"},
		{"zh", "", "没有菜单"},
		{"zh", "?lang=en", "no menu"},
		{"", "?lang=zh", "没有菜单"},
	} {
		t.Run(tt.server+tt.query, func(t *testing.T) {
			t.Parallel()
			r := newRigWith(t, sandbox.Options{Accounts: []sandbox.Account{brand()}, Lang: tt.server})
			if page := r.do("GET", "/"+tt.query, "").body; !strings.Contains(page, tt.want) {
				t.Errorf("got %s, want %s", page, tt.want)
			}
		})
	}
}

// A rule says in Chinese whom it matches.
func TestPageInChinese(t *testing.T) {
	t.Parallel()
	r := conditionalRig(t)
	r.want(addPath, ruled(`{"tag_id":"2","client_platform_type":"1"}`))
	r.want(addPath, ruled(`{"client_platform_type":"9"}`))
	r.want(addPath, ruled(`{"tag_id":"3"}`))
	r.edit(named("n"))
	page := r.do("GET", "/?lang=zh", "").body
	for _, want := range []string{"标签 2，iOS 手机", "平台 9", "标签 3，任意手机", "其余粉丝，在公众平台后台设置"} {
		if !strings.Contains(page, want) {
			t.Errorf("got no %q in %s", want, page)
		}
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
		"tag &lt;2&gt;, on iOS", "&lt;vip&gt;", "on other phones", "every other follower, made in the web console",
		"This is text!", "the menu is switched off",
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
