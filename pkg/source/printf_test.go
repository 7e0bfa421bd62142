package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source/standard"
)

// compileExactly returns what a file compiles to with Jsonnet's library and printing,
// as that of the file at hand.
func compileExactly(c *Compiler, file File) Result {
	node, digest, err := c.shelf.entry(file.Path)
	var value string
	if err == nil {
		c.use(standard.Exact)
		value, err = c.vm.Evaluate(node)
	}
	if err != nil {
		return Result{File: file, Findings: []diag.Finding{c.explain(file.Path, node, err)}}
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(value)); err != nil {
		panic(err)
	}
	return Result{File: file, JSON: compact.Bytes(), Reads: c.shelf.reads(file.Path, digest)}
}

// twoWays compiles programs with and without the formats in Go.
type twoWays struct {
	file          string
	fast, library *Compiler
}

// newTwoWays returns both ways to compile a program.
func newTwoWays(tb testing.TB) *twoWays {
	tb.Helper()
	tree := newTree(tb, map[string]string{"m.jsonnet": "null"}, nil)
	return &twoWays{
		file: filepath.Join(tree.Dir(), "m.jsonnet"),
		fast: newTestCompiler(tree), library: newTestCompiler(tree),
	}
}

// compile compiles program, and says how the results differ.
func (w *twoWays) compile(program string) (fast Result, differ string) {
	if err := os.WriteFile(w.file, []byte(program), 0o600); err != nil {
		return Result{}, err.Error()
	}
	fast, want := w.fast.Compile(NewFile("m.jsonnet")), compileExactly(w.library, NewFile("m.jsonnet"))
	if !reflect.DeepEqual(fast, want) {
		differ = fmt.Sprintf("%s\ngot  %s %+v\nwant %s %+v", program, fast.JSON, fast.Findings, want.JSON, want.Findings)
	}
	return fast, differ
}

// conversion draws one conversion, usual or not.
func conversion(t *rapid.T) string {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	key := pick("key", "", "", "", "(a)", "(b)", "(none)", "(", "(长 键)")
	flags := rapid.StringOfN(rapid.RuneFrom([]rune("#0- +")), 0, 3, -1).Draw(t, "flags")
	width := pick("width", "", "", "", "0", "3", "7", "12", "13", "40", "*")
	precision := pick("precision", "", "", "", ".", ".0", ".1", ".2", ".6", ".7", ".*")
	verb := pick("verb", "d", "d", "i", "u", "o", "x", "X", "e", "E", "f", "F", "g", "G", "c", "s", "s", "s", "%", "%", "y", "")
	return "%" + key + flags + width + precision + pick("modifier", "", "", "", "h", "l", "L") + verb
}

// formatString draws a format.
func formatString(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 3).Draw(t, "codes") {
		b.WriteString(rapid.SampledFrom([]string{"", "K", "https://a.example/", "菜单", "\n", "🍵", "\ufffd"}).Draw(t, "literal"))
		b.WriteString(conversion(t))
	}
	return b.String() + rapid.SampledFrom([]string{"", "/", "end", "%"}).Draw(t, "end")
}

// scalars are values as a program writes them.
var scalars = []string{
	"0", "-0", "1", "-1", "7", "42", "0.5", "-0.5", "0.05", "1.005", "2.5", "-2.675", "99.995", "123456789.125", "1e-7", "-1e-7", "255", "-255",
	"999999999999999", "1e15", "-1e15", "1e16", "9007199254740993", "1e21", "1e300", "5e-324",
	"''", "'a'", "'菜单'", "'🍵'", "'é'", `'\u0000'`, `'\ufffd'`, "std.char(55296)", "true", "false", "null",
}

// value draws a value as a program writes it.
func value(t *rapid.T) string {
	if rapid.IntRange(0, 9).Draw(t, "odd") > 0 {
		return rapid.SampledFrom(scalars).Draw(t, "scalar")
	}
	return rapid.SampledFrom([]string{"[1, 'x']", "{ a: 1 }", "{ a:: 1, assert false }", "function(x) x", "error 'boom'", "self.missing", "['%d' % 1]", "{}", "[]"}).Draw(t, "other")
}

