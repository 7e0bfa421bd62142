package pkg_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/errcode"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// These tests walk the table of button types: whatever depends on the type or a
// field of a button follows each row. The library's constructors are held
// against it in pkg/source, the sandbox's own table in pkg/sandbox.

// leaf is a button by the names of its fields.
type leaf map[menu.Field]string

// leafOf returns a button of a type with a text in every field it uses.
func leafOf(typ string) leaf {
	b := leaf{menu.FieldType: typ, menu.FieldName: "before"}
	for _, f := range menu.Uses(typ) {
		b[f] = texts(f)[0]
	}
	return b
}

// texts returns two texts that a field may have.
func texts(f menu.Field) [2]string {
	switch f {
	case menu.FieldName:
		return [2]string{"before", "after"}
	case menu.FieldURL:
		return [2]string{"https://example.com/before", "https://example.com/after"}
	case menu.FieldAppID:
		return [2]string{"wx0123456789abcdef", "wxfedcba9876543210"}
	default:
		return [2]string{f.String() + "-before", f.String() + "-after"}
	}
}

// with returns the button with another text in a field; an empty one takes the
// field away.
func (b leaf) with(f menu.Field, value string) leaf {
	out := leaf{}
	for k, v := range b {
		out[k] = v
	}
	if out[f] = value; value == "" {
		delete(out, f)
	}
	return out
}

// account returns menus with some buttons, in the bar at level 1 and in a
// sub-menu at level 2, as a team would write them.
func account(t *testing.T, level int, buttons ...leaf) menu.Account {
	t.Helper()
	var list []any
	for _, b := range buttons {
		obj := map[string]any{}
		for f, v := range b {
			obj[f.String()] = v
		}
		list = append(list, obj)
	}
	if level == 2 {
		list = []any{map[string]any{"name": "sub", "sub_button": list}}
	}
	return menu.DecodeSet("brand-cn", encode(t, map[string]any{"button": list}))
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// drawing returns a menu as a terminal shows it.
func drawing(t *testing.T, set menu.Set) string {
	t.Helper()
	var b strings.Builder
	if err := preview.Terminal(&b, set.Menu); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestEveryField changes each field of a button of each type.
func TestEveryField(t *testing.T) {
	t.Parallel()
	for _, typ := range menu.Types() {
		for _, f := range append([]menu.Field{menu.FieldName}, menu.Uses(typ)...) {
			for level := 1; level <= 2; level++ {
				t.Run(typ+"/"+f.String(), func(t *testing.T) {
					t.Parallel()
					was, is := texts(f)[0], texts(f)[1]
					before := account(t, level, leafOf(typ)).Set
					after := account(t, level, leafOf(typ).with(f, is)).Set
					checkBytes(t, before, after, is)
					if before.MayAnswer(after) || before.MayShow(after) {
						t.Errorf("got another %s taken for what WeChat makes of it", f)
					}
					// A phone shows names alone; what a tap does is in the sentences.
					if got := drawing(t, before) != drawing(t, after); got != (f == menu.FieldName) {
						t.Errorf("got another drawing: %t", got)
					}
					changes := plan.Diff(before, after).Changes
					if len(changes) != 1 {
						t.Fatalf("got %+v, want one change", changes)
					}
					checkChange(t, &changes[0], f, was, is)
				})
			}
		}
	}
}

// checkBytes holds that two sets differ in all that is sent, stored or compared.
func checkBytes(t *testing.T, before, after menu.Set, is string) {
	t.Helper()
	conditional := func(s menu.Set) []byte { return (&menu.Conditional{Menu: s.Menu}).Body() }
	for name, pair := range map[string][2][]byte{
		"canonical form":      {before.Canonical(), after.Canonical()},
		"digest":              {[]byte(before.Digest()), []byte(after.Digest())},
		"body of menu/create": {before.CreateBody(), after.CreateBody()},
		"body of a rule's":    {conditional(before), conditional(after)},
		"form that is stored": {encode(t, before), encode(t, after)},
	} {
		if bytes.Equal(pair[0], pair[1]) {
			t.Errorf("got the same %s: %s", name, pair[0])
		}
	}
	stored, err := menu.DecodeCanonical(after.Canonical())
	if err != nil || stored.Digest() != after.Digest() || !bytes.Contains(after.CreateBody(), []byte(is)) {
		t.Errorf("got %s, %v, want %s with %s", stored.Canonical(), err, after.Canonical(), is)
	}
}

// checkChange holds that a change tells both texts of a field, in its sentences
// and in its JSON.
func checkChange(t *testing.T, c *plan.Change, f menu.Field, was, is string) {
	t.Helper()
	for _, l := range text.Langs() {
		s := c.Text().In(l)
		if !strings.Contains(s, was) || !strings.Contains(s, is) || strings.Contains(s, "%!") {
			t.Errorf("got %q, want a sentence with %s and %s", s, was, is)
		}
	}
	var back plan.Change
	if err := json.Unmarshal(encode(t, c), &back); err != nil || !reflect.DeepEqual(back, *c) {
		t.Errorf("got %s back, %v", encode(t, back), err)
	}
	if f == menu.FieldName {
		if c.Before.Path[len(c.Before.Path)-1] != was || c.After.Path[len(c.After.Path)-1] != is || !c.Is(plan.Renamed) {
			t.Errorf("got %s, want another name", encode(t, c))
		}
		return
	}
	if back.Before.Value(f) != was || back.After.Value(f) != is || !slices.Equal(c.Fields, []string{f.String()}) || !c.Is(plan.Retargeted) {
		t.Errorf("got %s, want another %s", encode(t, c), f)
	}
}

// TestEveryFieldInJSON has each button in a document under WeChat's names, with
// nothing of what it does not have.
func TestEveryFieldInJSON(t *testing.T) {
	t.Parallel()
	for _, typ := range menu.Types() {
		want := map[string]string{}
		for f, value := range leafOf(typ) {
			want[f.String()] = value
		}
		var got map[string]string
		data := encode(t, account(t, 1, leafOf(typ)).Set.Menu[0])
		if err := json.Unmarshal(data, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %s, %v, want %v", typ, data, err, want)
		}
	}
}

// TestEveryType holds that types are told apart, and that a button is known
// again by what a tap does.
func TestEveryType(t *testing.T) {
	t.Parallel()
	for _, f := range menu.Fields() {
		every := f == menu.FieldType || f == menu.FieldName || f == menu.FieldSubButton
		if !every && !slices.ContainsFunc(menu.Types(), func(typ string) bool { return slices.Contains(menu.Uses(typ), f) }) {
			t.Errorf("got the field %s, which no type uses", f)
		}
	}
	said := map[string]string{}
	for _, typ := range append(menu.Types(), menu.ConsoleTypes()...) {
		b := account(t, 1, leafOf(typ)).Set
		row, _ := menu.TypeOf(typ)
		for _, words := range []text.Text{row.Verb.Does, row.Verb.Do, row.Noun} {
			if words.EN == "" || words.ZH == "" {
				t.Errorf("got %+v, want the words of %s", row, typ)
			}
		}
		for _, l := range text.Langs() {
			changes := plan.Diff(menu.Set{Menu: []menu.Button{{Type: "view", Name: "x", URL: "y"}}}, b).Changes
			s := changes[len(changes)-1].Text().In(l)
			if strings.Contains(s, "%!") || strings.Contains(s, "unknown") || strings.Contains(s, "未知") {
				t.Errorf("got %q of the type %s", s, typ)
			}
			// img and photo are two names of one thing.
			if other := said[s]; other != "" && typ != "photo" {
				t.Errorf("%s and %s: got the same sentence %q", typ, other, s)
			}
			said[s] = typ
		}
	}
	for _, typ := range menu.Types() {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			other := "click"
			if typ == other {
				other = "location_select"
			}
			one, two := account(t, 1, leafOf(typ)).Set, account(t, 1, leafOf(typ).with(menu.FieldType, other)).Set
			if one.Digest() == two.Digest() || one.MayShow(two) {
				t.Errorf("got the same menu of the types %s and %s", typ, other)
			}
			stays := leafOf("view").with(menu.FieldName, "stays").with(menu.FieldURL, "https://example.com/stays")
			live, want := account(t, 2, leafOf(typ), stays).Set, account(t, 2, stays, leafOf(typ).with(menu.FieldName, "after")).Set
			for _, c := range plan.Diff(live, want).Changes {
				if c.Is(plan.Added) || c.Is(plan.Removed) {
					t.Errorf("got %q of a button that moved and has another name", c.Text().EN)
				}
			}
		})
	}
}

