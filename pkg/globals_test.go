package pkg_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/packages"
)

// TestGlobals holds that the product keeps no state in its packages: a package
// variable is a table that nothing writes, and no package has an init. It
// reads the files of the system that it runs on, and follows a table into a
// local variable, but not into a call. What a program wrote may point from one
// variable to the next.
func TestGlobals(t *testing.T) {
	t.Parallel()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedSyntax |
			packages.NeedTypes | packages.NeedTypesInfo,
		Dir: "..", Context: t.Context(),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	vars := 0
	for _, p := range pkgs {
		for _, e := range p.Errors {
			t.Errorf("load %s: %v", p.PkgPath, e)
		}
		g := newGlobals(p.Fset, p.Types, p.TypesInfo, p.Syntax)
		vars += len(g.vars)
		for _, fault := range g.faults() {
			t.Errorf("%s: %s", strings.TrimPrefix(p.PkgPath, module), fault)
		}
	}
	if vars == 0 {
		t.Error("got no package variable in the product, so the test reads too little")
	}
}

// globals are the package variables of one package and all that uses them.
type globals struct {
	set   *token.FileSet
	pkg   *types.Package
	info  *types.Info
	vars  []*types.Var
	uses  map[*types.Var][]inspector.Cursor
	inits []token.Pos
	// generated has the files that a program wrote.
	generated map[*token.File]bool
}

func newGlobals(set *token.FileSet, pkg *types.Package, info *types.Info, files []*ast.File) *globals {
	g := &globals{set: set, pkg: pkg, info: info, uses: map[*types.Var][]inspector.Cursor{}, generated: map[*token.File]bool{}}
	for _, name := range pkg.Scope().Names() {
		if v, ok := pkg.Scope().Lookup(name).(*types.Var); ok {
			g.vars = append(g.vars, v)
		}
	}
	written := slices.DeleteFunc(slices.Clone(files), ast.IsGenerated)
	for c := range inspector.New(written).Root().Preorder((*ast.Ident)(nil)) {
		if v, ok := info.Uses[c.Node().(*ast.Ident)].(*types.Var); ok {
			g.uses[v] = append(g.uses[v], c)
		}
	}
	for _, f := range files {
		g.generated[set.File(f.Pos())] = ast.IsGenerated(f)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				g.inits = append(g.inits, fn.Pos())
			}
		}
	}
	return g
}

// faults returns what the package variables are, or are used for, that a table
// is not.
func (g *globals) faults() []string {
	var out []string
	add := func(pos token.Pos, format string, args ...any) {
		at := g.set.Position(pos)
		out = append(out, fmt.Sprintf("%s:%d: ", filepath.Base(at.Filename), at.Line)+fmt.Sprintf(format, args...))
	}
	for _, pos := range g.inits {
		add(pos, "init runs unasked: call it from a main")
	}
	for _, v := range g.vars {
		if v.Exported() {
			add(v.Pos(), "%s is exported, so every package may write it: return it from a function", v.Name())
		}
		if what := g.changing(v.Type(), nil); what != "" && !g.generated[g.set.File(v.Pos())] {
			add(v.Pos(), "%s holds a %s, which may change: make it where it is used", v.Name(), what)
		}
		// What holds the table, or a part of it: itself, then its local names.
		names := []*types.Var{v}
		for i := 0; i < len(names); i++ {
			for _, c := range g.uses[names[i]] {
				place, through := g.place(c)
				if does := g.writes(place, through || i == 0); does != "" {
					add(c.Node().Pos(), "%s %s, and it is a package's table: make a copy", does, v.Name())
				}
				for _, local := range g.locals(place) {
					if !slices.Contains(names, local) && g.refers(local.Type(), nil) {
						names = append(names, local)
					}
				}
			}
		}
	}
	return out
}

// place widens a name to the largest operand that lies in the variable, such
// as table[i].rows[2:] for table, and reports whether that is behind a map,
// slice or pointer, so that writing there writes to what others hold too.
func (g *globals) place(c inspector.Cursor) (widest inspector.Cursor, through bool) {
	for {
		switch c.ParentEdgeKind() {
		case edge.ParenExpr_X, edge.TypeAssertExpr_X:
		case edge.StarExpr_X:
			through = true
		case edge.IndexExpr_X, edge.SliceExpr_X:
			_, array := g.info.TypeOf(c.Node().(ast.Expr)).Underlying().(*types.Array)
			through = through || !array
		case edge.SelectorExpr_X:
			s, ok := g.info.Selections[c.Parent().Node().(*ast.SelectorExpr)]
			if !ok || s.Kind() != types.FieldVal {
				return c, through
			}
			through = through || s.Indirect()
		default:
			return c, through
		}
		c = c.Parent()
	}
}

