package menu_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// anyMenu draws JSON that has the form of a menu here and there, and
// often not.
func anyMenu(t *rapid.T) []byte {
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"", "click", "view", "miniprogram", "img", "news", "VIEW", "1", "<&>", "\u2028", "\x00", `\u0026`}),
		rapid.String(),
	).AsAny()
	scalar := rapid.OneOf(text, text, text, rapid.SampledFrom([]any{nil, true, 0, 7, 1.5}))
	names := append([]string{"value", "news_info", "a/b~c", "list"}, buttonFields()...)
	var button func(level int) *rapid.Generator[any]
	button = func(level int) *rapid.Generator[any] {
		return rapid.Custom(func(t *rapid.T) any {
			obj := map[string]any{}
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 6, rapid.ID).Draw(t, "names") {
				obj[name] = scalar.Draw(t, "value")
			}
			if level < 3 && rapid.Bool().Draw(t, "container") {
				list := rapid.SliceOfN(button(level+1), 0, 3).Draw(t, "sub")
				obj["sub_button"] = list
				if rapid.Bool().Draw(t, "wrapped") {
					obj["sub_button"] = map[string]any{"list": list}
				}
			}
			if rapid.IntRange(0, 19).Draw(t, "opaque") == 19 {
				return scalar.Draw(t, "cell")
			}
			return obj
		})
	}
	buttons := rapid.SliceOfN(button(1), 0, 4)
	ruleNames := rapid.SampledFrom([]string{"tag_id", "group_id", "client_platform_type", "sex", "city", "x"})
	root := map[string]any{"menu": map[string]any{"button": buttons.Draw(t, "menu")}}
	if rapid.IntRange(0, 9).Draw(t, "no default") == 9 {
		delete(root, "menu")
	}
	var conditional []any
	for range rapid.IntRange(0, 3).Draw(t, "conditional") {
		match := any(rapid.MapOfN(ruleNames, scalar, 0, 4).Draw(t, "matchrule"))
		if rapid.IntRange(0, 9).Draw(t, "odd matchrule") == 9 {
			match = scalar.Draw(t, "matchrule")
		}
		conditional = append(conditional, map[string]any{"button": buttons.Draw(t, "buttons"), "matchrule": match, "menuid": scalar.Draw(t, "menuid")})
	}
	if conditional != nil {
		root["conditionalmenu"] = conditional
	}
	return encode(t, root)
}

func encode(t interface{ Fatal(args ...any) }, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What a team wrote keeps its digest when the canonical form is decoded in its
// place, however faulty it is.
func TestDecodeKeepsDigest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := anyMenu(t)
		first := slices.Collect(menu.Decode("stem", data))[0].Set
		again := menu.DecodeSet("stem", first.Canonical()).Set
		if got, want := again.Canonical(), first.Canonical(); !bytes.Equal(got, want) {
			t.Fatalf("%s\n got %s\nwant %s", data, got, want)
		}
	})
}

func TestLiveKeepsDigest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := anyMenu(t)
		if set, err := menu.DecodeAPI(data); err == nil {
			checkStored(t, set)
		}
		var root struct{ Menu json.RawMessage }
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		if root.Menu == nil {
			return
		}
		shown, err := menu.DecodeShown(encode(t, map[string]any{"is_menu_open": 1, "selfmenu_info": root.Menu}))
		if err == nil {
			checkStored(t, shown.Set)
		}
	})
}

// checkStored holds a set that was read from WeChat against itself, stored and
// read back.
func checkStored(t interface {
	Fatalf(format string, args ...any)
}, set menu.Set,
) {
	first := set.Canonical()
	if !json.Valid(first) {
		t.Fatalf("the canonical form is not JSON: %s", first)
	}
	again, err := menu.DecodeCanonical(first)
	if err != nil {
		t.Fatalf("%s: %v", first, err)
	}
	if got := again.Canonical(); !bytes.Equal(got, first) {
		t.Fatalf("got %s\nwant %s", got, first)
	}
	if got, want := again.Digest(), set.Digest(); got != want {
		t.Fatalf("got digest %s, want %s", got, want)
	}
}

