package check

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// repository writes an archive into a new repository and returns its root.
func repository(t *testing.T, archive string) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, ".caidan.jsonnet", "{}")
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, root, f.Name, string(f.Data))
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run checks paths of a repository and returns its accounts.
func run(t *testing.T, root string, paths ...string) []Account {
	t.Helper()
	return runAll(t, root, paths...).Accounts
}

// runAll checks paths of a repository.
func runAll(t *testing.T, root string, paths ...string) Checked {
	t.Helper()
	for i := range paths {
		paths[i] = filepath.Join(root, filepath.FromSlash(paths[i]))
	}
	if len(paths) == 0 {
		paths = []string{root}
	}
	checked, err := Run(t.Context(), options(t, paths...))
	if err != nil {
		t.Fatal(err)
	}
	return checked
}

// options are those of a check with this very binary as its workers.
func options(t *testing.T, paths ...string) Options {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: starts worker processes")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Paths: paths, Worker: worker.Command{Path: exe, Args: []string{exe, worker.Arg}}}
}

// TestExamples compiles and judges the examples of every rule: each bad one
// breaks its own rule once and no other, each good one none.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rule.All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			var got []string
			errors := 0
			bad := r.Bad
			look := func(root string) []Account {
				o := options(t, root)
				o.Lint = r.ID == rule.JsonnetLint
				checked, err := Run(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range checked.Unread {
					checked.Accounts = append(checked.Accounts, Account{File: f.File, Findings: []diag.Finding{f}})
				}
				return append(checked.Accounts, Account{File: source.SettingsFile, Findings: checked.Settings})
			}
			if r.ID == rule.LimitExceeded {
				// Its own example takes 4 GB of memory and several seconds.
				bad = strings.Repeat(" ", source.MaxSource+1)
			}
			for _, acc := range look(example(t, bad)) {
				for _, f := range acc.Findings {
					if r.ID == rule.AcceptInvalid && acc.File != source.SettingsFile {
						continue // what makes a matched account invalid
					}
					got = append(got, f.Rule+" of "+acc.Name+" in "+f.File)
					if f.Rule != r.ID || f.Severity != r.Severity || f.Message == "" || f.File != acc.File {
						t.Errorf("bad: got %+v, want a finding of %s in %s", f, r.ID, acc.File)
					}
					errors++
				}
			}
			if errors != 1 {
				t.Errorf("bad: got %d findings %q, want one", errors, got)
			}
			for _, acc := range look(example(t, r.Good)) {
				if len(acc.Findings) > 0 || !acc.Compiled() {
					t.Errorf("good: got %+v, want no finding", acc.Findings)
				}
			}
		})
	}
}

// example writes an example, which is one file or an archive of several.
func example(t *testing.T, text string) string {
	t.Helper()
	if strings.HasPrefix(text, "-- menus/") || strings.Contains(text, "\n-- menus/") {
		return repository(t, text)
	}
	if strings.HasPrefix(text, "-- ") {
		return repository(t, text+"\n-- menus/example.jsonnet --\n"+plain)
	}
	return repository(t, "-- menus/example.jsonnet --\n"+text+"\n")
}

