package standard

import (
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
	"pgregory.net/rapid"
)

// TestCount holds that a program has the same value when its accounts are counted, or
// the same error, which is in doubt where it was: to be sure of that of a large table
// takes several times as long as the table.
func TestCount(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program string
		calls   int
	}{
		"table":            {`{ accounts: { ['a' + i]: { button: [i] } for i in std.range(1, 5) } }`, 5},
		"asserts":          {`{ assert $.accounts.a.x == 1, accounts: { assert self.a.x == 1, a: { x: 1 } } }`, 1},
		"late":             {`{ n:: 1, accounts: { a: { x: $.n } }, b: self.accounts } + { n:: 2 }`, 1},
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
		"error":            {`{ accounts: { a: 1, b: error 'no', c: 3 } }`, 2},
		"accounts fail":    {`{ accounts: error 'no' }`, 0},
		"fail later":       {`{ accounts: error 'no', ab: error 'later', aa: error 'first' }`, 0},
		"others fail":      {`{ assert error 'assert', accounts: error 'no', aa: error 'first' }`, 0},
		"made by function": {`local f(n) = assert n < 2 : 'no'; { a: n }; { accounts: { ['a' + i]: f(i) for i in [1, 2, 3] } }`, 2},
		"in library":       {`{ accounts: { a: 1, b: std.length(1) } }`, 2},
		"false assert":     {`{ accounts: { assert false, a: 1 } }`, 1},
		"false, of none":   {`{ accounts: { assert false } }`, 0},
		"false, hidden":    {`{ accounts: { assert false, a:: 1 } }`, 0},
		"function in it":   {`{ accounts: { a: function(x) x } }`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, err := jsonnet.SnippetToAST("menus/a.jsonnet", test.program)
			if err != nil {
				t.Fatal(err)
			}
			want, wantErr := Quick.NewVM().Evaluate(program)
			vm, calls := Quick.NewVM(), 0
			Counted(vm, func(int) { calls++ })
			got, err := vm.Evaluate(Count(program))
			switch {
			case calls != test.calls:
				t.Errorf("got %d accounts, want %d", calls, test.calls)
			case wantErr == nil && (err != nil || got != want):
				t.Errorf("got %s, %v, want %s", got, err, want)
			case wantErr != nil && (err == nil || err.Error() != wantErr.Error() || Quick.Doubts(err) != Quick.Doubts(wantErr)):
				t.Errorf("got %v, in doubt %t; want %v, in doubt %t", err, Quick.Doubts(err), wantErr, Quick.Doubts(wantErr))
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
		want, wantErr := Quick.NewVM().Evaluate(parsed(text))
		vm := Quick.NewVM()
		Counted(vm, func(int) {})
		got, err := vm.Evaluate(Count(parsed(text)))
		switch {
		case err != nil && Quick.Doubts(err):
		case (err == nil) != (wantErr == nil) || got != want || err != nil && err.Error() != wantErr.Error():
			t.Errorf("%s: got %s, %v, want %s, %v", text, got, err, want, wantErr)
		}
	})
}