// fault is one thing to spoil in a menu.
type fault struct {
	kind  menu.Kind
	path  string
	spoil func()
}

// A fault is found wherever it is, whatever else is wrong.
func TestDecodeLosesNoProblem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		root, faults := spoilable(t)
		chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(faults), 0, -1, func(f fault) string { return f.path }).Draw(t, "faults")
		for _, f := range chosen {
			f.spoil()
		}
		type found struct {
			kind menu.Kind
			path string
		}
		got, want := map[found]int{}, map[found]int{}
		for _, p := range slices.Collect(menu.Decode("stem", encode(t, root)))[0].Problems {
			got[found{p.Kind, p.Path}]++
		}
		for _, f := range chosen {
			want[found{f.kind, f.path}]++
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v\nwant %v", got, want)
		}
	})
}

// spoilable draws a sound menu set and everything that can be spoilt in it
// without hiding another fault.
func spoilable(t *rapid.T) (map[string]any, []fault) {
	var faults []fault
	unknown := func(obj map[string]any, at, name, escaped string) {
		faults = append(faults, fault{menu.UnknownField, at + "/" + escaped, func() { obj[name] = "x" }})
	}
	wrong := func(obj map[string]any, at string, names ...string) {
		for _, name := range names {
			faults = append(faults, fault{menu.WrongType, at + "/" + name, func() { obj[name] = 7 }})
		}
	}
	leaf := func(at string, level int) map[string]any {
		b := map[string]any{"type": "click", "name": "a", "key": "k"}
		unknown(b, at, "x/~", "x~1~0")
		wrong(b, at, "type", "name", "key", "url")
		odd := fault{menu.SubNotArray, at + "/sub_button", func() { b["sub_button"] = map[string]any{"list": []any{1}} }}
		if level == 2 {
			faults = append(faults, fault{menu.TooDeep, odd.path, func() { b["sub_button"] = []any{1} }})
		}
		faults = append(faults, odd)
		return b
	}
	buttons := func(at string) []any {
		var list []any
		for i := range rapid.IntRange(1, 4).Draw(t, "buttons") {
			path := fmt.Sprintf("%s/button/%d", at, i)
			var sub []any
			for k := range rapid.IntRange(0, 3).Draw(t, "sub") {
				sub = append(sub, leaf(fmt.Sprintf("%s/sub_button/%d", path, k), 2))
			}
			if sub == nil {
				list = append(list, leaf(path, 1))
				continue
			}
			b := map[string]any{"name": "a", "sub_button": sub}
			unknown(b, path, "subbutton", "subbutton")
			wrong(b, path, "name")
			list = append(list, b)
		}
		return list
	}
	def := map[string]any{"button": buttons("/menu")}
	root := map[string]any{"menu": def}
	unknown(root, "", "", "")
	unknown(def, "/menu", "x", "x")
	faults = append(faults, fault{menu.MatchRuleInMenu, "/menu/matchrule", func() { def["matchrule"] = 1 }})
	var conditional []any
	for i := range rapid.IntRange(0, 3).Draw(t, "conditional") {
		at := fmt.Sprintf("/conditionalmenu/%d", i)
		match := map[string]any{"tag_id": "2"}
		wrong(match, at+"/matchrule", "tag_id", "client_platform_type")
		unknown(match, at+"/matchrule", "tag", "tag")
		faults = append(
			faults,
			fault{menu.RetiredField, at + "/matchrule/sex", func() { match["sex"] = "1" }},
			fault{menu.GroupID, at + "/matchrule/group_id", func() { match["group_id"] = "1" }},
		)
		c := map[string]any{"button": buttons(at), "matchrule": match}
		unknown(c, at, "matchRule", "matchRule")
		conditional = append(conditional, c)
	}
	if conditional != nil {
		root["conditionalmenu"] = conditional
	}
	return root, faults
}
