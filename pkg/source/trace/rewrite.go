package trace

import (
	"slices"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/source"
)

// rewriter changes the program of one file so that it keeps the origins of
// its values, and still has the same value. What it adds to the program:
//
//   - beside each field of an object, a hidden field with the origin of the
//     field's value, and in each object one with the spots of its literals:
//     adding objects adds up the latter and lets the right one win among the
//     former, as it does with the fields themselves;
//   - to each function an optional parameter, and to each call an argument
//     for it: the record of the call, with the origins of its arguments;
//   - to local definitions the origins of those that are asked for.
//
// It changes the nodes in place, because Jsonnet holds those of an imported
// file.
type rewriter struct {
	// spot returns the number of a node that writes a value.
	spot func(ast.Node) int
	// found is told the imports.
	found func(*ast.Import)
	// own means that the file is the user's.
	own bool
	// calls means that calls are recorded.
	calls bool

	scopes map[*ast.Local]*scope
	names  int
}

// part rewrites part of a program, and returns what is to stand in its place.
type part func(ast.Node, *scope) ast.Node

// same rewrites n where it is.
func (r *rewriter) same(n ast.Node, s *scope) ast.Node {
	r.walk(n, s)
	return n
}

// pair rewrites a whole program so that its value is [value, origin].
func (r *rewriter) pair(n ast.Node, s *scope) ast.Node {
	switch n := n.(type) {
	case *ast.Local:
		r.local(n, s, r.pair)
		return n
	case *ast.Function:
		r.function(n, s, r.pair)
		if r.calls {
			// It is called without arguments, and so without a record.
			n.Parameters[len(n.Parameters)-1].DefaultArg = listNode(numberNode(r.spot(n)), nullNode(), listNode(), listNode())
		}
		return n
	}
	r.walk(n, s)
	return listNode(n, r.originOf(n, s))
}

// walk rewrites n, which lies in the scope s.
func (r *rewriter) walk(n ast.Node, s *scope) {
	switch n := n.(type) {
	case *ast.Apply:
		r.apply(n, s)
	case *ast.Binary:
		r.binary(n, s)
	case *ast.DesugaredObject:
		r.object(n, s, true)
	case *ast.Function:
		r.function(n, s, r.same)
	case *ast.Local:
		r.local(n, s, r.same)
	case *ast.Import:
		r.found(n)
	default:
		children := childrenOf(n)
		for _, c := range children {
			r.walk(c, s)
		}
		absorb(n, nil, children...)
	}
}

// childrenOf returns the children of those nodes that bind no names and are
// not changed.
func childrenOf(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.Array:
		all := make([]ast.Node, 0, len(n.Elements))
		for _, e := range n.Elements {
			all = append(all, e.Expr)
		}
		return all
	case *ast.Conditional:
		return []ast.Node{n.Cond, n.BranchTrue, n.BranchFalse}
	case *ast.Error:
		return []ast.Node{n.Expr}
	case *ast.Index:
		return []ast.Node{n.Target, n.Index}
	case *ast.SuperIndex:
		return []ast.Node{n.Index}
	case *ast.InSuper:
		return []ast.Node{n.Index}
	case *ast.Unary:
		return []ast.Node{n.Expr}
	}
	return nil
}

// local rewrites local definitions; body rewrites what they are for.
func (r *rewriter) local(n *ast.Local, outer *scope, body part) {
	s := outer.inside()
	r.scopes[n] = s
	s.define(n.Binds)
	for _, b := range n.Binds {
		r.walk(b.Body, s)
	}
	n.Body = body(n.Body, s)
	n.Binds = append(n.Binds, r.origins(s, 0)...)
	s.closed = len(s.wanted)
	absorbBinds(n, n.Binds, n.Body)
}

// absorbBinds is absorb for a node with local definitions.
func absorbBinds(n ast.Node, binds ast.LocalBinds, children ...ast.Node) {
	bound := make([]ast.Identifier, 0, len(binds))
	for _, b := range binds {
		bound = append(bound, b.Variable)
		children = append(children, b.Body)
	}
	absorb(n, bound, children...)
}

// function rewrites a function; body rewrites what it returns.
func (r *rewriter) function(n *ast.Function, outer *scope, body part) {
	s := outer.function()
	for i, p := range n.Parameters {
		s.names[p.Name] = &binder{scope: s, body: p.DefaultArg, call: s.call, index: i}
	}
	for _, p := range n.Parameters {
		if p.DefaultArg != nil {
			r.walk(p.DefaultArg, s)
		}
	}
	n.Body = body(n.Body, s)
	r.surround(n, s)
	if r.calls {
		n.Parameters = append(n.Parameters, ast.Parameter{Name: recordName, DefaultArg: nullNode()})
	}
	children := []ast.Node{n.Body}
	for _, p := range n.Parameters {
		if p.DefaultArg != nil {
			children = append(children, p.DefaultArg)
		}
	}
	absorb(n, []ast.Identifier{recordName}, children...)
}