// TestFormatsAreTheLibrarys formats random values with random formats.
func TestFormatsAreTheLibrarys(t *testing.T) {
	t.Parallel()
	w := newTwoWays(t)
	valid := 0
	rapid.Check(t, func(t *rapid.T) {
		f := strconv.QuoteToGraphic(formatString(t))
		if rapid.IntRange(0, 19).Draw(t, "noFormat") == 0 {
			f = value(t)
		}
		var vals string
		switch rapid.IntRange(0, 5).Draw(t, "shape") {
		case 0:
			vals = value(t)
		case 1:
			vals = fmt.Sprintf("{ a: %s, b:: %s, '长 键': %s, other: error 'unneeded', assert self.a != 7 }", value(t), value(t), value(t))
		default:
			vals = "[" + strings.Join(rapid.SliceOfN(rapid.Custom(value), 0, 4).Draw(t, "values"), ", ") + "]"
		}
		call := rapid.SampledFrom([]string{
			"(%s) %% (%s)", "(%s) %% (%s)", "local o = %[2]s; (%[1]s) %% o", "local o = %[2]s; (%[1]s) %% o", "std.format(%s, %s)", "std.format(vals=%[2]s, str=%[1]s)", "std.mod(%s, %s)",
			"(function(f, a, b) f(a, b))(std.format, %s, %s)", "std.format(%s, %s) tailstrict", "local std = { format: 1 };\n(%s) %% (%s)",
			"std.format(%s)", "(std { extra: 1 }).format(%s,\n %s)",
		}).Draw(t, "call")
		around := rapid.SampledFrom([]string{"{ a:: 7, out: %s }", "[{ a:: 7, '菜 \"单': [1, %s] }]", "local a = 7, f = function(x) x; { 'a b': f({ c: { a:: 7, d: [%s] } }) }"}).Draw(t, "around")
		r, differ := w.compile(fmt.Sprintf(around, strings.TrimSuffix(fmt.Sprintf(call, f, vals), "%!(EXTRA string="+vals+")")))
		if differ != "" {
			t.Fatal(differ)
		}
		if r.JSON != nil {
			valid++
		}
	})
	if valid == 0 && !testing.Short() { // which tries so few that there may be none
		t.Error("no program has a value")
	}
}

