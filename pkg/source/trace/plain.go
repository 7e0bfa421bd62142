package trace

import (
	"strconv"
	"strings"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/source"
)

// maxSteps is the most nodes that reading one file's answer may visit. The way
// to a value of a usual menu has some ten; a program that needs more is
// evaluated.
const maxSteps = 10_000

// plain answers questions about a program by reading it, as far as the way to a
// value needs no evaluation: through literals, names, imported files, and calls
// of functions that are written out. It takes the side of a condition that holds, or
// that is no error, because the file has a value. What it answers is what evaluating the
// rewritten program does (rewrite.go, origin.go, trace.libsonnet); of anything
// else it says that it cannot tell.
type plain struct {
	vm    *source.VM
	nodes []ast.Node
	left  int
}

// env is what the names in one part of a program mean.
type env struct {
	outer *env
	names map[ast.Identifier]bound
	// self is the object around it; nil where that is the one of outer.
	self *object
	// call is the innermost call around it, nil outside of any.
	call *call
}

// bound is what a name is bound to: an expression and where it stands.
type bound struct {
	node ast.Node
	env  *env
	// local means that it is a local definition, and no parameter.
	local bool
	// of is the array that it is an element of in a comprehension, nil elsewhere.
	of *elements
	at int
}

// elements are those of an array that a comprehension goes through.
type elements struct{ origin *origin }

// call is a call of a function, and the one around it where that counts.
type call struct {
	at    *ast.Apply
	outer *call
}

// value is what an expression is, as far as it says so itself: an object, or a
// literal or function with what its names mean, or a comprehension.
type value struct {
	object *object
	node   ast.Node
	env    *env
	list   *comprehension
}

// object is a sum of object literals.
type object struct{ layers []layer }

// layer is an object literal, and what the names around it mean.
type layer struct {
	node *ast.DesugaredObject
	env  *env
}

// origin is that of trace.libsonnet.
type origin struct {
	spots   []int
	next    *origin
	element func(i int) (*origin, bool)
}

// answer answers q about the program n, of which whole is the value. It reports
// whether it can.
func (p *plain) answer(n ast.Node, q *question, whole *compiled) (seen *sight, ok bool) {
	p.left = maxSteps
	top := bound{node: n, env: &env{}}
	o, ok := p.origin(top.node, top.env)
	if !ok {
		return nil, false
	}
	return p.follow(top, o, q, whole)
}

// follow returns what is known of the value of b, which is v, and of the values
// inside it that q goes on to.
func (p *plain) follow(b bound, o *origin, q *question, v *compiled) (*sight, bool) {
	seen := &sight{Chain: chainOf(o), Type: v.kind(), Size: v.size()}
	is, ok := p.value(b.node, b.env)
	if !ok {
		// Of a text that is made up, where it is made up is enough.
		return seen, len(q.Steps) == 0 && seen.Type != "object"
	}
	if !is.agrees(v) {
		return nil, false
	}
	if is.object != nil {
		for _, l := range is.object.layers {
			seen.Literals = append(seen.Literals, p.spots(l.node, l.env))
		}
	}
	for i, step := range q.Steps {
		to, from, token, ok := p.step(is, o, step, v)
		if !ok || v.inside[token] == nil {
			return nil, false
		}
		inside, ok := p.follow(to, from, q.Inside[i], v.inside[token])
		if !ok {
			return nil, false
		}
		seen.Inside = append(seen.Inside, inside)
	}
	return seen, true
}

// agrees reports whether what is written can be v, which the file compiled to.
func (is value) agrees(v *compiled) bool {
	if is.list != nil {
		return v.kind() == "array" && v.size() == len(is.list.over.Elements)
	}
	if is.object == nil {
		_, function := is.node.(*ast.Function) // a whole file can be one, and is called
		return !function && v.mayBe(is.node)
	}
	visible := make(map[string]bool)
	for _, l := range is.object.layers {
		for _, f := range l.node.Fields {
			name, literal := f.Name.(*ast.LiteralString)
			if !literal || strings.HasPrefix(name.Value, mark) {
				return false
			}
			before, known := visible[name.Value]
			visible[name.Value] = f.Hide == ast.ObjectFieldVisible || f.Hide == ast.ObjectFieldInherit && (before || !known)
		}
	}
	n := 0
	for _, shown := range visible {
		if shown {
			n++
		}
	}
	return v.kind() == "object" && v.size() == n
}

