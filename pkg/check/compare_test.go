package check

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/menu"
)

// TestCompare has an account of every fate.
func TestCompare(t *testing.T) {
	t.Parallel()
	root := repository(t, `
-- menus/same.jsonnet --
{ button: [{ type: 'click', name: 'same', key: 'K' }] }
-- menus/changed.jsonnet --
{ button: [{ type: 'click', name: 'old', key: 'K' }] }
-- menus/imports.jsonnet --
{ button: [(import 'brand.libsonnet').home] }
-- menus/gone.jsonnet --
{ button: [{ type: 'click', name: 'gone', key: 'K' }] }
-- menus/table.jsonnet --
{ accounts: { one: { button: [] }, two: { button: [{ type: 'click', name: 'two', key: 'K' }] } } }
-- menus/breaks.jsonnet --
{ accounts: { three: { button: [] } } }
-- menus/mended.jsonnet --
{ button: [
-- menus/twice.jsonnet --
{ button: [{ type: 'click', name: 'twice', key: 'K' }] }
-- menus/torn.jsonnet --
{ button: [(import 'torn.libsonnet').home] }
-- menus/moves.jsonnet --
{ button: [(import 'torn.libsonnet').home] }
-- lib/torn.libsonnet --
{ home:
-- lib/brand.libsonnet --
{ home: { type: 'click', name: 'old home', key: 'K' } }
`)
	base := commit(t, root)
	for _, f := range txtar.Parse([]byte(`
-- menus/changed.jsonnet --
{ button: [{ type: 'click', name: 'new', key: 'K' }] }
-- menus/table.jsonnet --
{ accounts: { two: { button: [{ type: 'click', name: 'two', key: 'K' }] }, four: { button: [] } } }
-- menus/breaks.jsonnet --
error 'broken'
-- menus/mended.jsonnet --
{ button: [{ type: 'click', name: 'mended', key: 'K' }] }
-- menus/new.jsonnet --
{ accounts: { twice: { button: [] } } }
-- menus/moved/moves.jsonnet --
{ button: [{ type: 'click', name: 'moved', key: 'K' }] }
-- lib/torn.libsonnet --
{ home: { type: 'click', name: 'whole', key: 'K' } }
-- lib/brand.libsonnet --
{ home: { type: 'click', name: 'new home', key: 'K' } }
`)).Files {
		write(t, root, f.Name, string(f.Data))
	}
	for _, name := range []string{"gone.jsonnet", "moves.jsonnet"} {
		if err := os.Remove(filepath.Join(root, "menus", name)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Compare(t.Context(), options(t, root), base)
	if err != nil {
		t.Fatal(err)
	}
	// Of each account its first button then and now, - where it has none.
	var lines []string
	for _, p := range got.Pairs {
		lines = append(lines, fmt.Sprintf("%s: %s, %s", p.Name, first(p.Base), first(p.Head)))
	}
	want := []string{
		"changed: old, new", "four: absent, -", "gone: gone, absent", "imports: old home, new home", "mended: unknown, mended",
		"moves: unknown, moved", "one: -, absent", "same: same, same", "three: -, unknown", "torn: unknown, whole", "twice: twice, -", "two: two, two",
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if len(got.Faults) != 3 || got.Faults[0].File != "lib/torn.libsonnet" || got.Faults[2].File != "menus/mended.jsonnet" {
		t.Errorf("got faults %v", got.Faults)
	}
	for _, p := range got.Pairs {
		if want := map[string]string{"mended": "menus/mended.jsonnet", "torn": "lib/torn.libsonnet", "moves": "lib/torn.libsonnet"}[p.Name]; p.Base.Fault.File != want {
			t.Errorf("%s: got the fault %v, want one in %q", p.Name, p.Base.Fault, want)
		}
	}
	// All but same and twice.
	if got.EvaluatedBase != 8 {
		t.Errorf("evaluated %d files of the commit, want 8", got.EvaluatedBase)
	}
	alone := runAll(t, root)
	if len(got.Accounts) != len(alone.Accounts) {
		t.Errorf("got %d accounts, want %d", len(got.Accounts), len(alone.Accounts))
	}
	for i := range alone.Accounts {
		if a, b := got.Accounts[i], alone.Accounts[i]; a.Name != b.Name || a.Digest != b.Digest || !reflect.DeepEqual(a.Findings, b.Findings) {
			t.Errorf("got account %+v, want %+v", a, b)
		}
	}
}

// first says what a side begins with.
func first(s Side) string {
	switch {
	case s.Unknown():
		return "unknown"
	case s.Set == nil:
		return "absent"
	case len(s.Set.Menu) == 0:
		return "-"
	}
	return s.Set.Menu[0].Name
}

// TestCompareIsTheSame compares random repositories with random commits of theirs,
// and holds what is said of the commit against a check of a checkout of it.
func TestCompareIsTheSame(t *testing.T) {
	t.Parallel()
	o := options(t)
	for seed := range uint64(*walks) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := &walk{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), root: t.TempDir(), cache: t.TempDir()}
			for range 20 {
				w.change()
			}
			w.commits = append(w.commits, commit(w, w.root))
			for range 6 {
				for range 1 + w.IntN(5) {
					w.change()
				}
				base := pick(w, w.commits...)
				o := o
				o.Paths = []string{w.root}
				got, err := Compare(t.Context(), o, base)
				if err != nil {
					continue // no menu is left
				}
				checkout := filepath.Join(t.TempDir(), "checkout")
				gitIn(t, w.root, "worktree", "add", "-q", "--detach", checkout, base)
				o.Paths, o.Keep, o.Faulty = []string{checkout}, true, true
				alone, err := Run(t.Context(), o)
				if err != nil {
					alone = Checked{}
				}
				want := map[string][]menu.Set{}
				for i := range alone.Accounts {
					if a := &alone.Accounts[i]; a.Compiled() && !a.table {
						want[a.Name] = append(want[a.Name], a.Set)
					}
				}
				for _, p := range got.Pairs {
					sets, ok := want[p.Name]
					if ok != (p.Base.Set != nil) || len(sets) == 1 && !reflect.DeepEqual(*p.Base.Set, sets[0]) {
						t.Fatalf("%s since %s: got %+v, want %+v", p.Name, base, p.Base, sets)
					}
					delete(want, p.Name)
				}
				if len(want) > 0 {
					t.Fatalf("since %s: got no %v", base, want)
				}
			}
		})
	}
}