// TestEveryFieldIsNeeded takes each field from a button of each type: one rule
// says so, with the errcode that WeChat would answer, which is explained.
func TestEveryFieldIsNeeded(t *testing.T) {
	t.Parallel()
	judge := rule.New(text.English, rule.Settings{})
	for _, typ := range menu.Types() {
		for _, f := range append([]menu.Field{menu.FieldName, menu.FieldType}, menu.Uses(typ)...) {
			for level := 1; level <= 2; level++ {
				t.Run(typ+"/"+f.String(), func(t *testing.T) {
					t.Parallel()
					if n, _ := diag.Count(judge.Judge(account(t, level, leafOf(typ)))); n > 0 {
						t.Errorf("got %d errors of a whole button", n)
					}
					findings := slices.DeleteFunc(judge.Judge(account(t, level, leafOf(typ).with(f, ""))), func(found diag.Finding) bool {
						return found.Severity != diag.Error
					})
					if len(findings) != 1 {
						t.Fatalf("got %+v, want one error", findings)
					}
					want, sub := f.Missing()
					if level == 2 {
						want = sub
					}
					known := slices.ContainsFunc(errcode.Entries(), func(e errcode.Entry) bool { return e.Code == want })
					r, ok := rule.Find(findings[0].Rule)
					if !ok || !r.Fixed || findings[0].Errcode != want || !known || findings[0].Message == "" || findings[0].Help == "" {
						t.Errorf("got %+v, explained %t, want a fixed rule with errcode %d", findings[0], known, want)
					}
				})
			}
		}
	}
}
