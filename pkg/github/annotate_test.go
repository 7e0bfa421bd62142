package github

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// annotated returns the log of annotations and what the runner makes of it.
func annotated(tb testing.TB, findings []diag.Finding, l text.Lang) (string, []command) {
	tb.Helper()
	var b bytes.Buffer
	if err := New(&b, environment(nil)).Annotate(findings, l); err != nil {
		tb.Fatal(err)
	}
	return b.String(), commands(b.String())
}

func TestAnnotate(t *testing.T) {
	t.Parallel()
	at := func(p diag.Place) diag.Finding {
		return diag.Finding{Rule: "name-bytes-top", Severity: diag.Error, Message: "m", Place: p}
	}
	tests := []struct {
		name string
		in   diag.Finding
		want string
	}{
		{
			name: "a range in a line", in: at(diag.Place{File: "menus/a.jsonnet", Line: 7, Column: 15, EndLine: 7, EndColumn: 29}),
			want: "::error col=15,endColumn=29,endLine=7,file=menus/a.jsonnet,line=7,title=name-bytes-top::m\n",
		},
		{
			name: "several lines", in: at(diag.Place{File: "a", Line: 7, Column: 15, EndLine: 9, EndColumn: 2}),
			want: "::error endLine=9,file=a,line=7,title=name-bytes-top::m\n",
		},
		{name: "a line", in: at(diag.Place{File: "a", Line: 7}), want: "::error endLine=7,file=a,line=7,title=name-bytes-top::m\n"},
		{
			name: "no end", in: at(diag.Place{File: "a", Line: 7, Column: 3}),
			want: "::error col=3,endColumn=3,endLine=7,file=a,line=7,title=name-bytes-top::m\n",
		},
		{name: "a file", in: at(diag.Place{File: "a"}), want: "::error file=a,title=name-bytes-top::m\n"},
		{name: "nowhere", in: diag.Finding{Severity: diag.Error, Message: "m"}, want: "::error title=caidan::m\n"},
		{name: "a warning", in: diag.Finding{Severity: diag.Warning, Message: "m\nn"}, want: "::warning title=caidan::m%0An\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := annotated(t, []diag.Finding{tt.in}, text.English); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAnnotateKeepsToTheLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		errors, warnings int
		lang             text.Lang
		want             []string
	}{
		{name: "none"},
		{name: "nine", errors: 9, want: []string{"9 error"}},
		{name: "ten", errors: 10, warnings: 1, want: []string{"8 error", "and 2 more errors, see the summary of this run", "1 warning"}},
		{name: "many", errors: 40, warnings: 12, lang: text.Chinese, want: []string{
			"8 error", "另有 32 个错误，见本次运行的摘要", "8 warning", "另有 4 个警告，见本次运行的摘要",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var findings []diag.Finding
			for range tt.warnings {
				findings = append(findings, diag.Finding{Severity: diag.Warning})
			}
			for range tt.errors {
				findings = append(findings, diag.Finding{Severity: diag.Error})
			}
			_, all := annotated(t, findings, tt.lang)
			var got []string
			n := 0
			for i, c := range all {
				if c.data != "" {
					got = append(got, c.data)
					continue
				}
				if n++; i+1 == len(all) || all[i+1].data != "" || all[i+1].name != c.name {
					got = append(got, fmt.Sprintf("%d %s", n, c.name))
					n = 0
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// corpus returns texts that try to be more than that.
func corpus(tb testing.TB) []string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "report", "testdata", "hostile.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(data, &all); err != nil {
		tb.Fatal(err)
	}
	return append(all, strings.Repeat("👍::", 3000))
}

// checkAnnotations annotates with the text in every place and wants no command
// but ours, each with the text as it is.
func checkAnnotations(tb testing.TB, s string) {
	tb.Helper()
	f := diag.Finding{Rule: s, Severity: diag.Error, Message: s, Place: diag.Place{File: s, Line: 1}}
	advice := f
	advice.Severity = diag.Warning
	_, got := annotated(tb, []diag.Finding{advice, f}, text.English)
	properties := map[string]string{"title": shorten(s, titleLength), "file": s, "line": "1", "endLine": "1"}
	if s == "" {
		properties = map[string]string{"title": "caidan"}
	}
	want := []command{
		{name: "error", properties: properties, data: shorten(s, messageLength)},
		{name: "warning", properties: properties, data: shorten(s, messageLength)},
	}
	if !slices.EqualFunc(got, want, func(a, b command) bool {
		return a.name == b.name && a.data == b.data && maps.Equal(a.properties, b.properties)
	}) {
		tb.Errorf("got %q, want %q", got, want)
	}
}

func TestHostileAnnotations(t *testing.T) {
	t.Parallel()
	for _, text := range corpus(t) {
		checkAnnotations(t, text)
	}
}

func FuzzAnnotate(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkAnnotations(t, text) })
}

func TestShorten(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{name: "short", in: "abcd", want: "abcd"},
		{name: "long", in: "abcde", want: "abc…"},
		{name: "a pair that fits", in: "ab👍", want: "ab👍"},
		{name: "a pair that does not", in: "abc👍", want: "abc…"},
		{name: "a pair at the cut", in: "ab👍d", want: "ab…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := shorten(tt.in, 4)
			if got != tt.want || len(utf16.Encode([]rune(got))) > 4 {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAnnotateWithoutALog(t *testing.T) {
	t.Parallel()
	if err := New(brokenWriter{}, environment(nil)).Annotate([]diag.Finding{{Severity: diag.Error}}, text.English); err == nil {
		t.Error("got no error, want one")
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("no") }

func TestAddSummary(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "summary")
	action := New(io.Discard, environment(map[string]string{"GITHUB_STEP_SUMMARY": file}))
	for _, text := range []string{"## one\n", "## two\n"} {
		if err := action.AddSummary(text); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := "## one\n\n## two\n\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := New(io.Discard, environment(nil)).AddSummary("x"); err != nil {
		t.Errorf("outside a job: got %v, want nothing", err)
	}
	if err := New(io.Discard, environment(map[string]string{"GITHUB_STEP_SUMMARY": t.TempDir()})).AddSummary("x"); err == nil {
		t.Error("no file: got no error, want one")
	}
}
