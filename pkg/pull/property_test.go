package pull

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// anyText draws texts, among them what is hard to write in Jsonnet, in a
// comment, or in a log.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"菜单", "👨‍👩‍👧💕", `it's`, `"`, `it's "both"`, `\`, `\u0041`, `\'`, "a\nb\r\n", "\t\b\f\x00\x1b\x7f\u0085", "\u2028\u2029", "\u202e\u2066x",
			"##[group]", "###[", "::error::x", "%d %% %(a)s", "|||", "*/ // #", "https://x.example/?a=1&b=<2>#c", "\ufeff", "\ufffd", " a ", "std.char(1)", "' + error '",
		}),
		rapid.String(),
	)
}

// anyButton draws a button that the API can create, or one with a sub-menu.
func anyButton(level int) *rapid.Generator[menu.Button] {
	return rapid.Custom(func(t *rapid.T) menu.Button {
		b := menu.Button{Name: anyText().Draw(t, "name")}
		if level == 1 && rapid.Bool().Draw(t, "container") {
			b.Sub = rapid.SliceOfN(anyButton(2), 1, 5).Draw(t, "sub")
			return b
		}
		typ := rapid.SampledFrom(menu.Types()).Draw(t, "type")
		fields := map[string]string{"type": typ, "name": b.Name}
		for _, f := range menu.Uses(typ) {
			fields[f.String()] = anyText().Draw(t, f.String())
		}
		data, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &b); err != nil {
			t.Fatal(err)
		}
		return b
	})
}

// anySet draws a set that the API can create.
func anySet() *rapid.Generator[menu.Set] {
	buttons := rapid.SliceOfN(anyButton(1), 1, 3)
	conditional := rapid.Custom(func(t *rapid.T) menu.Conditional {
		return menu.Conditional{
			Menu: buttons.Draw(t, "buttons"),
			Match: menu.MatchRule{
				TagID:              rapid.OneOf(rapid.SampledFrom([]string{"", "2", "100"}), anyText()).Draw(t, "tag"),
				ClientPlatformType: rapid.SampledFrom([]string{"", "1", "2", "3", "4"}).Draw(t, "platform"),
			},
		}
	})
	return rapid.Custom(func(t *rapid.T) menu.Set {
		return menu.Set{Menu: buttons.Draw(t, "menu"), Conditional: rapid.SliceOfN(conditional, 0, 3).Draw(t, "conditional")}
	})
}

// What the API can create is written so that it compiles to the same menus, in
// either language, and as JSON.
func TestLiveRoundTrip(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rapid.Check(t, func(t *rapid.T) {
		set := anySet().Draw(t, "set")
		f := Live{Account: "a", API: set, Shown: set.Default(), Open: rapid.Bool().Draw(t, "open")}
		if rapid.Bool().Draw(t, "not shown") {
			f.Shown = menu.Set{}
		}
		if rapid.Bool().Draw(t, "made in the console") {
			f.API.Menu, f.Shown = nil, set.Default()
		}
		want := string(set.Canonical())
		for _, l := range text.Langs() {
			s := f.Jsonnet(l)
			checkFormatted(t, s)
			if got := string(b.set(t, s).Canonical()); got != want {
				t.Fatalf("%s\ngot  %s\nwant %s", s, got, want)
			}
			data, err := f.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if got := string(menu.DecodeSet("a", data).Set.Canonical()); got != want {
				t.Fatalf("%s\ngot  %s\nwant %s", data, got, want)
			}
		}
	})
}

// The default menu that is kept as a comment is a program, too.
func TestLiveKeepsTheOtherDefault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rapid.Check(t, func(t *rapid.T) {
		f := Live{Account: "a", API: anySet().Draw(t, "api"), Shown: anySet().Draw(t, "shown").Default(), Open: true}
		if f.otherDefault() == nil {
			t.Skip("both are the same")
		}
		_, comment, found := strings.Cut(string(f.Jsonnet(text.English)), "\n\n// What menu/get answers as the default menu:\n//\n")
		if !found {
			t.Fatalf("the other default menu is not kept")
		}
		code := strings.ReplaceAll("\n"+comment, "\n// ", "\n")
		got := b.set(t, []byte("local caidan = import 'caidan.libsonnet';\n"+code))
		if got.Digest() != f.API.Default().Digest() {
			t.Fatalf("got %s, want %s", got.Canonical(), f.API.Canonical())
		}
		var loss *LossError
		if _, err := f.JSON(); !errors.As(err, &loss) || len(loss.Losses) != 1 {
			t.Fatalf("as JSON: got %v", err)
		}
	})
}

