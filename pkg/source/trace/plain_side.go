package trace

import (
	"strconv"

	"github.com/google/go-jsonnet/ast"
)

// side returns the side of a condition that was taken; nil where that cannot be told.
func (p *plain) side(n *ast.Conditional, e *env) ast.Node {
	_, no := n.BranchFalse.(*ast.Error)
	_, yes := n.BranchTrue.(*ast.Error)
	holds, known := no, no != yes
	if !known {
		holds, known = p.truth(n.Cond, e)
	}
	switch {
	case !known:
		return nil
	case holds:
		return n.BranchTrue
	}
	return n.BranchFalse
}

// truth returns whether n is true, as far as it is written there.
func (p *plain) truth(n ast.Node, e *env) (holds, known bool) {
	switch n := n.(type) {
	case *ast.Unary:
		holds, known = p.truth(n.Expr, e)
		return !holds, known && n.Op == ast.UopNot
	case *ast.Binary:
		return p.truthOfBinary(n, e)
	}
	v, ok := p.value(n, e)
	literal, isBoolean := v.node.(*ast.LiteralBoolean)
	if !ok || !isBoolean {
		return false, false
	}
	return literal.Value, true
}

// truthOfBinary is truth of two parts.
func (p *plain) truthOfBinary(n *ast.Binary, e *env) (holds, known bool) {
	if n.Op == ast.BopManifestEqual || n.Op == ast.BopManifestUnequal {
		holds, known = p.equal(n.Left, n.Right, e)
		return holds == (n.Op == ast.BopManifestEqual), known
	}
	if n.Op != ast.BopAnd && n.Op != ast.BopOr {
		return false, false
	}
	holds, known = p.truth(n.Left, e)
	if !known || holds == (n.Op == ast.BopOr) {
		return holds, known
	}
	return p.truth(n.Right, e)
}

// equal returns whether two texts, or two numbers, are equal.
func (p *plain) equal(a, b ast.Node, e *env) (equal, known bool) {
	left, ok := p.value(a, e)
	if !ok {
		return false, false
	}
	right, ok := p.value(b, e)
	if !ok {
		return false, false
	}
	switch x := left.node.(type) {
	case *ast.LiteralString:
		if y, isText := right.node.(*ast.LiteralString); isText {
			return x.Value == y.Value, true
		}
	case *ast.LiteralNumber:
		if y, isNumber := right.node.(*ast.LiteralNumber); isNumber {
			m, errM := strconv.ParseFloat(x.OriginalString, 64)
			n, errN := strconv.ParseFloat(y.OriginalString, 64)
			return m == n, errM == nil && errN == nil
		}
	}
	return false, false
}

// comprehension is an array comprehension over an array that is written out, without
// conditions.
type comprehension struct {
	// body is what each element is made by, in which name is an element of over.
	body ast.Node
	env  *env
	name ast.Identifier
	over *ast.Array
	in   *env
	of   *elements
}

// comprehension returns the one that n is.
func (p *plain) comprehension(n *ast.Apply, e *env) (list *comprehension, ok bool) {
	if standard(n) != flatMapArray {
		return nil, false
	}
	f, isFunction := n.Arguments.Positional[0].Expr.(*ast.Function)
	if !isFunction {
		return nil, false
	}
	body, isArray := f.Body.(*ast.Array)
	if !isArray || len(body.Elements) != 1 || !body.Elements[0].Expr.Loc().IsSet() {
		return nil, false
	}
	from := n.Arguments.Positional[1].Expr
	v, ok := p.value(from, e)
	over, isArray := v.node.(*ast.Array)
	if !ok || !isArray {
		return nil, false
	}
	o, ok := p.origin(from, e)
	return &comprehension{
		body: body.Elements[0].Expr, env: e, name: f.Parameters[0].Name, over: over, in: v.env, of: &elements{o},
	}, ok
}

// element returns what element i is made by.
func (c *comprehension) element(i int) bound {
	element := bound{node: c.over.Elements[i].Expr, env: c.in, of: c.of, at: i}
	return bound{node: c.body, env: &env{outer: c.env, names: map[ast.Identifier]bound{c.name: element}, call: c.env.call}}
}
