package trace

import (
	"strconv"

	"github.com/google/go-jsonnet/ast"
)

// scope is what the names in one part of a program mean.
type scope struct {
	outer *scope
	names map[ast.Identifier]*binder
	// call is the innermost function around the scope, nil outside of any.
	call *frame
	// wanted are the local definitions whose origins are asked for, in the
	// order in which they first were.
	wanted []*binder
	// closed is how many of them are defined where the names are.
	closed int
}

// frame is a function whose calls are recorded.
type frame struct {
	outer *frame
	// saved is the variable in which functions inside this one find its
	// record; empty until one of them needs it.
	saved ast.Identifier
}

// binder is what a name is bound to.
type binder struct {
	scope *scope
	// body is the definition of a local, or the default of a parameter; nil
	// when there is none.
	body ast.Node
	// call is the function that has the parameter at index; nil for a local.
	call  *frame
	index int
	// origin is the variable that holds the origin of body, or of an element
	// in a comprehension; empty until it is asked for.
	origin ast.Identifier
}

// inside returns a scope inside s, in the same function.
func (s *scope) inside() *scope {
	return &scope{outer: s, call: s.call, names: make(map[ast.Identifier]*binder)}
}

// function returns a scope inside s, of a function's parameters.
func (s *scope) function() *scope {
	in := s.inside()
	in.call = &frame{outer: s.call}
	return in
}

// find returns what name means, nil for the standard library.
func (s *scope) find(name ast.Identifier) *binder {
	for ; s != nil; s = s.outer {
		if b, ok := s.names[name]; ok {
			return b
		}
	}
	return nil
}

// define makes the names of binds known in s.
func (s *scope) define(binds ast.LocalBinds) {
	for _, b := range binds {
		s.names[b.Variable] = &binder{scope: s, body: b.Body}
	}
}

// fresh returns a name that nothing else has.
func (r *rewriter) fresh() ast.Identifier {
	r.names++
	return ast.Identifier(mark + strconv.Itoa(r.names))
}

// ask returns the variable with the origin of the definition or default b.
func (r *rewriter) ask(b *binder) ast.Identifier {
	if b.origin == "" {
		b.origin = r.fresh()
		b.scope.wanted = append(b.scope.wanted, b)
	}
	return b.origin
}

// origins returns definitions of the origins wanted in s, from the one at
// index from on. Making one may add to them.
func (r *rewriter) origins(s *scope, from int) ast.LocalBinds {
	var binds ast.LocalBinds
	for ; from < len(s.wanted); from++ {
		b := s.wanted[from]
		binds = append(binds, ast.LocalBind{Variable: b.origin, Body: r.originOf(b.body, s)})
	}
	return binds
}

// record returns the record of the call of the function f, seen from the
// function at; nil when f is not recorded.
func (r *rewriter) record(f, at *frame) ast.Node {
	switch {
	case f == nil || !r.calls:
		return nil
	case f == at:
		return varNode(recordName)
	case f.saved == "":
		f.saved = r.fresh()
	}
	return varNode(f.saved)
}

// caller returns the record of the call that code in s runs in: that of the
// innermost function that was called by a program, not by the standard
// library.
func (r *rewriter) caller(s *scope) ast.Node {
	var around []*frame
	if r.calls {
		for f := s.call; f != nil; f = f.outer {
			around = append(around, f)
		}
	}
	var n ast.Node
	for i := len(around) - 1; i >= 0; i-- {
		own := r.record(around[i], s.call)
		if n == nil {
			n = own
			continue
		}
		n = ifNullNode(own, n, own)
	}
	return n
}
