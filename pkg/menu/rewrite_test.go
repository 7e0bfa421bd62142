package menu_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// TestMayAnswer bounds per field what WeChat may make of what it is sent.
func TestMayAnswer(t *testing.T) {
	t.Parallel()
	name := func(s string) menu.Button { return menu.Button{Type: "click", Name: s, Key: "k"} }
	link := func(s string) menu.Button { return menu.Button{Type: "view", Name: "n", URL: s} }
	page := func(s string) menu.Button {
		return menu.Button{Type: "miniprogram", Name: "n", URL: "https://a.example/", AppID: "wx1", PagePath: s}
	}
	tests := []struct {
		what         string
		sent, answer menu.Button
		want         bool
	}{
		{"the same", name("菜单"), name("菜单"), true},
		{"blanks trimmed", name(" 菜单 "), name("菜单"), true},
		{"another name", name("菜单"), name("菜谱"), false},
		{"no name", name("菜单"), name(""), false},
		{"entities decoded", name("A&amp;B"), name("A&B"), true},
		{"cut where clients stop showing", name("一二三四五"), name("一二三四"), true},
		{"cut before that", name("一二三四五"), name("一二三"), false},
		{"a longer name", name("一二三四"), name("一二三四五"), false},
		{"without its emoji", name("🔥 热门"), name("热门"), true},
		{"without an emoji at its end", name("热门 🔥"), name("热门"), true},
		{"without one of two emoji", name("🔥热门🎉"), name("热门🎉"), true},
		{"with another emoji", name("🔥热门"), name("🎉热门"), false},
		{"with an emoji more", name("热门"), name("🔥热门"), false},
		{"a blank inside goes", name("a b"), name("ab"), false},
		{"nothing but emoji", name("🔥"), name(""), false},
		{"scheme and host in lower case", link("HTTPS://A.Example/P"), link("https://a.example/P"), true},
		{"another case of the path", link("https://a.example/P"), link("https://a.example/p"), false},
		{"a missing path", link("https://a.example?q=1"), link("https://a.example/?q=1"), true},
		{"its own port", link("https://a.example:443/"), link("https://a.example/"), true},
		{"another port", link("https://a.example:8443/"), link("https://a.example/"), false},
		{"the other scheme's port", link("https://a.example:80/"), link("https://a.example/"), false},
		{"http becomes https", link("http://a.example/"), link("https://a.example/"), true},
		{"https becomes http", link("https://a.example/"), link("http://a.example/"), false},
		{"http becomes another", link("http://a.example/"), link("ftp://a.example/"), false},
		{"another becomes https", link("ftp://a.example/"), link("https://a.example/"), false},
		{"entities in an address", link("https://a.example/?a=1&amp;b=2"), link("https://a.example/?a=1&b=2"), true},
		{"another host", link("https://a.example/"), link("https://b.example/"), false},
		{"another query", link("https://a.example/?a=1"), link("https://a.example/?a=2"), false},
		{"no address", link("https://a.example/"), link(""), false},
		{"what is no address", link("a.example"), link("b.example"), false},
		{"a page trimmed", page("p/1 "), page("p/1"), true},
		{"another page", page("p/1"), page("p/2"), false},
		{"another key", menu.Button{Type: "click", Name: "n", Key: "k"}, menu.Button{Type: "click", Name: "n", Key: "k "}, false},
		{"another type", name("n"), menu.Button{Type: "location_select", Name: "n", Key: "k"}, false},
		{"a field that no button knows", name("n"), menu.Button{Type: "click", Name: "n", Key: "k", Extra: []menu.Extra{{Name: "x", Value: true}}}, true},
		{"a field that the type does not use", name("n"), menu.Button{Type: "click", Name: "n", Key: "k", URL: "https://a.example/"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			sent, answer := menu.Set{Menu: []menu.Button{tt.sent}}, menu.Set{Menu: []menu.Button{tt.answer}}
			if got := sent.MayAnswer(answer); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
			if got := sent.MayShow(answer); got != tt.want {
				t.Errorf("shown: got %t, want %t", got, tt.want)
			}
			under := func(b menu.Button) []menu.Conditional {
				return []menu.Conditional{{Menu: []menu.Button{{Name: "c", Sub: []menu.Button{b}}}}}
			}
			sent, answer = menu.Set{Conditional: under(tt.sent)}, menu.Set{Conditional: under(tt.answer)}
			want := tt.want && tt.what != "cut where clients stop showing" // there is more room there
			if got := sent.MayAnswer(answer); got != want || sent.MayList(answer) != want || sent.MayHold(answer.Conditional[0]) != want {
				t.Errorf("in a sub-menu of a conditional menu: got %t, want %t", got, want)
			}
		})
	}
}

