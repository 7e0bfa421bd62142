package standard

import (
	"slices"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

const (
	// counting is the name in standard.libsonnet of the function that counts.
	counting = "count"
	// account is the name of the function in Go that it tells of each account.
	account = "account"
)

// counter is the function called counting, as it is parsed.
var counter = func() ast.Node {
	i := slices.IndexFunc(standardTree.Locals, func(b ast.LocalBind) bool { return b.Variable == counting })
	return standardTree.Locals[i].Body
}()

// Count returns a program for a VM that has been [Counted]. It comes to the same value
// as program, or to an error that [Way.Doubts] where the way is [Quick].
func Count(program ast.Node) ast.Node {
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
	return call(counter, program, call(native, word(secret()+" "+account)))
}

// Counted has vm call counted in what [Count] returned, before each account of a table,
// with how many accounts there are.
func Counted(vm *VM, counted func(all int)) {
	vm.NativeFunction(&jsonnet.NativeFunction{Name: secret() + " " + account, Params: ast.Identifiers{"all"}, Func: func(args []any) (any, error) {
		all, _ := args[0].(float64)
		counted(int(all))
		return nil, nil
	}})
}
