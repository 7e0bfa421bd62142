package plan_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
)

// bar reads a menu in short: "a=1" is a button a of key 1, "m[a=1 b=2]" a
// sub-menu m with two.
func bar(short string) []menu.Button {
	var top []menu.Button
	to := &top
	for _, word := range strings.Fields(strings.NewReplacer("[", "[ ", "]", " ]").Replace(short)) {
		name, key, _ := strings.Cut(word, "=")
		switch {
		case word == "]":
			to = &top
		case strings.HasSuffix(word, "["):
			top = append(top, menu.Button{Name: strings.TrimSuffix(word, "[")})
			to = &top[len(top)-1].Sub
		default:
			*to = append(*to, menu.Button{Type: "click", Name: name, Key: key})
		}
	}
	return top
}

// told writes changes in short, one after the other.
func told(changes []plan.Change) string {
	var out []string
	for i := range changes {
		c := &changes[i]
		var words []string
		for _, k := range c.Kinds {
			words = append(words, string(k))
		}
		s := strings.Join(words, "+")
		if c.Before != nil {
			s += " " + strings.Join(c.Before.Path, "/")
		}
		if c.After != nil {
			s += " > " + strings.Join(c.After.Path, "/")
		}
		if len(c.Fields) > 0 {
			s += " (" + strings.Join(c.Fields, " ") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// What counts as the same button decides what counts as lost.
func TestPairs(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, live, want, changes string }{
		{"a button rather than a sub-menu of its name", "a=1 x=9", "a[b=5] a=2", "added > a; added > a/b; removed x; retargeted a > a (key)"},
		{"a button rather than a sub-menu that had its name", "a[b=1] a=2", "a=3", "removed a; removed a/b; retargeted a > a (key)"},
		{"the second of two that are alike", "m[b=1 a=2 b=1]", "m[a=2 b=1 c=3]", "removed m/b; added > m/c"},
		{"no sub-menu of its name elsewhere", "m[a=1 b=2]", "m[b=2] a[c=3]", "removed m/a; added > a; added > a/c"},
		{"the name at home rather than elsewhere", "m[x=1] n[a=2 y=3]", "m[x=1 a=5] n[a=6 y=3]", "added > m/a; retargeted n/a > n/a (key)"},
		{"a sub-menu at another place", "a=1 b=2", "b=2 s[c=3]", "removed a; added > s; added > s/c"},
		{"a sub-menu that became a button at another place", "a[b=1] c=2", "c=2 a=3", "moved c > c; retargeted a > a (type key); removed a/b"},
		{"a button of a sub-menu that is gone", "m[a=1 b=2 c=3]", "a=1", "removed m; removed m/b; removed m/c; moved m/a > a"},
		{"another place is not in place", "a=1 b=2", "b=2 c=3", "removed a; added > c"},
		{"in place after what stayed, past what left", "m[a=1 b=2 c=3] n[x=9]", "m[a=1 d=4] n[x=9 b=2]", "replaced m/c > m/d; moved m/b > n/b"},
		{"in place after what moved", "q=1 p=2 r=3", "p=2 s=4 q=1", "moved p > p; replaced r > s"},
		{"a button from elsewhere rather than the sub-menu of its name", "a[b=1] c[a=5 d=6]", "a=5 c[d=6]", "removed a; removed a/b; moved c/a > a"},
		{"one button of five in common", "m[a=1 b=2 c=3 d=4 e=5] z=9", "z=9 x[a=1 f=6 g=7 h=8 i=10]", "removed m; removed m/b; removed m/c; removed m/d; removed m/e; added > x; moved m/a > x/a; added > x/f; added > x/g; added > x/h; added > x/i"},
		{"half of the buttons in common", "m[a=1 b=2] z=9", "z=9 x[a=1 c=3]", "moved z > z; renamed m > x; replaced m/b > x/c"},
		{"twice one button is not two in common", "m[a=1 b=2 c=3 d=4] z=9", "z=9 x[a=1 a=1 e=5 f=6]", "removed m; removed m/b; removed m/c; removed m/d; added > x; moved m/a > x/a; added > x/a; added > x/e; added > x/f"},
		{"what is gone goes with its sub-menu, before what has its place", "m[a=1 b=2] z=3", "z=4 y=5", "removed m; removed m/a; removed m/b; retargeted z > z (key); added > y"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := told(plan.Diff(menu.Set{Menu: bar(tt.live)}, menu.Set{Menu: bar(tt.want)}).Changes)
			if got != tt.changes {
				t.Errorf("got  %s\nwant %s", got, tt.changes)
			}
		})
	}
}

// A button is the same by what a tap does, whatever else it has; one that caidan
// cannot make, by all it has.
func TestIdentity(t *testing.T) {
	t.Parallel()
	program := func(name, url string) menu.Button {
		return menu.Button{Type: "miniprogram", Name: name, URL: url, AppID: "wx0", PagePath: "p"}
	}
	other := func(typ, name, value string) menu.Button {
		return menu.Button{Type: typ, Name: name, Extra: []menu.Extra{{Name: "value", Value: value}, {Name: "kept", Value: "k"}}}
	}
	tests := []struct {
		name       string
		live, want menu.Button
		changes    string
		console    int
	}{
		{"a mini program of another fallback", program("a", "u"), program("b", "v"), "renamed+retargeted a > b (url)", 0},
		{"a text of another name", other("text", "a", "1"), other("text", "b", "1"), "renamed a > b", 0},
		{"a text of another name and value", other("text", "a", "1"), other("text", "b", "2"), "replaced a > b", 0},
		{"a text of another value", other("text", "a", "1"), other("text", "a", "2"), "retargeted a > a (value)", 0},
		{"an unknown type of another name", other("new", "a", "1"), other("new", "b", "1"), "renamed a > b", 0},
		{"an unknown type of another name and value", other("new", "a", "1"), other("new", "b", "2"), "replaced a > b", 0},
		{"a text that became a click", other("text", "a", "1"), menu.Button{Type: "click", Name: "a", Key: "k"}, "retargeted a > a (type key value kept)", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := plan.Diff(menu.Set{Menu: []menu.Button{tt.live}}, menu.Set{Menu: []menu.Button{tt.want}})
			if got := told(p.Changes); got != tt.changes {
				t.Errorf("got %s, want %s", got, tt.changes)
			}
			if got := len(p.Lost().Console); got != tt.console {
				t.Errorf("got %d lost of the console, want %d", got, tt.console)
			}
		})
	}
}

