package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestWords holds that every sentence of the package is in both languages, with
// the same operands.
func TestWords(t *testing.T) {
	t.Parallel()
	set := token.NewFileSet()
	ours := func(info fs.FileInfo) bool { return !strings.HasSuffix(info.Name(), "_test.go") }
	pkgs, err := parser.ParseDir(set, ".", ours, 0) //nolint:staticcheck // build tags do not matter to words
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range pkgs["source"].Files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			if name, ok := call.Fun.(*ast.Ident); !ok || name.Name != "say" {
				return true
			}
			found++
			en, zh := literal(t, call.Args[0]), literal(t, call.Args[1])
			at := set.Position(call.Pos())
			if !strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: %q has no Chinese translation", at, en)
			}
			verbs := regexp.MustCompile(`%[^%a-zA-Z]*[a-zA-Z]`)
			if a, b := verbs.FindAllString(en, -1), verbs.FindAllString(zh, -1); !slices.Equal(a, b) || len(a) != len(call.Args)-2 {
				t.Errorf("%s: operands %q and %q, want the same %d", at, a, b, len(call.Args)-2)
			}
			return true
		})
	}
	if found < 20 {
		t.Errorf("got %d sentences, want those of the package", found)
	}
}

func literal(t *testing.T, e ast.Expr) string {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
