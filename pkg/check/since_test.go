package check

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/text"
)

// gitIn has Git do something in a folder, and returns what it prints.
func gitIn(tb testing.TB, dir string, args ...string) string {
	tb.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CAIDAN_E2E") == "1" {
			tb.Fatal("git is not installed, and CAIDAN_E2E=1 demands it")
		}
		tb.Skip("git is not installed")
	}
	cmd := exec.CommandContext(tb.Context(), "git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
	)
	out, err := cmd.CombinedOutput()
	if err != nil {
		tb.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit commits all files of a folder and returns the commit.
func commit(tb testing.TB, root string) string {
	tb.Helper()
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		gitIn(tb, root, "init", "-q")
	}
	gitIn(tb, root, "add", "-A")
	gitIn(tb, root, "commit", "-qm", "menus", "--allow-empty")
	return gitIn(tb, root, "rev-parse", "HEAD")
}

// since checks a repository since a commit.
func since(t *testing.T, o Options, dir, commit string) (Checked, error) {
	t.Helper()
	folder, err := cache.Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o.Since = &Since{Commit: commit, Cache: folder, Program: "this test"}
	checked, err := Run(t.Context(), o)
	if err := folder.Close(); err != nil {
		t.Error(err)
	}
	return checked, err
}

// shops is a repository with a library of its own for each shop.
const shops = `
-- menus/a.jsonnet --
(import 'brand.libsonnet').menu('a')
-- menus/b.jsonnet --
(import 'brand.libsonnet').menu(importstr 'name.txt')
-- menus/c.jsonnet --
{ button: [{ type: 'view', name: 'c', url: 'http://example.com/' }] }
-- menus/shop/d.jsonnet --
(import 'brand.libsonnet').menu('d')
-- lib/brand.libsonnet --
{ menu(name): { button: [{ type: 'click', name: name, key: import 'key.libsonnet' }] } }
-- lib/key.libsonnet --
'KEY'
-- vendor/name.txt --
b
`

// TestSinceEvaluates counts what each change has evaluated: what it reaches, and
// no more.
func TestSinceEvaluates(t *testing.T) {
	t.Parallel()
	const all = 4
	for _, test := range []struct {
		name   string
		change func(root string)
		want   int
	}{
		{"nothing", func(string) {}, 0},
		{"a menu", func(root string) { write(t, root, "menus/a.jsonnet", "{ button: [] }") }, 1},
		{"a new menu", func(root string) { write(t, root, "menus/e.jsonnet", "(import 'brand.libsonnet').menu('e')") }, 1},
		{"a library", func(root string) { write(t, root, "lib/brand.libsonnet", "{ menu(name): { button: [] } }") }, 3},
		{"a library of a library", func(root string) { write(t, root, "lib/key.libsonnet", "'OTHER'") }, 3},
		{"text", func(root string) { write(t, root, "vendor/name.txt", "c") }, 1},
		{"a file that shadows", func(root string) { write(t, root, "menus/shop/lib/brand.libsonnet", "{ menu(name): { button: [] } }") }, 1},
		{"a file that shadows one of a library", func(root string) { write(t, root, "lib/lib/key.libsonnet", "'NEAR'") }, 0},
		{"a file before one of a library", func(root string) { write(t, root, "lib/lib/brand.libsonnet", "1") }, 0},
		{"text that shadows", func(root string) { write(t, root, "menus/name.txt", "d") }, 1},
		{"what the settings accept", func(root string) { write(t, root, ".caidan.jsonnet", "{ accept: {} }") }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			root, folder := repository(t, shops), t.TempDir()
			base := commit(t, root)
			o := options(t, root)
			for _, again := range []bool{false, true} {
				want := 0
				if !again {
					want = all
				}
				if checked, err := since(t, o, folder, base); err != nil || checked.Evaluated != want {
					t.Fatalf("before: evaluated %d files, %v, want %d", checked.Evaluated, err, want)
				}
			}
			test.change(root)
			for range 2 { // what the change reaches is evaluated each time
				if checked, err := since(t, o, folder, base); err != nil || checked.Evaluated != test.want {
					t.Errorf("evaluated %d files, %v, want %d", checked.Evaluated, err, test.want)
				}
			}
			checked, err := since(t, o, folder, commit(t, root))
			if err != nil || checked.Evaluated != 0 {
				t.Errorf("since the change: evaluated %d files, %v, want 0", checked.Evaluated, err)
			}
			if want := runAll(t, root); !reflect.DeepEqual(checked.Accounts, want.Accounts) {
				t.Errorf("since the change: got %+v, want %+v", checked.Accounts, want.Accounts)
			}
		})
	}
}

