package check

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
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

// walks is how many repositories TestSinceIsTheSame changes at random.
var walks = flag.Int("walks", 3, "random repositories of TestSinceIsTheSame")

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

// walk is a repository that changes at random.
type walk struct {
	*testing.T
	*rand.Rand
	root    string
	cache   string
	commits []string
}

// pick returns one of a list.
func pick[T any](w *walk, list ...T) T { return list[w.IntN(len(list))] }

// name returns where a file may be: menus, and libraries that shadow each other.
func (w *walk) name() string {
	return pick(w, "menus/a.jsonnet", "menus/b.jsonnet", "menus/c.json", "menus/shop/d.jsonnet", ".caidan.jsonnet",
		"menus/x.libsonnet", "menus/lib/x.libsonnet", "menus/vendor/x.libsonnet", "menus/shop/lib/x.libsonnet", "lib/x.libsonnet", "vendor/x.libsonnet",
		"lib/y.libsonnet", "menus/lib/y.libsonnet", "menus/t.txt", "lib/t.txt", "vendor/t.txt", "lib/rules.libsonnet")
}

// text returns what the file at name may hold: one time in eight what is broken.
func (w *walk) text(name string) string {
	if w.IntN(8) == 0 {
		return pick(w, "{", "error 'no'", "import 'nothing.libsonnet'", "\xff", "[]")
	}
	button := fmt.Sprintf("{ type: 'view', name: '%s', url: '%s' }", pick(w, "新品", "一个太长太长的名字", "a"), pick(w, "https://example.com/", "http://example.com/", "nowhere"))
	imported := pick(w, "(import 'x.libsonnet')", "(import 'x.libsonnet')", "(import './x.libsonnet')", "(import 'y.libsonnet')")
	switch {
	case name == ".caidan.jsonnet":
		return pick(w, "{ rules: { 'url-http-insecure': 'off' } }", "{}", "import 'rules.libsonnet'")
	case strings.HasSuffix(name, ".txt"):
		return pick(w, "text", "other")
	case strings.HasSuffix(name, "rules.libsonnet"):
		return pick(w, "{}", "{ rules: { 'url-http-insecure': 'error' } }")
	case strings.HasSuffix(name, ".libsonnet"):
		return pick(w, "{ b: "+button+" }", "{ b: "+button+", bad:: import 'nothing.libsonnet' }", "{ b: (import 'y.libsonnet').b }")
	}
	return pick(w,
		"{ button: ["+button+"] }", "{ button: ["+imported+".b] }", "{ button: ["+imported+".b + { name: importstr 't.txt' }] }",
		"{ button: [{ type: 'click', name: 'a', key: std.thisFile }] }",
		"{ accounts: { one: { button: ["+imported+".b] }, two: { button: ["+button+"] } } }",
	)
}

// change changes the repository, or damages the cache.
func (w *walk) change() {
	at := func(name string) string { return filepath.Join(w.root, filepath.FromSlash(name)) }
	name := w.name()
	must := func(err error) {
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			w.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Dir(at(name)), 0o700))
	switch n := w.IntN(20); {
	case n < 9:
		must(os.RemoveAll(at(name)))
		must(os.WriteFile(at(name), []byte(w.text(name)), 0o600))
	case n < 11:
		must(os.RemoveAll(at(name)))
	case n < 12:
		to := w.name()
		must(os.MkdirAll(filepath.Dir(at(to)), 0o700))
		must(os.RemoveAll(at(to)))
		must(os.Rename(at(name), at(to)))
	case n < 13:
		must(os.RemoveAll(at(name)))
		must(os.Symlink(pick(w, "../lib/x.libsonnet", "a.jsonnet", "../../outside", "nothing"), at(name)))
	case n < 14:
		must(os.RemoveAll(at(name)))
		must(os.Mkdir(at(name), 0o700))
	case n < 19:
		w.commits = append(w.commits, commit(w, w.root))
	default:
		w.damage()
	}
}

// damage changes a byte of one answer in the cache.
func (w *walk) damage() {
	var answers []string
	_ = filepath.WalkDir(w.cache, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			answers = append(answers, name)
		}
		return nil
	})
	if len(answers) == 0 {
		return
	}
	name := pick(w, answers...)
	data, err := os.ReadFile(name)
	if err != nil {
		w.Fatal(err)
	}
	if len(data) > 0 {
		data[w.IntN(len(data))] ^= 1
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		w.Fatal(err)
	}
}

// TestSinceIsTheSame checks random repositories after each of many changes, with
// and without what earlier checks came to, since any commit there was.
func TestSinceIsTheSame(t *testing.T) {
	t.Parallel()
	o := options(t)
	for seed := range uint64(*walks) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := &walk{T: t, Rand: rand.New(rand.NewPCG(seed, 0)), root: t.TempDir(), cache: t.TempDir()}
			o := o
			o.Paths = []string{w.root}
			for range 20 {
				w.change()
			}
			w.commits = append(w.commits, commit(w, w.root))
			for range 14 {
				w.compare(o, pick(w, pick(w, w.commits...), w.commits[len(w.commits)-1]))
				for range 1 + w.IntN(3) {
					w.change()
				}
			}
			// What a walk comes to is in the cache.
			write(t, w.root, "menus/last.jsonnet", "{ button: [{ type: 'click', name: 'a', key: 'K' }] }")
			last := commit(w, w.root)
			w.compare(o, last)
			if reused := w.compare(o, last); reused == 0 {
				t.Error("the check of what has just been checked reused nothing")
			}
		})
	}
}

// compare checks with and without what earlier checks came to, which has to be
// the same, and returns of how many files that was reused.
func (w *walk) compare(o Options, commit string) (reused int) {
	w.Helper()
	want, wantErr := Run(w.Context(), o)
	got, err := since(w.T, o, w.cache, commit)
	reused = got.Reused
	got.Evaluated, got.Reused = 0, 0
	if !reflect.DeepEqual(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		w.Fatalf("with --since:\n%+v, %v\nwithout:\n%+v, %v", got, err, want, wantErr)
	}
	return reused
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
// by the same rules, in the same language, with or without the linter. With Keep
// it serves none, since menus are not kept.
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
		{"linter", func(_ string, o *Options) { o.Lint = true }, 0},
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
