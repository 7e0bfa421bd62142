package plan_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// tester is what property tests and fuzz tests have in common.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func same(a, b menu.Set) bool { return bytes.Equal(a.Canonical(), b.Canonical()) }

// account plays WeChat: it holds conditional menus newest first and numbers new
// ones.
type account struct {
	set  menu.Set
	next int
}

// do carries out a step and returns what menu/get then answers.
func (a *account) do(t tester, s plan.Step) menu.Set {
	t.Helper()
	switch s.Op {
	case plan.Create:
		a.set.Menu = s.Menu
	case plan.Add:
		if len(a.set.Menu) == 0 {
			t.Fatalf("a conditional menu is added where there is no default menu (65303)")
		}
		added := s.Conditional
		added.ID = strconv.Itoa(a.next)
		a.next++
		a.set.Conditional = append([]menu.Conditional{added}, a.set.Conditional...)
		if hosts := conditionalHosts(a.set); len(hosts) > menu.MaxConditionalHosts {
			t.Errorf("after adding, the conditional menus link to %q (65316)", hosts)
		}
	case plan.Delete:
		i := slices.IndexFunc(a.set.Conditional, func(c menu.Conditional) bool { return c.ID == s.Conditional.ID })
		if i < 0 {
			t.Fatalf("conditional menu %q is deleted, which is not there (65301)", s.Conditional.ID)
		}
		a.set.Conditional = slices.Delete(slices.Clone(a.set.Conditional), i, i+1)
	default:
		t.Fatalf("got step %q", s.Op)
	}
	return a.set
}

func conditionalHosts(set menu.Set) []string {
	var menus [][]menu.Button
	for i := range set.Conditional {
		menus = append(menus, set.Conditional[i].Menu)
	}
	return menu.Hosts(menus...)
}

// checkSteps carries a plan out and holds each state against what was foreseen.
func checkSteps(t tester, p plan.Plan, live, want menu.Set) {
	t.Helper()
	states := p.States(live)
	if len(states) != len(p.Steps)+1 || !same(states[0], live) || !same(states[len(states)-1], want) || !same(p.Apply(live), want) {
		t.Fatalf("got states %s\nwant them to go from %s\nto %s in %d steps", encode(t, states), live.Canonical(), want.Canonical(), len(p.Steps))
	}
	wechat := account{set: live, next: 5000}
	for i, s := range p.Steps {
		if got := wechat.do(t, s); !same(got, states[i+1]) {
			t.Errorf("step %d: got %s\nwant %s", i, states[i+1].Canonical(), got.Canonical())
		}
	}
	if again := plan.Diff(wechat.set, want); !again.Empty() || len(again.Changes) > 0 {
		t.Errorf("after all steps, got %d steps and %d changes, want none", len(again.Steps), len(again.Changes))
	}
	for i, state := range states {
		if _, err := json.Marshal(state); err != nil {
			t.Errorf("state %d: %v", i, err)
		}
	}
}

func encode(t tester, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return data
}

// checkChanges holds the changes of a plan against the sets.
func checkChanges(t tester, p plan.Plan, live, want menu.Set) {
	t.Helper()
	if (len(p.Changes) == 0) != same(live, want) {
		t.Errorf("got %d changes from %s\nto %s", len(p.Changes), live.Canonical(), want.Canonical())
	}
	leaves := tappable(live)
	for i := range p.Changes {
		c := &p.Changes[i]
		checkChange(t, c)
		leaves += leaf(c.After) - leaf(c.Before)
		switch {
		case c.Before == nil && c.After == nil && c.Is(plan.Added):
			leaves += c.Buttons
		case c.Before == nil && c.After == nil && c.Is(plan.Removed):
			leaves -= c.Buttons
		}
	}
	if leaves != tappable(want) {
		t.Errorf("the changes account for %d buttons, want %d", leaves, tappable(want))
	}
	checkIdentity(t, p)
}

func leaf(s *plan.Spot) int {
	if s == nil || s.Sub > 0 {
		return 0
	}
	return 1
}

func tappable(set menu.Set) int {
	n := menu.Tappable(set.Menu)
	for i := range set.Conditional {
		n += menu.Tappable(set.Conditional[i].Menu)
	}
	return n
}

