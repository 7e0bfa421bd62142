package source

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/text"
)

// unknownVariable is what Jsonnet says of a name that is not defined.
const unknownVariable = "Unknown variable: %s"

// hintField says which field of the object at the place was probably meant.
func hintField(s *Shelf, at ast.LocationRange, field string) text.Spoken {
	var target ast.Node
	known := s.look(at, func(n ast.Node) bool {
		index, ok := n.(*ast.Index)
		if ok && isAt(n, at) {
			target = index.Target
		}
		return target != nil
	})
	r := &reader{shelf: s}
	return didYouMean(field, slices.Collect(maps.Keys(r.fields(target, known))))
}

// hintParameters says what the function that is called at the place takes.
func hintParameters(s *Shelf, at ast.LocationRange, _ string) text.Spoken {
	names := s.parameters(at)
	if len(names) == 0 {
		return nil
	}
	return text.Sayf("the function takes %s", "函数的参数是 %s", text.List(names))
}

// hintParameter says which parameter was probably meant, else what there are.
func hintParameter(s *Shelf, at ast.LocationRange, name string) text.Spoken {
	if near := didYouMean(name, s.parameters(at)); near != nil {
		return near
	}
	return hintParameters(s, at, name)
}

// parameters returns the parameters of the function called at the place, which
// may be that of an argument.
func (s *Shelf) parameters(at ast.LocationRange) (names []string) {
	var target ast.Node
	known := s.look(at, func(n ast.Node) bool {
		call, ok := n.(*ast.Apply)
		if !ok {
			return false
		}
		found := isAt(n, at)
		for _, a := range call.Arguments.Positional {
			found = found || isAt(a.Expr, at)
		}
		for _, a := range call.Arguments.Named {
			found = found || isAt(a.Arg, at)
		}
		if found {
			target = call.Target
		}
		return found
	})
	r := &reader{shelf: s}
	f, _ := r.follow(target, known)
	if f, ok := f.(*ast.Function); ok {
		for _, p := range f.Parameters {
			names = append(names, string(p.Name))
		}
	}
	return names
}

// hintVariable says what the name at the place was probably meant to be: a
// field of the object around it, a constructor of the library, or another name
// that is defined there.
func hintVariable(s *Shelf, at ast.LocationRange, name string) text.Spoken {
	known := s.scopeOf(at, name)
	library := ""
	names := []string{"true", "false", "null"}
	for id, b := range known.all() {
		if n, ok := b.body.(*ast.Import); ok && n.File.Value == LibraryName {
			library = string(id)
		}
		if id != selfName && id[0] != '$' {
			names = append(names, string(id))
		}
	}
	r := &reader{shelf: s}
	_, isField := r.fields(&ast.Self{}, known)[name]
	constructors := slices.Collect(maps.Keys(r.fields(s.builtIn(), nil)))
	near, _ := text.Nearest(name, slices.Concat(names, constructors))
	switch {
	case name == "caidan":
		return text.Sayf("write local caidan = import '%s'; at the beginning of the file", "请在文件开头写 local caidan = import '%s';", LibraryName)
	case isField:
		return text.DidYouMean("self." + name)
	case near == "":
		return nil
	case slices.Contains(names, near):
		return text.DidYouMean(near)
	case library == "":
		return text.Sayf("write local caidan = import '%s'; at the beginning of the file, and caidan.%s here", "请在文件开头写 local caidan = import '%s';，这里写 caidan.%s", LibraryName, near)
	}
	return text.DidYouMean(library + "." + near)
}

// didYouMean asks for the known word that is nearest to word; nil for none.
func didYouMean(word string, known []string) text.Spoken {
	if near, ok := text.Nearest(word, known); ok {
		return text.DidYouMean(near)
	}
	return nil
}

// look returns the scope of the node that is the one looked for, in the file of
// a place.
func (s *Shelf) look(at ast.LocationRange, is func(ast.Node) bool) *scope {
	program, err := s.Program(at.FileName)
	if err != nil {
		return nil
	}
	known, _ := find(program, nil, is)
	return known
}

// isAt reports whether n, of whatever reading of the file, is at a place.
func isAt(n ast.Node, at ast.LocationRange) bool {
	return n.Loc().Begin == at.Begin && n.Loc().End == at.End
}

// maxUndefined is the most names of a file that are defined for the sake of
// its tree.
const maxUndefined = 20

// scopeOf returns the scope of the variable called name at a place. Jsonnet
// gives no tree of a program with names that are not defined, and so they are
// defined before it.
func (s *Shelf) scopeOf(at ast.LocationRange, name string) *scope {
	program, r := s.readProgram(at.FileName)
	if r != nil {
		return nil
	}
	undefined := []string{name}
	for len(undefined) <= maxUndefined {
		before := "local " + strings.Join(undefined, " = null, ") + " = null; "
		node, err := parse(at.FileName, before+program)
		if err == nil {
			begin := at.Begin
			if begin.Line == 1 {
				begin.Column += len(before)
			}
			// The definitions before the program mean nothing.
			first := node.(*ast.Local)
			first.Binds = nil
			known, _ := find(first, nil, func(n ast.Node) bool {
				v, ok := n.(*ast.Var)
				return ok && string(v.Id) == name && v.Loc().Begin == begin
			})
			return known
		}
		var static located
		if !errors.As(err, &static) {
			return nil
		}
		next, ok := operands(unknownVariable, sentenceOf(static))
		if !ok {
			return nil
		}
		undefined = append(undefined, next[0])
	}
	return nil
}
