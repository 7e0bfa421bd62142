package trace

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/source"
)

// checkRead holds for every value of the menu at name that its place is the same
// when it is read off the program as when the program is evaluated. It returns
// how many values there are, and of how many the place can be read.
func checkRead(tb testing.TB, b *bench, name string) (all, read int) {
	tb.Helper()
	value := b.Compile(source.NewFile(name)).JSON
	if value == nil {
		return 0, 0
	}
	pointers := allPointers(tb, value)
	evaluates := true
	want := place(name, value, pointers, func(q *question, _ *compiled) (*evaluator, *sight) {
		e, err := newEvaluator(b.shelf, true)
		if err != nil {
			tb.Fatal(err)
		}
		answer, err := e.ask(name, q)
		evaluates = err == nil
		return e, answer
	})
	if !evaluates {
		return 0, 0
	}
	for i := range pointers {
		answered := false
		got := place(name, value, pointers[i:i+1], func(q *question, whole *compiled) (*evaluator, *sight) {
			e, answer := b.read(name, q, whole)
			answered = answer != nil
			return e, answer
		})
		all++
		if !answered {
			continue
		}
		read++
		if !reflect.DeepEqual(got[0], want[i]) {
			tb.Errorf("%s %q: got %s, evaluated %s", name, pointers[i], showLocation(tb, b.tree, got[0]), showLocation(tb, b.tree, want[i]))
		}
	}
	return all, read
}

// TestReadGolden reads the places of all values of the menus in testdata.
func TestReadGolden(t *testing.T) {
	t.Parallel()
	all, read := 0, 0
	for _, name := range locateArchives(t) {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files := make(map[string]string)
		for _, f := range archive.Files {
			files[f.Name] = string(f.Data)
		}
		b := newBench(t, files)
		for file := range files {
			if filepath.Ext(file) == ".jsonnet" {
				n, r := checkRead(t, b, file)
				all, read = all+n, read+r
			}
		}
	}
	atLeast(t, read, all, 30)
}

// TestReadConditions reads the places of all values of menus with conditions and
// comprehensions whose outcome is written out, and not those of others.
func TestReadConditions(t *testing.T) {
	t.Parallel()
	const menu = "local button(name, url='http://a.example') = { type: 'view', name: name, url: url };\nlocal kinds = { cn: { on: true, n: 2 }, en: { on: false, n: 1 } };\n"
	for program, all := range map[string]bool{
		"local k = kinds.cn;\n{ button: [if k.on then button('a') else button('b')] }":                                                                                  true,
		"local k = kinds.en;\n{ button: [if !k.on && k.n == 1 then button('a') else button('b')] }":                                                                     true,
		"local of(kind) = if kind == 'cn' then button('a') else button('b');\n{ button: [of('cn'), of('en')] }":                                                         true,
		"local of(kind) = if kind != 'cn' || kinds[kind].n == 1.0 then 'x' else 'y';\n{ button: [button(of('cn'))] }":                                                   true,
		"{ button: [button(n) for n in ['a', 'b']] }":                                                                                                                   true,
		"local names = ['a', 'b'];\n{ button: [button(names[1], u) for u in ['http://b.example', 'http://c.example']] }":                                                true,
		"{ button: [{ name: r.name, sub_button: [button(r.name, u) for u in r.urls] } for r in [{ name: 'a', urls: ['http://b.example'] }, { name: 'b', urls: [] }]] }": true,
		"{ button: [if r.on then button('a') else { name: 'b' } for r in [kinds.cn, kinds.en]] }":                                                                       true,
		"{ button: [if n == 'a' then button(n) else button('z') for n in (if kinds.cn.on then ['a', 'b'] else [])] }":                                                   true,
		"{ button: [button(n) for n in ['a', 'b'] if n == 'a'] }":                                                                                                       false,
		"{ button: [button(n + m) for n in ['a', 'b'] for m in ['c']] }":                                                                                                false,
		"{ button: [if std.length('a') == 1 then button('a') else button('b')] }":                                                                                       false,
		"{ button: [button('a' + i) for i in std.range(1, 2)] }":                                                                                                        false,
	} {
		b := newBench(t, map[string]string{"menus/a.jsonnet": menu + program})
		n, read := checkRead(t, b, "menus/a.jsonnet")
		if n == 0 || (n == read) != all {
			t.Errorf("%s: got %d of %d places read, want all: %t", program, read, n, all)
		}
	}
}

// TestReadPrograms reads the places of all values of random programs.
func TestReadPrograms(t *testing.T) {
	t.Parallel()
	programs := 200
	if testing.Short() {
		programs = 20
	}
	random := rand.New(rand.NewPCG(3, 4))
	all, read := 0, 0
	for range programs {
		w := &writer{next: random.IntN}
		program := w.program()
		files := programFiles()
		files["menus/a.jsonnet"] = program
		n, r := checkRead(t, newBench(t, files), "menus/a.jsonnet")
		all, read = all+n, read+r
		if t.Failed() {
			t.Fatalf("program:\n%s", program)
		}
	}
	atLeast(t, read, all, 2)
}

// TestReadJsonnetSuite reads the places of all values of the programs that
// go-jsonnet is tested with.
func TestReadJsonnetSuite(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: runs the hundreds of programs that go-jsonnet is tested with")
	}
	dir := jsonnetSuite(t)
	b := openBench(t, dir)
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonnet"))
	if err != nil {
		t.Fatal(err)
	}
	all, read := 0, 0
	for _, full := range names {
		b.renew()
		n, r := checkRead(t, b, filepath.Base(full))
		all, read = all+n, read+r
	}
	atLeast(t, read, all, 20)
}

// atLeast fails the test where fewer than percent of all values were read.
func atLeast(t *testing.T, read, all, percent int) {
	t.Helper()
	t.Logf("%d of %d places were read", read, all)
	if all == 0 || read*100 < all*percent {
		t.Errorf("got %d of %d places read, want %d %%", read, all, percent)
	}
}
