package source

import (
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestNesting(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", maxBrackets+1)
	chain := strings.Repeat("1+", maxLinks+1)
	for _, test := range []struct {
		name, s string
		line    int // of what is refused; 0 is nothing
		column  int
	}{
		{"menu", "{ button: [{ name: '菜单', sub_button: [{ type: 'view' }] }] }", 0, 0},
		{"brackets at the limit", strings.Repeat("[", maxBrackets) + strings.Repeat("]", maxBrackets), 0, 0},
		{"brackets", "\n '菜' + " + deep, 2, 8 + maxBrackets},
		{"braces", strings.Repeat("{a:", maxBrackets+1), 1, 3*maxBrackets + 1},
		{"parentheses", strings.Repeat("(", 1000), 1, maxBrackets + 1},
		{"brackets one after the other", strings.Repeat("[],", 5*maxBrackets), 0, 0},
		{"chain", chain + "1", 1, 2*maxLinks + 2},
		{"chain at the limit", strings.Repeat("1+", maxLinks) + "1", 0, 0},
		{"unary", strings.Repeat("!", maxLinks+1), 1, maxLinks + 1},
		{"locals", strings.Repeat("local a=1;", maxLinks+1), 1, 10*(maxLinks-1) + 8},
		{"locals with two binds", strings.Repeat("local a=1,b=2;", maxLinks+1), 1, 14*(maxLinks-1) + 8},
		{"else if", strings.Repeat("if a then 1 else ", maxLinks+1), 1, 17*maxLinks + 1},
		{"calls", "f" + strings.Repeat("()", maxLinks+1), 1, 2*maxLinks + 2},
		{"fields", "a" + strings.Repeat(".b", maxLinks+1), 1, 2*maxLinks + 2},
		{"in", "a" + strings.Repeat(" in b", maxLinks+1), 1, 5*maxLinks + 3},
		{"elements", "[" + strings.Repeat("1+1,", 2*maxLinks) + "]", 0, 0},
		{"binds", strings.Repeat("local a=1+2+3+4+5;", maxLinks/2), 0, 0},
		{"parts", "[" + strings.Repeat("{ a: if b then 1 else 2 }, ", maxLinks) + "]", 0, 0},
		{"both together", strings.Repeat("1+", maxLinks-10) + strings.Repeat("[1+", 10), 1, 2*(maxLinks-10) + 16},
		{"double quotes", `"\"` + deep + `"`, 0, 0},
		{"single quotes", `'\'` + deep + `'`, 0, 0},
		{"verbatim", `@'''` + deep + `' + @"""` + deep + `"`, 0, 0},
		{"verbatim keeps backslashes", `@'\' + ` + deep, 1, 7 + maxBrackets + 1},
		{"comments", "# " + deep + "\n// " + deep + "\n/* " + deep + "\n*/ 1", 0, 0},
		{"after comments", "# '\n// \"\n/* ' */ " + deep, 3, 9 + maxBrackets},
		{"text block", "|||\n  " + deep + "\n\n   " + deep + "\n|||", 0, 0},
		{"after a text block", "|||-\n\n  ' ||| \n ||| + " + deep, 4, 8 + maxBrackets},
		{"text block without end", "|||\n  a\nb" + deep, 0, 0},
		{"text block without indent", "|||\n" + deep, 0, 0},
		{"string without end", `"` + deep, 0, 0},
		{"closed too often", "]]])" + deep, 1, 5 + maxBrackets},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := checkNesting("a.jsonnet", []byte(test.s))
			if r == nil {
				if test.line != 0 {
					t.Error("got nothing, want a refusal")
				}
				return
			}
			if r.at.Line != test.line || r.at.Column != test.column {
				t.Errorf("got %d:%d, want %d:%d", r.at.Line, r.at.Column, test.line, test.column)
			}
			if f := r.finding(diag.Place{}, text.English); f.Rule != RuleLimit || f.File != "a.jsonnet" || f.Help == "" {
				t.Errorf("got %+v", f)
			}
		})
	}
}

// FuzzNesting puts text where Jsonnet would find it to be a string, and then
// nests too deep.
func FuzzNesting(f *testing.F) {
	for _, seed := range []string{"", "[", "a'b", `\`, "/* x", "|||\n a\n|||", "{ local a = 1; b: @'c' }", "菜单"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_ = checkNesting("a", []byte(text))
		line := strings.NewReplacer("\n", "", "'", "").Replace(text)
		for _, before := range []string{
			"@'" + line + "'",
			"# " + line + "\n",
			"// " + line + "\n",
			"|||\n  " + line + "\n|||",
			"/*" + strings.ReplaceAll(line, "*/", "") + "*/",
		} {
			if strings.HasSuffix(before, "**/") || strings.HasPrefix(before, "/*/") {
				continue
			}
			if r := checkNesting("a", []byte(before)); r != nil {
				t.Errorf("%q: got %v, want nothing", before, r)
			}
			after := before + strings.Repeat("[", maxBrackets+1)
			if r := checkNesting("a", []byte(after)); r == nil {
				t.Errorf("%q and brackets: got nothing, want a refusal", before)
			}
		}
	})
}
