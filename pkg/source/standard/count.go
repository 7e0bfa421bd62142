package standard

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/toolutils"
)

const (
	// counting is the name in standard.libsonnet of the function that counts.
	counting = "count"
	// account is the name of the function in Go that it calls with each account.
	account = "account"
	// accountLevel is how many values an account of a table is inside.
	accountLevel = 2
)

// counter is the function called counting, as it is parsed but for its places: those
// of the library have [Way.Doubts] take an error of an account for one of the library.
var counter = sync.OnceValue(func() ast.Node {
	i := slices.IndexFunc(standardTree.Locals, func(b ast.LocalBind) bool { return b.Variable == counting })
	body := ast.Clone(standardTree.Locals[i].Body)
	unplace(body)
	return body
})

// unplace takes the places off a tree.
func unplace(n ast.Node) {
	*n.Loc() = ast.LocationRange{}
	for _, child := range toolutils.Children(n) {
		unplace(child)
	}
}

// count returns a program that comes to the same value as program, where [VM.account]
// stands for each account of a table, or to the same error, inside a few more calls.
//
// So an account is printed as soon as there is one, and need not be kept until all are.
func count(program ast.Node) ast.Node {
	base := func(free ast.Identifiers) ast.NodeBase { return ast.NewNodeBase(*program.Loc(), nil, free) }
	word := func(s string) ast.Node {
		return &ast.LiteralString{NodeBase: base(nil), Value: s, Kind: ast.StringDouble}
	}
	call := func(f ast.Node, args ...ast.Node) ast.Node {
		a := &ast.Apply{NodeBase: base(f.FreeVariables()), Target: f}
		for _, arg := range args {
			a.FreeVars = withFree(a.FreeVars, arg.FreeVariables())
			a.Arguments.Positional = append(a.Arguments.Positional, ast.CommaSeparatedExpr{Expr: arg})
		}
		return a
	}
	library := ast.Identifiers{"std"}
	native := &ast.Index{NodeBase: base(library), Target: &ast.Var{NodeBase: base(library), Id: "std"}, Index: word("native")}
	return call(counter(), program, call(native, word(secret()+" "+account)))
}

// account prints an account of a table of so many and returns its number, from 0.
func (vm *VM) account(args []any) any {
	vm.accounts.value(args[1], accountLevel)
	vm.ends = append(vm.ends, len(vm.accounts.JSON))
	if all, ok := args[0].(float64); ok && vm.Counted != nil {
		vm.Counted(len(vm.ends), int(all))
	}
	return float64(len(vm.ends) - 1)
}

// table puts what was printed of the accounts in the place of their numbers, if v is a
// table.
func (vm *VM) table(v any) any {
	if len(vm.ends) == 0 {
		return v
	}
	accounts, _ := v.(map[string]any)["accounts"].(map[string]any)
	for name, number := range accounts {
		i := int(number.(float64))
		from := 0
		if i > 0 {
			from = vm.ends[i-1]
		}
		accounts[name] = json.RawMessage(vm.accounts.JSON[from:vm.ends[i]])
	}
	return v
}
