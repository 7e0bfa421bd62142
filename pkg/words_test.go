package pkg_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// said is a sentence as it stands in the source, with how many operands it is
// given.
type said struct {
	at     string
	en, zh string
	// operands is -1 where they are given elsewhere.
	operands int
}

// sayers are the packages that have Say and Sayf: the product's, and that of
// the doubles, which share no code with it and have Errorf too.
var sayers = []string{"text", "loopback"}

// inspect visits all the syntax of the product.
func inspect(t *testing.T, set *token.FileSet, visit func(pkg string, n ast.Node)) {
	t.Helper()
	read := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			visit(file.Name.Name, n)
			return true
		})
		return nil
	}
	for _, dir := range []string{".", "../cmd", "../lambda"} {
		if err := filepath.WalkDir(dir, read); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOneWordForOneThing holds that Chinese has one word for what English has one
// for.
func TestOneWordForOneThing(t *testing.T) {
	t.Parallel()
	for _, s := range sentences(t) {
		if strings.Contains(s.zh, "隔离") || strings.Contains(s.zh, "待处理") {
			t.Errorf("%s: got %q, want 已被回滚", s.at, s.zh)
		}
		if strings.Contains(s.en, "follower") && strings.Contains(s.zh, "用户") {
			t.Errorf("%s: got %q, want 粉丝", s.at, s.zh)
		}
		if regexp.MustCompile(`(的|有|个|某) ?appid\b`).MatchString(s.zh) {
			t.Errorf("%s: got %q, want AppID", s.at, s.zh)
		}
	}
}

// TestChineseNamesChinesePages holds that Chinese sends its readers to the Chinese
// page, where there is one.
func TestChineseNamesChinesePages(t *testing.T) {
	t.Parallel()
	page := regexp.MustCompile(`docs/[a-z-]+\.md`)
	for _, s := range sentences(t) {
		for _, name := range page.FindAllString(s.zh, -1) {
			twin := strings.TrimSuffix(name, ".md") + ".zh-CN.md"
			if _, err := os.Stat(filepath.Join("..", twin)); err == nil {
				t.Errorf("%s: got %q, want %s", s.at, name, twin)
			}
		}
	}
}

// sentences returns every call of Say, Sayf and Errorf of the sayers in the
// product.
func sentences(t *testing.T) []said {
	t.Helper()
	var out []said
	set := token.NewFileSet()
	inspect(t, set, func(pkg string, n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			if s, ok := sentence(t, set, pkg, call); ok {
				out = append(out, s)
			}
		}
	})
	return out
}

// The zero language means English, so that asking whether a language is English
// goes wrong by it: In knows, and Chinese can be asked for.
func TestNothingAsksForEnglish(t *testing.T) {
	t.Parallel()
	set := token.NewFileSet()
	english := func(e ast.Expr) bool {
		s, ok := e.(*ast.SelectorExpr)
		return ok && s.Sel.Name == "English"
	}
	inspect(t, set, func(_ string, n ast.Node) {
		if b, ok := n.(*ast.BinaryExpr); ok && (english(b.X) || english(b.Y)) {
			t.Errorf("%s: compares with English", set.Position(b.Pos()))
		}
	})
}

// sentence returns what a call says, false for a call that says nothing.
func sentence(t *testing.T, set *token.FileSet, pkg string, call *ast.CallExpr) (said, bool) {
	t.Helper()
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident: // a sayer says its own without its name
		if slices.Contains(sayers, pkg) {
			name = f.Name
		}
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && slices.Contains(sayers, x.Name) {
			name = f.Sel.Name
		}
	}
	if !slices.Contains([]string{"Say", "Sayf", "Errorf"}, name) || len(call.Args) < 2 {
		return said{}, false
	}
	s := said{at: set.Position(call.Pos()).String(), operands: -1}
	var isEN, isZH bool
	s.en, isEN = literal(call.Args[0])
	s.zh, isZH = literal(call.Args[1])
	if !isEN || !isZH {
		t.Errorf("%s: got texts that do not stand where they are said, want string literals", s.at)
		return said{}, false
	}
	if name != "Say" && call.Ellipsis == token.NoPos {
		s.operands = len(call.Args) - 2
	}
	return s, true
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
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

// Every sentence is there in both languages, with the same operands.
func TestSentences(t *testing.T) {
	t.Parallel()
	list := sentences(t)
	if len(list) < 500 {
		t.Fatalf("got %d sentences, want all of them", len(list))
	}
	for _, s := range list {
		switch {
		case hasHan(s.en):
			t.Errorf("%s: the English text holds Chinese: %q", s.at, s.en)
		case prose(s.en) && !hasHan(s.zh) && !slices.Contains(sameInBoth(), strings.TrimSpace(s.en)):
			t.Errorf("%s: %q is not translated: %q", s.at, s.en, s.zh)
		case s.zh == "" && s.en != "":
			t.Errorf("%s: %q has no translation", s.at, s.en)
		}
		if got, want := verbs(s.zh), verbs(s.en); !slices.Equal(got, want) {
			t.Errorf("%s: the Chinese text has the operands %q, the English one %q", s.at, got, want)
		}
		if s.operands >= 0 && len(verbs(s.en)) != s.operands {
			t.Errorf("%s: %q is given %d operands", s.at, s.en, s.operands)
		}
		checkChinese(t, s.at, s.zh)
	}
}

// sameInBoth are texts that are names in both languages, or punctuation in one.
func sameInBoth() []string {
	return []string{"the url %q %s", "iOS", "Android", "and", "(rid %s)"}
}

// quoted are the operands of package api that always stand in quotes.
var quoted = regexp.MustCompile(`\{(key|cause)\}`)

// member is code: what braces hold, a member of a JSON object.
var member = regexp.MustCompile(`\{[^{}]*\}|"[^"]*": ?("[^"]*")?`)

// checkChinese holds a Chinese text against how all of them are written: full
// width punctuation, and a blank between Chinese and Latin letters.
func checkChinese(t *testing.T, at, text string) {
	t.Helper()
	prose := text
	for was := ""; was != prose; {
		was, prose = prose, member.ReplaceAllString(prose, "")
	}
	if strings.Contains(prose, `"`) {
		t.Errorf("%s: an English quote in %q: Chinese has “ and ”", at, text)
	}
	for _, bad := range []*regexp.Regexp{
		regexp.MustCompile(`\p{Han}[,;:?!()]|[,;:?!()]\p{Han}`),
		regexp.MustCompile(`\p{Han}[A-Za-z0-9'{` + "`" + `]|[A-Za-z0-9'}` + "`" + `]\p{Han}`),
		regexp.MustCompile(`[，。、；：？！（）] | [，。、；：？！（）]`),
	} {
		if m := bad.FindString(quoted.ReplaceAllString(verb.ReplaceAllString(text, "…"), "…")); m != "" {
			t.Errorf("%s: %q in %q: full-width punctuation, and a blank between Chinese and Latin letters", at, m, text)
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
