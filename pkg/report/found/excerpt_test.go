package found

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	tests := []struct {
		name, line string
		place      diag.Place
		want       string
	}{
		{name: "letters", line: "  name: 'x',", place: on(9, 12), want: `
  name: 'x',
        ^^^`},
		{name: "Chinese before", line: "'商城', '会员'", place: on(7, 11), want: `
'商城', '会员'
        ^^^^^^`},
		{name: "a family and a flag", line: "'👨‍👩‍👧‍👦🇨🇳', 'x'", place: on(14, 17), want: `
'👨‍👩‍👧‍👦🇨🇳', 'x'
        ^^^`},
		{name: "in the middle of a family", line: "'👨‍👩‍👧‍👦'", place: on(4, 5), want: `
'👨‍👩‍👧‍👦'
 ^^`},
		{name: "combining marks", line: "'e\u0301e\u0301', 'x'", place: on(9, 12), want: "\n'e\u0301e\u0301', 'x'\n      ^^^"},
		{name: "tabs", line: "\ta:\t'x'", place: on(5, 8), want: `
    a:  'x'
        ^^^`},
		{name: "a marked tab", line: "a\tb", place: on(2, 3), want: `
a   b
 ^^^`},
		{name: "what acts", line: "'\x1b[2J\u202e', 'x'", place: on(10, 13), want: `
'\u001b[2J\u202e', 'x'
                   ^^^`},
		{name: "a command", line: "'##[error]', 'x'", place: on(14, 17), want: `
'#\u0023[error]', 'x'
                  ^^^`},
		{name: "several lines", line: "  a: {  ", place: diag.Place{Line: 3, Column: 6, EndLine: 9, EndColumn: 2}, want: `
  a: {  
     ^`},
		{name: "no end", line: "abc", place: diag.Place{Line: 3, Column: 2}, want: `
abc
 ^`},
		{name: "an empty range", line: "abc", place: on(2, 2), want: `
abc
 ^`},
		{name: "the end of the line", line: "ab", place: on(3, 4), want: `
ab
  ^`},
		{name: "past the end of the line", line: "ab", place: on(9, 12), want: `
ab
  ^`},
		{name: "no column", line: "abc", place: diag.Place{Line: 3}, want: `
abc
`},
		{name: "a long line, at its start", line: long, place: on(1, 3), want: "\n" + long[:100] + "…\n^^"},
		{name: "a long line, in its middle", line: long, place: on(150, 152), want: "\n…" + long[:100] + "…\n" + strings.Repeat(" ", 50) + "^^"},
		{name: "a long line, at its end", line: long, place: on(299, 301), want: "\n…" + long[:100] + "\n" + strings.Repeat(" ", 99) + "^^"},
		{name: "a long range", line: long, place: on(11, 290), want: "\n…" + long[:100] + "…\n " + strings.Repeat("^", 100)},
		{name: "a file of one line", line: strings.Repeat("商", 5000), place: on(2500, 2501), want: "\n…" + strings.Repeat("商", 50) + "…\n" + strings.Repeat(" ", 49) + "^^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := NewExcerpt(tt.line, tt.place)
			if got := "\n" + e.Text + "\n" + marks(e); got != tt.want {
				t.Errorf("got%s\nwant%s", got, tt.want)
			}
			checkExcerpt(t, e)
		})
	}
}

// on is a range in one line.
func on(column, endColumn int) diag.Place {
	return diag.Place{File: "menus/a.jsonnet", Line: 3, Column: column, EndLine: 3, EndColumn: endColumn}
}

func marks(e Excerpt) string {
	if e.Width == 0 {
		return ""
	}
	return strings.Repeat(" ", e.From) + strings.Repeat("^", e.Width)
}

// checkExcerpt holds what every excerpt keeps: it is one line that acts on
// nothing, and what is marked is in it, or is the end of it.
func checkExcerpt(t *testing.T, e Excerpt) {
	t.Helper()
	cells := uniseg.StringWidth(e.Text)
	if !utf8.ValidString(e.Text) || strings.ContainsFunc(e.Text, text.Acts) || strings.Contains(e.Text, "##[") {
		t.Errorf("got %q, want text that does not act", e.Text)
	}
	if e.From < 0 || e.Width < 0 || e.From+e.Width > max(cells, e.From+1) || e.From > cells {
		t.Errorf("got %d cells from %d, want them within the %d of %q", e.Width, e.From, cells, e.Text)
	}
	if most := excerptWidth + 2; cells > most {
		t.Errorf("got %d cells, want at most %d", cells, most)
	}
}

func FuzzExcerpt(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "hostile.json"))
	if err != nil {
		f.Fatal(err)
	}
	var hostile []string
	if err := json.Unmarshal(data, &hostile); err != nil {
		f.Fatal(err)
	}
	for _, text := range append(hostile, "\xff\xfe bad utf8 \xc3", strings.Repeat("长@a|", 2000)) {
		f.Add(text, 2, 3, false)
	}
	f.Add(strings.Repeat("商\t", 500), 600, 650, true)
	f.Fuzz(func(t *testing.T, line string, column, endColumn int, more bool) {
		p := on(column&0xffff, endColumn&0xffff)
		if more {
			p.EndLine++
		}
		checkExcerpt(t, NewExcerpt(line, p))
	})
}
