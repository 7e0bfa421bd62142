package rule

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
	"unicode"

	"github.com/caidan-dev/caidan/pkg/diag"
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

// said is a text as it stands in the source, with how many operands it is given.
type said struct {
	at   string
	text diag.Text
	// operands is -1 where they are given elsewhere.
	operands int
}

// texts returns every call of say and saying in the package.
func texts(t *testing.T) []said {
	t.Helper()
	set, files := parsed(t, ".")
	var out []said
	visit := func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name, ok := call.Fun.(*ast.Ident)
		if !ok || name.Name != "say" && name.Name != "saying" {
			return true
		}
		at := set.Position(call.Pos()).String()
		if len(call.Args) < 2 {
			t.Errorf("%s: %s has %d arguments", at, name.Name, len(call.Args))
			return true
		}
		en, isEN := literal(call.Args[0])
		zh, isZH := literal(call.Args[1])
		if !isEN || !isZH {
			// saying hands its texts on to say.
			if a, ok := call.Args[0].(*ast.Ident); !ok || a.Name != "en" {
				t.Errorf("%s: the texts are no string literals", at)
			}
			return true
		}
		s := said{at, diag.Text{EN: en, ZH: zh}, -1}
		if name.Name == "saying" {
			s.operands = len(call.Args) - 2
		}
		out = append(out, s)
		return true
	}
	for _, file := range files {
		ast.Inspect(file, visit)
	}
	return out
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

var verb = regexp.MustCompile(`%(\[(\d+)\])?([+#0-9.]*)([a-zA-Z%])`)

// verbs returns the operands of a format in the order they are given, as their
// verbs.
func verbs(format string) []string {
	var out []string
	next := 0
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[4] == "%" {
			continue
		}
		if m[2] != "" {
			n, _ := strconv.Atoi(m[2])
			next = n - 1
		}
		for len(out) <= next {
			out = append(out, "")
		}
		out[next] = m[3] + m[4]
		next++
	}
	return out
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// prose is a text with letters of its own, beside its operands and what is code
// in any language.
func prose(text string) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(text, ""), unicode.IsLetter)
}

// Every text is there in both languages, with the same operands.
func TestTexts(t *testing.T) {
	t.Parallel()
	list := texts(t)
	if len(list) < 100 {
		t.Fatalf("got %d texts, want all of them", len(list))
	}
	for _, s := range list {
		en, zh := s.text.EN, s.text.ZH
		switch {
		case hasHan(en):
			t.Errorf("%s: the English text holds Chinese: %q", s.at, en)
		case prose(en) && !hasHan(zh) && !slices.Contains(sameInBoth(), en):
			t.Errorf("%s: %q is not translated: %q", s.at, en, zh)
		case zh == "" && en != "":
			t.Errorf("%s: %q has no translation", s.at, en)
		}
		if got, want := verbs(zh), verbs(en); !slices.Equal(got, want) {
			t.Errorf("%s: the Chinese text has the operands %q, the English one %q", s.at, got, want)
		}
		if s.operands >= 0 && len(verbs(en)) != s.operands {
			t.Errorf("%s: %q is given %d operands", s.at, en, s.operands)
		}
		checkChinese(t, s.at, zh)
	}
}

// sameInBoth are texts that are a name in both languages.
func sameInBoth() []string { return []string{"the url %s %s"} }

// checkChinese holds a Chinese text against how all of them are written: full
// width punctuation, and a blank between Chinese and Latin letters.
func checkChinese(t *testing.T, at, text string) {
	t.Helper()
	for _, bad := range []*regexp.Regexp{
		regexp.MustCompile(`\p{Han}[,;:?!()]|[,;:?!()]\p{Han}`),
		regexp.MustCompile(`\p{Han}[A-Za-z0-9'{` + "`" + `]|[A-Za-z0-9'}` + "`" + `]\p{Han}`),
		regexp.MustCompile(`[，。、；：？！（）] | [，。、；：？！（）]`),
	} {
		if m := bad.FindString(verb.ReplaceAllString(text, "…")); m != "" {
			t.Errorf("%s: %q in %q: full-width punctuation, and a blank between Chinese and Latin letters", at, m, text)
		}
	}
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

func TestVerbs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		format string
		want   []string
	}{
		{"none", "100%%", nil},
		{"in order", "%s has %d", []string{"s", "d"}},
		{"by number", "%[2]d of %[1]s", []string{"s", "d"}},
		{"with a width", "U+%04X", []string{"04X"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := verbs(tt.format); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	few, many := list{"a", "b"}, list{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	tests := []struct {
		name   string
		words  spoken
		en, zh string
	}{
		{"few", few, "a, b", "a、b"},
		{"many", many, "1, 2, 3, 4, 5, 6, 7, 8, and 2 more", "1、2、3、4、5、6、7、8，还有 2 个"},
		{"to the last", all(many), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "1、2、3、4、5、6、7、8、9、10"},
		{"one menu", numbers{0}, "conditional menu 1", "第 1 份个性化菜单"},
		{"two menus", numbers{0, 2}, "conditional menus 1, 3", "第 1、3 份个性化菜单"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if en, zh := tt.words.In(diag.English), tt.words.In(diag.Chinese); en != tt.en || zh != tt.zh {
				t.Errorf("got %q and %q, want %q and %q", en, zh, tt.en, tt.zh)
			}
		})
	}
}
