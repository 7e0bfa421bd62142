package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every text of a report is said in both languages, with the same operands.
func TestEveryTextIsSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if fun, isName := callee(call); !ok || !isName || fun != "say" {
				return true
			}
			texts++
			checkBoth(t, literal(t, call.Args[0]), literal(t, call.Args[1]))
			return true
		})
	}
	if texts < 30 {
		t.Errorf("got %d texts, want all of them read", texts)
	}
}

func callee(call *ast.CallExpr) (name string, ok bool) {
	if call == nil {
		return "", false
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok {
		return "", false
	}
	return id.Name, true
}

func literal(t *testing.T, e ast.Expr) string {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		t.Fatalf("got a text that is not written where it is said: %T", e)
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var operand = regexp.MustCompile(`%(\[\d+\])?[a-z]`)

func checkBoth(t *testing.T, en, zh string) {
	t.Helper()
	if en == "" || zh == "" || en == zh && operand.ReplaceAllString(en, "") != "" {
		t.Errorf("got %q in English and %q in Chinese, want both", en, zh)
	}
	got, want := operand.FindAllString(zh, -1), operand.FindAllString(en, -1)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got the operands %q in %q, want %q as in %q", got, zh, want, en)
	}
}
