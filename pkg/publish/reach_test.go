package publish_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// module is the prefix of our import paths.
const module = "github.com/caidan-dev/caidan/"

// TestInspectCannotWrite walks everything that publish.Inspect could ever
// call. The same walk from publish.Handler finds each of the writes, so that
// finding none says something.
func TestInspectCannotWrite(t *testing.T) {
	t.Parallel()
	code := load(t)
	writes := []string{
		"(*pkg/ledger.Session).Append", "(*pkg/ledger.Session).Release", "(*pkg/ledger.Session).Update",
		"(*pkg/ledger/bolt.Store).Append", "(*pkg/ledger/bolt.Store).Swap",
		"(*pkg/ledger/dynamo.Store).Append", "(*pkg/ledger/dynamo.Store).Swap",
		"(*pkg/wechat.Writer).AddConditional", "(*pkg/wechat.Writer).Create", "(*pkg/wechat.Writer).DelConditional", "(*pkg/wechat.Writer).Delete",
		"(pkg/ledger.Store).Append", "(pkg/ledger.Store).Swap",
		"(pkg/ledger/dynamo.API).PutItem",
		"pkg/ledger.Acquire",
	}
	for _, tt := range []struct {
		root        string
		want, reads []string
	}{
		{"Inspect", nil, []string{
			"(*pkg/wechat.Reader).Menu", "(*pkg/wechat.Reader).Shown",
			"(pkg/ledger/bolt.Reader).State", "(*pkg/ledger/dynamo.Reader).State", "(pkg/ledger/dynamo.ReadAPI).GetItem",
		}},
		{"Handler", writes, []string{"(*pkg/wechat.Reader).Menu"}},
	} {
		from := code.function("pkg/publish", tt.root)
		if from == nil {
			t.Fatalf("got no function publish.%s", tt.root)
		}
		reached := code.reach(from)
		for _, name := range tt.reads {
			if _, ok := reached[name]; !ok {
				t.Errorf("%s: got no way to %s, so the walk misses calls", tt.root, name)
			}
		}
		var got []string
		for name := range reached {
			if slices.Contains(writes, name) || isWrite(name) {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if slices.Equal(got, tt.want) {
			continue
		}
		t.Errorf("%s: got writes %v, want %v", tt.root, got, tt.want)
		for _, name := range got {
			t.Logf("%s", strings.Join(reached.way(name), " -> "))
		}
	}
}

// TestOnlyRetireDeletes sees who names what deletes all menus: the step, and the plan
// of it where a retirement is wished for. TestModel sees the same of each request.
func TestOnlyRetireDeletes(t *testing.T) {
	t.Parallel()
	code := load(t)
	want := map[string][]string{
		"(*pkg/wechat.Writer).Delete": {"(*pkg/publish.run).step"},
		"pkg/plan.Retire":             {"(*pkg/decide.Known).compare", "(*pkg/publish.attempt).left"},
	}
	got := map[string][]string{}
	for f := range ssautil.AllFunctions(code.Program) {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				for _, v := range in.Operands(nil) {
					g, ok := (*v).(*ssa.Function)
					if ok && want[short(g)] != nil && f.Synthetic == "" {
						got[short(g)] = append(got[short(g)], short(f))
					}
				}
			}
		}
	}
	for name, by := range want {
		slices.Sort(got[name])
		if !slices.Equal(slices.Compact(got[name]), by) {
			t.Errorf("%s: got the callers %v, want %v", name, got[name], by)
		}
	}
}

// isWrite knows writes that no list above has: of any DynamoDB client, and what
// else package wechat may come to post.
func isWrite(name string) bool {
	for _, method := range []string{").PutItem", ").UpdateItem", ").DeleteItem", ").BatchWriteItem", ").TransactWriteItems", ").ExecuteStatement"} {
		if strings.HasSuffix(name, method) {
			return true
		}
	}
	return strings.HasPrefix(name, "(*pkg/wechat.Writer).")
}

// program is our packages as instructions, and the types they declare. The
// libraries have no instructions here.
type program struct {
	*ssa.Program
	types []types.Type
}

func load(t *testing.T) *program {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Context: t.Context(),
		Mode: packages.NeedName | packages.NeedImports | packages.NeedFiles | packages.NeedCompiledGoFiles |
			packages.NeedExportFile | packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo,
	}, "../decide", "../ledger/...", "../wechat", "../menu", "../plan", "../rule", "../diag", ".")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("got packages that do not compile")
	}
	prog, _ := ssautil.Packages(pkgs, ssa.InstantiateGenerics)
	prog.Build()
	p := &program{Program: prog}
	for _, pkg := range pkgs {
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			if n, ok := scope.Lookup(name).(*types.TypeName); ok && !types.IsInterface(n.Type()) {
				p.types = append(p.types, n.Type(), types.NewPointer(n.Type()))
			}
		}
	}
	return p
}

func (p *program) function(pkg, name string) *ssa.Function {
	return p.ImportedPackage(module + pkg).Func(name)
}

// reached holds, for each function by its name, which one led to it.
type reached map[string]string

// way returns how the walk came to a function.
func (r reached) way(name string) []string {
	way := []string{name}
	for r[name] != "" {
		name = r[name]
		way = append(way, name)
	}
	slices.Reverse(way)
	return way
}

// reach returns every function that from could come to call, and more: naming
// a function counts as calling it, because a library may; giving a library a
// value as an interface counts as calling all of its methods; and a method of
// an interface is that of each of our types that has it.
func (p *program) reach(from *ssa.Function) reached {
	r := reached{}
	p.visit(r, from, "")
	return r
}

func (p *program) visit(r reached, f *ssa.Function, by string) {
	name := short(f)
	if _, ok := r[name]; ok {
		return
	}
	r[name] = by
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			for _, v := range in.Operands(nil) {
				if g, ok := (*v).(*ssa.Function); ok {
					p.visit(r, g, name)
				}
			}
			switch in := in.(type) {
			case *ssa.MakeInterface:
				p.hand(r, in.X.Type(), name)
			case ssa.CallInstruction:
				if call := in.Common(); call.IsInvoke() {
					p.invoke(r, call, name)
				}
			}
		}
	}
}

// hand visits all methods of a value that is made an interface.
func (p *program) hand(r reached, t types.Type, by string) {
	set := p.MethodSets.MethodSet(t)
	for i := range set.Len() {
		if g := p.MethodValue(set.At(i)); g != nil && ours(g) {
			p.visit(r, g, by)
		}
	}
}

// invoke notes the call of an interface's method, and visits all that it may
// turn out to be.
func (p *program) invoke(r reached, call *ssa.CallCommon, by string) {
	at := "(" + shortText(types.TypeString(call.Value.Type(), nil)) + ")." + call.Method.Name()
	if _, ok := r[at]; !ok {
		r[at] = by
	}
	face, ok := call.Value.Type().Underlying().(*types.Interface)
	if !ok {
		return
	}
	for _, t := range p.types {
		if !types.Implements(t, face) {
			continue
		}
		if sel := p.MethodSets.MethodSet(t).Lookup(call.Method.Pkg(), call.Method.Name()); sel != nil {
			p.visit(r, p.MethodValue(sel), at)
		}
	}
}

func ours(f *ssa.Function) bool { return strings.Contains(f.String(), module) }

// short names a function without the module's path.
func short(f *ssa.Function) string { return shortText(f.String()) }

func shortText(s string) string { return strings.ReplaceAll(s, module, "") }