// TestFormatPrograms compiles what is easily got wrong.
func TestFormatPrograms(t *testing.T) {
	t.Parallel()
	w := newTwoWays(t)
	for _, program := range []string{
		"'%d %s' % ['x', error 'later']", "'%s %s' % [error 'first', error 'second']", "'%s' % [1, error 'too many']", "'%y %s' % [error 'unneeded']",
		"'%s %s' % [error 'before too few']", "'%%' % error 'vals'", "(error 'str') % (error 'vals')", "std.format(error 'str', error 'vals')",
		"std.format(5, [error 'unneeded'])", "std.format({}, 1)", "std.format(function(x) x, 1)", "{} % 1", "[1] % {}", "1 % 0", "1 % 'a'", "7 % -3", "-7 % 3", "5.5 % 2", "0 % -1",
		"'%(a)s' % { a: 1, b: error 'unneeded' }", "'%(a)s' % { a:: 1 }", "'%(a)s %(b)s' % { a: error 'a' }", "'%(b)s %(a)s' % { a: error 'a' }",
		"'%(a)s %(b)d' % { a: 'x', b: 'y' }", "'%s' % { a: 1 }", "'%(a)s' % [1]", "{ a: 1, b: '%(a)s' % self }", "{ a: 1 } + { a: '%(a)s' % super }", "({ a: 1 } + { a: '%s' % super.a }).a",
		"'%s' % function(x) x", "'%s' % [function(x) x]", "'%d' % [[function(x) x]]", "{ a: '%s %s' % [1, self.nothing] }", "'%s' % [{ a: error 'deep' }]", "'%s' % [{ assert false }]",
		"local f = std.format; f('%s', 1)", "local s = std; s.format('%s', [1])", "local std = { mod(a, b): 'mine' }; '%s' % 1", "std.format('%s')", "std.format('%s', 1, 2)", "std.format('%s', values=1)",
		"std.format('%s', 'a') tailstrict", "std.map(function(x) 'K%03d' % x, [1, 2, error 'x'])", "std.mod('%s', 1)", "std.mod(7, 4)", "[std.type(std.mod), std.length(std.format)]",
		"std.objectFieldsAll(std) == std.objectFieldsAll(std { a:: 1 })",
		"'%999999999d' % 1", "'%400d' % 1", "'%s' % std.repeat('x', 5000)", "std.repeat('%%', 100) % []", "std.length(('%s' % std.char(55296)) + '')", "std.codepoint('%s' % std.char(55296))",
		"'" + strings.Repeat("%(key)s", 3) + "' % { key: 'x' }", "'%(" + strings.Repeat("k", 600) + ")s' % {}",
		"local f(n) = '%d' % n + f(n + 1); f(0)", "local f(n) = '%s' % f(n + 1); f(0)", "local f(n) = '%s' % [f(n + 1)]; f(0)", "local f(n) = '%(a)s' % { a: f(n + 1) }; f(0)",
		"local a = '%s' % b, b = '%s' % [a]; a", "{ a: '%s' % self.b, b: '%s' % self.a }", "'%s' % self", "{ a: '%s' % self }", "{ a: '%s' % [self] }", "{ a: 1 % self.a }",
		"local f(n) = if n == 0 then 'x' else '%s' % f(n - 1); [std.length(f(n)) for n in std.range(1, 40)]",
		"local f(n) = if n == 0 then 'x' else '%s' % [f(n - 1)]; f(22)", "local f(n) = if n == 0 then 'x' else '%s' % [f(n - 1)]; f(23)", "local f(n) = if n == 0 then 'x' else '%s' % [f(n - 1)]; f(24)",
		"local f(n) = if n == 0 then '%d' % 5 else f(n - 1); f(468)", "local f(n) = if n == 0 then '%d' % 5 else f(n - 1) + ''; f(230)", "local f(n) = if n == 0 then 'x' else f(n - 1) + ''; f(245)",
		"'菜单abc'[1:3]", "'abc'[5:]", "'abc'[:9]", "'abc'[-2:]", "'abcdef'[1:5:2]", "'abc'[0.5:]", "'abc'['a':]", "[1, error 'no', 3][2:]", "[1, error 'no', 3][1:][1]", "[error 'lazy', 2][0:1][0]",
		"std.slice('abc', null, null, null)", "std.slice({}, 0, 1, 1)", "std.slice(function(x) x, 0, 1, 1)", "'abc'[0:3:0]", "'abc'[error 'index':]", "'abc'[2:1]", "std.slice('🍵x', 1, 2, 1)",
		"std.asciiUpper('aé菜z{')", "std.asciiLower('AÉZ[')", "std.asciiUpper(5)", "std.asciiUpper(['a'])", "std.asciiUpper({})", "std.codepoint(std.asciiUpper(std.char(55296)))",
		"std.prune({ a: null, b: [], c: {}, d: [null, [{}], 1], e: '', f: false, g: 0, h:: null, i:: 2 })", "std.prune(null)", "std.prune([])", "std.prune([[[[[[[[[[1, null]]]]]]]]]])",
		"std.prune({ f: function(x) x })", "std.prune({ a: error 'a' })", "std.prune({ assert false })", "std.prune({ a:: error 'hidden' })", "std.objectFieldsAll(std.prune({ a:: 1, b::: 2 }))", "(std.prune({ b::: 2 }) + { b:: 3 })", "std.prune({ a: self })", "std.prune(function(x) x)(1)",
		"std.codepoint(std.prune([std.char(55296)])[0])", "std.prune([-0])", "std.prune({ a: { b: { c: null } } })",
		"local f(n) = if n == 0 then 1 else std.prune([f(n - 1)]); [f(n) for n in std.range(1, 60)]",
		"std.split('a,b', ',')", "std.split('', ',')", "std.split('菜单🍵菜', '菜')", "std.split('aXYb', 'XY')", "std.split('a', '')", "std.split(5, 'a')", "std.split('a', ['a'])", "std.split(error 'str', error 'c')", "(std { splitLimit:: 5 }).split('a', 'b')",
		"std.codepoint(std.split(std.char(55296), ',')[0])", "std.split('\ufffd', std.char(55296))", "std.split(std.char(55296), '\ufffd')",
		"std.find(1, [1, 2, 1])", "std.find('a', ['a', 1, null, ['a'], { a: 'a' }, 'a'])", "std.find(0, [-0, 0])", "std.find(null, [null])", "std.find(true, [true, 1])", "std.find([1], [[1], 1])", "std.find({ a: 1 }, [{ a: 1, b:: 2 }])",
		"std.find(1, [1, error 'member'])", "std.find(error 'value', [])", "std.find(1, 'text')", "std.find(1, {})", "std.find(1, error 'arr')", "std.find('\ufffd', [std.char(55296)])", "std.find(std.char(55296), [std.char(55296), '\ufffd'])",
		"std.find(1, [{ a: error 'unneeded' }, 1])", "std.find(1, [function(x) x, 1])", "std.find(function(x) x, [1])", "std.find(1, [{ assert false }, 1])", "std.find(1, [self])",
		"std.setUnion([1, 2], [2, 3])", "std.setInter(['a', 'b'], ['b', 'c'])", "std.setDiff(['a', 'b'], ['b', 'c'])", "std.setUnion([3, 1, 1], [2, 1, 5])", "std.setInter([3, 1, 1], [1, 1, 3])", "std.setDiff([3, 1, 1], [1, 2])",
		"[f([], []) for f in [std.setUnion, std.setInter, std.setDiff]]", "[f([1], []) + f([], [1]) for f in [std.setUnion, std.setInter, std.setDiff]]", "std.setUnion([1], ['a'])", "std.setUnion(['a'], ['a', 1])", "std.setInter([null], [null])", "std.setUnion([true], [true])",
		"std.setUnion([1], [1, error 'rest'])[0]", "std.setDiff([2], [1, 2, error 'rest'])", "std.setInter([1, 2], [1, error 'member'])", "std.setUnion(error 'a', error 'b')", "std.setUnion([error 'a'], [error 'b'])", "std.setUnion('abc', 'b')", "std.setUnion({}, [])", "std.setInter({ a: 1 }, [1])", "std.setUnion(5, [])",
		"std.setUnion([{ k: 1, v: 'a' }], [{ k: 1, v: 'b' }, { k: 2 }], function(x) x.k)", "std.setInter(a=[1], b=[1], keyF=function(x) -x)", "std.setDiff([1], [1], null)", "std.setDiff([], [], null)", "std.setUnion([1], [2], 'SECRET')", "std.setUnion([1], [2], keyF=error 'key')", "std.setUnion([], [], keyF=error 'key')",
		"std.setUnion([[1]], [[1], [2]])", "std.setUnion([{ a: 1 }], [{ a: 1 }])", "std.setUnion([{ a:: 1, b: error 'deep' }], [])[0].a", "std.setUnion([function(x) x + 1], [])[0](1)", "std.setUnion(['\ufffd'], [std.char(55296)])", "std.setInter(['\uffff'], ['🍵', '\uffff'])", "std.setUnion(['é', '菜', '🍵'], ['e', '\uffff'])",
		"std.setInter([0], [-0])", "std.setUnion([-0], [0])", "std.setMember('a', ['a', 'b'])", "std.setMember(1, [error 'x'])", "std.length(std.setUnion)", "std.setUnion([1])", "std.setUnion([1], [2], function(x) x, 4)", "std.setUnion([1], [2], key=1)", "std.setUnion([1, 3], [2]) tailstrict", "std.setUnion([1, 3], [2], function(x) x) tailstrict",
		"std.mergePatch({ a: 1, b: { c:: 2, d: 3 } }, { e: { f: null, g: 1 } })", "std.mergePatch({ a: { b:: 2 } }, { c: 1 }).a.b", "std.mergePatch({ a: 1 }, { a: null, b: error 'b' })", "std.mergePatch({ a: error 'lazy' }, { b: 1 }).b", "std.mergePatch({ a:: 1 }, { b:: 2 })", "std.mergePatch([1], { a: [null] })", "std.mergePatch({ a: self.b, b: 1 }, { b: 2 })",
		"std.get({ a:: 1 }, 'a', 2)", "std.objectValues({ a: 1, b:: 2 })",
	} {
		if _, differ := w.compile(program); differ != "" {
			t.Error(differ)
		}
	}
}

