package standard

import (
	"slices"
	"sync"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/toolutils"
)

const (
	// counting is the name in standard.libsonnet of the function that counts.
	counting = "count"
	// account is the name of the function in Go that it tells of each account.
	account = "account"
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

// Count returns a program for a VM that has been [Counted]. It comes to the same value
// as program, or to the same error, inside a few more calls.
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
	return call(counter(), program, call(native, word(secret()+" "+account)))
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
