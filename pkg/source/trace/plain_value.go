package trace

import (
	"strconv"

	"github.com/google/go-jsonnet/ast"
)

// value returns what n is, as far as it is written there.
func (p *plain) value(n ast.Node, e *env) (v value, ok bool) {
	if !p.visit() {
		return v, false
	}
	switch n := n.(type) {
	case *ast.LiteralString, *ast.LiteralNumber, *ast.LiteralBoolean, *ast.Array, *ast.Function:
		return value{node: n, env: e}, true
	case *ast.DesugaredObject:
		return value{object: &object{[]layer{{n, e}}}}, n.Loc().IsSet()
	case *ast.Var:
		b, known := e.find(n.Id)
		if !known {
			return v, false
		}
		return p.value(b.node, b.env)
	case *ast.Self:
		v.object = e.around()
		return v, v.object != nil
	case *ast.Local:
		return p.value(n.Body, e.with(n.Binds))
	case *ast.Import:
		node, _, err := p.vm.ImportAST(n.Loc().FileName, n.File.Value)
		if err != nil {
			return v, false
		}
		return p.value(node, &env{})
	case *ast.Conditional:
		if side := p.side(n, e); side != nil {
			return p.value(side, e)
		}
	case *ast.Index:
		return p.member(n, e)
	case *ast.Apply:
		if v.list, ok = p.comprehension(n, e); ok {
			return v, true
		}
		return p.called(n, e)
	case *ast.Binary:
		return p.sum(n, e)
	}
	return v, false
}

// member returns the value that a reference leads to.
func (p *plain) member(n *ast.Index, e *env) (v value, ok bool) {
	target, ok := p.value(n.Target, e)
	if !ok {
		return v, false
	}
	at, ok := p.value(n.Index, e)
	if !ok {
		return v, false
	}
	switch k := at.node.(type) {
	case *ast.LiteralString:
		if b, ok := p.field(target.object, k.Value); ok {
			return p.value(b.node, b.env)
		}
	case *ast.LiteralNumber:
		i, err := strconv.Atoi(k.OriginalString)
		if array, ok := target.node.(*ast.Array); ok && err == nil && i < len(array.Elements) {
			return p.value(array.Elements[i].Expr, target.env)
		}
	}
	return v, false
}

// sum returns the value of a sum of objects.
func (p *plain) sum(n *ast.Binary, e *env) (v value, ok bool) {
	if n.Op != ast.BopPlus {
		return v, false
	}
	left, ok := p.value(n.Left, e)
	if !ok || left.object == nil {
		return v, false
	}
	right, ok := p.value(n.Right, e)
	if !ok || right.object == nil {
		return v, false
	}
	all := append([]layer{}, left.object.layers...)
	v.object = &object{append(all, right.object.layers...)}
	return v, true
}

// called returns the value of a call.
func (p *plain) called(n *ast.Apply, e *env) (v value, ok bool) {
	target, ok := p.value(n.Target, e)
	f, isFunction := target.node.(*ast.Function)
	if !ok || !isFunction || !n.Loc().IsSet() || n.TailStrict || len(n.Arguments.Positional) > len(f.Parameters) {
		return v, false
	}
	in := &env{outer: target.env, names: make(map[ast.Identifier]bound), call: &call{at: n}}
	if !isOwn(n) {
		in.call.outer = e.call
	}
	for i, a := range n.Arguments.Positional {
		in.names[f.Parameters[i].Name] = bound{node: a.Expr, env: e}
	}
	for _, a := range n.Arguments.Named {
		in.names[a.Name] = bound{node: a.Arg, env: e}
	}
	for _, param := range f.Parameters {
		if _, given := in.names[param.Name]; !given && param.DefaultArg != nil {
			in.names[param.Name] = bound{node: param.DefaultArg, env: in}
		}
	}
	if len(in.names) != len(f.Parameters) {
		return v, false
	}
	return p.value(f.Body, in)
}

// field returns the expression of a field, which nothing but its own literal
// may have a part in.
func (p *plain) field(o *object, name string) (b bound, ok bool) {
	if o == nil {
		return b, false
	}
	for i := len(o.layers) - 1; i >= 0; i-- {
		l := o.layers[i]
		at := -1
		for k, f := range l.node.Fields {
			literal, plain := f.Name.(*ast.LiteralString)
			if !plain {
				return b, false
			}
			if literal.Value == name {
				at = k
			}
		}
		if at >= 0 {
			in := l.env.with(l.node.Locals)
			in.self = o
			return bound{node: l.node.Fields[at].Body, env: in}, !l.node.Fields[at].PlusSuper
		}
	}
	return b, false
}

// with returns e with local definitions.
func (e *env) with(binds ast.LocalBinds) *env {
	in := &env{outer: e, names: make(map[ast.Identifier]bound, len(binds)), call: e.call}
	for _, b := range binds {
		in.names[b.Variable] = bound{node: b.Body, env: in, local: true}
	}
	return in
}

// find returns what a name is bound to.
func (e *env) find(name ast.Identifier) (b bound, ok bool) {
	for ; e != nil && !ok; e = e.outer {
		b, ok = e.names[name]
	}
	return b, ok
}

// around returns the object around e, nil outside of any.
func (e *env) around() *object {
	for ; e != nil; e = e.outer {
		if e.self != nil {
			return e.self
		}
	}
	return nil
}