// TestCompareSubmodule has a menu whose file the commit keeps in another repository.
func TestCompareSubmodule(t *testing.T) {
	t.Parallel()
	shared := repository(t, `
-- a.jsonnet --
{ button: [{ type: 'click', name: 'old', key: 'K' }] }
`)
	commit(t, shared)
	root := repository(t, `
-- menus/own.jsonnet --
{ button: [{ type: 'click', name: 'own', key: 'K' }] }
`)
	commit(t, root)
	gitIn(t, root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", shared, "menus/shared")
	base := commit(t, root)
	write(t, root, "menus/shared/a.jsonnet", "{ button: [{ type: 'click', name: 'new', key: 'K' }] }")
	write(t, root, "menus/new.jsonnet", "{ button: [{ type: 'click', name: 'new', key: 'K' }] }")
	got, err := Compare(t.Context(), options(t, root), base)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range got.Pairs {
		want := map[string]string{"a": "unknown", "new": "absent", "own": "own"}[p.Name]
		if first(p.Base) != want {
			t.Errorf("%s: got %s, want %s", p.Name, first(p.Base), want)
		}
	}
	if len(got.Pairs) != 3 || got.Pairs[0].Base.Submodule != "menus/shared" || len(got.Faults) > 0 {
		t.Errorf("got %+v, faults %v", got.Pairs, got.Faults)
	}
}
