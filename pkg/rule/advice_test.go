package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// found judges JSON as one account's value and returns "rule path" of whatever
// is found, warnings too.
func found(t *testing.T, s rule.Settings, value string) []string {
	t.Helper()
	var out []string
	for _, f := range rule.New(text.English, s).Judge(slices.Collect(menu.Decode("brand-cn", []byte(value)))[0]) {
		checkWords(t, f)
		out = append(out, f.Rule+" "+f.Path)
	}
	slices.Sort(out)
	return out
}

// adviceTest is a button and the rules it breaks, each with where in the button.
type adviceTest struct {
	name   string
	button string
	want   []string
}

// runAdvice judges each button alone at the top and in a sub-menu. The width of
// names differs, so a rule that ends in - is the one of the level.
func runAdvice(t *testing.T, s rule.Settings, tests []adviceTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, place := range []struct{ format, at, level string }{
				{`{"button":[%s]}`, "/button/0", "top"},
				{`{"button":[{"name":"菜单","sub_button":[%s]}]}`, "/button/0/sub_button/0", "sub"},
			} {
				var want []string
				for _, w := range tt.want {
					id, field, _ := strings.Cut(w, " ")
					if strings.HasSuffix(id, "-") {
						id += place.level
					}
					want = append(want, id+" "+place.at+field)
				}
				slices.Sort(want)
				if got := found(t, s, fmt.Sprintf(place.format, tt.button)); !slices.Equal(got, want) {
					t.Errorf("%s\n got %q\nwant %q", tt.button, got, want)
				}
			}
		})
	}
}

func click(name string) string { return `{"type":"click","name":` + quoted(name) + `,"key":"k"}` }
func view(url string) string   { return `{"type":"view","name":"a","url":` + quoted(url) + `}` }

func program(appid, path string) string {
	return `{"type":"miniprogram","name":"a","url":"https://example.com/","appid":"` + appid + `","pagepath":` + quoted(path) + `}`
}