// TestEmoji holds the blocks that count as emoji at both their ends.
func TestEmoji(t *testing.T) {
	t.Parallel()
	with := func(s string) menu.Set { return menu.Set{Menu: []menu.Button{{Type: "click", Name: s, Key: "k"}}} }
	blocks := []struct{ first, last rune }{
		{'\u200d', '\u200d'},
		{'\u20e3', '\u20e3'},
		{'\u2300', '\u23ff'},
		{'\u2600', '\u27bf'},
		{'\u2b00', '\u2bff'},
		{'\ufe0f', '\ufe0f'},
		{'\U0001f000', '\U0001faff'},
	}
	for _, b := range blocks {
		for r, want := range map[rune]bool{b.first - 1: false, b.first: true, b.last: true, b.last + 1: false} {
			if got := with("热" + string(r) + "门").MayAnswer(with("热门")); got != want {
				t.Errorf("%U: got that it may be taken out: %t, want %t", r, got, want)
			}
		}
	}
}

// TestMayAnswerRule compares whom conditional menus are for, and how many there
// are.
func TestMayAnswerRule(t *testing.T) {
	t.Parallel()
	of := func(rules ...menu.MatchRule) menu.Set {
		var s menu.Set
		for _, r := range rules {
			s.Conditional = append(s.Conditional, menu.Conditional{Menu: []menu.Button{{Type: "click", Name: "n", Key: "k"}}, Match: r})
		}
		return s
	}
	one := menu.MatchRule{TagID: "2", ClientPlatformType: "1"}
	for name, other := range map[string]menu.Set{
		"another tag":      of(menu.MatchRule{TagID: "3", ClientPlatformType: "1"}),
		"another platform": of(menu.MatchRule{TagID: "2", ClientPlatformType: "2"}),
		"another field":    of(menu.MatchRule{TagID: "2", ClientPlatformType: "1", Extra: []menu.Extra{{Name: "sex", Value: "1"}}}),
		"one more":         of(one, one),
		"none":             of(),
	} {
		if of(one).MayAnswer(other) {
			t.Errorf("%s: got it taken for the same", name)
		}
	}
	if !of(one).MayAnswer(of(one)) {
		t.Error("got the same taken for another")
	}
}

// TestMayShow lets get_current_selfmenu_info leave out the ids of media and
// articles, and nothing else.
func TestMayShow(t *testing.T) {
	t.Parallel()
	for _, sent := range []menu.Button{{Type: "media_id", Name: "n", MediaID: "m"}, {Type: "article_id", Name: "n", ArticleID: "a"}} {
		left := menu.Button{Type: sent.Type, Name: sent.Name}
		a, b := menu.Set{Menu: []menu.Button{sent}}, menu.Set{Menu: []menu.Button{left}}
		if !a.MayShow(b) || a.MayAnswer(b) {
			t.Errorf("%s: got shown %t and answered %t, want the first alone", sent.Type, a.MayShow(b), a.MayAnswer(b))
		}
		other := menu.Button{Type: sent.Type, Name: sent.Name}
		for _, id := range []string{"x", " " + sent.MediaID + sent.ArticleID, "M", "A"} {
			if sent.Type == "media_id" {
				other.MediaID = id
			} else {
				other.ArticleID = id
			}
			if c := (menu.Set{Menu: []menu.Button{other}}); a.MayShow(c) || b.MayShow(c) {
				t.Errorf("%s: got %q taken for what was sent, want another menu", sent.Type, id)
			}
		}
	}
}

