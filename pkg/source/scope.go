package source

import (
	"maps"

	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/toolutils"
)

// scope is what the names in one part of a program mean; nil is where only those
// of Jsonnet itself mean something.
type scope struct {
	outer *scope
	names map[ast.Identifier]bound
}

// bound is what a name means: an expression in its own scope, or nil for a
// parameter.
type bound struct {
	body  ast.Node
	scope *scope
}

// selfName is the name under which a scope has the innermost object.
const selfName ast.Identifier = "self"

// inside returns the scope inside n, where n binds names, else s.
func (s *scope) inside(n ast.Node) *scope {
	in := &scope{outer: s, names: make(map[ast.Identifier]bound)}
	var binds ast.LocalBinds
	switch n := n.(type) {
	case *ast.Local:
		binds = n.Binds
	case *ast.Function:
		for _, p := range n.Parameters {
			in.names[p.Name] = bound{}
		}
	case *ast.DesugaredObject:
		binds = n.Locals
		in.names[selfName] = bound{n, s}
	default:
		return s
	}
	for _, b := range binds {
		in.names[b.Variable] = bound{b.Body, in}
	}
	return in
}

// all returns what every name means.
func (s *scope) all() map[ast.Identifier]bound {
	names := make(map[ast.Identifier]bound)
	for ; s != nil; s = s.outer {
		for name, b := range s.names {
			if _, known := names[name]; !known {
				names[name] = b
			}
		}
	}
	return names
}

// meaning returns what a name means.
func (s *scope) meaning(name ast.Identifier) bound {
	for ; s != nil; s = s.outer {
		if b, ok := s.names[name]; ok {
			return b
		}
	}
	return bound{}
}

// find returns the scope of the first node of a program that is the one looked
// for.
func find(n ast.Node, s *scope, is func(ast.Node) bool) (at *scope, ok bool) {
	if is(n) {
		return s, true
	}
	inner := s.inside(n)
	for _, child := range toolutils.Children(n) {
		if at, ok = find(child, inner, is); ok {
			return at, true
		}
	}
	return nil, false
}

// mostSteps is the most references that are followed to find out what an
// expression is: a definition may lead back to itself, and an import is parsed
// each time.
const mostSteps = 100

// reader follows references through the programs of a shelf, without running
// any.
type reader struct {
	shelf *Shelf
	steps int
}

// follow returns the expression that n comes to as far as that is written out,
// and its scope; nil where it is not.
func (r *reader) follow(n ast.Node, s *scope) (ast.Node, *scope) {
	for ; r.steps < mostSteps; r.steps++ {
		switch at := n.(type) {
		case *ast.Local:
			n, s = at.Body, s.inside(at)
		case *ast.Var:
			b := s.meaning(at.Id)
			n, s = b.body, b.scope
		case *ast.Self:
			b := s.meaning(selfName)
			return b.body, b.scope
		case *ast.Import:
			n, s = r.shelf.imported(at), nil
		case *ast.Index:
			n, s = r.member(at, s)
		case *ast.Apply:
			target, in := r.follow(at.Target, s)
			f, ok := target.(*ast.Function)
			if !ok {
				return nil, nil
			}
			n, s = f.Body, in.inside(f)
		default:
			return n, s
		}
	}
	return nil, nil
}

// member returns the field that at refers to.
func (r *reader) member(at *ast.Index, s *scope) (ast.Node, *scope) {
	name, ok := at.Index.(*ast.LiteralString)
	if !ok {
		return nil, nil
	}
	b := r.fields(at.Target, s)[name.Value]
	return b.body, b.scope
}

// fields returns the fields of the object that n comes to, which may be a sum.
func (r *reader) fields(n ast.Node, s *scope) map[string]bound {
	found := make(map[string]bound)
	n, s = r.follow(n, s)
	switch n := n.(type) {
	case *ast.DesugaredObject:
		for _, f := range n.Fields {
			if name, ok := f.Name.(*ast.LiteralString); ok {
				found[name.Value] = bound{f.Body, s.inside(n)}
			}
		}
	case *ast.Binary:
		if n.Op == ast.BopPlus {
			maps.Copy(found, r.fields(n.Left, s))
			maps.Copy(found, r.fields(n.Right, s))
		}
	}
	return found
}

// imported returns the program that n imports, nil where there is none.
func (s *Shelf) imported(n *ast.Import) ast.Node {
	p := s.lookUp(n.Loc().FileName, n.File.Value)
	if p.refusal != nil || !isProgram(p.path) {
		return nil
	}
	return p.program()
}

// builtIn returns the program of the built-in library.
func (s *Shelf) builtIn() ast.Node { return s.library.program() }

// program returns the program of a page, nil where it is none.
func (p *page) program() ast.Node {
	program, err := parse(p.path, p.contents.String())
	if err != nil {
		return nil
	}
	return program
}
