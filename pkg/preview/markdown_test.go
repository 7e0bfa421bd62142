package preview

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// planned returns the two sets of an example of package plan.
func planned(t *testing.T, name string) (before, after menu.Set) {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("..", "plan", "testdata", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	sets := map[string]menu.Set{}
	for _, f := range archive.Files {
		if set, err := menu.DecodeAPI(f.Data); err == nil {
			sets[f.Name] = set
		}
	}
	return sets["live.json"], sets["want.json"]
}

// hostile is names that would like to be more than names.
func hostile() []menu.Button {
	return []menu.Button{
		{Name: "<img>", Type: "click", Key: "1"},
		{Name: "**b**`x`|", Type: "click", Key: "2"},
		{Name: "@o #1", Sub: []menu.Button{
			{Name: "</table><script>", Type: "click", Key: "3"},
			{Name: "a\n\n# b", Type: "click", Key: "4"},
			{Name: "-->", Type: "click", Key: "5"},
			{Name: "\u202etxt.exe\x1b[2J", Type: "click", Key: "6"},
			{Name: "a" + strings.Repeat("\u0301", 5000), Type: "click", Key: "7"},
		}},
	}
}

// A drawing is what stands in its file: with marks in English, then as two phones
// in Chinese.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	type sets struct{ before, after menu.Set }
	cases := map[string]sets{
		"hostile-new":  {menu.Set{}, menu.Set{Menu: hostile()}},
		"hostile-gone": {menu.Set{Menu: hostile()}, menu.Set{Menu: leaves(1)}},
		"hostile-rule": {menu.Set{Menu: leaves(1)}, menu.Set{Menu: leaves(1), Conditional: []menu.Conditional{
			{Menu: leaves(2), Match: menu.MatchRule{TagID: "1**\n<b>@x", ClientPlatformType: "</table>"}},
		}}},
		"cut": {
			menu.Set{Menu: []menu.Button{{Name: "五个汉字啊", Type: "click", Key: "1"}, {Name: "商城", Sub: leaves(2)}}},
			menu.Set{Menu: []menu.Button{{Name: "六个汉字啊啊", Type: "click", Key: "1"}, {Name: "商城", Sub: append(leaves(2), menu.Button{Name: "九个汉字就放不下了", Type: "click", Key: "x"})}}},
		},
		"none": {},
	}
	for _, name := range []string{
		"added", "all-at-once", "button-into-sub-menu", "button-to-sub-menu", "conditional-added", "conditional-changed",
		"conditional-interrupted", "conditional-moved", "conditional-removed", "conditional-retired", "first", "moved-between",
		"moved-within", "moved-bar", "no-default", "removed", "renamed", "renamed-sub-menu", "replaced", "replaced-bar", "replaced-by-sub-menu",
		"retargeted-link", "same", "sub-menu-to-button",
	} {
		before, after := planned(t, name)
		cases[name] = sets{before, after}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			marked := Markdown(text.English, c.before, c.after)
			pair := MarkdownPair(text.Chinese, c.before, c.after, text.Say("Now", "现在"), text.Say("After merge", "合并后"))
			checkMarkdown(t, marked)
			checkMarkdown(t, pair)
			golden := filepath.Join("testdata", "markdown", name+".md")
			got := marked + "---\n\n" + pair
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// tag is a tag that a drawing may have, as GitHub leaves it.
var tag = regexp.MustCompile(`^</?(?:table|tr|b|del|br|p|strong)>$|^</?t[hd](?: align="center")?>$`)

// checkMarkdown holds that a page has no other tags than the drawing's own, that
// no character acts, and that a stranger's text says nothing to GitHub.
func checkMarkdown(t *testing.T, drawing string) {
	t.Helper()
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithRendererOptions(html.WithUnsafe())).Convert([]byte(drawing), &page); err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`<[^<>]*>?`).FindAllString(page.String(), -1) {
		if !tag.MatchString(found) {
			t.Errorf("got the tag %q in %s", found, page.String())
		}
	}
	for _, open := range []string{"table", "tr", "td", "th", "b", "del"} {
		opened := strings.Count(page.String(), "<"+open+">") + strings.Count(page.String(), "<"+open+" ")
		if closed := strings.Count(page.String(), "</"+open+">"); opened != closed {
			t.Errorf("got %d times <%s> and %d times its end", opened, open, closed)
		}
	}
	for line := range strings.Lines(drawing) {
		if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), text.Acts) || strings.ContainsAny(line, "@`") {
			t.Errorf("got a line that acts: %q", line)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, b := range hostile() {
		f.Add(b.Name, b.Key, b.Name)
	}
	f.Add("a\xff", "\u202e", "1\n\n<b>")
	f.Fuzz(func(t *testing.T, was, is, tag string) {
		before := menu.Set{Menu: []menu.Button{{Name: was, Type: "click", Key: "k"}, {Name: was, Sub: []menu.Button{{Name: was}, {Name: is, Type: "view"}}}}}
		after := menu.Set{
			Menu:        []menu.Button{{Name: is, Type: "click", Key: "k"}, {Name: was, Sub: []menu.Button{{Name: is}}}},
			Conditional: []menu.Conditional{{Menu: before.Menu, Match: menu.MatchRule{TagID: tag}}},
		}
		checkMarkdown(t, Markdown(text.English, before, after))
		checkMarkdown(t, MarkdownPair(text.Chinese, after, before, text.Say("Now", "现在"), text.Say("After merge", "合并后")))
	})
}