// Where several rules could fire for one cause, only the most specific does:
// this table says which.
func TestAdvice(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("宽", 9) // too wide at both levels
	runAdvice(t, rule.Settings{}, []adviceTest{
		{"a padded name", click("门店 "), []string{"name-blank-edge /name"}},
		{"padded by a full-width blank", click("　门店"), []string{"name-blank-edge /name"}},
		{"padded by what is not seen", click("\u200b门店"), []string{"name-blank-edge /name"}},
		{"nothing to see at all", click("\u3164"), []string{"name-required /name"}},
		{"a joined emoji is not padding", click("👩‍🦰"), nil},
		{"a padded name that fits without", click("abcdef   "), []string{"name-blank-edge /name"}},
		{"a control character at the edge", click("门店\u0085"), []string{"control-chars /name"}},
		{"a blank name", click("  "), []string{"name-required /name"}},

		{"invisible characters alone", click("\u200b\u2060\u3164\ufeff"), []string{"name-required /name"}},
		{"a blank of Braille alone", click("\u2800"), []string{"name-required /name"}},
		{"marks alone that reorder", click("\u202e"), []string{"name-required /name"}},
		{"a mark that reorders, in an appid", program("wx0123456789abcdef\u202e", "p"), []string{"miniprogram-appid /appid"}},
		{"joiners alone", click("\u200d\ufe0f"), []string{"name-required /name"}},
		{"a mark that reorders", click("a\u202eb"), []string{"hidden-chars /name"}},
		{"a private-use character", click("a\ue415"), []string{"hidden-chars /name"}},
		{"a mark that reorders, in a key", `{"type":"click","name":"a","key":"k\u2067"}`, []string{"hidden-chars /key"}},
		{"a mark that reorders, in a url", view("https://example.com/\u202e"), []string{"hidden-chars /url"}},
		{"a blank key", `{"type":"click","name":"a","key":" \u200b"}`, []string{"key-required /key"}},
		{"a blank url", view(" "), []string{"url-required /url"}},
		{"a blank media_id", `{"type":"media_id","name":"a","media_id":"　"}`, []string{"limited-types-no-event /type", "media-id-required /media_id"}},
		{"a blank article_id", `{"type":"article_id","name":"a","article_id":"\t "}`, []string{"control-chars /article_id", "limited-types-no-event /type", "article-id-required /article_id"}},
		{"a blank appid", program(" ", "p"), []string{"miniprogram-appid /appid"}},
		{"a blank pagepath", program("wx0123456789abcdef", " "), []string{"miniprogram-pagepath /pagepath"}},
		{"a padded key", `{"type":"click","name":"a","key":"k "}`, []string{"field-blank-edge /key"}},
		{"a key padded by what is not seen", `{"type":"click","name":"a","key":"\u200bk"}`, []string{"field-blank-edge /key"}},
		{"a padded media_id", `{"type":"media_id","name":"a","media_id":" m"}`, []string{"field-blank-edge /media_id", "limited-types-no-event /type"}},
		{"a padded article_id", `{"type":"article_id","name":"a","article_id":"m\ufeff"}`, []string{"field-blank-edge /article_id", "limited-types-no-event /type"}},
		{"a padded appid", program("wx0123456789abcdef ", "p"), []string{"miniprogram-appid /appid"}},
		{"a padded pagepath", program("wx0123456789abcdef", "pages/index "), []string{"miniprogram-pagepath /pagepath"}},
		{"a pagepath padded by what is not seen", program("wx0123456789abcdef", "pages/index\u200b"), []string{"field-blank-edge /pagepath"}},

		{"blanks around a url", view(" https://example.com/"), []string{"url-blank-edge /url"}},
		{"blanks around a url without a scheme", view(" www.example.com"), []string{"url-scheme /url"}},
		{"blanks around a private url", view("http://localhost/ "), []string{"url-blank-edge /url", "url-private-host /url"}},
		{"not encrypted", view("http://example.com/"), []string{"url-http-insecure /url"}},
		{"not encrypted, in upper case", view("HTTP://example.com/"), []string{"url-http-insecure /url"}},
		{"a private host is not called unencrypted", view("http://localhost:8080/"), []string{"url-private-host /url"}},
		{"a private host over https", view("https://10.1.2.3/"), []string{"url-private-host /url"}},
		{"Chinese in a path", view("https://example.com/门店"), []string{"url-non-ascii /url"}},
		{"Chinese in a host", view("https://例子.测试/"), []string{"url-non-ascii /url"}},
		{"Chinese in a fragment", view("https://example.com/#店"), []string{"url-non-ascii /url"}},
		{"Chinese over http are two causes", view("http://example.com/门店"), []string{"url-http-insecure /url", "url-non-ascii /url"}},
		{"a bad host is nothing but that", view("http://门店,com/"), []string{"url-host /url"}},
		{"a control character is nothing but that", view("http://localhost/\u0001"), []string{"control-chars /url"}},
		{"the fallback of a mini program", strings.ReplaceAll(program("wx0123456789abcdef", "p"), "https", "http"), []string{"url-http-insecure /url"}},

		{"a slash first", program("wx0123456789abcdef", "/pages/index"), []string{"miniprogram-pagepath-style /pagepath"}},
		{"html", program("wx0123456789abcdef", "pages/index.html?x=1"), []string{"miniprogram-pagepath-style /pagepath"}},
		{"both are one finding", program("wx0123456789abcdef", "/pages/index.html"), []string{"miniprogram-pagepath-style /pagepath"}},
		{"html in a query", program("wx0123456789abcdef", "pages/web?u=a.html"), nil},
		{"a page called html", program("wx0123456789abcdef", "pages/html"), nil},
		{"a slash before a bad path is nothing but that", program("wx0123456789abcdef", "/pages/ index.html"), []string{"miniprogram-pagepath /pagepath"}},

		{"view_limited is deprecated, and nothing else", `{"type":"view_limited","name":"a","media_id":"m"}`, []string{"view-limited-deprecated /type"}},
		{"media_id", `{"type":"media_id","name":"a","media_id":"m"}`, []string{"limited-types-no-event /type"}},
		{"article_id", `{"type":"article_id","name":"a","article_id":"m"}`, []string{"limited-types-no-event /type"}},
		{"article_view_limited", `{"type":"article_view_limited","name":"a","article_id":"m"}`, []string{"limited-types-no-event /type"}},
		{"a type that sends nothing and lacks its field are two causes", `{"type":"media_id","name":"a"}`, []string{"limited-types-no-event /type", "media-id-required "}},

		{"a field that is not used", `{"type":"view","name":"a","url":"https://example.com/","key":"k"}`, []string{"irrelevant-field /key"}},
		{"two fields that are not used", `{"type":"click","name":"a","key":"k","url":"x","appid":"x"}`, []string{"irrelevant-field /appid", "irrelevant-field /url"}},
		{"an empty field says nothing", `{"type":"click","name":"a","key":"k","url":"","sub_button":[]}`, nil},
		{"the url in key", `{"type":"view","name":"a","key":"https://example.com/"}`, []string{"url-required "}},
		{"a field of a wrong type that is not used", `{"type":"click","name":"a","key":"k","url":7}`, []string{"wrong-json-type /url"}},
		{"the used field of a wrong type", `{"type":"click","name":"a","key":7,"url":"x"}`, []string{"wrong-json-type /key"}},
		{"a control character in a field that is not used", `{"type":"click","name":"a","key":"k","url":"\u0001"}`, []string{"control-chars /url"}},
		{"a control character beside a blank name", `{"type":"click","name":" ","key":"\u0001"}`, []string{"control-chars /key", "name-required /name"}},
		{"a control character in an appid that is not used", `{"type":"click","name":"a","key":"k","appid":"\u0001"}`, []string{"control-chars /appid"}},
		{"a sub-menu of a wrong type says nothing for a type", `{"type":"click","name":"a","sub_button":{}}`, []string{"key-required ", "sub-button-is-array /sub_button"}},
		{"a placeholder in a link to the OAuth page is nothing but that", view("https://open.weixin.qq.com/connect/oauth2/authorize?appid=APPID"), []string{"url-content /url"}},
		{"a brace first in a pagepath", program("wx0123456789abcdef", "{x"), []string{"miniprogram-pagepath /pagepath"}},
		{"fields of a console type", `{"type":"text","name":"` + wide + ` ","value":"v","key":"k"}`, []string{"type-admin-only /type"}},
		{"fields of an unknown type", `{"type":"link","name":"` + wide + `","url":"http://localhost/"}`, []string{"type-known /type"}},
		{"fields without a type", `{"name":"a","url":"http://localhost/"}`, []string{"type-required "}},
	})
}