// anyAnswer draws an answer of menu/get, or a menu as the console makes them,
// with whatever else WeChat may come to answer.
func anyAnswer(t *rapid.T) map[string]any {
	scalar := rapid.OneOf(anyText().AsAny(), rapid.SampledFrom([]any{nil, true, 0, 1.5, []any{"x"}, map[string]any{"list": []any{map[string]any{"content_url": "https://x"}}}}))
	types := append(append([]string{"", "VIEW", "finder"}, menu.Types()...), menu.ConsoleTypes()...)
	var names []string
	for _, f := range menu.Fields() {
		if f != menu.FieldType && f != menu.FieldSubButton {
			names = append(names, f.String())
		}
	}
	names = append(names, "value", "news_info", "a/b \n'c")
	var button func(level int) *rapid.Generator[any]
	button = func(level int) *rapid.Generator[any] {
		return rapid.Custom(func(t *rapid.T) any {
			obj := map[string]any{"type": rapid.SampledFrom(types).Draw(t, "type")}
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 5, rapid.ID).Draw(t, "names") {
				obj[name] = scalar.Draw(t, "value")
			}
			if level < 3 && rapid.Bool().Draw(t, "container") {
				obj["sub_button"] = rapid.SliceOfN(button(level+1), 0, 3).Draw(t, "sub")
			}
			return obj
		})
	}
	menus := rapid.Custom(func(t *rapid.T) map[string]any {
		return map[string]any{"button": rapid.SliceOfN(button(1), 0, 3).Draw(t, "buttons")}
	})
	rules := rapid.MapOfN(rapid.SampledFrom([]string{"tag_id", "group_id", "client_platform_type", "sex", "city", "x\ny"}), scalar, 0, 4)
	var conditional []any
	for range rapid.IntRange(0, 2).Draw(t, "conditional") {
		c := menus.Draw(t, "menu")
		c["matchrule"] = rules.Draw(t, "rule")
		conditional = append(conditional, c)
	}
	return map[string]any{"menu": menus.Draw(t, "default"), "conditionalmenu": conditional}
}

// Whatever WeChat answers is written as a formatted program, with every value.
func TestLiveLosesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rapid.Check(t, func(t *rapid.T) {
		f := Live{Account: "a"}
		for _, set := range []*menu.Set{&f.API, &f.Shown} {
			data, err := json.Marshal(anyAnswer(t))
			if err != nil {
				t.Fatal(err)
			}
			if *set, err = menu.DecodeAPI(data); err != nil {
				t.Fatal(err)
			}
		}
		f.Shown.Conditional = nil
		for _, l := range text.Langs() {
			s := f.Jsonnet(l)
			checkFormatted(t, s)
			checkHolds(t, string(s), f.set().Menu)
			checkHolds(t, string(s), f.otherDefault())
			for _, c := range f.API.Conditional {
				checkHolds(t, string(s), c.Menu)
				checkValues(t, string(s), c.Match.Extra)
			}
			checkChoices(t, b, f, l, s)
		}
	})
}

// checkHolds wants every value of some buttons in a program.
func checkHolds(t fataler, text string, buttons []menu.Button) {
	t.Helper()
	for i := range buttons {
		checkValues(t, text, append(buttonTexts(&buttons[i]), buttons[i].Extra...))
		checkHolds(t, text, buttons[i].Sub)
	}
}

func checkValues(t fataler, text string, list []menu.Extra) {
	t.Helper()
	for _, x := range list {
		want := literal(x.Value)
		if typ, ok := x.Value.(string); ok && x.Name == menu.FieldType.String() && menu.Uses(typ) != nil {
			want = typ
		}
		if !strings.Contains(text, want) {
			t.Fatalf("%s: %s is not in\n%s", x.Name, want, text)
		}
	}
}

// checkChoices wants a program to compile unless it leaves choices, and JSON
// where it has neither those nor comments.
func checkChoices(t fataler, b bench, f Live, l text.Lang, s []byte) {
	t.Helper()
	page := newPage(l)
	page.menus(f.set())
	r := b.compile(t, s)
	if failed := len(r.Findings) > 0; failed != (page.choices > 0) {
		t.Fatalf("%d choices, got %+v\n%s", page.choices, r.Findings, s)
	}
	_, body, _ := strings.Cut(string(s), "\nlocal ")
	_, err := f.JSON()
	if got, want := err == nil, page.choices == 0 && !hasComment(body); got != want {
		t.Fatalf("as JSON: got %v\n%s", err, s)
	}
}

func hasComment(text string) bool {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			return true
		}
	}
	return false
}
