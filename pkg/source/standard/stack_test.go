package standard

import (
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
	"pgregory.net/rapid"
)

// deepPrograms have formats in which calls nest.
var deepPrograms = []string{
	"1", "'%s' % 'a'", "'%012.6f' % 12345678.5", "'%(a)s' % { a: 1 }", "7 % (local a = 2; a)",
	"local d(n) = if n == 0 then 1 else 1 + d(n - 1); '%d' % d(20)",
	"local d(n) = if n == 0 then 1 else 1 + d(n - 1); std.format('%d', [d(20)])",
	"local d(n) = if n == 0 then '%s' else '' + d(n - 1); d(20) % 1",
	"local d(n) = if n == 0 then 0 else d(n - 1) + 0; 'abc'[d(20):]", "local d(n) = if n == 0 then [0] else d(n - 1) + []; d(20)[:1]",
	"local d(n) = if n == 0 then 0 else d(n - 1) + 0; std.prune([d(20)])", "local d(n) = if n == 0 then 'a' else d(n - 1) + ''; std.asciiUpper(d(20)) + std.asciiLower(d(20))",
	"local d(n) = if n == 0 then 'a' else d(n - 1) + ''; std.split(d(20), 'a')", "std.split('a', local d(n) = if n == 0 then 'a' else d(n - 1) + ''; d(20))",
	"local d(n) = if n == 0 then 1 else 1 + d(n - 1); std.find(1, [d(20)])", "local d(n) = if n == 0 then 1 else 1 + d(n - 1); std.find(d(20), [1])",
	"std.setUnion([1], [2])", "std.setInter([1], [2])", "std.setDiff([1], [2])", "std.setUnion([], [1])", "std.setUnion([1], [2], function(x) x)", "std.setMember(1, [1])", "std.mergePatch({ a: 1 }, { a: { b: 2 } })",
	"local d(n) = if n == 0 then 1 else 1 + d(n - 1); std.setUnion([d(20)], [1])", "local d(n) = if n == 0 then 1 else 1 + d(n - 1); std.setInter([1], [d(20)])", "local d(n) = if n == 0 then [1] else [1] + d(n - 1); std.setDiff([1], d(20))",
}

// leastWithout is the fewest calls that deepPrograms may nest in the library
// as it was before it was extended.
var leastWithout = func() (least []int) {
	for _, p := range deepPrograms {
		least = append(least, leastStack(p, jsonnet.MakeVM))
	}
	return least
}()

// parsed returns the tree of a program.
func parsed(program string) ast.Node {
	node, err := jsonnet.SnippetToAST("p.jsonnet", program)
	if err != nil {
		panic(err)
	}
	return node
}

// vmsOf returns what makes VMs that work in a way.
func vmsOf(w Way) func() *jsonnet.VM { return func() *jsonnet.VM { return w.NewVM().VM } }

// leastStack returns the fewest calls that program may nest, up to 4096.
func leastStack(program string, newVM func() *jsonnet.VM) int {
	return leastStackOf(parsed(program), newVM)
}

// leastStackOf is leastStack of a tree.
func leastStackOf(node ast.Node, newVM func() *jsonnet.VM) int {
	least, most := 1, 4096
	for least < most {
		half := (least + most) / 2
		v := newVM()
		v.MaxStack = half
		if _, err := v.Evaluate(node); err == nil {
			most = half
		} else {
			least = half + 1
		}
	}
	return least
}

// TestExactIsUnchanged holds that the extended library nests as it did.
func TestExactIsUnchanged(t *testing.T) {
	t.Parallel()
	for i, p := range deepPrograms {
		got := leastStack(p, vmsOf(Exact))
		if got != leastWithout[i] {
			t.Errorf("%s: nests %d calls, want %d", p, got, leastWithout[i])
		}
	}
}

// nested draws an expression in which formats are the values of formats.
func nested(t *rapid.T, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom([]string{"1", "'a'", "12345678901", "f"}).Draw(t, "leaf")
	}
	inner := func() string { return nested(t, depth-1) }
	switch rapid.IntRange(0, 22).Draw(t, "form") {
	case 0:
		return "('%s' % (" + inner() + "))"
	case 1, 2:
		return "('%s' % [" + inner() + "])"
	case 3:
		return "('%d%s' % [1, " + inner() + "])"
	case 4:
		return "('%(key)s' % { key: " + inner() + " })"
	case 5:
		return "std.format('%12s', " + inner() + ")"
	case 6:
		return "(local x = " + inner() + "; x)"
	case 7:
		return "((" + inner() + " + '%s') % 1)"
	case 8:
		return "(function(x) x)(" + inner() + ")"
	case 9:
		return "std.prune({ a: " + inner() + " }).a"
	case 10:
		return "std.prune([[" + inner() + "]])[0][0]"
	case 11:
		return "('' + " + inner() + ")[0:]"
	case 12:
		return "[1, " + inner() + "][1:][0]"
	case 13:
		return "std.asciiUpper('' + " + inner() + ")"
	case 14:
		return "std.split('' + " + inner() + ", 'z')[0]"
	case 15:
		return "std.find(1, [" + inner() + ", 1])[0]"
	case 16:
		return "std.setUnion(['' + " + inner() + "], ['z'])[0]"
	case 17:
		return "(std.setInter(['a'], ['' + " + inner() + "]) + [1])[0]"
	case 18:
		return "std.setDiff(['' + " + inner() + "], ['z'])[0]"
	case 20:
		return "(local x = { key: " + inner() + " }; '%(key)s' % x)"
	case 19:
		return "std.mergePatch({ a: " + inner() + " }, { b: 1 }).a"
	}
	return "('%-12s' % [" + inner() + "])"
}

// TestStackOfWays holds that the library nests no more calls than a way allows
// for, however formats are nested.
func TestStackOfWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		program := "local f = 'f'; " + nested(t, rapid.IntRange(1, 8).Draw(t, "depth"))
		var least [Exact + 1]int
		for w := range least {
			least[w] = leastStack(program, vmsOf(Way(w)))
		}
		for w := Quick; w < Exact; w++ {
			if limit := least[Exact] - 1; w.Stack(limit) >= least[w] {
				t.Fatalf("%s\nnests %d calls; way %d nests %d, and %d are allowed where the library may nest %d", program, least[Exact], w, least[w], w.Stack(limit), limit)
			}
		}
		s := shorten(parsed(program), true)
		if limit, got := least[Exact]-1, leastStackOf(s.program, vmsOf(Quick)); s.stack(Quick, limit) >= got {
			t.Fatalf("%s\nnests %d calls; its short program nests %d, and %d are allowed where the library may nest %d", program, least[Exact], got, s.stack(Quick, limit), limit)
		}
	})
}