// Of buttons that are alike, as many as can be stay where they are.
func TestFewestMovesOfTwins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		letter := rapid.SampledFrom([]string{"a", "b", "c"})
		live, want := rapid.SliceOfN(letter, 1, 6).Draw(t, "live"), rapid.SliceOfN(letter, 1, 6).Draw(t, "want")
		list := func(letters []string) []menu.Button {
			var out []menu.Button
			for _, s := range letters {
				out = append(out, menu.Button{Type: "click", Name: s, Key: s})
			}
			return out
		}
		for _, of := range []func([]string) []menu.Button{
			list, func(letters []string) []menu.Button { return []menu.Button{{Name: "m", Sub: list(letters)}} },
		} {
			moved := 0
			for _, c := range plan.Diff(menu.Set{Menu: of(live)}, menu.Set{Menu: of(want)}).Changes {
				if c.Is(plan.Moved) {
					moved++
				}
			}
			if fewest := len(inBoth(live, want)) - longestInBoth(live, want); moved != fewest {
				t.Fatalf("got %d moved from %q to %q, want %d", moved, live, want, fewest)
			}
		}
	})
}

// inBoth returns what two lists have in common, in any order.
func inBoth(a, b []string) []string {
	var out []string
	b = slices.Clone(b)
	for _, s := range a {
		if i := slices.Index(b, s); i >= 0 {
			out, b = append(out, s), slices.Delete(b, i, i+1)
		}
	}
	return out
}

// longestInBoth is how many two lists have in common in one order, by trying them
// all.
func longestInBoth(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	best := longestInBoth(a[1:], b)
	if i := slices.Index(b, a[0]); i >= 0 {
		best = max(best, 1+longestInBoth(a[1:], b[i+1:]))
	}
	return best
}

// Followers reach what is in menus that they see.
func TestReach(t *testing.T) {
	t.Parallel()
	set := menu.Set{Menu: bar("a=1 m[b=2 c=3]")}
	for i, m := range []menu.MatchRule{
		{TagID: "1"}, {TagID: "1"}, {TagID: "2", Extra: []menu.Extra{{Name: "sex", Value: "1"}}}, {TagID: "2", Extra: []menu.Extra{{Name: "age", Value: "1"}}},
	} {
		set.Conditional = append(set.Conditional, menu.Conditional{Menu: bar([]string{"d=4", "e=5", "f=6", "g=7"}[i]), Match: m})
	}
	set.Menu = append(set.Menu, menu.Button{Name: "nothing"})
	var got []string
	for _, b := range plan.Reach(set) {
		got = append(got, b.Name)
		if target := plan.Target(&b); (target == "") != (b.Type == "") {
			t.Errorf("got the target %q of %s", target, b.Name)
		}
	}
	if want := []string{"a", "b", "c", "nothing", "d", "g"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Old menus go first only where there are some to go and some to come.
func TestDeletesFirstNeedsBoth(t *testing.T) {
	t.Parallel()
	menuOf := func(tag string, hosts ...string) menu.Conditional {
		c := menu.Conditional{Match: menu.MatchRule{TagID: tag}, ID: tag}
		for _, h := range hosts {
			c.Menu = append(c.Menu, menu.Button{Type: "view", Name: h, URL: "https://" + h + ".example.com/"})
		}
		return c
	}
	one, many := menuOf("1", "a"), menuOf("2", "b", "c", "d")
	set := func(list ...menu.Conditional) menu.Set { return menu.Set{Menu: bar("k=k"), Conditional: list} }
	for _, tt := range []struct {
		name       string
		live, want menu.Set
		first      bool
	}{
		{"some come", set(one), set(many, one), false},
		{"some go", set(many, one), set(one), false},
		{"both", set(one), set(many), true},
		{"both, and the new ones may not fit", set(one), set(menuOf("2", "b", "c", "d", "e")), false},
	} {
		p := plan.Diff(tt.live, tt.want)
		if p.DeletesFirst != tt.first || (p.Hosts != nil) != tt.first {
			t.Errorf("%s: got %t, %q, want %t", tt.name, p.DeletesFirst, p.Hosts, tt.first)
		}
		for _, s := range p.Steps {
			if s.Op == plan.Add && s.Conditional.ID != "" {
				t.Errorf("%s: got a menu to add with the id %s of another", tt.name, s.Conditional.ID)
			}
		}
	}
}