// TestSinceJudgedBy has what a file came to serve only those who judge it alike:
// by the same rules, in the same language. With Keep it serves none, since menus are
// not kept, and with the linter none, since what that follows is not known.
func TestSinceJudgedBy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(root string, o *Options)
		again  int // files evaluated when it is checked for the second time
	}{
		{"a rule", func(root string, _ *Options) {
			write(t, root, ".caidan.jsonnet", "{ rules: { 'url-http-insecure': 'off' } }")
		}, 0},
		{"no domain", func(root string, _ *Options) { write(t, root, ".caidan.jsonnet", "{ allowedDomains: [] }") }, 0},
		{"no mini program", func(root string, _ *Options) { write(t, root, ".caidan.jsonnet", "{ miniPrograms: [] }") }, 0},
		{"language", func(_ string, o *Options) { o.Lang = text.Chinese }, 0},
		{"linter", func(_ string, o *Options) { o.Lint = true }, 4},
		{"keep", func(_ string, o *Options) { o.Keep = true }, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			root, folder := repository(t, shops), t.TempDir()
			base := commit(t, root)
			o := options(t, root)
			if _, err := since(t, o, folder, base); err != nil {
				t.Fatal(err)
			}
			test.change(root, &o)
			want, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			for _, evaluated := range []int{4, test.again} {
				got, err := since(t, o, folder, base)
				if err != nil || got.Evaluated != evaluated {
					t.Errorf("evaluated %d files, %v, want %d", got.Evaluated, err, evaluated)
				}
				got.Evaluated, got.Reused = 0, 0
				if !reflect.DeepEqual(got, want) {
					t.Errorf("got %+v, want %+v", got, want)
				}
			}
		})
	}
}

// TestSinceBranches keeps what a file came to with each of two versions of what
// it imports.
func TestSinceBranches(t *testing.T) {
	t.Parallel()
	root, folder := repository(t, shops), t.TempDir()
	o := options(t, root)
	for round, want := range []int{4, 0} {
		for _, key := range []string{"'KEY'", "'OTHER'"} {
			write(t, root, "lib/key.libsonnet", key)
			got, err := since(t, o, folder, commit(t, root))
			if round == 0 && key == "'OTHER'" {
				want = 3 // those that import it
			}
			if err != nil || got.Evaluated != want {
				t.Errorf("round %d, %s: evaluated %d files, %v, want %d", round, key, got.Evaluated, err, want)
			}
		}
	}
}

// TestSinceWarns has each warning come from the cache, with its line, also where
// the library that is built in made the value.
func TestSinceWarns(t *testing.T) {
	t.Parallel()
	root, folder := repository(t, shops), t.TempDir()
	write(t, root, "menus/e.jsonnet", "local caidan = import 'caidan.libsonnet';\ncaidan.menu([caidan.view('e', 'http://example.com/')])")
	base := commit(t, root)
	o := options(t, root)
	want := runAll(t, root)
	for _, reused := range []int{0, 5} {
		got, err := since(t, o, folder, base)
		if got.Reused != reused {
			t.Errorf("reused %d files, want %d", got.Reused, reused)
		}
		got.Evaluated, got.Reused = 0, 0
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	}
	for _, name := range []string{"c", "e"} {
		i := slices.IndexFunc(want.Accounts, func(a Account) bool { return a.Name == name })
		if f := want.Accounts[i].Findings; len(f) == 0 || f[0].Line == 0 || f[0].Excerpt == "" {
			t.Errorf("%s: got findings %+v, want one with a line", name, f)
		}
	}
}

// TestSinceOtherProgram takes nothing from what another program came to.
func TestSinceOtherProgram(t *testing.T) {
	t.Parallel()
	root := repository(t, shops)
	base := commit(t, root)
	folder, err := cache.Open(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o := options(t, root)
	for _, program := range []string{"one", "another"} {
		o.Since = &Since{Commit: base, Cache: folder, Program: program}
		if checked, err := Run(t.Context(), o); err != nil || checked.Reused != 0 || checked.Evaluated != 4 {
			t.Errorf("%s: evaluated %d files, reused %d, %v; want 4 and 0", program, checked.Evaluated, checked.Reused, err)
		}
	}
	if err := folder.Close(); err != nil {
		t.Error(err)
	}
}

func TestSinceUnknown(t *testing.T) {
	t.Parallel()
	root := repository(t, shops)
	commit(t, root)
	_, err := since(t, options(t, root), t.TempDir(), "nothing")
	var unknown *git.UnknownError
	if !errors.As(err, &unknown) {
		t.Errorf("got %v, want that the commit is unknown", err)
	}
}
