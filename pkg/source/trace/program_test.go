package trace

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/caidan-dev/caidan/pkg/source"
)

// programFiles are what generated programs may import.
func programFiles() map[string]string {
	return map[string]string{
		"lib/brand.libsonnet":           "local c = import 'caidan.libsonnet';\n{ make(n, k='library key'):: c.click(n, k), fixed: { name: 'library name' }, both(x): [x, self.fixed] }\n",
		"vendor/kit.libsonnet":          "{ make(n, k='vendor key'):: { name: n, key: k, kind: 'vendor kind' }, fixed:: { name: 'vendor name' } }\n",
		"menus/data/stores.json":        "[{\"name\": \"json one\", \"id\": 1},\n {\"name\": \"json two\", \"id\": 2}]\n",
		"menus/data/empty/text.txt":     "text\n",
		"menus/data/function.libsonnet": "function(n, k='function key') { name: n, key: k }\n",
	}
}

// writer writes random programs that end, and mostly have a value. Every
// string it writes is another one.
type writer struct {
	next  func(n int) int // a number below n
	vars  []string
	funcs []string
	depth int
	text  int
}

// program returns a program.
func (w *writer) program() string {
	w.funcs = []string{"brand.make", "kit.make", "(import 'data/function.libsonnet')", "caidan.click"}
	w.vars = []string{"brand.fixed", "kit.fixed", "stores[0]", "stores"}
	return "local caidan = import 'caidan.libsonnet', brand = import 'brand.libsonnet', kit = import 'kit.libsonnet', stores = import 'data/stores.json';\n" +
		w.expression()
}

// literal returns a new string.
func (w *writer) literal() string {
	w.text++
	return fmt.Sprintf("'文%d'", w.text)
}

// expression returns an expression.
func (w *writer) expression() string {
	if w.depth > 3 {
		return w.literal()
	}
	w.depth++
	defer func() { w.depth-- }()
	switch w.next(18) {
	case 0, 1, 2:
		return w.object()
	case 3:
		return w.literal()
	case 4:
		return "[" + w.expression() + ", " + w.expression() + "]"
	case 5:
		return w.vars[w.next(len(w.vars))]
	case 6, 7:
		return w.call()
	case 8:
		return w.local()
	case 9:
		return fmt.Sprintf("(if %v then %s else %s)", w.next(2) == 0, w.expression(), w.expression())
	case 10:
		return "(" + w.object() + " + " + w.object() + ")"
	case 11:
		return "(" + w.object() + " + " + w.vars[w.next(len(w.vars))] + ")"
	case 12:
		return w.withVariable("[%[2]s for %[1]s in [" + w.expression() + ", " + w.expression() + "]]")
	case 13:
		return w.withVariable("{ [%[1]s]: %[2]s for %[1]s in ['a', 'b'] }")
	case 14:
		return "([" + w.expression() + "] + [" + w.expression() + "])"
	case 15:
		return w.withVariable("std.map(function(%[1]s) %[2]s, stores)")
	case 16:
		return "(" + w.object() + " + std.parseJson('{\"a\": \"parsed\", \"e\": {\"a\": \"deep\"}}'))"
	}
	return "({ a: " + w.expression() + " } { b: super.a, c: $.b, d: self.a }).d"
}

// object returns an object literal.
func (w *writer) object() string {
	var b strings.Builder
	b.WriteString("{")
	names := []string{"a", "b", "c", "e", "name"}
	for i, name := range names {
		switch w.next(6) {
		case 0:
			fmt.Fprintf(&b, " %s: %s,", name, w.expression())
		case 1:
			fmt.Fprintf(&b, " %s+: %s,", name, w.object())
		case 2:
			fmt.Fprintf(&b, " ['%s']: %s,", name, w.literal())
		case 3:
			if i > 0 {
				fmt.Fprintf(&b, " %s: if '%s' in self then 'known' else %s,", name, names[i-1], w.literal())
			}
		}
	}
	return b.String() + " }"
}

// local returns an expression with a local definition.
func (w *writer) local() string {
	w.text++
	if w.next(2) == 0 {
		return w.withVariable("(local %[1]s = " + w.expression() + "; %[2]s)")
	}
	name := fmt.Sprintf("f%d", w.text)
	body := w.withVariable("local " + name + "(%[1]s, k=" + w.literal() + ") = { a: %[1]s, b: k, e: %[2]s };")
	w.funcs = append(w.funcs, name)
	defer func() { w.funcs = slices.DeleteFunc(w.funcs, func(f string) bool { return f == name }) }()
	return "(" + body + " " + w.expression() + ")"
}