func TestOwnMenus(t *testing.T) {
	t.Parallel()
	checked, err := Run(t.Context(), options(t, filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	if len(checked.Accounts) == 0 {
		t.Error("got no accounts, want those of menus/")
	}
	for _, acc := range checked.Accounts {
		if !acc.Valid() {
			t.Errorf("%s: got %+v, want no error", acc.Name, acc.Findings)
		}
	}
}

const plain = "{ button: [{ type: 'click', name: 'a', key: 'k' }] }\n"

func TestOrder(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/a.jsonnet --\n{ accounts: { zeta: "+plain+", beta: "+plain+"} }\n"+
		"-- menus/gamma.jsonnet --\n"+plain+"-- menus/b/alpha.jsonnet --\n"+plain)
	var got []string
	for _, acc := range run(t, root) {
		got = append(got, acc.Name+" "+acc.File)
	}
	want := []string{"alpha menus/b/alpha.jsonnet", "beta menus/a.jsonnet", "gamma menus/gamma.jsonnet", "zeta menus/a.jsonnet"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFindingsAreSorted(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/a.jsonnet --\n{ button: [{ type: 'view', name: 'x', colour: 1 }, { type: 'click' }, 1] }\n")
	findings := run(t, root)[0].Findings
	sorted := slices.Clone(findings)
	diag.Sort(sorted)
	if len(findings) < 4 || !slices.EqualFunc(findings, sorted, func(a, b diag.Finding) bool { return a.Rule == b.Rule && a.Path == b.Path }) {
		t.Errorf("got %+v, want at least four in order", findings)
	}
}

// An account that is written more than once is one finding with all its places,
// in the line of a table where one is among them.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/x.jsonnet --\n"+plain+"-- menus/b/x.jsonnet --\n"+plain+
		"-- menus/t.jsonnet --\n{ accounts: {\n  y: "+plain+",\n  x: "+plain+"} }\n-- menus/z.json --\n"+plain+"-- menus/z.jsonnet --\n"+plain)
	want := map[string]string{
		"menus/t.jsonnet": `4 the account "x" is written in 3 places: menus/b/x.jsonnet, menus/t.jsonnet:4, menus/x.jsonnet`,
		"menus/z.jsonnet": `0 the account "z" is written in 2 places: menus/z.json, menus/z.jsonnet`,
	}
	for _, acc := range run(t, root) {
		if acc.Valid() != (acc.Name == "y") {
			t.Errorf("%s: got %+v, want y alone to be valid", acc.File, acc)
		}
		for _, f := range acc.Findings {
			if got := fmt.Sprint(f.Line, " ", f.Message); got != want[acc.File] || f.File != acc.File || (f.Line > 0) != (f.Excerpt != "") {
				t.Errorf("%s: got %q, want %q", acc.File, got, want[acc.File])
			}
			delete(want, acc.File)
		}
	}
	if len(want) > 0 {
		t.Errorf("got no finding of %q", want)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/a.jsonnet --\n"+plain+"-- menus/n/b.jsonnet --\n"+plain+"-- draft.txt --\n"+plain+"-- other/menus/c.jsonnet --\n"+plain)
	tests := []struct {
		name  string
		paths []string
		want  []string
	}{
		{name: "repository", paths: []string{"."}, want: []string{"a", "b"}},
		{name: "folder", paths: []string{"menus/n"}, want: []string{"b"}},
		{name: "file of any extension", paths: []string{"draft.txt"}, want: []string{"draft"}},
		{name: "several, one twice", paths: []string{"menus/n", "menus/a.jsonnet", "menus"}, want: []string{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, acc := range run(t, root, tt.paths...) {
				got = append(got, acc.Name)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	for _, paths := range [][]string{{"nowhere"}, {"menus/a.jsonnet/x"}, {"menus", "other"}} {
		for i := range paths {
			paths[i] = filepath.Join(root, paths[i])
		}
		_, err := Run(t.Context(), options(t, paths...))
		var bad *source.PathError
		if !errors.As(err, &bad) || bad.Path != paths[len(paths)-1] {
			t.Errorf("%q: got %v, want a PathError", paths, err)
		}
	}
}

func TestNothingToCheck(t *testing.T) {
	t.Parallel()
	root := repository(t, "")
	_, err := Run(t.Context(), options(t, root))
	var missing *source.NotFoundError
	if !errors.As(err, &missing) {
		t.Errorf("got %v, want a NotFoundError", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	write(t, root, "menus/a.jsonnet", plain)
	if _, err := Run(cancelled, options(t, root)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestCompiled(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/broken.jsonnet --\n{\n-- menus/bad.jsonnet --\n{ button: [] }\n-- menus/good.jsonnet --\n"+plain)
	for _, acc := range run(t, root) {
		if want := acc.Name != "broken"; acc.Compiled() != want {
			t.Errorf("%s: got compiled %t, want %t", acc.Name, acc.Compiled(), want)
		}
		if want := acc.Name == "good"; acc.Valid() != want {
			t.Errorf("%s: got valid %t, want %t", acc.Name, acc.Valid(), want)
		}
	}
}

// What is kept is what can be published, or, for who only shows it, all that is a
// menu.
func TestKeep(t *testing.T) {
	t.Parallel()
	root := repository(t, `
-- menus/good.jsonnet --
{ button: [{ type: 'click', name: 'n', key: 'k' }] }
-- menus/bad.jsonnet --
{ button: [{ type: 'click', name: 'n' }] }
-- menus/twice.json --
{"button": [{"type": "click", "name": "n", "key": "k"}]}
-- menus/table.json --
{"accounts": {"twice": {"button": [{"type": "click", "name": "n", "key": "k"}]}}}
`)
	for _, tt := range []struct {
		keep, faulty bool
		want         string
	}{
		{false, false, ""},
		{true, false, "good "},
		{true, true, "bad good twice twice "},
	} {
		o := options(t, root)
		o.Keep, o.Faulty = tt.keep, tt.faulty
		checked, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		kept := ""
		for i := range checked.Accounts {
			if len(checked.Accounts[i].Set.Menu) > 0 {
				kept += checked.Accounts[i].Name + " "
			}
		}
		if kept != tt.want {
			t.Errorf("keep %t, faulty %t: got the menus of %q, want %q", tt.keep, tt.faulty, kept, tt.want)
		}
	}
}
