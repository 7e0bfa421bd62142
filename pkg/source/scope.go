package source

import (
	"maps"

	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/toolutils"
)

// scope is what the names in one part of a program mean.
type scope map[ast.Identifier]bound

// bound is what a name means: an expression in its own scope, or nil for a
// parameter.
type bound struct {
	body  ast.Node
	scope scope
}

// selfName is the name under which a scope has the innermost object.
const selfName ast.Identifier = "self"

// inside returns the scope of what n binds names for.
func (known scope) inside(n ast.Node) scope {
	var binds ast.LocalBinds
	inner := maps.Clone(known)
	if inner == nil {
		inner = make(scope)
	}
	switch n := n.(type) {
	case *ast.Local:
		binds = n.Binds
	case *ast.Function:
		for _, p := range n.Parameters {
			inner[p.Name] = bound{}
		}
	case *ast.DesugaredObject:
		binds = n.Locals
		inner[selfName] = bound{n, known}
	default:
		return known
	}
	for _, b := range binds {
		inner[b.Variable] = bound{b.Body, inner}
	}
	return inner
}

// find returns what names mean at the first node of a program that is the one
// looked for.
func find(n ast.Node, known scope, is func(ast.Node) bool) (at scope, ok bool) {
	if is(n) {
		return known, true
	}
	inner := known.inside(n)
	for _, child := range toolutils.Children(n) {
		if at, ok = find(child, inner, is); ok {
			return at, true
		}
	}
	return nil, false
}

// mostSteps is the most references that are followed to find out what an
// expression is; a definition may lead back to itself.
const mostSteps = 1000

// reader follows references through the programs of a shelf, without running
// any.
type reader struct {
	shelf *Shelf
	steps int
}

// follow returns the expression that n comes to as far as that is written out,
// and its scope; nil where it is not.
func (r *reader) follow(n ast.Node, known scope) (ast.Node, scope) {
	for ; r.steps < mostSteps; r.steps++ {
		switch at := n.(type) {
		case *ast.Local:
			n, known = at.Body, known.inside(at)
		case *ast.Var:
			n, known = known[at.Id].body, known[at.Id].scope
		case *ast.Self:
			return known[selfName].body, known[selfName].scope
		case *ast.Import:
			n, known = r.shelf.imported(at), nil
		case *ast.Index:
			n, known = r.member(at, known)
		case *ast.Apply:
			target, in := r.follow(at.Target, known)
			f, ok := target.(*ast.Function)
			if !ok {
				return nil, nil
			}
			n, known = f.Body, in.inside(f)
		default:
			return n, known
		}
	}
	return nil, nil
}

// member returns the field that at refers to.
func (r *reader) member(at *ast.Index, known scope) (ast.Node, scope) {
	name, ok := at.Index.(*ast.LiteralString)
	if !ok {
		return nil, nil
	}
	b := r.fields(at.Target, known)[name.Value]
	return b.body, b.scope
}

// fields returns the fields of the object that n comes to, which may be a sum.
func (r *reader) fields(n ast.Node, known scope) map[string]bound {
	found := make(map[string]bound)
	n, known = r.follow(n, known)
	switch n := n.(type) {
	case *ast.DesugaredObject:
		for _, f := range n.Fields {
			if name, ok := f.Name.(*ast.LiteralString); ok {
				found[name.Value] = bound{f.Body, known.inside(n)}
			}
		}
	case *ast.Binary:
		if n.Op == ast.BopPlus {
			maps.Copy(found, r.fields(n.Left, known))
			maps.Copy(found, r.fields(n.Right, known))
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
