package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// mutant is one change.
type mutant struct {
	id, line          int
	file, in, was, is string
}

// key is the mutant as the list of those that make no difference names it.
func (m *mutant) key(dir string) string {
	return fmt.Sprintf("- `%s` %s: `%s` to `%s`", filepath.Join(dir, m.file), m.in, m.was, m.is)
}

// weaver writes all mutants of a package into its files.
type weaver struct {
	fset *token.FileSet
	// name is the package's; path, src and in are the file's and function's.
	name, path, in string
	src            []byte
	mutants        []mutant
	// constants are the names of all constants of the package.
	constants map[string]bool
}

// note notes the constants of a file.
func (w *weaver) note(path string) error {
	f, err := parser.ParseFile(w.fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
			for _, s := range d.Specs {
				for _, name := range s.(*ast.ValueSpec).Names {
					w.constants[name.Name] = true
				}
			}
		}
		return true
	})
	return nil
}

// file returns a file with its mutants: those of functions.
func (w *weaver) file(path string) ([]byte, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(w.fset, path, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	w.name, w.path, w.src = f.Name.Name, path, src
	var out strings.Builder
	at := 0
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			w.in = fn.Name.Name
			out.Write(src[at:w.offset(fn.Body.Pos())])
			out.WriteString(w.inside(fn.Body))
			at = w.offset(fn.Body.End())
		}
	}
	out.Write(src[at:])
	return []byte(out.String()), nil
}

func (w *weaver) offset(p token.Pos) int { return w.fset.Position(p).Offset }

// text is what stands at a node.
func (w *weaver) text(n ast.Node) string { return string(w.src[w.offset(n.Pos()):w.offset(n.End())]) }

// add notes a mutant and returns its number.
func (w *weaver) add(n ast.Node, was, is string) int {
	flat := func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "`", "'") }
	m := mutant{len(w.mutants) + 1, w.fset.Position(n.Pos()).Line, filepath.Base(w.path), w.in, flat(was), flat(is)}
	w.mutants = append(w.mutants, m)
	return m.id
}

// inside is the text of a node with the mutants of what is in it.
func (w *weaver) inside(n ast.Node) string {
	var out strings.Builder
	at := w.offset(n.Pos())
	ast.Inspect(n, func(d ast.Node) bool {
		if d == nil || d == n {
			return true
		}
		if _, ok := d.(*ast.GenDecl); ok && d.(*ast.GenDecl).Tok == token.CONST {
			return false
		}
		s, ok := w.woven(d)
		if !ok {
			return true
		}
		out.Write(w.src[at:w.offset(d.Pos())])
		out.WriteString(s)
		at = w.offset(d.End())
		return false
	})
	out.Write(w.src[at:w.offset(n.End())])
	return out.String()
}

// weave is the text of a node with its mutants.
func (w *weaver) weave(n ast.Node) string {
	if s, ok := w.woven(n); ok {
		return s
	}
	return w.inside(n)
}

// woven returns the text of a node that is mutated itself.
func (w *weaver) woven(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.ArrayType:
		return w.text(n), true
	case *ast.BinaryExpr:
		return w.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			id := w.add(n, w.text(n), w.text(n.X))
			return fmt.Sprintf("(!(%s) != (mutant_ == %d))", w.weave(n.X), id), true
		}
	case *ast.IfStmt:
		return w.branch(n)
	case *ast.ReturnStmt:
		return w.result(n)
	case *ast.BlockStmt:
		return w.statements(n, n.List), true
	case *ast.CaseClause:
		return w.clause(n), true
	}
	return "", false
}

// others are the operators that each is changed to.
var others = map[token.Token][]token.Token{
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.ADD: {token.SUB}, token.SUB: {token.ADD},
}

