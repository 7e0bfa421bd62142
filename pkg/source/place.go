package source

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// PlaceOf returns loc as a place. Jsonnet counts columns in bytes, a place in
// code points; the built-in library has the name by which it is imported.
func PlaceOf(loc ast.LocationRange) diag.Place {
	p := diag.Place{
		File:      loc.FileName,
		Line:      loc.Begin.Line,
		Column:    column(loc.File, loc.Begin),
		EndLine:   loc.End.Line,
		EndColumn: column(loc.File, loc.End),
	}
	if p.File == LibraryPath {
		p.File = LibraryName
	}
	// A point is made one character wide, where there is a character.
	if loc.Begin == loc.End {
		line := strings.TrimRight(lineOf(loc.File, loc.Begin.Line), "\r\n")
		if loc.Begin.Column <= len(line) {
			p.EndColumn++
		}
	}
	return p
}

// column returns the column of at in code points, from 1.
func column(src *ast.Source, at ast.Location) int {
	line := lineOf(src, at.Line)
	before := min(max(at.Column-1, 0), len(line))
	return utf8.RuneCountInString(line[:before]) + 1
}

// lineOf returns line n of src, or "" when there is none.
func lineOf(src *ast.Source, n int) string {
	if src == nil || n < 1 || n > len(src.Lines) {
		return ""
	}
	return src.Lines[n-1]
}

// blame returns the innermost place of frames that a user wrote, and the
// place in the built-in library that it led to, if any. Frames come outermost
// first; those of Jsonnet's standard library have no file name, and those
// that only name a field or element of the result have no line.
func blame(frames []jsonnet.TraceFrame) (at, via ast.LocationRange) {
	for i := len(frames) - 1; i >= 0; i-- {
		loc := frames[i].Loc
		switch {
		case !loc.IsSet() || loc.FileName == "":
		case loc.FileName != LibraryPath:
			return loc, via
		case !via.IsSet():
			via = loc
		}
	}
	return at, via
}

// step is one step from a value to a value inside it.
type step struct {
	element bool // an element of an array, not a field of an object
	index   int  // of the element
	field   string
}

// steps returns the way through the result to the value that frames are
// about, as Jsonnet tells it in frames without a line.
func steps(frames []jsonnet.TraceFrame) []step {
	var list []step
	for _, f := range frames {
		if f.Loc.IsSet() {
			continue
		}
		if quoted, ok := strings.CutPrefix(f.Loc.FileName, "Field "); ok {
			if name, err := strconv.Unquote(quoted); err == nil {
				list = append(list, step{field: name})
			}
		}
		if digits, ok := strings.CutPrefix(f.Loc.FileName, "Array element "); ok {
			if i, err := strconv.Atoi(digits); err == nil {
				list = append(list, step{index: i, element: true})
			}
		}
	}
	return list
}

// pointer returns the way as a JSON pointer, and the result itself as "/".
func pointer(way []step) string {
	if len(way) == 0 {
		return "/"
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var b strings.Builder
	for _, s := range way {
		b.WriteByte('/')
		if s.element {
			b.WriteString(strconv.Itoa(s.index))
		} else {
			b.WriteString(escape.Replace(s.field))
		}
	}
	return b.String()
}

// descend follows the way through the program in node for as far as it is
// written out there, and returns the last place it got to: a field with its
// name, or an element.
func descend(node ast.Node, way []step) ast.LocationRange {
	var at ast.LocationRange
	if node = AfterLocals(node); node != nil {
		at = *node.Loc()
	}
	for _, s := range way {
		var loc ast.LocationRange
		node, loc = child(node, s)
		if node == nil {
			break
		}
		if loc.IsSet() {
			at = loc
		}
	}
	return at
}

// child returns the program of one field or element of the literal node, and
// its place; it is nil when that cannot be told without running it.
func child(node ast.Node, s step) (ast.Node, ast.LocationRange) {
	switch n := node.(type) {
	case *ast.Array:
		if s.element && s.index < len(n.Elements) {
			expr := AfterLocals(n.Elements[s.index].Expr)
			return expr, *expr.Loc()
		}
	case *ast.DesugaredObject:
		for _, f := range n.Fields {
			if name, ok := f.Name.(*ast.LiteralString); ok && !s.element && name.Value == s.field {
				return AfterLocals(f.Body), f.LocRange
			}
		}
	}
	return nil, ast.LocationRange{}
}

// AfterLocals returns what node comes to after its local definitions.
func AfterLocals(node ast.Node) ast.Node {
	for {
		local, ok := node.(*ast.Local)
		if !ok {
			return node
		}
		node = local.Body
	}
}
