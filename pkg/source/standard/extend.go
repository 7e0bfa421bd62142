package standard

import (
	"fmt"
	"slices"
	"sync"

	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/astgen"
)

//go:generate sh generate.sh

// extendStandard makes the functions in standard.libsonnet the beginning of
// those of Jsonnet's standard library. The library is one tree that all VMs of
// a process evaluate, and so is changed once, before the first of ours is made.
// A VM without the functions of [printf] evaluates it as it was.
//
// Changing the programs that call the library would not do: a function may be
// called by another name, and an imported file has no tree before the moment
// in which it is evaluated.
var extendStandard = sync.OnceFunc(func() {
	extended, err := extend(astgen.StdAst, standardTree)
	if err != nil {
		panic(fmt.Sprintf("extend the standard library: %v", err)) // as every test would
	}
	astgen.StdAst = extended
})

// extend returns library with the functions in the object before first. It
// changes neither.
func extend(library *ast.DesugaredObject, before ast.Node) (*ast.DesugaredObject, error) {
	extended := *library
	extended.Fields = slices.Clone(library.Fields)
	object, ok := before.(*ast.DesugaredObject)
	if !ok {
		return nil, fmt.Errorf("it has a %T instead of functions", before)
	}
	extended.Locals = slices.Concat(library.Locals, hidden(object.Locals))
	for _, field := range object.Fields {
		i := slices.IndexFunc(extended.Fields, func(f ast.DesugaredObjectField) bool { return nameOf(f) == nameOf(field) })
		if i < 0 {
			return nil, fmt.Errorf("there is no %s in it", nameOf(field))
		}
		if extended.Fields[i].Body, ok = join(field.Body, extended.Fields[i].Body); !ok {
			return nil, fmt.Errorf("%s has other parameters in it", nameOf(field))
		}
	}
	return &extended, nil
}

// hidden returns the local names of standard.libsonnet that its functions use, with the
// secret of this process. Both libraries have $.
func hidden(locals ast.LocalBinds) ast.LocalBinds {
	locals = slices.DeleteFunc(slices.Clone(locals), func(b ast.LocalBind) bool { return b.Variable == "$" || b.Variable == counting })
	for i, b := range locals {
		if word, ok := b.Body.(*ast.LiteralString); ok {
			known := *word
			known.Value = secret()
			locals[i].Body = &known
		}
	}
	return locals
}

// join returns first, a function that may be behind local names, with the function
// then behind it; not ok where they have other parameters.
func join(first, then ast.Node) (joined ast.Node, ok bool) {
	if local, isLocal := first.(*ast.Local); isLocal {
		around := *local
		if around.Body, ok = join(local.Body, then); ok {
			around.FreeVars = withFree(local.FreeVars, around.Body.FreeVariables())
		}
		return &around, ok
	}
	f, isFirst := first.(*ast.Function)
	library, isThen := then.(*ast.Function)
	same := func(a, b ast.Parameter) bool {
		return a.Name == b.Name && (a.DefaultArg == nil) == (b.DefaultArg == nil)
	}
	if !isFirst || !isThen || !slices.EqualFunc(f.Parameters, library.Parameters, same) {
		return nil, false
	}
	both := *library
	both.Parameters = f.Parameters
	both.Body = splice(f.Body, library.Body)
	both.FreeVars = withFree(library.FreeVars, f.FreeVars)
	return &both, true
}

// nameOf returns the name of a field that has none computed.
func nameOf(f ast.DesugaredObjectField) string {
	if name, ok := f.Name.(*ast.LiteralString); ok {
		return name.Value
	}
	return ""
}

// splice returns n with library in the place of each error that it may end in.
func splice(n, library ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.Error:
		return library
	case *ast.Conditional:
		c := *n
		c.BranchTrue, c.BranchFalse = splice(n.BranchTrue, library), splice(n.BranchFalse, library)
		c.FreeVars = withFree(n.FreeVars, library.FreeVariables())
		return &c
	case *ast.Local:
		l := *n
		l.Body = splice(n.Body, library)
		l.FreeVars = withFree(n.FreeVars, library.FreeVariables())
		return &l
	default:
		return n
	}
}

// withFree returns the free variables in both lists.
func withFree(a, b ast.Identifiers) ast.Identifiers {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
