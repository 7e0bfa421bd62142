package rule

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/text"
)

// parsed returns the syntax of every file of a package but its tests.
func parsed(t *testing.T, dir string) (*token.FileSet, []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("got %q, %v, want Go files", paths, err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return set, files
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Every JSON type that package menu names in a problem is translated. What it
// names is read from its source, where a new one would appear.
func TestJSONTypes(t *testing.T) {
	t.Parallel()
	_, files := parsed(t, filepath.Join("..", "menu"))
	names := map[string]bool{}
	collect := func(e ast.Expr) {
		if text, ok := literal(e); ok {
			names[text] = true
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Want" || key.Name == "Got") {
					collect(n.Value)
				}
			case *ast.FuncDecl:
				if n.Name.Name != "describe" {
					return true
				}
				ast.Inspect(n, func(n ast.Node) bool {
					if ret, ok := n.(*ast.ReturnStmt); ok {
						collect(ret.Results[0])
					}
					return true
				})
			}
			return true
		})
	}
	if len(names) < 10 {
		t.Fatalf("got %d JSON types, want all that package menu names", len(names))
	}
	for name := range names {
		if got := jsonType(name); got.EN != name || !hasHan(got.ZH) {
			t.Errorf("got %+v for %q, want a translation", got, name)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	few, many := list{"a", "b"}, list{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	tests := []struct {
		name   string
		words  text.Spoken
		en, zh string
	}{
		{"few", few, "a, b", "a、b"},
		{"many", many, "1, 2, 3, 4, 5, 6, 7, 8, and 2 more", "1、2、3、4、5、6、7、8，还有 2 个"},
		{"to the last", text.List(many), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "1、2、3、4、5、6、7、8、9、10"},
		{"one menu", numbers{0}, "conditional menu 1", "第 1 份个性化菜单"},
		{"two menus", numbers{0, 2}, "conditional menus 1, 3", "第 1、3 份个性化菜单"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if en, zh := tt.words.In(text.English), tt.words.In(text.Chinese); en != tt.en || zh != tt.zh {
				t.Errorf("got %q and %q, want %q and %q", en, zh, tt.en, tt.zh)
			}
		})
	}
}