// step goes from a value to one inside it.
func (p *plain) step(is value, o *origin, step any, v *compiled) (to bound, from *origin, token string, ok bool) {
	switch step := step.(type) {
	case string:
		if to, ok = p.field(is.object, step); ok {
			from, ok = p.origin(to.node, to.env)
		}
		return to, from, step, ok
	case int:
		if is.list != nil && step < v.size() {
			from, ok = elementOf(o, step)
			return is.list.element(step), from, strconv.Itoa(step), ok
		}
		array, isArray := is.node.(*ast.Array)
		if !isArray || len(array.Elements) != v.size() {
			return to, nil, "", false
		}
		from, ok = elementOf(o, step)
		return bound{node: array.Elements[step].Expr, env: is.env}, from, strconv.Itoa(step), ok
	}
	return to, nil, "", false
}

// chainOf returns the spots that an origin leads to.
func chainOf(o *origin) [][]int {
	var chain [][]int
	for ; o != nil; o = o.next {
		chain = append(chain, o.spots)
	}
	return chain
}

// elementOf returns the origin of element i.
func elementOf(o *origin, i int) (*origin, bool) {
	for o != nil && o.next != nil {
		o = o.next
	}
	if o == nil || o.element == nil {
		return nil, true
	}
	return o.element(i)
}

// spots returns the spot of n, with those of the calls around it where n is not
// the user's.
func (p *plain) spots(n ast.Node, e *env) []int {
	list := []int{p.spot(n)}
	if !isOwn(n) {
		for c := e.call; c != nil; c = c.outer {
			list = append(list, p.spot(c.at))
		}
	}
	return list
}

// spot returns the number of n in evaluator.entry.
func (p *plain) spot(n ast.Node) int {
	p.nodes = append(p.nodes, n)
	return -len(p.nodes)
}

// isOwn reports whether n is in a file of the user.
func isOwn(n ast.Node) bool { return rank(n.Loc().FileName) == rankOwn }

// visit counts a node, and reports whether it may still be visited.
func (p *plain) visit() bool {
	p.left--
	return p.left > 0
}

// item returns the origin of a value that n writes.
func (p *plain) item(n ast.Node, e *env, next *origin) *origin {
	if !n.Loc().IsSet() {
		return next
	}
	return &origin{spots: p.spots(n, e), next: next}
}

// origin returns the origin of the value of n.
func (p *plain) origin(n ast.Node, e *env) (o *origin, ok bool) {
	if !p.visit() {
		return nil, false
	}
	var next *origin
	switch n := n.(type) {
	case *ast.Var:
		b, known := e.find(n.Id)
		if _, function := b.node.(*ast.Function); !known || n.Id == selfName || b.local && function {
			break
		}
		if b.of != nil {
			next, ok = elementOf(b.of.origin, b.at)
		} else {
			next, ok = p.origin(b.node, b.env)
		}
		if !ok {
			return nil, false
		}
	case *ast.Apply:
		list, ok := p.comprehension(n, e)
		if !ok {
			break
		}
		if o = p.item(n, e, nil); o != nil {
			o.element = func(int) (*origin, bool) { return &origin{spots: []int{p.spot(list.body)}}, true }
		}
		return o, true
	case *ast.Index:
		if !isPlain(n) {
			break
		}
		if next, ok = p.originOfMember(n, e); !ok {
			return nil, false
		}
	case *ast.Local:
		return p.origin(n.Body, e.with(n.Binds))
	case *ast.Conditional:
		side := p.side(n, e)
		if side == nil {
			return nil, false
		}
		if next, ok = p.origin(side, e); !ok {
			return nil, false
		}
	case *ast.SuperIndex:
		return nil, false
	case *ast.Array:
		o = p.item(n, e, nil)
		if o != nil {
			o.element = func(i int) (*origin, bool) { return p.origin(n.Elements[i].Expr, e) }
		}
		return o, true
	}
	return p.item(n, e, next), true
}

// originOfMember returns the origin of what a reference leads to.
func (p *plain) originOfMember(n *ast.Index, e *env) (*origin, bool) {
	target, ok := p.value(n.Target, e)
	if !ok {
		return nil, false
	}
	at, ok := p.value(n.Index, e)
	if !ok {
		return nil, false
	}
	switch k := at.node.(type) {
	case *ast.LiteralString:
		b, ok := p.field(target.object, k.Value)
		if !ok {
			return nil, false
		}
		if _, function := b.node.(*ast.Function); function {
			return nil, true
		}
		return p.origin(b.node, b.env)
	case *ast.LiteralNumber:
		i, err := strconv.Atoi(k.OriginalString)
		array, isArray := target.node.(*ast.Array)
		if err != nil || !isArray || i >= len(array.Elements) {
			return nil, false
		}
		o, ok := p.origin(n.Target, e)
		if !ok {
			return nil, false
		}
		return elementOf(o, i)
	}
	return nil, false
}
