package standard

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
	"github.com/google/go-jsonnet/toolutils"
)

// shortShare is the most calls that the library nests where a short program nests
// one, as in an array in a format that is in an array of a format.
const shortShare = 9

// Short is a program in which a % whose format is written out, and usual, calls a
// function in Go itself. On its way through the library, where the value may be an
// object, a call costs twice as much as what it is for.
//
// Its errors are for [Way.Doubts], as those of a program that is [Quick].
type Short struct {
	// Program is the program. It shares its tree with the one it was made of,
	// which is changed until Undo.
	Program ast.Node
	calls   []*ast.Apply
	loc     []ast.LocationRange
	targets []ast.Node
}

// Shorten returns program with such calls, nil where there are none.
func Shorten(program ast.Node) *Short {
	file := program.Loc().File
	if file == nil || !slices.ContainsFunc(file.Lines, func(line string) bool { return strings.Contains(line, "%") }) {
		return nil
	}
	s := &Short{}
	if s.visit(program); len(s.calls) == 0 {
		return nil
	}
	around := *shortBind()
	around.LocRange, around.Body = *program.Loc(), Count(program)
	s.Program = &around
	return s
}

// Stack returns how many calls a short program may nest so that the library could
// not nest more than limit.
func (s *Short) Stack(limit int) int { return (limit - carefulMargin) / shortShare }

// Undo makes the tree what it was.
func (s *Short) Undo() {
	for i, call := range s.calls {
		*call.Loc(), call.Target = s.loc[i], s.targets[i]
	}
}

// visit shortens the calls in n.
func (s *Short) visit(n ast.Node) {
	if call, ok := n.(*ast.Apply); ok && isUsual(call) {
		s.calls, s.loc, s.targets = append(s.calls, call), append(s.loc, *call.Loc()), append(s.targets, call.Target)
		call.Loc().FileName = "" // as if inside the library, which is what Doubts looks for
		index := *call.Target.(*ast.Index)
		index.Index = shortName
		call.Target = &index
	}
	for _, child := range toolutils.Children(n) {
		s.visit(child)
	}
}

// isUsual reports whether a call is of % with a format that takes values one after
// the other, and any. An object is none of those it may have, so nothing is lost
// where a function in Go gets all of it.
func isUsual(call *ast.Apply) bool {
	index, ok := call.Target.(*ast.Index)
	if !ok || len(call.Arguments.Positional) != 2 {
		return false
	}
	std, isVar := index.Target.(*ast.Var)
	name, isName := index.Index.(*ast.LiteralString)
	text, isText := call.Arguments.Positional[0].Expr.(*ast.LiteralString)
	if !isVar || !isName || !isText || std.Id != libraryVariable || name.Value != "mod" {
		return false
	}
	f := parseFormat(text.Value)
	return f != nil && slices.ContainsFunc(f.codes, func(c code) bool { return c.kind() != "" }) &&
		!slices.ContainsFunc(f.codes, func(c code) bool { return c.keyed })
}

// libraryVariable is the variable through which operators reach the library. No
// program can write its name.
const libraryVariable = "$std"

// shortName is the name of the function in the library of a short program.
var shortName = &ast.LiteralString{Value: "short"}

// shortBind binds libraryVariable to the library with the function in it.
var shortBind = sync.OnceValue(func() *ast.Local {
	node, err := jsonnet.SnippetToAST("", "local library = std { "+shortName.Value+":: std.native('"+secret()+" short') }; null")
	if err != nil {
		panic(err)
	}
	bind := node.(*ast.Local)
	bind.Binds[0].Variable = libraryVariable
	return bind
})

// errUnusual makes a program be evaluated again as it is.
var errUnusual = errors.New("left to the library")

// short is what a short program calls for str % vals.
func (p *printf) short(args []any) any {
	if text := p.quick(args); text != nil {
		return text
	}
	return errUnusual
}
