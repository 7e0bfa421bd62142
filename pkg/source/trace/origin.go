package trace

import (
	"slices"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/source"
)

// item returns the origin of a value written by n, which lies in the scope s;
// nil when n has no place. trace.libsonnet says what next and elements are.
func (r *rewriter) item(n ast.Node, s *scope, next, elements ast.Node) ast.Node {
	if !n.Loc().IsSet() {
		return next
	}
	id := numberNode(r.spot(n))
	var record ast.Node
	// In the user's own files the spot is the place, whatever called.
	if !r.own {
		record = r.caller(s)
	}
	if next == nil && elements == nil && record == nil {
		return id
	}
	return listNode(id, orNull(next), orNull(elements), orNull(record))
}

// originOf returns an expression for the origin of the value of n, which lies
// in the scope s and is rewritten already; it is null when that is not known.
//
// Only expressions that are as good as free are evaluated a second time for
// it: a reference to a variable or a field, and the condition of an if.
func (r *rewriter) originOf(n ast.Node, s *scope) ast.Node { return orNull(r.origin(n, s)) }

// origin is originOf with nil for what is not known.
func (r *rewriter) origin(n ast.Node, s *scope) ast.Node {
	switch n := n.(type) {
	case *ast.Var:
		return r.item(n, s, r.originOfVariable(n, s), nil)
	case *ast.Index:
		if !isPlain(n) {
			return r.item(n, s, nil, nil)
		}
		return r.item(n, s, helperCall("member", n.Target, r.originOf(n.Target, s), n.Index), nil)
	case *ast.SuperIndex:
		return r.item(n, s, originInSuper(n), nil)
	case *ast.Conditional:
		yes, no := r.originOf(n.BranchTrue, s), r.originOf(n.BranchFalse, s)
		return r.item(n, s, ifNode(n.Cond, yes, no), nil)
	case *ast.Local:
		return r.originOfLocal(n)
	case *ast.Array:
		return r.item(n, s, nil, r.originsOfElements(n, s))
	case *ast.Binary:
		return r.item(n, s, nil, r.originsInSum(n, s))
	case *ast.Apply:
		return r.item(n, s, nil, r.originOfComprehension(n))
	}
	return r.item(n, s, nil, nil)
}

// originOfVariable returns the origin of what n refers to.
func (r *rewriter) originOfVariable(n *ast.Var, s *scope) ast.Node {
	b := s.find(n.Id)
	if b == nil || n.Id == selfName {
		return nil
	}
	if b.call != nil {
		return r.originOfParameter(n.Id, b, s)
	}
	if _, ok := b.body.(*ast.Function); ok || b.body == nil && b.origin == "" {
		return nil
	}
	return varNode(r.ask(b))
}

// originOfParameter returns the origin of the argument for the parameter b.
func (r *rewriter) originOfParameter(name ast.Identifier, b *binder, s *scope) ast.Node {
	record := r.record(b.call, s.call)
	if record == nil {
		return nil
	}
	absent := nullNode()
	if b.body != nil {
		absent = varNode(r.ask(b))
	}
	return helperCall("arg", record, numberNode(b.index), textNode(string(name)), absent)
}

// originOfLocal returns the origin of the body of n, with the definitions
// that it needs.
func (r *rewriter) originOfLocal(n *ast.Local) ast.Node {
	s := r.scopes[n]
	if s == nil {
		return nil
	}
	body := r.origin(n.Body, s)
	if body == nil || len(body.FreeVariables()) == 0 {
		return body
	}
	binds := append(slices.Clone(n.Binds), r.origins(s, s.closed)...)
	return localNode(body, binds...)
}

// originInSuper returns the origin of the field n refers to.
func originInSuper(n *ast.SuperIndex) ast.Node {
	if !isPlain(n.Index) {
		return nil
	}
	name := plusNode(textNode(originField), n.Index)
	has := &ast.InSuper{Index: name}
	has.FreeVars = freeIn(name)
	get := &ast.SuperIndex{Index: name}
	get.FreeVars = has.FreeVars
	return ifNode(has, get, nullNode())
}

// originsOfElements returns the origins of the elements of n.
func (r *rewriter) originsOfElements(n *ast.Array, s *scope) ast.Node {
	return listNode(r.elements(n, s)...)
}

// elements returns the origins of the elements of an array literal.
func (r *rewriter) elements(n *ast.Array, s *scope) []ast.Node {
	all := make([]ast.Node, 0, len(n.Elements))
	for _, e := range n.Elements {
		all = append(all, r.originOf(e.Expr, s))
	}
	return all
}

// originsInSum returns the origins of the first and the last elements of a
// sum that begins or ends in array literals; nil for any other.
func (r *rewriter) originsInSum(n *ast.Binary, s *scope) ast.Node {
	if n.Op != ast.BopPlus {
		return nil
	}
	terms := termsOf(n, nil)
	var first, last []ast.Node
	for len(terms) > 0 {
		array, ok := terms[0].(*ast.Array)
		if !ok {
			break
		}
		first, terms = append(first, r.elements(array, s)...), terms[1:]
	}
	for len(terms) > 0 {
		array, ok := terms[len(terms)-1].(*ast.Array)
		if !ok {
			break
		}
		last, terms = append(r.elements(array, s), last...), terms[:len(terms)-1]
	}
	if first == nil && last == nil {
		return nil
	}
	return helperCall("ends", listNode(first...), listNode(last...))
}

// termsOf appends the terms of a sum to terms.
func termsOf(n ast.Node, terms []ast.Node) []ast.Node {
	if sum, ok := n.(*ast.Binary); ok && sum.Op == ast.BopPlus {
		return termsOf(sum.Right, termsOf(sum.Left, terms))
	}
	return append(terms, n)
}

// originOfComprehension returns the spot of the body of an array
// comprehension; nil when n is something else.
func (r *rewriter) originOfComprehension(n *ast.Apply) ast.Node {
	for {
		if standard(n) != flatMapArray {
			return nil
		}
		f, ok := n.Arguments.Positional[0].Expr.(*ast.Function)
		if !ok {
			return nil
		}
		switch body := throughIf(source.AfterLocals(f.Body)).(type) {
		case *ast.Apply:
			n = body
		case *ast.Array:
			if len(body.Elements) != 1 || !body.Elements[0].Expr.Loc().IsSet() {
				return nil
			}
			return numberNode(r.spot(body.Elements[0].Expr))
		default:
			return nil
		}
	}
}

// throughIf returns what a comprehension adds where its conditions hold.
func throughIf(n ast.Node) ast.Node {
	// A condition in the program itself has a place.
	if c, ok := n.(*ast.Conditional); ok && !c.Loc().IsSet() {
		return c.BranchTrue
	}
	return n
}

// isPlain reports whether n is a chain of references, which costs nothing to
// evaluate again.
func isPlain(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Var, *ast.Self, *ast.Import, *ast.LiteralString, *ast.LiteralNumber:
		return true
	case *ast.Index:
		return isPlain(n.Target) && isPlain(n.Index)
	case *ast.Binary:
		return isPlain(n.Left) && isPlain(n.Right)
	}
	return false
}
