package errcode_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/caidan-dev/caidan/pkg/errcode"
	"github.com/caidan-dev/caidan/pkg/rule"
)

// known reports whether an errcode is in the tables.
func known(code int) bool {
	return slices.ContainsFunc(errcode.Entries(), func(e errcode.Entry) bool { return e.Code == code })
}

// TestSandboxErrcodes reads the sandbox's list of errmsgs, because the sandbox
// shares no code with the client: what it can answer is explained.
func TestSandboxErrcodes(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../sandbox/errmsg.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		lit, ok := node.(*ast.BasicLit)
		if !ok || lit.Kind != token.INT {
			return true
		}
		code, err := strconv.Atoi(lit.Value)
		if err == nil && code >= 40000 {
			n++
			if !known(code) {
				t.Errorf("the sandbox answers %d, which is not explained", code)
			}
		}
		return true
	})
	if n < 80 {
		t.Errorf("got %d errcodes from the sandbox, want all of them", n)
	}
}

func TestRuleErrcodes(t *testing.T) {
	t.Parallel()
	for _, r := range rule.All() {
		for _, code := range []int{r.Errcode, r.SubErrcode} {
			if code != 0 && !known(code) {
				t.Errorf("rule %s prevents %d, which is not explained", r.ID, code)
			}
		}
	}
}
