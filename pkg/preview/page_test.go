package preview

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// shownPage returns a page's HTML, and what its script is given.
func shownPage(t *testing.T, p Page) (string, pageData) {
	t.Helper()
	if p.Title == nil {
		p.Title = text.Say("title", "标题")
	}
	var b bytes.Buffer
	if err := p.HTML(&b); err != nil {
		t.Fatal(err)
	}
	data, version, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var d pageData
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	if d.Version != version || !strings.Contains(b.String(), string(data)) {
		t.Errorf("got a page without its data of version %s", version)
	}
	return b.String(), d
}

// What a menu says is in the page as data, and stands nowhere else.
func TestPageIsHarmless(t *testing.T) {
	t.Parallel()
	set := menu.Set{Menu: hostile()}
	html, d := shownPage(t, Page{Accounts: []Account{{
		Name: "</script><img>", Detail: "<b>", Notice: text.Same("<i>"), Set: set, Before: &menu.Set{},
		Findings: []diag.Finding{{Message: "</script>\x1b", Severity: diag.Error, Rule: "r"}},
	}}, Problem: text.Same("<u>\u202e")})
	for _, bad := range []string{"<img", "<b>", "<i>", "<u>", "\u202e", "\x1b"} {
		if strings.Contains(html, bad) {
			t.Errorf("got %q in the page", bad)
		}
	}
	if n := strings.Count(html, "</script>"); n != 3 {
		t.Errorf("got %d ends of scripts, want 3", n)
	}
	if got := d.Accounts[0].After[0].Bar[2].Sub[3].Name; got != `\u202etxt.exe\u001b[2J` {
		t.Errorf("got the name %q, want its characters visible", got)
	}
}

func FuzzPage(f *testing.F) {
	for _, b := range hostile() {
		f.Add(b.Name, b.Key, b.Type)
	}
	f.Add("</script>", "<!--<script>", "\u2028\xff")
	f.Fuzz(func(t *testing.T, name, key, typ string) {
		before := menu.Set{Menu: []menu.Button{{Type: typ, Name: key, Key: key, URL: name}}}
		html, d := shownPage(t, Page{Accounts: []Account{{
			Name: name, Detail: key, Set: menu.Set{Menu: []menu.Button{{Type: typ, Name: name, Key: key}}}, Before: &before,
			Findings: []diag.Finding{{Message: name, Help: key, Place: diag.Place{File: typ}}},
		}}})
		if n := strings.Count(strings.ToLower(html), "</script"); n != 3 || strings.Contains(html, "<!--") {
			t.Errorf("got %d ends of scripts, want 3", n)
		}
		for _, s := range []string{d.Accounts[0].Name, d.Accounts[0].Findings[0].Message, d.Accounts[0].After[0].Bar[0].Name} {
			if strings.ContainsFunc(s, text.Acts) {
				t.Errorf("got %q, want its characters visible", s)
			}
		}
	})
}

// The policy of the page lets its own style and script run, and only a page that
// is live ask for anything.
func TestPagePolicy(t *testing.T) {
	t.Parallel()
	for _, live := range []bool{false, true} {
		p := Page{Live: live}
		html, _ := shownPage(t, p)
		for _, part := range regexp.MustCompile(`(?s)<(?:style|script)>(.*?)</`).FindAllStringSubmatch(html, -1) {
			if !strings.Contains(p.Policy(), hash(part[1])) {
				t.Errorf("got the policy %q, want %s in it", p.Policy(), hash(part[1]))
			}
		}
		if got := strings.Contains(p.Policy(), "connect-src 'self'"); got != live || strings.Contains(p.Policy(), "unsafe") {
			t.Errorf("got the policy %q of a page that is live: %t", p.Policy(), live)
		}
	}
}

// Every word that the template and the script say is there, and no other.
func TestPageWords(t *testing.T) {
	t.Parallel()
	var said []string
	for _, m := range regexp.MustCompile(`\.Say "(\w+)"|say\('(\w+)'|words\.(\w+)`).FindAllStringSubmatch(pageSource+pageScript, -1) {
		said = append(said, m[1]+m[2]+m[3])
	}
	// words[b.kind], words[f.severity]
	said = append(said, "before", "added", "removed", "moved", "changed", string(diag.Error), string(diag.Warning))
	for _, word := range said {
		if words[word].EN == "" || words[word].ZH == "" {
			t.Errorf("got no word %q", word)
		}
	}
	for word := range words {
		if !slices.Contains(said, word) {
			t.Errorf("got the word %q, which nothing says", word)
		}
	}
	html, _ := shownPage(t, Page{Lang: text.Chinese})
	if !strings.Contains(html, `<html lang="zh-CN">`) || !strings.Contains(html, words["accounts"].ZH) || strings.Contains(html, words["accounts"].EN) {
		t.Error("got a page that is not in Chinese")
	}
}

// A page shows both sides of a change: what goes is marked in the old menu, what
// comes in the new one, and each menu stands where a follower is matched.
func TestPageSides(t *testing.T) {
	t.Parallel()
	rule := func(tag string) menu.MatchRule { return menu.MatchRule{TagID: tag} }
	before := menu.Set{Menu: leaves(3), Conditional: []menu.Conditional{{Menu: leaves(1), Match: rule("1")}, {Menu: leaves(2), Match: rule("2")}}}
	after := menu.Set{
		Menu:        append(leaves(2), menu.Button{Type: "view", Name: "new", URL: "https://example.com/"}),
		Conditional: []menu.Conditional{{Menu: leaves(2), Match: rule("2")}, {Menu: leaves(1), Match: rule("1")}, {Menu: leaves(1), Match: rule("1")}},
	}
	_, d := shownPage(t, Page{Accounts: []Account{{Name: "a", Set: after, Before: &before}}})
	a := d.Accounts[0]
	tags := func(list []menuData) (tags string) {
		for _, m := range list {
			tags += m.Tag + ","
		}
		return tags
	}
	if tags(a.Before) != "1,2,," || tags(a.After) != "2,1,1,," || !a.After[2].Never {
		t.Errorf("got %s and %s, want the menus by priority, the default menu last", tags(a.Before), tags(a.After))
	}
	if bar := a.After[3].Bar; bar[2].Kind != "changed" || bar[2].Does != "opens the web page https://example.com/" || bar[0].Kind != "" {
		t.Errorf("got %+v, want the new button marked", bar)
	}
	if len(a.Changes) < 2 || a.Changes[0].Text == "" {
		t.Errorf("got %+v, want what followers notice", a.Changes)
	}
	_, same := shownPage(t, Page{Accounts: []Account{{Name: "a", Set: after}}})
	if a := same.Accounts[0]; a.Compared || a.Before != nil || a.Changes != nil {
		t.Errorf("got %+v, want nothing compared", a)
	}
}