// writes returns what is done to a place that writes it, or may. Where it is a
// local copy and not shared, only what passes through its references does.
func (g *globals) writes(place inspector.Cursor, shared bool) string {
	parent := place.Parent().Node()
	switch place.ParentEdgeKind() {
	case edge.AssignStmt_Lhs, edge.IncDecStmt_X, edge.RangeStmt_Key, edge.RangeStmt_Value:
		if shared {
			return "writes to"
		}
	case edge.UnaryExpr_X:
		if shared && parent.(*ast.UnaryExpr).Op == token.AND {
			return "takes the address of"
		}
	case edge.SelectorExpr_X: // a method, as place goes on at a field
		if s, ok := g.info.Selections[parent.(*ast.SelectorExpr)]; ok && shared {
			if fn, ok := s.Obj().(*types.Func); ok && g.byAddress(fn, s.Recv()) {
				return "calls " + fn.Name() + ", which may write, on"
			}
		}
	case edge.CallExpr_Args:
		if call := parent.(*ast.CallExpr); place.ParentEdgeIndex() == 0 {
			if name := g.callee(call); slices.Contains(writers, name) {
				return "gives " + name
			}
		}
	default: // it is read
	}
	return ""
}

// writers are the functions that write to their first argument. What append
// does depends on a capacity that readers do not see.
var writers = []string{
	"append", "clear", "copy", "delete",
	"maps.Copy", "maps.DeleteFunc", "maps.Insert",
	"slices.Compact", "slices.CompactFunc", "slices.Delete", "slices.DeleteFunc", "slices.Insert", "slices.Replace",
	"slices.Reverse", "slices.Sort", "slices.SortFunc", "slices.SortStableFunc",
	"sort.Float64s", "sort.Ints", "sort.Slice", "sort.SliceStable", "sort.Sort", "sort.Stable", "sort.Strings",
}

// callee names what is called: a builtin, or a function with its package.
func (g *globals) callee(call *ast.CallExpr) string {
	fun := ast.Unparen(call.Fun)
	if s, ok := fun.(*ast.SelectorExpr); ok {
		fun = s.Sel
	}
	id, ok := fun.(*ast.Ident)
	if !ok {
		return ""
	}
	switch obj := g.info.Uses[id].(type) {
	case *types.Builtin:
		return obj.Name()
	case *types.Func:
		return obj.FullName()
	}
	return ""
}

// byAddress reports whether a method takes the address of what it is called
// on. One called on a pointer takes none: the pointer is the table's value, and
// changing has judged it.
func (g *globals) byAddress(fn *types.Func, on types.Type) bool {
	recv := fn.Signature().Recv()
	if recv == nil {
		return false
	}
	_, pointer := recv.Type().(*types.Pointer)
	_, already := on.(*types.Pointer)
	return pointer && !already
}

// locals returns the local variables that a place is assigned to.
func (g *globals) locals(place inspector.Cursor) []*types.Var {
	var to []ast.Expr
	i := place.ParentEdgeIndex()
	switch parent := place.Parent().Node().(type) {
	case *ast.AssignStmt:
		if place.ParentEdgeKind() == edge.AssignStmt_Rhs {
			to = parent.Lhs[i : i+1] // with "v, ok :=", v
		}
	case *ast.ValueSpec:
		if place.ParentEdgeKind() == edge.ValueSpec_Values {
			to = []ast.Expr{parent.Names[i]}
		}
	case *ast.RangeStmt:
		if place.ParentEdgeKind() == edge.RangeStmt_X {
			to = []ast.Expr{parent.Key, parent.Value}
		}
	}
	var out []*types.Var
	for _, e := range to {
		if id, ok := e.(*ast.Ident); ok {
			if v, ok := g.info.ObjectOf(id).(*types.Var); ok && v.Parent() != g.pkg.Scope() {
				out = append(out, v)
			}
		}
	}
	return out
}

// refers reports whether a copy of a value still shares memory with it.
func (g *globals) refers(t types.Type, seen []types.Type) bool {
	if slices.Contains(seen, t) {
		return false
	}
	seen = append(seen, t)
	switch u := t.Underlying().(type) {
	case *types.Map, *types.Slice, *types.Pointer:
		return true
	case *types.Array:
		return g.refers(u.Elem(), seen)
	case *types.Struct:
		for f := range u.Fields() {
			if g.refers(f.Type(), seen) {
				return true
			}
		}
	}
	return false
}

// changing returns the part of a type that is made to change: a channel, or a
// pointer to anything but what is documented never to change. What it cannot
// look into, such as a type of another package, it passes over: such values
// change through their methods only.
func (g *globals) changing(t types.Type, seen []types.Type) string {
	if slices.Contains(seen, t) {
		return ""
	}
	seen = append(seen, t)
	if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != g.pkg {
		return ""
	}
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return "channel"
	case *types.Pointer:
		if name := u.String(); name != "*regexp.Regexp" && name != "*strings.Replacer" {
			return types.TypeString(u, types.RelativeTo(g.pkg))
		}
	case *types.Map:
		if what := g.changing(u.Key(), seen); what != "" {
			return what
		}
		return g.changing(u.Elem(), seen)
	case *types.Slice:
		return g.changing(u.Elem(), seen)
	case *types.Array:
		return g.changing(u.Elem(), seen)
	case *types.Struct:
		for f := range u.Fields() {
			if what := g.changing(f.Type(), seen); what != "" {
				return what
			}
		}
	}
	return ""
}