// TestSetsAreTheLibrarys joins and searches random arrays, mostly of one type,
// which need not be in order.
func TestSetsAreTheLibrarys(t *testing.T) {
	t.Parallel()
	w := newTwoWays(t)
	types := [][]string{{"0", "-0", "1", "2", "-1", "1.5", "1e300"}, {"''", "'a'", "'b'", "'ab'", "'é'", "'菜'", "'🍵'", `'\uffff'`, `'\ufffd'`, "std.char(55296)"}}
	valid := 0
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.SampledFrom(rapid.SampledFrom(types).Draw(t, "type"))
		// One array at most is wrong: Jsonnet evaluates both in any order.
		odd := rapid.SampledFrom([]string{"", "", "", "", "a", "b"}).Draw(t, "odd array")
		array := func(name string) string {
			list := rapid.SliceOfN(members, 0, 6).Draw(t, name)
			if name == odd {
				list = append(list, value(t))
			}
			array := "[" + strings.Join(list, ", ") + "]"
			if rapid.Bool().Draw(t, "ordered") {
				array = "std.set(" + array + ")"
			}
			return array
		}
		call := rapid.SampledFrom([]string{
			"std.setUnion(%s, %s)", "std.setInter(%s, %s)", "std.setDiff(%s, %s)", "std.setDiff(b=%[2]s, a=%[1]s)", "std.setUnion(%s, %s, function(x) x)",
			"(function(f, a, b) f(a, b))(std.setUnion, %s, %s)", "[std.setMember(x, %[2]s) for x in %[1]s]", "[std.find(x, %[2]s) for x in %[1]s]", "[std.split('' + x, '' + y) for x in %[1]s for y in %[2]s]",
		}).Draw(t, "call")
		r, differ := w.compile(fmt.Sprintf("{ a:: 7, out: "+call+" }", array("a"), array("b")))
		if differ != "" {
			t.Fatal(differ)
		}
		if r.JSON != nil {
			valid++
		}
	})
	if valid == 0 && !testing.Short() {
		t.Error("no program has a value")
	}
}

// TestFormatJsonnetSuite compiles the programs that go-jsonnet is tested with.
func TestFormatJsonnetSuite(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/google/go-jsonnet").Output()
	dir := filepath.Join(strings.TrimSpace(string(out)), "testdata")
	if _, missing := os.Stat(dir); err != nil || missing != nil {
		t.Skipf("SKIPPED: go-jsonnet came without its test programs: %v", err)
	}
	tree := openTree(t, dir)
	fast, library := newTestCompiler(tree), newTestCompiler(tree)
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonnet"))
	if err != nil {
		t.Fatal(err)
	}
	for _, full := range names {
		file := NewFile(filepath.Base(full))
		if got, want := fast.Compile(file), compileExactly(library, file); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %s %v\nwant %s %v", file.Path, got.JSON, got.Findings, want.JSON, want.Findings)
		}
	}
	t.Logf("%d programs compared", len(names))
	if len(names) < 400 {
		t.Errorf("there are only %d programs", len(names))
	}
}
