package report

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Every type of button: a chain whose stores differ in the texts of a button alone
// is one entry, and the sentences come back by filling in the parts.
func TestEntriesOfEveryType(t *testing.T) {
	t.Parallel()
	for _, typ := range append(menu.Types(), menu.ConsoleTypes()...) {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			for _, l := range text.Langs() {
				var all []said
				for i := range 20 {
					all = append(all, told(planning, chain(typ, i), l))
				}
				got := entries(all, l)
				if len(got) != 1 || len(got[0].all) != len(all) {
					t.Fatalf("got %d entries, want one of %d accounts: %+v", len(got), len(all), got[0].sentences)
				}
				checkEntries(t, got, l)
			}
		})
	}
}

// chain makes up a result of the i-th store of a chain: a button is added whose
// texts hold the store's number.
func chain(typ string, i int) *api.Result {
	b := menu.Button{Type: typ}
	for _, f := range menu.Uses(typ) {
		b.Put(f, fmt.Sprintf("https://www.example.com/%03d", i))
	}
	r := changed(fmt.Sprintf("store-%03d", i), api.Planned)
	r.Digests.Desired = fmt.Sprintf("sha256:%064d", i)
	r.Changes = []plan.Change{{
		Kinds: []plan.Kind{plan.Added}, Followers: &plan.Followers{Tag: fmt.Sprint(100 + i)},
		After: &plan.Spot{Path: []string{"门店", fmt.Sprintf("第 %d 家", i)}, Column: 1, Row: 1, Button: b},
	}}
	return &r
}

// checkEntries wants the sentences of an entry, filled with what an account has of
// its own, to be the account's sentences.
func checkEntries(t interface {
	Helper()
	Errorf(format string, args ...any)
}, all []entry, l text.Lang,
) {
	t.Helper()
	for i := range all {
		e := &all[i]
		for k, s := range e.all {
			for n, want := range s.sentences(l) {
				got := e.sentences[n]
				if len(e.parts) > 0 {
					got = alike.Fill(got, func(i int) string { return e.parts[k][i] })
				}
				if got != want {
					t.Errorf("%s: got %q of %q, want %q", s.Account, got, e.sentences[n], want)
				}
			}
		}
	}
}

// Whatever is planned, the sentences of an entry are those of its accounts.
func TestEntriesHideNothing(t *testing.T) {
	t.Parallel()
	names := rapid.SampledFrom([]string{"门店", "OWN", "第 OWN 家", "East", " East", `"`, "a › b", "", "ROAD", "\uE001"})
	values := rapid.SampledFrom([]string{"KEY_OWN", "https://x.com/OWN/ROAD", "ROAD", "a b", "store-OWN", "x", ""})
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SampledFrom([][]plan.Kind{{plan.Added}, {plan.Removed}, {plan.Renamed}, {plan.Renamed, plan.Retargeted}, {plan.Moved}, {plan.Moved, plan.Retargeted}, {plan.Replaced}}).Draw(t, "kinds")
		typ := rapid.SampledFrom(append(menu.Types(), menu.ConsoleTypes()...)).Draw(t, "type")
		before, after := rapid.SliceOfN(names, 1, 2).Draw(t, "before"), rapid.SliceOfN(names, 1, 2).Draw(t, "after")
		value, next := values.Draw(t, "value"), values.Draw(t, "next")
		var all []said
		for i := range rapid.IntRange(1, 9).Draw(t, "accounts") {
			own := strings.NewReplacer("OWN", fmt.Sprintf("%03d", i), "ROAD", rapid.SampledFrom([]string{"A", "B c", "D", `"E`}).Draw(t, "road"))
			spot := func(path []string, value string) *plan.Spot {
				s := &plan.Spot{Column: 1, Button: menu.Button{Type: typ}}
				for _, name := range path {
					s.Path = append(s.Path, own.Replace(name))
				}
				for _, f := range menu.Uses(typ) {
					s.Put(f, own.Replace(value))
				}
				return s
			}
			r := changed(fmt.Sprintf("store-%03d", i), api.Planned)
			c := plan.Change{Kinds: kinds}
			if kinds[0] != plan.Added {
				c.Before = spot(before, value)
			}
			if kinds[0] != plan.Removed {
				c.After = spot(after, next)
			}
			r.Changes = []plan.Change{c}
			all = append(all, told(planning, &r, text.English))
		}
		for _, l := range text.Langs() {
			got := entries(all, l)
			checkEntries(t, got, l)
			n := 0
			for i := range got {
				n += len(got[i].all)
			}
			if n != len(all) {
				t.Errorf("got %d accounts, want %d", n, len(all))
			}
		}
	})
}

func BenchmarkEntries(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) {
			var all []said
			for i := range n {
				all = append(all, told(planning, chain("view", i), text.English))
			}
			for b.Loop() {
				if got := entries(all, text.English); len(got) != 1 {
					b.Fatalf("got %d entries, want 1", len(got))
				}
			}
		})
	}
}
