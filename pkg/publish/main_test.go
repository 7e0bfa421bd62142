package publish

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/caidan-dev/caidan/pkg/api"
)

// TestMain sees, once all tests ran and were well, that each thing a result can
// say was said by a real one: a code that no path makes is dead, and one that no
// test makes may lack an operand.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		flag.Parse()
		if run := flag.Lookup("test.run").Value.String(); code == 0 && run == "" && !listing() {
			code = told.missing()
		}
		os.Exit(code)
	}))
}

// listing reports whether the tests were only listed, or others than tests ran.
func listing() bool {
	return flag.Lookup("test.list").Value.String() != "" || flag.Lookup("test.skip").Value.String() != ""
}

// told are the codes that came up in results.
var told = new(codes)

type codes struct {
	mu   sync.Mutex
	seen map[string]bool
}

// result notes what a result says.
func (c *codes) result(res *api.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	for _, w := range res.Warnings {
		c.seen[string(w.Kind)] = true
		c.seen["found "+string(w.Found)] = true
	}
	var all []api.Reason
	if res.Error != nil {
		all = res.Error.Reasons
	}
	if d := res.Diagnosis; d != nil {
		for _, check := range d.Checks {
			all = append(all, check.Reasons...)
		}
	}
	for _, r := range all {
		c.seen[string(r.Code)] = true
		c.seen["found "+string(r.Found)] = true
	}
}

// missing names the codes that did not come up, and returns the exit code.
func (c *codes) missing() int {
	var want []string
	for _, list := range []struct{ dir, typ, prefix string }{
		{"../api", "Code", ""},
		{"../api", "Guard", ""},
		{"../api", "WarningKind", ""},
		{"../api", "Found", "found "},
		{"../wechat", "Problem", ""},
		{"../ledger", "Problem", "ledger-"},
	} {
		for _, name := range constants(filepath.Join(list.dir, "*.go"), list.typ) {
			want = append(want, list.prefix+name)
		}
	}
	code := 0
	callers := []string{string(api.AcceptsOther), string(api.AcceptVoid), string(api.Unmanaged)}
	// What keeps a server from asking a function.
	callers = append(callers, constants("../api/failure_server.go", "Code")...)
	for _, name := range want {
		if !c.seen[name] && !slices.Contains(callers, name) {
			fmt.Fprintf(os.Stderr, "%s never came up in a result\n", name)
			code = 1
		}
	}
	return code
}

// constants returns the constants of a type in files, as they have them.
func constants(pattern, typ string) []string {
	files, err := filepath.Glob(pattern)
	if err != nil {
		panic(err)
	}
	var out []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			panic(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != typ {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					s, _ := strconv.Unquote(lit.Value)
					out = append(out, s)
				}
			}
			return true
		})
	}
	return out
}