// checkChange holds one change against what is said of changes.
func checkChange(t tester, c *plan.Change) {
	t.Helper()
	alone := len(c.Kinds) == 1 && (c.Is(plan.Added) || c.Is(plan.Removed) || c.Is(plan.Replaced))
	order := []plan.Kind{plan.Moved, plan.Renamed, plan.Retargeted}
	sorted := len(c.Kinds) > 0 && slices.IsSortedFunc(c.Kinds, func(a, b plan.Kind) int {
		return slices.Index(order, a) - slices.Index(order, b)
	})
	if !alone && (!sorted || c.Is(plan.Added) || c.Is(plan.Removed) || c.Is(plan.Replaced)) {
		t.Errorf("got kinds %q", c.Kinds)
	}
	if c.Is(plan.Replaced) && (c.Before == nil || c.After == nil || name(c.Before) == name(c.After)) {
		t.Errorf("got %s replaced", encode(t, c))
	}
	if (c.Is(plan.Added) && c.Before != nil) || (c.Is(plan.Removed) && c.After != nil) || (c.Is(plan.Retargeted) != (len(c.Fields) > 0)) {
		t.Errorf("got %s", encode(t, c))
	}
	var back plan.Change
	if err := json.Unmarshal(encode(t, c), &back); err != nil || !reflect.DeepEqual(back, *c) {
		t.Errorf("got %s back, %v", encode(t, back), err)
	}
	if text := c.Text(); text.EN == "" || text.ZH == "" || text != back.Text() {
		t.Errorf("got %q of %s", text, encode(t, c))
	}
}

func name(s *plan.Spot) string { return s.Path[len(s.Path)-1] }

// checkIdentity checks that nothing is shown as removed and added that does the
// same in the same menu. Of hidden menus there may be several with one rule.
func checkIdentity(t tester, p plan.Plan) {
	t.Helper()
	of := func(c *plan.Change, s *plan.Spot) string {
		typ, _ := menu.TypeOf(s.Type)
		does := string(encode(t, c.Followers))
		for _, f := range typ.Target {
			does += "\x00" + f.String() + "\x00" + s.Value(f)
		}
		return does
	}
	tells := func(c *plan.Change, s *plan.Spot) bool {
		hidden := c.Followers != nil && c.Followers.Hidden
		return s != nil && s.Sub == 0 && !hidden && menu.Uses(s.Type) != nil
	}
	gone := map[string]bool{}
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Is(plan.Removed) && tells(c, c.Before) {
			gone[of(c, c.Before)] = true
		}
	}
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Is(plan.Added) && tells(c, c.After) && gone[of(c, c.After)] {
			t.Errorf("removed and added: %s", c.Text().In(text.English))
		}
	}
}

// few reports whether WeChat would hold the conditional menus of a set.
func few(set menu.Set) bool { return len(conditionalHosts(set)) <= menu.MaxConditionalHosts }

func TestPlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live, want := anyPair(t)
		if !few(live) || !few(want) {
			t.Skip("too many hosts")
		}
		p := plan.Diff(live, want)
		checkSteps(t, p, live, want)
		checkChanges(t, p, live, want)
	})
}

func TestPlanOfTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := anyWeb(t).set(t)
		for _, live := range []menu.Set{set, numbered(set)} {
			if p := plan.Diff(live, set); !p.Empty() || p.Changes != nil || p.DeletesFirst || p.Hosts != nil {
				t.Fatalf("got %+v, want nothing", p)
			}
		}
	})
}

// Old menus are deleted first when all of them would be too many hosts and the new
// ones alone are not, and only then.
func TestDeletesFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live, want := anyPair(t)
		p := plan.Diff(live, want)
		adds := slices.ContainsFunc(p.Steps, func(s plan.Step) bool { return s.Op == plan.Add })
		deletes := slices.ContainsFunc(p.Steps, func(s plan.Step) bool { return s.Op == plan.Delete })
		both := menu.Set{Conditional: append(slices.Clone(live.Conditional), want.Conditional...)}
		if wants := adds && deletes && few(want) && !few(both); p.DeletesFirst != wants {
			t.Fatalf("got DeletesFirst %t, want %t", p.DeletesFirst, wants)
		}
		if p.DeletesFirst != (p.Hosts != nil) || p.DeletesFirst && !slices.Equal(p.Hosts, conditionalHosts(both)) {
			t.Fatalf("got hosts %q, want %q", p.Hosts, conditionalHosts(both))
		}
		ops := []plan.Op{plan.Create, plan.Add, plan.Delete}
		if p.DeletesFirst {
			ops = []plan.Op{plan.Create, plan.Delete, plan.Add}
		}
		if !slices.IsSortedFunc(p.Steps, func(a, b plan.Step) int { return slices.Index(ops, a.Op) - slices.Index(ops, b.Op) }) {
			t.Fatalf("got %s, want %q", steps(p), ops)
		}
	})
}

// However a publish is interrupted, the next one repeats no step of it that was
// done, and none is lost.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		live, want := anyPair(t)
		if !few(live) || !few(want) {
			t.Skip("too many hosts")
		}
		p := plan.Diff(live, want)
		wechat := account{set: live, next: 5000}
		done := rapid.IntRange(0, len(p.Steps)).Draw(t, "done")
		for _, s := range p.Steps[:done] {
			wechat.do(t, s)
		}
		rest := plan.Diff(wechat.set, want)
		if len(rest.Steps) > len(p.Steps)-done {
			t.Fatalf("got %d steps left\n%s\nof\n%s after %d", len(rest.Steps), steps(rest), steps(p), done)
		}
		checkSteps(t, rest, wechat.set, want)
	})
}