// TestNovel tells WeChat's own new fields from those that may be an edit.
func TestNovel(t *testing.T) {
	t.Parallel()
	decode := func(text string) menu.Set {
		t.Helper()
		set, err := menu.DecodeAPI([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	plain := decode(`{"menu":{"button":[{"type":"click","name":"a","key":"a"},{"name":"b","sub_button":[{"type":"click","name":"c","key":"c"}]}]}}`)
	tests := []struct {
		name, live string
		known      menu.Set
		want       []string
	}{
		{"on every button", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1},{"name":"b","x":1,"sub_button":[{"type":"click","name":"c","key":"c","x":1}]}]}}`, plain, []string{"x"}},
		{"on every one to tap", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1},{"name":"b","sub_button":[{"type":"click","name":"c","key":"c","x":1}]}]}}`, plain, []string{"x"}},
		{"on one of them", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1},{"name":"b","sub_button":[{"type":"click","name":"c","key":"c"}]}]}}`, plain, nil},
		{"with two values", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1},{"name":"b","sub_button":[{"type":"click","name":"c","key":"c","x":2}]}]}}`, plain, nil},
		{"with another value above", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1},{"name":"b","x":2,"sub_button":[{"type":"click","name":"c","key":"c","x":1}]}]}}`, plain, nil},
		{"not in a conditional menu", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1}]},"conditionalmenu":[{"button":[{"type":"click","name":"a","key":"a"}],"matchrule":{"tag_id":"2"}}]}`, plain, nil},
		{"above on one of two", `{"menu":{"button":[{"name":"b","x":1,"sub_button":[{"type":"click","name":"a","key":"a","x":1}]},{"name":"c","sub_button":[{"type":"click","name":"c","key":"c","x":1}]}]}}`, plain, nil},
		{"a field of another type", `{"menu":{"button":[{"type":"click","name":"a","key":"a","url":{"x":1}}]}}`, plain, nil},
		{"news", `{"menu":{"button":[{"type":"news","name":"a","news_info":{"x":1}}]}}`, plain, nil},
		{"beside the menus", `{"menu":{"button":[{"type":"click","name":"a","key":"a"},{"name":"b","sub_button":[{"type":"click","name":"c","key":"c"}]}],"w":1,"menuid":7},"w":2,"errmsg":"ok"}`, plain, []string{"menu.w", "w"}},
		{"known beside the menus", `{"menu":{"button":[{"type":"click","name":"a","key":"a"}]},"w":2}`, decode(`{"menu":{"button":[{"type":"click","name":"b","key":"b"}]},"w":1}`), nil},
		{"empty ones", `{"menu":{"button":[{"type":"click","name":"a","key":"a","w":[],"x":{},"y":"","z":null}]}}`, plain, nil},
		{"what the console makes", `{"menu":{"button":[{"type":"text","name":"a","value":"v"}]}}`, plain, nil},
		{"a known one that changed", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":2}]}}`, decode(`{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1}]}}`), nil},
		{"a known one above that changed", `{"menu":{"button":[{"type":"click","name":"a","key":"a","x":2}]}}`, decode(`{"menu":{"button":[{"name":"b","x":1,"sub_button":[{"type":"click","name":"c","key":"c"}]}]}}`), nil},
	}
	for _, tt := range tests {
		live := decode(tt.live)
		got := live.Novel(tt.known)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if strange := strings.Contains(tt.live, `"x":1`) || strings.Contains(tt.live, `"x":2`) || strings.Contains(tt.live, "value"); (len(live.Strange()) > 0) != strange {
			t.Errorf("%s: got strange %t", tt.name, !strange)
		}
		if bare := live.Without(got); tt.want != nil && !bare.Equal(plain) || tt.want == nil && !bare.Equal(live) {
			t.Errorf("%s: got %s without them", tt.name, bare.Canonical())
		}
	}
	both := decode(`{"menu":{"button":[{"type":"click","name":"a","key":"a","x":1}]},"conditionalmenu":[{"button":[{"type":"click","name":"b","key":"b","x":1}],"matchrule":{"tag_id":"2"}}]}`)
	if bare := both.Without([]string{"x"}); len(bare.Strange()) > 0 || len(both.Strange()) == 0 {
		t.Errorf("got %s without x", bare.Canonical())
	}
	if !decode(`{"menu":{"button":[{"type":"click","name":"a","key":"a","w":[],"x":{}}]}}`).Equal(decode(`{"menu":{"button":[{"type":"click","name":"a","key":"a"}]}}`)) {
		t.Error("got an empty field that no button knows in the canonical form")
	}
}

// TestBeside keeps what stands beside the menus where they are stored, and in no
// digest; what changes in it or is gone is told.
func TestBeside(t *testing.T) {
	t.Parallel()
	decode := func(text string) menu.Set {
		t.Helper()
		set, err := menu.DecodeAPI([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	const buttons = `"button":[{"type":"click","name":"a","key":"a"}]`
	plain, live := decode(`{"menu":{`+buttons+`}}`), decode(`{"menu":{`+buttons+`,"w":[1]},"v":"x"}`)
	const one = `{` + buttons + `,"menuid":1,"matchrule":{"tag_id":"1"},"p":1,"q":""}`
	two := decode(`{"menu":{` + buttons + `},"conditionalmenu":[` + one + `,{` + buttons + `,"matchrule":{"tag_id":"2"},"p":2}]}`)
	if got := decode(`{"menu":{` + buttons + `},"conditionalmenu":[` + one + `]}`).Gone(two); !slices.Equal(got, []string{"conditionalmenu.p"}) {
		t.Errorf("got %q gone, want the field of the conditional menus", got)
	}
	if got := two.Novel(plain); !slices.Equal(got, []string{"conditionalmenu.p"}) {
		t.Errorf("got %q new, want the field of the conditional menus", got)
	}
	if !live.Equal(plain) || live.Digest() != plain.Digest() {
		t.Errorf("got %s, want the canonical form without it", live.Canonical())
	}
	stored, err := json.Marshal(live)
	if err != nil {
		t.Fatal(err)
	}
	var back menu.Set
	if err := json.Unmarshal(stored, &back); err != nil {
		t.Fatalf("%v in %s", err, stored)
	}
	if gone := back.Gone(live); gone != nil {
		t.Errorf("got %q gone from what was stored, want nothing", gone)
	}
	for text, want := range map[string][]string{
		`{"menu":{` + buttons + `},"v":"x"}`:                   {"menu.w"},
		`{"menu":{` + buttons + `,"w":[2]},"v":"x"}`:           {"menu.w"},
		`{"menu":{` + buttons + `,"w":[1]},"v":null}`:          {"v"},
		`{"menu":{` + buttons + `,"w":[1],"u":0},"v":"x"}`:     nil,
		`{"menu":{"button":[]},"v":"x"}`:                       {"menu.w", "v"},
		`{"menu":{` + buttons + `,"v":"x"},"w":[1],"rid":"1"}`: {"menu.w", "v"},
	} {
		if got := decode(text).Gone(back); !slices.Equal(got, want) {
			t.Errorf("got %q gone in %s, want %q", got, text, want)
		}
	}
}
