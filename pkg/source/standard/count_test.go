package standard

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
	"pgregory.net/rapid"
)

// TestCount holds that a program is printed as Jsonnet prints it when its accounts are
// printed one by one, or ends in the same error, which is in doubt where it was: to be
// sure of that of a large table takes several times as long as the table.
func TestCount(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program string
		calls   int
	}{
		"table":            {`{ accounts: { ['a' + i]: { button: [i] } for i in std.range(1, 5) } }`, 5},
		"asserts":          {`{ assert $.accounts.a.x == 1, accounts: { assert self.a.x == 1, a: { x: 1 } } }`, 1},
		"late":             {`{ n:: 1, accounts: { a: { x: $.n } }, b: self.accounts } + { n:: 2 }`, 1},
		"deep":             {`{ z: [], accounts: { b: { x: [1, { y: {}, '"': 'é\\n' }] }, a: [], c: null, d: 1.5 }, a: 'x' }`, 4},
		"hidden accounts":  {`{ accounts:: { a: 1 }, b: 2 }`, 0},
		"hidden account":   {`{ accounts: { a:: 1, b: 2, c: $.accounts.a } }`, 2},
		"no accounts":      {`{ button: [] }`, 0},
		"accounts of none": {`{ accounts: {} }`, 0},
		"array":            {`{ accounts: [1, 2] }`, 0},
		"null":             {`{ accounts: null }`, 0},
		"string":           {`'accounts'`, 0},
		"function":         {`function(n=1) { accounts: { a: n } }`, 0},
		"this file":        {`{ accounts: { a: std.thisFile } }`, 1},
		"own std":          {`local std = null; { accounts: { a: 1 } }`, 1},
		"early error":      {`error 'no'`, 0},
		"error":            {`{ accounts: { a: 1, b: error 'no', c: 3 } }`, 1},
		"accounts fail":    {`{ accounts: error 'no' }`, 0},
		"fail later":       {`{ accounts: error 'no', ab: error 'later', aa: error 'first' }`, 0},
		"others fail":      {`{ assert error 'assert', accounts: error 'no', aa: error 'first' }`, 0},
		"made by function": {`local f(n) = assert n < 2 : 'no'; { a: n }; { accounts: { ['a' + i]: f(i) for i in [1, 2, 3] } }`, 1},
		"in library":       {`{ accounts: { a: 1, b: std.length(1) } }`, 1},
		"false assert":     {`{ accounts: { assert false, a: 1 } }`, 0},
		"false, of none":   {`{ accounts: { assert false } }`, 0},
		"false, hidden":    {`{ accounts: { assert false, a:: 1 } }`, 0},
		"function in it":   {`{ accounts: { a: function(x) x } }`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, err := jsonnet.SnippetToAST("menus/a.jsonnet", test.program)
			if err != nil {
				t.Fatal(err)
			}
			calls, differ, doubted := printAll(program)
			if calls != test.calls || differ != "" || doubted {
				t.Errorf("got %d accounts, want %d; %s, in doubt %t", calls, test.calls, differ, doubted)
			}
		})
	}
}

// TestCountIsJsonnets has random tables in which several things are wrong: what is told
// is what Jsonnet meets first.
func TestCountIsJsonnets(t *testing.T) {
	t.Parallel()
	forms := []string{
		"{ accounts: { a: X, b: X } }", "{ aa: X, accounts: X, zz: X }", "{ accounts: X } + { accounts+: { z: X } }", "{ assert X, accounts: { a: X } }",
		"{ accounts: { assert X, a: X, b: X } }", "{ accounts: { [k]: X for k in ['b', 'a'] }, aa: X }", "{ accounts: { a: $.accounts.b, b: X } }",
		"{ aa: self.accounts.b, accounts: { a: X, b: X } }", "{ accounts:: X, b: X }", "{ accounts: { a:: X, b: X }, B: X }",
	}
	values := []string{
		"{}", "1", "null", "true", "{ a: 1 }", "{ b: {}.x }", "{ assert false }", "{ assert false : 'e', c: 1 }", "error 'f'", "(assert false : 'g'; {})", "function(x) x",
		"[error 'h']", "std.length(1)", "[][1]", "(local f(n) = error 'i' + n; f(1))", "self", "$.accounts",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(forms).Draw(t, "form")
		for strings.Contains(text, "X") {
			text = strings.Replace(text, "X", rapid.SampledFrom(values).Draw(t, "value"), 1)
		}
		if _, differ, doubted := printAll(parsed(text)); differ != "" && !doubted {
			t.Errorf("%s: %s", text, differ)
		}
	})
}

// printAll prints a program and returns how many accounts were counted, how what it comes
// to differs from Jsonnet's, and whether it is in doubt where Jsonnet's is not. A function
// in a value has it evaluated again, and so may differ.
func printAll(program ast.Node) (calls int, differ string, doubted bool) {
	want, wantErr := Quick.NewVM().Evaluate(program)
	vm := Quick.NewVM()
	vm.Counted = func(done, _ int) { calls = done }
	got, _, err := vm.Print(program, 500, true)
	switch {
	case err != nil && strings.Contains(err.Error(), "couldn't manifest function as JSON"):
	case wantErr == nil && err == nil:
		same, err := Compact(want)
		if err != nil || !bytes.Equal(got.JSON, same.JSON) || got.Size != same.Size {
			differ = fmt.Sprintf("got %s of %d bytes, %v, want %s", got.JSON, got.Size, err, want)
		}
	case wantErr == nil || err == nil || err.Error() != wantErr.Error():
		differ = fmt.Sprintf("got %s, %v, want %s, %v", got.JSON, err, want, wantErr)
	}
	return calls, differ, Quick.Doubts(err) && !Quick.Doubts(wantErr)
}
