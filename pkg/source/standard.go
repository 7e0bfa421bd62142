package source

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/astgen"
)

//go:embed standard.libsonnet
var standard string

// extendStandard makes the functions in standard.libsonnet the beginning of
// those of Jsonnet's standard library. The library is one tree that all VMs of
// a process evaluate, and so is changed once, before the first of ours is made.
// A VM without the functions of [printf] evaluates it as it was.
//
// Changing the programs that call the library would not do: a function may be
// called by another name, and an imported file has no tree before the moment
// in which it is evaluated.
var extendStandard = sync.OnceFunc(func() {
	program, err := jsonnet.SnippetToAST("", strings.ReplaceAll(standard, "SECRET", secret()))
	if err == nil {
		astgen.StdAst, err = extend(astgen.StdAst, program)
	}
	if err != nil {
		panic(fmt.Sprintf("extend the standard library: %v", err)) // as every test would
	}
})

// extend returns library with the functions in the object before first.
func extend(library *ast.DesugaredObject, before ast.Node) (*ast.DesugaredObject, error) {
	extended := *library
	extended.Fields = slices.Clone(library.Fields)
	object, ok := before.(*ast.DesugaredObject)
	if !ok {
		return nil, fmt.Errorf("it has a %T instead of functions", before)
	}
	// Both have $.
	extended.Locals = slices.Concat(library.Locals, slices.DeleteFunc(object.Locals, func(b ast.LocalBind) bool { return b.Variable == "$" }))
	for _, field := range object.Fields {
		i := slices.IndexFunc(extended.Fields, func(f ast.DesugaredObjectField) bool { return nameOf(f) == nameOf(field) })
		if i < 0 {
			return nil, fmt.Errorf("there is no %s in it", nameOf(field))
		}
		first, isFirst := functionIn(field.Body)
		then, isThen := extended.Fields[i].Body.(*ast.Function)
		same := func(a, b ast.Parameter) bool {
			return a.Name == b.Name && (a.DefaultArg == nil) == (b.DefaultArg == nil)
		}
		if !isFirst || !isThen || !slices.EqualFunc(first.Parameters, then.Parameters, same) {
			return nil, fmt.Errorf("%s has other parameters in it", nameOf(field))
		}
		joined := *then
		joined.Parameters = first.Parameters
		joined.Body = splice(first.Body, then.Body)
		joined.FreeVars = withFree(then.FreeVars, first.FreeVars)
		*first = joined
		field.Body.SetFreeVariables(withFree(field.Body.FreeVariables(), joined.FreeVars))
		extended.Fields[i].Body = field.Body
	}
	return &extended, nil
}

// functionIn returns the function that n is, or that it is after local names.
func functionIn(n ast.Node) (f *ast.Function, ok bool) {
	if local, isLocal := n.(*ast.Local); isLocal {
		n = local.Body
	}
	f, ok = n.(*ast.Function)
	return f, ok
}

// nameOf returns the name of a field that has none computed.
func nameOf(f ast.DesugaredObjectField) string {
	if name, ok := f.Name.(*ast.LiteralString); ok {
		return name.Value
	}
	return ""
}

// splice puts library in the place of each error that n may end in, and returns
// what is then to stand in the place of n.
func splice(n, library ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.Error:
		return library
	case *ast.Conditional:
		n.BranchTrue, n.BranchFalse = splice(n.BranchTrue, library), splice(n.BranchFalse, library)
	case *ast.Local:
		n.Body = splice(n.Body, library)
	default:
		return n
	}
	n.SetFreeVariables(withFree(n.FreeVariables(), library.FreeVariables()))
	return n
}

// withFree returns the free variables in both lists.
func withFree(a, b ast.Identifiers) ast.Identifiers {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
