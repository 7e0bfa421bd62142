package standard

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

func TestShorten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"1":                                     0,
		"7 % 3":                                 0,
		"'K%d' % 1":                             1,
		"('K%d') % 1":                           1,
		"'%s%%' % [1]":                          1,
		"'%%' % []":                             0, // an object is a value it may have
		"'%(a)s' % { a: 1 }":                    0,
		"'%(a)s%s' % { a: 1 }":                  0,
		"local o = { a: 1 }; '%(a)s %(a)d' % o": 1,
		"local o = { a: 1 }; '%(a)s%s' % o":     0,
		"local o = { a: 1 }; '%(a)s%(b)%' % o":  0,
		"{ a: 1, b: '%(a)s' % self, c: '%(a)s' % $ }": 2,
		"'%e' % 1":                0,
		"'%' % 1":                 0,
		"'%*d' % [1, 2]":          0,
		"std.mod('%s', 1)":        0,
		"std.format('%s', 1)":     0,
		"local f = '%s'; f % 1":   0,
		"local std = 1; '%s' % 1": 1,
		"{ a: ['%s' % 1, '%d' % ['%d' % 2]], ['%s' % 3]: 4, b(x='%s' % 5):: x }":     5,
		"[if '%s' % x == '1' then '%s' % [x] for x in ['%s' % 1] if '%s' % x != '']": 4,
	} {
		node := parsed(text)
		s := shorten(node, true)
		if got := len(s.calls); got != want {
			t.Errorf("%s: got %d calls, want %d", text, got, want)
		}
		if got, want := sameTree(reflect.ValueOf(node), reflect.ValueOf(parsed(text))), want == 0; got != want {
			t.Errorf("%s: the tree of the short program is that of the program: %t, want %t", text, got, want)
		}
		s.undo()
		if !sameTree(reflect.ValueOf(node), reflect.ValueOf(parsed(text))) {
			t.Errorf("%s: the tree is not what it was", text)
		}
	}
}

// TestShortIsShort has a VM with no other function in Go than those of short
// programs.
func TestShortIsShort(t *testing.T) {
	t.Parallel()
	vm := &VM{VM: jsonnet.MakeVM()}
	calls := 0
	p := &printf{parsed: make(map[string]*format)}
	vm.NativeFunction(&jsonnet.NativeFunction{Name: secret() + " short", Params: ast.Identifiers{"str", "vals"}, Func: func(args []any) (any, error) {
		calls++
		return p.short(args), nil
	}})
	vm.NativeFunction(&jsonnet.NativeFunction{Name: secret() + " print", Params: ast.Identifiers{"value"}, Func: func(args []any) (any, error) {
		return vm.print(args), nil
	}})
	got, _, err := vm.Print(parsed("['%s' % x for x in ['a', 1]] + ['%03d/%s' % [5, 'b']]"), 500, true)
	if want := `["a","1","005/b"]`; err != nil || string(got.JSON) != want || calls != 3 {
		t.Errorf("got %s in %d calls, %v; want %s in 3", got.JSON, calls, err, want)
	}
}

// TestStackOfShort holds that the library nests no more calls than a short program
// is allowed for, where formats are nested as often as the library can.
func TestStackOfShort(t *testing.T) {
	t.Parallel()
	for _, form := range []string{
		"'%s' % (x)", "'%s' % [x]", "'%-12s' % [x]", "'%d%s' % [1, x]", "'%s%%' % [x]", "local y = x; '%s' % y", "local y = x; '%s' % [y]",
		"(function(y) '%s' % y)(x)", "(function(y) '%s' % [y])(x)", "{ y: '%s' % [x] }.y", "local y = { a: x }; '%(a)s' % y", "local y = { a: x }; '%(a)-9s%%' % y", "{ a: x, y: '%(a)s' % self }.y", "[y for y in ['%s' % [x]]][0]", "if true then '%s' % [x]",
	} {
		text := "'a'"
		for range 22 {
			text = "(" + strings.Replace(form, "x", text, 1) + ")"
		}
		node := parsed(text)
		least := leastStackOf(node, vmsOf(Exact))
		s := shorten(node, true)
		if got := leastStackOf(s.program, vmsOf(Quick)); s.stack(Quick, least-1) >= got {
			t.Errorf("%s, 22 times: nests %d calls; its short program nests %d, and %d are allowed where the library may nest %d", form, least, got, s.stack(Quick, least-1), least-1)
		}
	}
}

// TestShortIsInDoubt has programs end in ways that their short ones cannot tell.
func TestShortIsInDoubt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"'%s' % [error 'value']":                        true,
		"'%d %s' % ['x', error 'unneeded']":             true,
		"'%s' % true":                                   true,
		"'%s' % { a: 1 }":                               true,
		"'%s %s' % 1":                                   true,
		"local f(n) = '%s' % f(n + 1); f(0)":            true,
		"{ a: '%s' % 1, b: error 'elsewhere' }":         false,
		"local f(x) = error 'elsewhere'; [f('%s' % 1)]": false,
	} {
		_, _, err := Quick.NewVM().Print(parsed(text), 500, true)
		if got := Quick.Doubts(err); err == nil || got != want {
			t.Errorf("%s: got %v, in doubt %t; want %t", text, err, got, want)
		}
	}
}