// What the phone shows of a name differs by level.
func TestShownAdvice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want []string
	}{
		{"4 Chinese characters at the top", `{"button":[` + click("今日歌曲") + `]}`, nil},
		{"5 Chinese characters at the top", `{"button":[` + click("今日的歌曲") + `]}`, []string{"name-display-top /button/0/name"}},
		{"8 letters at the top", `{"button":[` + click("abcdefgh") + `]}`, nil},
		{"9 letters at the top", `{"button":[` + click("abcdefghi") + `]}`, []string{"name-display-top /button/0/name"}},
		{"5 emoji at the top are too many bytes", `{"button":[` + click("💕💕💕💕💕") + `]}`, []string{"name-bytes-top /button/0/name"}},
		{"quotation marks are wide", `{"button":[` + click("“新品榜”") + `]}`, []string{"name-display-top /button/0/name"}},
		{"a sub-menu's own name", `{"button":[{"name":"今日的歌曲","sub_button":[` + leaf + `]}]}`, []string{"name-display-top /button/0/name"}},
		{"too wide beside its blanks", `{"button":[` + click("abcdefghi ") + `]}`, []string{"name-blank-edge /button/0/name", "name-display-top /button/0/name"}},
		{"8 Chinese characters below", `{"button":[{"name":"a","sub_button":[` + click("查看附近全部门店") + `]}]}`, nil},
		{"9 Chinese characters below", `{"button":[{"name":"a","sub_button":[` + click("查看附近的全部门店") + `]}]}`, []string{"name-display-sub /button/0/sub_button/0/name"}},
		{"21 Chinese characters below are too many bytes", `{"button":[{"name":"a","sub_button":[` + click(strings.Repeat("长", 21)) + `]}]}`, []string{"name-bytes-sub /button/0/sub_button/0/name"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := found(t, rule.Settings{}, tt.json); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Names are compared among siblings, keys over one menu.
func TestRepeats(t *testing.T) {
	t.Parallel()
	b := func(typ, name, key string) string {
		return fmt.Sprintf(`{"type":%q,"name":%q,"key":%q}`, typ, name, key)
	}
	tests := []struct {
		name string
		json string
		want []string
	}{
		{"two names", `{"button":[` + b("click", "a", "1") + `,` + b("click", "a", "2") + `]}`, []string{"name-duplicate-sibling /button/1/name"}},
		{"three names are two findings", `{"button":[` + b("click", "a", "1") + `,` + b("click", "a", "2") + `,` + b("click", "a ", "3") + `]}`, []string{
			"name-blank-edge /button/2/name", "name-duplicate-sibling /button/1/name", "name-duplicate-sibling /button/2/name",
		}},
		{"one name on two levels", `{"button":[{"name":"a","sub_button":[` + b("click", "a", "1") + `]}]}`, nil},
		{"one name in two sub-menus", `{"button":[{"name":"a","sub_button":[` + b("click", "x", "1") + `]},{"name":"b","sub_button":[` + b("click", "x", "2") + `]}]}`, nil},
		{"two blank names", `{"button":[` + b("click", "", "1") + `,` + b("click", " ", "2") + `]}`, []string{"name-required /button/0/name", "name-required /button/1/name"}},
		{"the name of a button of which all is said", `{"button":[` + b("click", "a", "1") + `,` + b("CLICK", "a", "2") + `]}`, []string{"type-lowercase /button/1/type"}},
		{"a name beside a button of which all is said", `{"button":[` + b("click", "a", "1") + `,` + b("CLICK", "b", "2") + `,` + b("click", "a", "3") + `]}`, []string{"name-duplicate-sibling /button/2/name", "type-lowercase /button/1/type"}},
		{"two names in a sub-menu", `{"button":[{"name":"m","sub_button":[` + b("click", "a", "1") + `,` + b("click", "a", "2") + `]}]}`, []string{"name-duplicate-sibling /button/0/sub_button/1/name"}},
		{"two buttons without a key", `{"button":[` + b("click", "a", "") + `,` + b("click", "b", "") + `]}`, []string{"key-required /button/0/key", "key-required /button/1/key"}},
		{"the key of a sub-menu with a type", `{"button":[` + b("click", "a", "1") + `,{"type":"click","name":"b","key":"1","sub_button":[` + leaf + `]}]}`, []string{"type-and-sub-button-exclusive /button/1/type"}},
		{"one key", `{"button":[` + b("click", "a", "1") + `,` + b("click", "b", "1") + `]}`, []string{"key-duplicate /button/1/key"}},
		{"one key on two levels", `{"button":[` + b("click", "a", "1") + `,{"name":"m","sub_button":[` + b("click", "b", "1") + `]}]}`, []string{"key-duplicate /button/1/sub_button/0/key"}},
		{"one button in two sub-menus", `{"button":[{"name":"a","sub_button":[` + b("click", "x", "1") + `]},{"name":"b","sub_button":[` + b("click", "x", "1") + `]}]}`, nil},
		{"a copy that was not finished", `{"button":[` + b("click", "a", "1") + `,` + b("click", "a", "1") + `]}`, []string{"name-duplicate-sibling /button/1/name"}},
		{"one key of two types are two events", `{"button":[` + b("click", "a", "1") + `,` + b("scancode_push", "b", "1") + `]}`, nil},
		{"keys that are not used", `{"button":[` + b("view", "a", "1") + `,` + b("view", "b", "1") + `]}`, []string{"url-required /button/0", "url-required /button/1"}},
		{"one key in two menus of a set", `{"menu":{"button":[` + b("click", "a", "1") + `]},"conditionalmenu":[{"button":[` + b("click", "b", "1") + `],"matchrule":{"tag_id":"2"}}]}`, nil},
		{"one key in a conditional menu", `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[{"button":[` + b("click", "a", "1") + `,` + b("click", "b", "1") + `],"matchrule":{"tag_id":"2"}}]}`, []string{"key-duplicate /conditionalmenu/0/button/1/key"}},
		{"what a sub-menu does not use", `{"button":[{"name":"m","key":"k","sub_button":[` + leaf + `]}]}`, []string{"irrelevant-field /button/0/key"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := found(t, rule.Settings{}, tt.json); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A menu is shadowed when the menus above it match all of its followers.
func TestShadowed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		// rules are matchrules as "tag/platform", highest priority first.
		rules string
		want  map[int]string
	}{
		{"different tags", "1/ 2/ 3/", nil},
		{"the same tag", "1/ 1/", map[int]string{1: "conditional menu 1"}},
		{"the same platform", "/1 /1", map[int]string{1: "conditional menu 1"}},
		{"the same pair", "1/2 2/2 1/2", map[int]string{2: "conditional menu 1"}},
		{"narrow above broad", "1/1 1/ /1", nil},
		{"broad above narrow, by tag", "1/ 1/1", map[int]string{1: "conditional menu 1"}},
		{"broad above narrow, by platform", "/1 1/1", map[int]string{1: "conditional menu 1"}},
		{"platform and tag overlap", "/1 1/", nil},
		{"two platforms", "/1 /2 1/", nil},
		{"all platforms", "/1 /2 /3 1/", map[int]string{3: "conditional menus 1, 2, 3"}},
		{"all platforms, one by tag", "/1 1/2 /3 1/ 2/", map[int]string{3: "conditional menus 1, 2, 3"}},
		{"all platforms of another tag", "2/1 2/2 2/3 1/", nil},
		{"all platforms, and the tag itself", "/1 /2 1/ /3 1/", map[int]string{4: "conditional menu 3"}},
		{"a hidden one hides nothing more", "1/ 1/1 1/1", map[int]string{1: "conditional menu 1", 2: "conditional menu 1"}},
		{"the first of two that hide it", "1/2 /2 1/2", map[int]string{2: "conditional menu 1"}},
		{"no rule at all hides nothing", "/ /", nil},
		{"a rule at fault hides nothing", "x/ x/ 1/9 1/9", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var menus []string
			for _, r := range strings.Fields(tt.rules) {
				tag, platform, _ := strings.Cut(r, "/")
				menus = append(menus, fmt.Sprintf(`{"button":[%s],"matchrule":{"tag_id":%q,"client_platform_type":%q}}`, leaf, tag, platform))
			}
			json := `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[` + strings.Join(menus, ",") + `]}`
			got := map[int]string{}
			for _, f := range judge(slices.Collect(menu.Decode("brand-cn", []byte(json)))[0]) {
				checkWords(t, f)
				if f.Rule != "conditional-shadowed" {
					continue
				}
				var i int
				if _, err := fmt.Sscanf(f.Path, "/conditionalmenu/%d/matchrule", &i); err != nil {
					t.Errorf("got path %q, want that of a matchrule", f.Path)
				}
				got[i] = f.Message
			}
			for i, by := range tt.want {
				if want := "this menu is never shown: every follower it matches sees " + by + " first"; got[i] != want {
					t.Errorf("menu %d: got %q, want %q", i, got[i], want)
				}
			}
			if len(got) != len(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// A retired field in a rule is the reason that no follower sees a menu.
func TestShadowedByRetired(t *testing.T) {
	t.Parallel()
	json := `{"menu":{"button":[` + leaf + `]},"conditionalmenu":[
		{"button":[` + leaf + `],"matchrule":{"tag_id":"1","sex":"1"}},
		{"button":[` + leaf + `],"matchrule":{"tag_id":"1"}}, 5]}`
	want := []string{"matchrule-retired-field /conditionalmenu/0/matchrule/sex", "wrong-json-type /conditionalmenu/2"}
	if got := found(t, rule.Settings{}, json); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
