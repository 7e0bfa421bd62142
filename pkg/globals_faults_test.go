package pkg_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// TestGlobalsCanFail gives TestGlobals' reader code with and without faults.
func TestGlobalsCanFail(t *testing.T) {
	t.Parallel()
	const address = ", and it is a package's table: make a copy"
	for _, tt := range []struct {
		name, code string
		// want is what is said of the code, a line each.
		want []string
	}{
		{"table that is read", `var m = map[string][]int{"a": {1}}
			func f() (n int) { for _, row := range m["a"] { n += row }; row, ok := m["b"]; _, _ = row, ok; return n + len(m) }`, nil},
		{"copy that is written", `var rows = []struct{ n int }{{1}}
			func f() int { row := rows[0]; row.n++; for _, row := range rows { row.n = 2 }; own := slices.Clone(rows); own[0].n = 3; return row.n }`, nil},
		{"patterns and errors", `var p, gone = regexp.MustCompile("a"), errors.New("gone")
			func f() (bool, error) { return p.MatchString("a"), gone }`, nil},
		{"local variable of the same name", `var n = 1
			func f() int { n := n; n++; return n }`, nil},
		{"array that is copied", `var a = [2]int{1, 2}
			func f() int { b := a; b[0] = 3; return b[0] }`, nil},
		{"exported", `var Table = []int{1}`, []string{"Table is exported, so every package may write it: return it from a function"}},
		{"init", `func init() {}`, []string{"init runs unasked: call it from a main"}},
		{"assigned", `var n = 1
			func f() { n = 2 }`, []string{"writes to n" + address}},
		{"counted", `var n = 1
			func f() { n++ }`, []string{"writes to n" + address}},
		{"set by range", `var n = 1
			func f() { for n = range 3 { _ = 0 } }`, []string{"writes to n" + address}},
		{"written by another's declaration", `var n = 1
			var f = func() { n += 1 }`, []string{"writes to n" + address}},
		{"key of a map", `var m = map[string]int{}
			func f() { m["a"] = 1 }`, []string{"writes to m" + address}},
		{"field of an element", `var rows = []struct{ n [2]int }{{}}
			func f() { rows[0].n[1] = 1 }`, []string{"writes to rows" + address}},
		{"address", `var rows = []struct{ n int }{{}}
			func f() *int { return &(rows[0].n) }`, []string{"takes the address of rows" + address}},
		{"delete", `var m = map[string]int{}
			func f() { delete(m, "a") }`, []string{"gives delete m" + address}},
		{"append", `var rows = []int{1}
			func f() []int { return append(rows, 2) }`, []string{"gives append rows" + address}},
		{"sorted in part", `var rows = []int{2, 1}
			func f() { slices.Sort(rows[:1]) }`, []string{"gives slices.Sort rows" + address}},
		{"method by address", `var mu sync.Mutex
			func f() { mu.Lock() }`, []string{"calls Lock, which may write, on mu" + address}},
		{"method of our own by address", `type t struct{ n int }
			func (x *t) add() { x.n++ }
			func (x t) get() int { return x.n }
			var rows = map[string][]t{}
			func f() int { rows["a"][0].add(); return rows["a"][0].get() }`, []string{"calls add, which may write, on rows" + address}},
		{"local name", `var m = map[string]map[string]int{}
			func f() { inner, ok := m["a"]; again := inner; if ok { again["b"] = 1 } }`, []string{"writes to m" + address}},
		{"local name by range", `var rows = [][]int{{1}}
			func f() { for _, row := range rows { row[0] = 1 } }`, []string{"writes to rows" + address}},
		{"part of a local copy", `var rows = []struct{ in []int }{{}}
			func f() { row := rows[0]; clear(row.in) }`, []string{"gives clear rows" + address}},
		{"pointer", `var b = &bytes.Buffer{}`, []string{"b holds a *bytes.Buffer, which may change: make it where it is used"}},
		{"channel in a struct", `type t struct { c chan int; next []t }
			var x t`, []string{"x holds a channel, which may change: make it where it is used"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, fault := range globalsOf(t, tt.code).faults() {
				_, what, _ := strings.Cut(fault, ": ")
				got = append(got, what)
			}
			if g, w := strings.Join(got, "\n"), strings.Join(tt.want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s\nof\n%s", g, w, tt.code)
			}
		})
	}
}

// globalsOf reads a package of one file, which may use a few imports.
func globalsOf(t *testing.T, code string) *globals {
	t.Helper()
	src := "package p\n"
	for _, imp := range []string{"bytes", "errors", "regexp", "slices", "sync"} {
		if strings.Contains(code, imp+".") {
			src += "import \"" + imp + "\"\n"
		}
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "p.go", src+code, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	conf := types.Config{Importer: importer.Default()}
	pkg, err := conf.Check("p", set, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	return newGlobals(set, pkg, info, []*ast.File{file})
}
