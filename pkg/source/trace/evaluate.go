package trace

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/source"
)

const (
	// maxStack is the most nested calls while origins are asked for: 20 times
	// those of a menu, because rewritten programs nest deeper. Measured:
	// 10,000 calls take at most 64 MiB of Go's stack.
	maxStack = 10_000
	// maxRepairs is the most calls of the standard library under other names
	// that one locate finds out about, at an evaluation each.
	maxRepairs = 8
	// unknownParameter is what Jsonnet says when a call of the standard
	// library hands over a record.
	unknownParameter = "function has no parameter " + string(recordName)
)

//go:embed trace.libsonnet
var library string

// evaluator evaluates rewritten programs, in a VM of its own: the one that
// compiles must never see them. Imported files stay rewritten from file to
// file.
type evaluator struct {
	shelf *source.Shelf
	vm    *source.VM
	// calls means that calls are recorded.
	calls bool
	// rewritten holds the paths of the imported files that are rewritten.
	rewritten map[string]bool
	// spots are the nodes in imported files that write values, by number.
	spots []ast.Node
	// entry are those of the file at hand; the first is number -1.
	entry []ast.Node
}

// newEvaluator returns an evaluator of the files that s is for.
func newEvaluator(s *source.Shelf, calls bool) (*evaluator, error) {
	program, err := jsonnet.SnippetToAST("", library)
	if err != nil {
		return nil, fmt.Errorf("parse trace.libsonnet: %w", err)
	}
	e := &evaluator{shelf: s, vm: s.NewVM(maxStack), calls: calls, rewritten: make(map[string]bool)}
	e.vm.ExtNode(mark, program)
	return e, nil
}

// spot returns the node that a number stands for, or nil.
func (e *evaluator) spot(number int) ast.Node {
	switch {
	case number >= 0 && number < len(e.spots):
		return e.spots[number]
	case number < 0 && -number <= len(e.entry):
		return e.entry[-number-1]
	}
	return nil
}

// question asks about a value, and about values inside it.
type question struct {
	// Deep asks for the value itself, to compare it.
	Deep bool `json:"deep"`
	// Steps are the names of fields and the indexes of elements to go on to.
	Steps []any `json:"steps"`
	// Inside are the questions about these.
	Inside []*question `json:"inside"`
}

// newQuestion returns a question about a value alone.
func newQuestion() *question { return &question{Steps: []any{}, Inside: []*question{}} }

// sight is what is known of one value.
type sight struct {
	// Chain are the spots the value comes from, the nearest first, each with
	// those of the calls around it, innermost first.
	Chain [][]int `json:"chain"`
	// Literals are the object literals that the value is the sum of, each
	// with the calls around it.
	Literals [][]int `json:"literals"`
	// Type is what std.type says.
	Type string `json:"type"`
	// Size is the number of fields or elements.
	Size int `json:"size"`
	// Value is set when a question asks for it.
	Value json.RawMessage `json:"value"`
	// Inside answers the questions inside, nil where the value does not exist.
	Inside []*sight `json:"inside"`
}

// ask answers q about the value of the file at name.
func (e *evaluator) ask(name string, q *question) (whole *sight, err error) {
	defer func() {
		if r := recover(); r != nil {
			whole, err = nil, fmt.Errorf("trace values: crash: %v", r)
		}
	}()
	program, err := e.program(name, q)
	if err != nil {
		return nil, err
	}
	answer, err := e.vm.Evaluate(program)
	for n := 0; err != nil && n < maxRepairs && e.repair(err); n++ {
		answer, err = e.vm.Evaluate(program)
	}
	if err != nil {
		return nil, fmt.Errorf("trace values: %w", err)
	}
	if err := json.Unmarshal([]byte(answer), &whole); err != nil {
		return nil, fmt.Errorf("decode traced values: %w", err)
	}
	return whole, nil
}

// program returns a program that answers q about the one in the file at name.
func (e *evaluator) program(name string, q *question) (ast.Node, error) {
	entry, err := e.shelf.Program(name)
	if err != nil {
		return nil, fmt.Errorf("parse menu: %w", err)
	}
	asked, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("encode question: %w", err)
	}
	text := "local program = null; std.extVar('\\u0001').answer(program, " + string(asked) + ")"
	program, err := jsonnet.SnippetToAST(name, text)
	if err != nil {
		return nil, fmt.Errorf("parse question: %w", err)
	}
	local, ok := program.(*ast.Local)
	if !ok {
		return nil, errors.New("parse question: no local definition")
	}
	e.entry = e.entry[:0]
	entry = e.rewrite(entry, name, &e.entry, func(i int) int { return -i - 1 }, (*rewriter).pair)
	local.Binds[0].Body = entry
	local.FreeVars = append(local.FreeVars, freeIn(entry)...)
	return local, nil
}

// rewrite rewrites the program n of the file at name, and those it imports.
func (e *evaluator) rewrite(n ast.Node, name string, spots *[]ast.Node, number func(int) int, do func(*rewriter, ast.Node, *scope) ast.Node) ast.Node {
	var imports []*ast.Import
	r := &rewriter{
		spot: func(n ast.Node) int {
			*spots = append(*spots, n)
			return number(len(*spots) - 1)
		},
		found:  func(n *ast.Import) { imports = append(imports, n) },
		own:    rank(name) == rankOwn,
		calls:  e.calls,
		scopes: make(map[*ast.Local]*scope),
	}
	n = do(r, n, &scope{})
	for _, i := range imports {
		e.rewriteImport(i)
	}
	return n
}

// rewriteImport rewrites the file that n imports, once.
func (e *evaluator) rewriteImport(n *ast.Import) {
	// A file that cannot be read or parsed may never be needed.
	node, at, err := e.vm.ImportAST(n.Loc().FileName, n.File.Value)
	if err != nil || e.rewritten[at] {
		return
	}
	e.rewritten[at] = true
	e.rewrite(node, at, &e.spots, func(i int) int { return i }, (*rewriter).same)
}

// repair changes the call that failed with err because it handed a record to
// a function of the standard library; it reports whether there was one.
func (e *evaluator) repair(err error) bool {
	var running jsonnet.RuntimeError
	if !errors.As(err, &running) || !strings.HasPrefix(running.Msg, unknownParameter) || len(running.StackTrace) == 0 {
		return false
	}
	at := running.StackTrace[len(running.StackTrace)-1].Loc
	repaired := false
	for _, spots := range [][]ast.Node{e.entry, e.spots} {
		for _, n := range spots {
			if apply, ok := n.(*ast.Apply); ok && *n.Loc() == at && dropRecord(apply) {
				repaired = true
			}
		}
	}
	return repaired
}

// dropRecord makes n hand over no record, and reports whether it did before.
func dropRecord(n *ast.Apply) bool {
	last := len(n.Arguments.Named) - 1
	if last < 0 || n.Arguments.Named[last].Name != recordName {
		return false
	}
	n.Arguments.Named = n.Arguments.Named[:last]
	return true
}