// binary changes an operator, or drops a side of && and ||.
func (w *weaver) binary(n *ast.BinaryExpr) (string, bool) {
	was := w.text(n)
	var out strings.Builder
	out.WriteString("func() bool { switch mutant_ { ")
	switch n.Op {
	case token.LAND, token.LOR:
		left, right := w.add(n, was, w.text(n.X)), w.add(n, was, w.text(n.Y))
		x, y := w.weave(n.X), w.weave(n.Y)
		fmt.Fprintf(&out, "case %d: return %s; case %d: return %s }; return (%s) %s (%s) }()", left, x, right, y, x, n.Op, y)
	case token.ADD, token.SUB:
		if !number(n.X) && !number(n.Y) || w.constant(n) {
			return "", false
		}
		op := others[n.Op][0]
		id := w.add(n, was, w.text(n.X)+" "+op.String()+" "+w.text(n.Y))
		x, y := w.weave(n.X), w.weave(n.Y)
		return fmt.Sprintf("other_(%d, (%s) %s (%s), (%s) %s (%s))", id, x, n.Op, y, x, op, y), true
	default:
		if others[n.Op] == nil {
			return "", false
		}
		var ids []int
		for _, op := range others[n.Op] {
			ids = append(ids, w.add(n, was, w.text(n.X)+" "+op.String()+" "+w.text(n.Y)))
		}
		x, y := w.weave(n.X), w.weave(n.Y)
		for i, op := range others[n.Op] {
			fmt.Fprintf(&out, "case %d: return (%s) %s (%s); ", ids[i], x, op, y)
		}
		fmt.Fprintf(&out, "}; return (%s) %s (%s) }()", x, n.Op, y)
	}
	return out.String(), true
}

// constant reports whether an expression may be of literals and constants alone:
// its type follows from where it stands. Constants are told by their names.
func (w *weaver) constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return w.constant(e.X) && w.constant(e.Y)
	case *ast.Ident:
		return w.constants[e.Name]
	}
	return false
}

// number reports whether an operand is surely a number.
func number(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.INT
	case *ast.CallExpr:
		id, ok := e.Fun.(*ast.Ident)
		return ok && id.Name == "len"
	case *ast.BinaryExpr:
		return number(e.X) || number(e.Y)
	}
	return false
}

// branch makes a condition true and false that is not changed by itself.
func (w *weaver) branch(n *ast.IfStmt) (string, bool) {
	switch c := n.Cond.(type) {
	case *ast.BinaryExpr:
		return "", false
	case *ast.UnaryExpr:
		if c.Op == token.NOT {
			return "", false
		}
	}
	was := "if " + w.text(n.Cond)
	always, never := w.add(n, was, "if true"), w.add(n, was, "if false")
	out := "if "
	if n.Init != nil {
		out += w.inside(n.Init) + "; "
	}
	out += fmt.Sprintf("(mutant_ == %d || (%s)) && mutant_ != %d ", always, w.inside(n.Cond), never) + w.weave(n.Body)
	if n.Else != nil {
		out += " else " + w.weave(n.Else)
	}
	return out, true
}

// result turns true and false around.
func (w *weaver) result(n *ast.ReturnStmt) (string, bool) {
	var parts []string
	for _, r := range n.Results {
		id, ok := r.(*ast.Ident)
		switch {
		case ok && id.Name == "true":
			parts = append(parts, fmt.Sprintf("mutant_ != %d", w.add(n, w.text(n), "false")))
		case ok && id.Name == "false":
			parts = append(parts, fmt.Sprintf("mutant_ == %d", w.add(n, w.text(n), "true")))
		default:
			parts = append(parts, w.weave(r))
		}
	}
	return "return " + strings.Join(parts, ", "), len(parts) > 0
}

// statements leaves out one statement after another.
func (w *weaver) statements(n ast.Node, list []ast.Stmt) string {
	var out strings.Builder
	at := w.offset(n.Pos())
	for _, s := range list {
		out.Write(w.src[at:w.offset(s.Pos())])
		if removable(s) {
			id := w.add(s, w.text(s), "nothing")
			fmt.Fprintf(&out, "if mutant_ != %d { %s }", id, w.weave(s))
		} else {
			out.WriteString(w.weave(s))
		}
		at = w.offset(s.End())
	}
	out.Write(w.src[at:w.offset(n.End())])
	return out.String()
}

// clause is a case, whose conditions are changed as well.
func (w *weaver) clause(n *ast.CaseClause) string {
	head := "default:"
	if n.List != nil {
		var list []string
		for _, e := range n.List {
			list = append(list, w.weave(e))
		}
		head = "case " + strings.Join(list, ", ") + ":"
	}
	if len(n.Body) == 0 {
		return head
	}
	return head + "\n" + w.statements(&ast.BlockStmt{Lbrace: n.Body[0].Pos(), Rbrace: n.End() - 1}, n.Body)
}

// removable reports whether a program compiles without a statement.
func removable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE
	case *ast.IncDecStmt:
		return true
	case *ast.BranchStmt:
		return s.Label == nil && s.Tok == token.CONTINUE
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		id, plain := call.Fun.(*ast.Ident)
		return ok && !(plain && id.Name == "panic")
	}
	return false
}
