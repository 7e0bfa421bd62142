package plan

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
)

// Every text is there in both languages, with the same operands, and Chinese
// texts are written as such.
func TestTexts(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name, ok := call.Fun.(*ast.Ident)
			if !ok || name.Name != "say" && name.Name != "saying" {
				return true
			}
			if a, ok := call.Args[0].(*ast.Ident); ok && a.Name == "en" {
				return true // saying hands its texts on to say
			}
			texts++
			en, zh := literal(t, call.Args[0]), literal(t, call.Args[1])
			checkText(t, en, zh)
			if got := len(operands(en)); name.Name == "saying" && got != len(call.Args)-2 {
				t.Errorf("%q has %d operands, want %d", en, got, len(call.Args)-2)
			}
			return true
		})
	}
	if texts < 50 {
		t.Errorf("got %d texts, want all of them read", texts)
	}
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

var verbs = regexp.MustCompile(`%(?:\[(\d)\])?([sd])`)

// operands returns which operands a format has, with their verbs, each once.
func operands(format string) []string {
	var out []string
	for i, m := range verbs.FindAllStringSubmatch(format, -1) {
		n := m[1]
		if n == "" {
			n = strconv.Itoa(i + 1)
		}
		out = append(out, n+m[2])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func checkText(t *testing.T, en, zh string) {
	t.Helper()
	prose := strings.ContainsFunc(verbs.ReplaceAllString(zh, ""), unicode.IsLetter)
	if strings.ContainsFunc(en, han) || zh == "" || prose && !strings.ContainsFunc(zh, han) && strings.TrimSpace(zh) != en {
		t.Errorf("got %q in English and %q in Chinese", en, zh)
	}
	if got, want := operands(zh), operands(en); !slices.Equal(got, want) {
		t.Errorf("got the operands %q in %q, want %q as in %q", got, zh, want, en)
	}
	if m := regexp.MustCompile(`\p{Han}[,;:?!()A-Za-z0-9]|[,;:?!()A-Za-z0-9]\p{Han}`).FindString(verbs.ReplaceAllString(zh, "…")); m != "" {
		t.Errorf("%q in %q: full-width punctuation, and a blank between Chinese and Latin letters", m, zh)
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		text    string
		asName  string
		asValue string
	}{
		{"a word", "门店", "门店", "门店"},
		{"two words", "Our shops", "Our shops", `"Our shops"`},
		{"a joined emoji", "👩‍👧 亲子", "👩‍👧 亲子", `"👩\u200d👧 亲子"`},
		{"a link", "https://example.com/?a=1&b=%20#top", "https://example.com/?a=1&b=%20#top", "https://example.com/?a=1&b=%20#top"},
		{"empty", "", `""`, `""`},
		{"blank", "\u3000", `"\u3000"`, `"\u3000"`},
		{"a blank before it", " a", `" a"`, `" a"`},
		{"a line break", "a\nb", `"a\nb"`, `"a\nb"`},
		{"an escape", "a\x1b[2J", `"a\x1b[2J"`, `"a\x1b[2J"`},
		{"quotes", `a"b`, `"a\"b"`, `"a\"b"`},
		{"Chinese quotes", "a”b", `"a”b"`, `"a”b"`},
		{"a path", "会员 › 门店", `"会员 › 门店"`, `"会员 › 门店"`},
		{"no UTF-8", "a\xff", `"a\xff"`, `"a\xff"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := shown(tt.text, false); got != tt.asName {
				t.Errorf("got %s as a name, want %s", got, tt.asName)
			}
			if got := shown(tt.text, true); got != tt.asValue {
				t.Errorf("got %s as a value, want %s", got, tt.asValue)
			}
		})
	}
}