// surround gives the parts of a function what they ask of it: its record, for
// the functions inside, and the origins of its defaults.
func (r *rewriter) surround(n *ast.Function, s *scope) {
	binds := r.origins(s, 0)
	if saved := s.call.saved; saved != "" {
		binds = append(binds, ast.LocalBind{Variable: saved, Body: varNode(recordName)})
	}
	with := func(part ast.Node) ast.Node {
		asks := func(b ast.LocalBind) bool { return slices.Contains(part.FreeVariables(), b.Variable) }
		if !slices.ContainsFunc(binds, asks) {
			return part
		}
		return localNode(part, binds...)
	}
	n.Body = with(n.Body)
	for i, p := range n.Parameters {
		if p.DefaultArg != nil {
			n.Parameters[i].DefaultArg = with(p.DefaultArg)
		}
	}
}

// object rewrites an object literal. One in an object comprehension cannot
// have a field that is the same for all, and is not counted.
func (r *rewriter) object(n *ast.DesugaredObject, outer *scope, counted bool) {
	s := outer.inside()
	s.define(n.Locals)
	for _, b := range n.Locals {
		r.walk(b.Body, s)
	}
	for _, a := range n.Asserts {
		r.walk(a, s)
	}
	children := slices.Clone(n.Asserts)
	for i := range n.Fields {
		f := &n.Fields[i]
		r.walk(f.Name, outer)
		r.walk(f.Body, s)
		origin := r.originOfField(f, s)
		if f.PlusSuper && !isScalar(f.Body) {
			f.Body = helperCall("addition", f.Body)
		}
		name := originName(f.Name)
		n.Fields = append(n.Fields, ast.DesugaredObjectField{Name: name, Body: origin, Hide: ast.ObjectFieldHidden})
		children = append(children, f.Name, f.Body, name, origin)
	}
	if spot := r.item(n, s, nil, nil); counted && spot != nil {
		spots := listNode(r.literal(n, s))
		n.Fields = append(n.Fields, ast.DesugaredObjectField{
			Name: textNode(objectField), Body: spots, Hide: ast.ObjectFieldHidden, PlusSuper: true,
		})
		children = append(children, spots)
	}
	n.Locals = append(n.Locals, r.origins(s, 0)...)
	absorbBinds(n, n.Locals, children...)
}

// literal returns the spot of an object literal, with the record of the call
// where the literal is not the user's.
func (r *rewriter) literal(n *ast.DesugaredObject, s *scope) ast.Node {
	id := numberNode(r.spot(n))
	if r.own {
		return id
	}
	return listNode(id, orNull(r.caller(s)))
}

// originOfField returns the origin of a field in the object scope s.
func (r *rewriter) originOfField(f *ast.DesugaredObjectField, s *scope) ast.Node {
	if _, ok := f.Body.(*ast.Function); ok {
		return nullNode()
	}
	if f.PlusSuper {
		// The value is a sum, of which this is only the right side.
		sum := &ast.Binary{Op: ast.BopPlus}
		sum.LocRange = *source.AfterLocals(f.Body).Loc()
		return orNull(r.item(sum, s, nil, nil))
	}
	return r.originOf(f.Body, s)
}

// originName returns the name of the field with the origin of the one called
// name: null when that is.
func originName(name ast.Node) ast.Node {
	if n, ok := name.(*ast.LiteralString); ok {
		return textNode(originField + n.Value)
	}
	const known ast.Identifier = mark + "n"
	other := ifNullNode(varNode(known), nullNode(), plusNode(textNode(originField), varNode(known)))
	return localNode(other, ast.LocalBind{Variable: known, Body: name})
}

// binary rewrites an operation. In a sum of objects, one that no program wrote
// must not take on the origins of fields it replaces.
func (r *rewriter) binary(n *ast.Binary, s *scope) {
	r.walk(n.Left, s)
	r.walk(n.Right, s)
	if n.Op == ast.BopPlus && !isScalar(n.Left) && !isScalar(n.Right) {
		if isOpaque(n.Left) {
			n.Left = helperCall("guard", n.Left)
		}
		if isOpaque(n.Right) {
			n.Right = helperCall("guard", n.Right)
		}
	}
	absorb(n, nil, n.Left, n.Right)
}
