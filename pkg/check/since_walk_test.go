package check

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// walks is how many repositories TestSinceIsTheSame changes at random.
var walks = flag.Int("walks", 3, "random repositories of TestSinceIsTheSame")

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

// damage changes a byte of one file of the cache.
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
				part := o // a check of a part keeps what the cache has of the rest
				if w.IntN(4) == 0 {
					part.Paths = []string{filepath.Join(w.root, pick(w, "menus/a.jsonnet", "menus/shop"))}
				}
				w.compare(part, pick(w, pick(w, w.commits...), w.commits[len(w.commits)-1]))
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