// withVariable returns format with the name of a new variable and an
// expression that may use it.
func (w *writer) withVariable(format string) string {
	w.text++
	name := fmt.Sprintf("v%d", w.text)
	w.vars = append(w.vars, name)
	defer func() { w.vars = w.vars[:len(w.vars)-1] }()
	return fmt.Sprintf(format, name, w.expression())
}

// call returns a call of a function.
func (w *writer) call() string {
	f := w.funcs[w.next(len(w.funcs))]
	switch w.next(3) {
	case 0:
		return f + "(" + w.expression() + ", k" + w.keyName(f) + "=" + w.expression() + ")"
	case 1:
		return f + "(" + w.expression() + ", " + w.expression() + ") tailstrict"
	}
	return f + "(" + w.expression() + ", " + w.expression() + ")"
}

// keyName returns what comes after k in the name of the second parameter.
func (*writer) keyName(function string) string {
	if function == "caidan.click" {
		return "ey"
	}
	return ""
}

// fromBytes returns numbers made of data; zero when it is used up.
func fromBytes(data []byte) func(int) int {
	return func(n int) int {
		if len(data) == 0 {
			return 3 % n // an expression without anything inside
		}
		first := data[0]
		data = data[1:]
		return int(first) % n
	}
}

// checkProgram locates every value of the menu and fails the test when that
// changes the program's value, or gives places outside of files. It returns
// how many strings there are, and how many have exactly their literal's place.
func checkProgram(tb testing.TB, b *bench) (all, exact int) {
	tb.Helper()
	const menu = "menus/a.jsonnet"
	json := b.Compile(source.NewFile(menu)).JSON
	if json == nil {
		return 0, 0
	}
	checkWhole(tb, b, menu, json)
	whole := &compiled{raw: json}
	pointers := allPointers(tb, json)
	for i, at := range b.Locate(menu, json, pointers, true) {
		shown := showLocation(tb, b.tree, at)
		values, _ := whole.walk(pointers[i], newQuestion())
		value, _ := decode(values[len(values)-1].raw)
		literal, ok := value.(string)
		if !ok {
			continue
		}
		all++
		if strings.HasSuffix(shown, "| '"+literal+"'") || strings.HasSuffix(shown, `| "`+literal+`"`) {
			exact++
		}
	}
	return all, exact
}

// TestLocatePrograms locates the values of random programs. Every string has
// one literal, so most of them have an exact place; the others went through
// a function of the standard library, or are constants of a library.
func TestLocatePrograms(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: runs fifty random programs, each many times")
	}
	random := rand.New(rand.NewPCG(1, 2))
	all, exact := 0, 0
	for range 50 {
		w := &writer{next: random.IntN}
		program := w.program()
		files := programFiles()
		files["menus/a.jsonnet"] = program
		n, e := checkProgram(t, newBench(t, files))
		all, exact = all+n, exact+e
		if t.Failed() {
			t.Fatalf("program:\n%s", program)
		}
	}
	t.Logf("%d of %d strings have the place of their literal", exact, all)
	if all < 1000 || exact*100 < all*85 {
		t.Errorf("%d of %d strings have the place of their literal, want 85 %%", exact, all)
	}
}

// FuzzLocate locates the values of programs: of text where that is one, and
// of a program written by choices. Whatever the program, it keeps its value
// and every place lies inside its file.
func FuzzLocate(f *testing.F) {
	for _, name := range locateArchives(f) {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".jsonnet") {
				f.Add(string(file.Data), file.Data[:min(len(file.Data), 40)])
			}
		}
	}
	// What never ends, or fills the memory, is the business of limits.
	endless := regexp.MustCompile(`[0-9]{3}|e[0-9+]|tailstrict|local (\w+)\(.*=.*\b(count|loop|collect|f)\(`)
	files := programFiles()
	b := newBench(f, files)
	f.Fuzz(func(t *testing.T, text string, choices []byte) {
		w := &writer{next: fromBytes(choices)}
		for _, program := range []string{text, w.program()} {
			if endless.MatchString(program) && program == text || len(program) > 4096 {
				continue
			}
			full := filepath.Join(b.tree.Dir(), "menus", "a.jsonnet")
			if err := os.WriteFile(full, []byte(program), 0o600); err != nil {
				t.Fatal(err)
			}
			b.renew()
			checkProgram(t, b)
		}
	})
}
