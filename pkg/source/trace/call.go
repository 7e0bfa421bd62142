package trace

import (
	"slices"
	"strings"

	"github.com/google/go-jsonnet/ast"
)

// What Jsonnet makes of comprehensions, and of the % operator.
const (
	flatMapArray    = "$flatMapArray"
	objectFlatMerge = "$objectFlatMerge"
	formatOrModulo  = "mod"
)

// standard returns the name of the function that n calls, when that is one of
// the standard library under its own name.
func standard(n *ast.Apply) string { return standardFunction(n.Target) }

// standardFunction returns the X of $std.X.
func standardFunction(n ast.Node) string {
	get, ok := n.(*ast.Index)
	if !ok {
		return ""
	}
	library, ok := get.Target.(*ast.Var)
	name, isName := get.Index.(*ast.LiteralString)
	if !ok || !isName {
		return ""
	}
	switch {
	case library.Id == standardName:
		return name.Value
	// Only Jsonnet itself calls these, and so in a known way.
	case library.Id == "std" && !strings.HasPrefix(name.Value, "$"):
		return name.Value
	}
	return ""
}

// apply rewrites a call.
func (r *rewriter) apply(n *ast.Apply, s *scope) {
	switch name := r.standard(n.Target, s); name {
	case flatMapArray:
		r.comprehension(n, s, r.walk)
	case objectFlatMerge:
		r.inObjectComprehension(n.Arguments.Positional[0].Expr, s)
	case "objectFieldsEx", "objectFieldsAll", "objectValuesAll", "objectKeysValuesAll":
		r.arguments(n, s)
		n.Target = helperNode(name)
	case "":
		r.walk(n.Target, s)
		r.arguments(n, s)
		r.recordCall(n, s)
	default:
		r.arguments(n, s)
	}
	absorb(n, nil, append(argumentsOf(n), n.Target)...)
}

// standard returns the name of the function of the standard library that n
// is, directly or as a local definition.
func (r *rewriter) standard(n ast.Node, s *scope) string {
	if v, ok := n.(*ast.Var); ok {
		b := s.find(v.Id)
		if b == nil || b.call != nil || b.body == nil {
			return ""
		}
		if standardFunction(b.body) == "" || b.scope.find("std") != nil {
			return ""
		}
		return "a local name"
	}
	if s.find("std") != nil {
		// The program has a std of its own; Jsonnet's comprehensions have not.
		if get, ok := n.(*ast.Index); ok {
			if v, ok := get.Target.(*ast.Var); ok && v.Id == "std" {
				return ""
			}
		}
	}
	return standardFunction(n)
}

// arguments rewrites the arguments of n.
func (r *rewriter) arguments(n *ast.Apply, s *scope) {
	for _, a := range argumentsOf(n) {
		r.walk(a, s)
	}
}

// argumentsOf returns the arguments of n.
func argumentsOf(n *ast.Apply) []ast.Node {
	all := make([]ast.Node, 0, len(n.Arguments.Positional)+len(n.Arguments.Named))
	for _, a := range n.Arguments.Positional {
		all = append(all, a.Expr)
	}
	for _, a := range n.Arguments.Named {
		all = append(all, a.Arg)
	}
	return all
}

// recordCall makes n hand over its record.
func (r *rewriter) recordCall(n *ast.Apply, s *scope) {
	if !r.calls || !n.Loc().IsSet() {
		return
	}
	var positional, named []ast.Node
	for _, a := range n.Arguments.Positional {
		positional = append(positional, r.originOf(a.Expr, s))
	}
	for _, a := range n.Arguments.Named {
		named = append(named, listNode(textNode(string(a.Name)), r.originOf(a.Arg, s)))
	}
	var caller ast.Node
	if !r.own {
		caller = r.caller(s)
	}
	record := listNode(numberNode(r.spot(n)), orNull(caller), listNode(positional...), listNode(named...))
	// A loop of a million tail calls must not keep all its records.
	if n.TailStrict && slices.Contains(record.FreeVariables(), recordName) {
		return
	}
	n.Arguments.Named = append(n.Arguments.Named, ast.NamedArgument{Name: recordName, Arg: record})
}

// comprehension rewrites n, which calls the function in it with each element
// of an array, as Jsonnet does once for each "for"; body rewrites what that
// function does.
func (r *rewriter) comprehension(n *ast.Apply, outer *scope, body func(ast.Node, *scope)) {
	args := n.Arguments.Positional
	f, ok := args[0].Expr.(*ast.Function)
	if !ok {
		r.arguments(n, outer)
		return
	}
	r.walk(args[1].Expr, outer)
	from := r.origin(args[1].Expr, outer)
	s := outer.inside()
	element := &binder{scope: s}
	s.names[f.Parameters[0].Name] = element
	if _, leaf := from.(*ast.LiteralNumber); from != nil && !leaf {
		element.origin = r.fresh()
	}
	body(f.Body, s)
	if element.origin != "" {
		args[1].Expr = helperCall("each", args[1].Expr, from)
		r.unpack(f, element.origin)
	}
	absorb(f, []ast.Identifier{f.Parameters[0].Name}, f.Body)
	absorb(n, nil, f, args[1].Expr, n.Target)
}

// unpack makes f take an element together with its origin.
func (r *rewriter) unpack(f *ast.Function, origin ast.Identifier) {
	name, both := f.Parameters[0].Name, r.fresh()
	f.Parameters[0].Name = both
	f.Body = localNode(
		f.Body,
		ast.LocalBind{Variable: name, Body: indexNode(varNode(both), numberNode(0))},
		ast.LocalBind{Variable: origin, Body: indexNode(varNode(both), numberNode(1))},
	)
}

// inObjectComprehension rewrites the parts that Jsonnet makes of an object
// comprehension: calls for each "for", a condition without a place for "if",
// and at last an array of one object.
func (r *rewriter) inObjectComprehension(n ast.Node, s *scope) {
	switch n := n.(type) {
	case *ast.Apply:
		r.comprehension(n, s, r.inObjectComprehension)
	case *ast.Conditional:
		r.walk(n.Cond, s)
		r.inObjectComprehension(n.BranchTrue, s)
		absorb(n, nil, n.Cond, n.BranchTrue)
	case *ast.Array:
		for _, e := range n.Elements {
			if o, ok := e.Expr.(*ast.DesugaredObject); ok {
				r.object(o, s, false)
				absorb(n, nil, o)
			}
		}
	}
}

// isFormat reports whether Jsonnet made n of the % operator.
func isFormat(n *ast.Apply) bool {
	get, ok := n.Target.(*ast.Index)
	if !ok || standard(n) != formatOrModulo {
		return false
	}
	library, ok := get.Target.(*ast.Var)
	return ok && library.Id == standardName
}

// isOpaque reports whether the value of n may be an object that no literal in
// a program made.
func isOpaque(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Apply:
		return !isFormat(n)
	case *ast.Var:
		return n.Id != selfName
	case *ast.Index, *ast.SuperIndex:
		return true
	case *ast.Conditional:
		return isOpaque(n.BranchTrue) || isOpaque(n.BranchFalse)
	case *ast.Local:
		return isOpaque(n.Body)
	}
	return false
}

// isScalar reports whether n is plainly no object.
func isScalar(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.LiteralString, *ast.LiteralNumber, *ast.Array, *ast.ImportStr:
		return true
	case *ast.Apply:
		return isFormat(n)
	case *ast.Binary:
		return n.Op != ast.BopPlus || isScalar(n.Left) || isScalar(n.Right)
	}
	return false
}
