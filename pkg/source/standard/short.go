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

// short is a program that reaches Go on a shorter way than through the library: with
// its value, and where it has a % whose format is written out and usual. On its way
// through the library, where what is formatted may be an object, such a % takes
// twice as long as what it is for.
type short struct {
	// program is the program. It shares its tree with the one it was made of,
	// which is changed until undo.
	program ast.Node
	calls   []*ast.Apply
	were    []ast.Apply // the calls, before
}

// shorten returns the short program of a program; formats says whether its calls of %
// are to be short too, and not only the way of its value.
func shorten(program ast.Node, formats bool) *short {
	s := &short{}
	// Few programs have any %, and so it is not looked for in the tree of each.
	if file := program.Loc().File; formats && file != nil && slices.ContainsFunc(file.Lines, func(line string) bool { return strings.Contains(line, "%") }) {
		s.visit(program)
	}
	library := shortLibrary
	if len(s.calls) == 0 {
		library = printLibrary
	}
	around := *library()
	call := *around.Body.(*ast.Apply)
	call.LocRange = ast.LocationRange{} // it is no place of the program
	call.Arguments.Positional = []ast.CommaSeparatedExpr{{Expr: count(program)}}
	around.LocRange, around.Body = *program.Loc(), &call
	s.program = &around
	return s
}

// stack returns how many calls s may nest in a way so that the library could not nest
// more than limit.
func (s *short) stack(w Way, limit int) int {
	if len(s.calls) == 0 {
		return w.Stack(limit) + 1 // the call that prints
	}
	return (limit - carefulMargin) / shortShare
}

// undo makes the tree what it was.
func (s *short) undo() {
	for i, call := range s.calls {
		*call = s.were[i]
	}
}

// visit shortens the calls in n.
func (s *short) visit(n ast.Node) {
	if call, ok := n.(*ast.Apply); ok {
		if format, vals := usual(call); format != nil {
			s.calls, s.were = append(s.calls, call), append(s.were, *call)
			call.LocRange.FileName = "" // as if inside the library, which is what Doubts looks for
			index := *call.Target.(*ast.Index)
			index.Index = &ast.LiteralString{Value: "format"}
			call.Target = &index
			call.Arguments.Positional = []ast.CommaSeparatedExpr{{Expr: format}, {Expr: vals}}
		}
	}
	for _, child := range toolutils.Children(n) {
		s.visit(child)
	}
}

// usual returns the arguments of a call of % with a format that is written out and
// usual, for a function in Go; nil for other calls.
//
// An object is none of the values that it has, so nothing is lost where that function
// gets all of them. A format that takes fields is usual where what has them is a name:
// it gets the fields, and others are not evaluated.
func usual(call *ast.Apply) (format, vals ast.Node) {
	index, ok := call.Target.(*ast.Index)
	if !ok || len(call.Arguments.Positional) != 2 {
		return nil, nil
	}
	library, isVar := index.Target.(*ast.Var)
	name, isName := index.Index.(*ast.LiteralString)
	text, isText := call.Arguments.Positional[0].Expr.(*ast.LiteralString)
	if !isVar || !isName || !isText || library.Id != libraryVariable || name.Value != "mod" {
		return nil, nil
	}
	f := parseFormat(text.Value)
	if f == nil {
		return nil, nil
	}
	values := slices.DeleteFunc(slices.Clone(f.codes), func(c code) bool { return c.kind() == "" && !c.keyed })
	if len(values) == 0 {
		return nil, nil
	}
	vals = call.Arguments.Positional[1].Expr
	if slices.ContainsFunc(values, func(c code) bool { return c.keyed }) {
		vals = fields(call, values)
	}
	if vals == nil {
		return nil, nil
	}
	return text, vals
}

// fields returns an array of what values are in the object that a call of % gets; nil
// where some are no fields, or it would take evaluating the object for each.
func fields(call *ast.Apply, values []code) ast.Node {
	object := call.Arguments.Positional[1].Expr
	_, isSelf := object.(*ast.Self)
	if _, isVar := object.(*ast.Var); !isVar && !isSelf {
		return nil
	}
	place := *call.Loc()
	place.FileName = "" // as that of the call
	base := func() ast.NodeBase { return ast.NewNodeBase(place, nil, object.FreeVariables()) }
	array := &ast.Array{NodeBase: base()}
	for _, c := range values {
		if c.kind() == "" || !c.keyed {
			return nil
		}
		field := &ast.Index{NodeBase: base(), Target: object, Index: &ast.LiteralString{Value: c.key, Kind: ast.StringDouble}}
		array.Elements = append(array.Elements, ast.CommaSeparatedExpr{Expr: field})
	}
	return array
}

// libraryVariable is the variable through which operators reach the library, and
// the only one that short programs have another value of. No program can write it.
const libraryVariable = "$std"

// shortLibrary defines libraryVariable around the call that prints null, and
// printLibrary where no call is shorter. Nothing but operators uses the library in
// them, and where the VM is [Quick] none of them std.format.
var (
	shortLibrary = sync.OnceValue(func() *ast.Local { return libraryWith("format:: " + native("short") + ",") })
	printLibrary = sync.OnceValue(func() *ast.Local { return libraryWith("") })
)

// native is the program that comes to a function in Go.
func native(name string) string { return "std.native('" + secret() + " " + name + "')" }

// libraryWith is shortLibrary with certain functions of its own.
func libraryWith(functions string) *ast.Local {
	node, err := jsonnet.SnippetToAST("", "local library = std { "+functions+" print:: "+native("print")+" }; library.print(null)")
	if err != nil {
		panic(err)
	}
	local := node.(*ast.Local)
	local.Binds[0].Variable = libraryVariable
	call := local.Body.(*ast.Apply)
	call.Target.(*ast.Index).Target.(*ast.Var).Id = libraryVariable
	call.SetFreeVariables(ast.Identifiers{"std", libraryVariable}) // those that the program may have
	return local
}

// Print returns the value of a program that may nest as many calls as limit in the
// library. The VM is not [Exact], and its errors are those of its way; that of a program
// that is a function is another than Jsonnet's, too. Where short is asked for, which only
// a VM that is [Quick] does, it is shorter if calls in it do not go through the library:
// then another error may come of that.
func (vm *VM) Print(program ast.Node, limit int, short bool) (value Printed, shorter bool, err error) {
	s := shorten(program, short)
	defer s.undo()
	usual := vm.MaxStack
	defer func() { vm.MaxStack, vm.printed, vm.accounts, vm.ends = usual, Printed{}, Printed{}, nil }()
	vm.MaxStack = s.stack(vm.way, limit)
	_, err = vm.Evaluate(s.program)
	return vm.printed, len(s.calls) > 0, err
}

// print is what a short program calls with its value.
func (vm *VM) print(args []any) any {
	vm.printed = vm.accounts.whole(vm.table(args[0]))
	return nil
}

// errUnusual makes a program be evaluated again as it is.
var errUnusual = errors.New("left to the library")

// short is what a short program calls for str % vals.
func (p *printf) short(args []any) any {
	if text := p.quick(args); text != nil {
		return text
	}
	return errUnusual
}
