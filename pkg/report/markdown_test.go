package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gfm "github.com/yuin/goldmark/extension/ast"
	renderer "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// mention is what GitHub makes a mention of in a finished page, issue what it
// makes an issue of.
var (
	mention = regexp.MustCompile(`@[\pL\pN]`)
	issue   = regexp.MustCompile(`#[\pL\pN]`)
)

// ownTag is a tag that a page has of ours.
var ownTag = regexp.MustCompile(`^</?(?:details|summary|table|thead|tbody|tr|b|br|del|strong|h[23]|p|ul|li|blockquote|pre|code|a)>$|^</?t[hd](?: (?:align|valign)="(?:center|left|top)")?>$|^<code class="language-(?:sh|jsonnet)">$|^<a href="https://github.com/o/r/blob/c0ffee/[^"]*">$`)

// checkMarkdown wants of a summary nothing but what we put there: one heading,
// those of entries below it, one table, our code, our tags, and text.
func checkMarkdown(tb testing.TB, markdown string) {
	tb.Helper()
	source := []byte(markdown)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gmtext.NewReader(source))
	kinds, levels := map[ast.NodeKind]int{}, map[int]int{}
	var shown bytes.Buffer
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		kinds[n.Kind()]++
		switch n := n.(type) {
		case *ast.Text:
			shown.Write(n.Segment.Value(source))
		case *ast.Heading:
			levels[n.Level]++
		case *ast.Document, *ast.Paragraph, *ast.List, *ast.ListItem, *ast.TextBlock, *ast.Blockquote, *ast.CodeSpan,
			*ast.FencedCodeBlock, *ast.HTMLBlock, *ast.Link, *ast.RawHTML,
			*gfm.Table, *gfm.TableHeader, *gfm.TableRow, *gfm.TableCell:
		default:
			tb.Errorf("got a %s in %.500q, want text", n.Kind(), markdown)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	if levels[2] != 1 || levels[2]+levels[3] != kinds[ast.KindHeading] || kinds[gfm.KindTable] > 1 || kinds[ast.KindBlockquote] > 1 {
		tb.Errorf("got %v in %q, want one heading and no more than one table", kinds, markdown)
	}
	rows := kinds[gfm.KindTableRow] + kinds[gfm.KindTableHeader]
	if cells := kinds[gfm.KindTableCell]; cells != 5*rows {
		tb.Errorf("got %d cells in %d rows of %q, want five in each", cells, rows, markdown)
	}
	page := html(tb, source)
	for _, found := range regexp.MustCompile(`<[^<>]*>?`).FindAllString(page, -1) {
		if !ownTag.MatchString(found) {
			tb.Errorf("got the tag %q in %.500q", found, page)
		}
	}
	// GitHub makes neither in code.
	page = regexp.MustCompile(`(?s)<pre>.*?</pre>`).ReplaceAllString(page, "")
	if mention.MatchString(page) || issue.MatchString(strings.ReplaceAll(page, "&#", "")) {
		tb.Errorf("got %.500q, want no mention and no issue in it", page)
	}
}

// html returns Markdown as a page.
func html(tb testing.TB, source []byte) string {
	tb.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(renderer.WithUnsafe())).Convert(source, &b); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// What a reader sees is what was written.
func TestPlainText(t *testing.T) {
	t.Parallel()
	entities := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&")
	for _, want := range corpus(t) {
		want = text.Visible(want)
		page := html(t, []byte("x"+text.Markdown(want)+"x"))
		got := strings.TrimSuffix(strings.TrimPrefix(page, "<p>x"), "x</p>\n")
		got = strings.ReplaceAll(entities.Replace(got), "\u200b", "")
		if got != strings.ReplaceAll(want, "\u200b", "") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	for name, c := range checks() {
		for _, l := range text.Langs() {
			checkGolden(t, name+"."+string(l)+".md", func(w io.Writer) error { return c.Summary(w, Options{Lang: l, Prefix: "shop"}) })
		}
	}
}

// many returns a check with n findings that nothing makes one.
func many(n int, severity func(int) diag.Severity) Check {
	accounts := make([]Account, 0, n)
	for i := range n {
		name := fmt.Sprintf("store-%06d", i)
		accounts = append(accounts, Account{Account: name, Findings: []diag.Finding{{
			Rule: "name-bytes-top", Severity: severity(i), Message: "the name <会员积分商城> is too long", Help: "shorten it",
			Path: "/button/0/name", Place: diag.Place{File: "menus/" + name + ".jsonnet", Line: 7, Column: 15, EndLine: 7, EndColumn: 29},
			Excerpt: "    { name: '会员积分商城', type: 'click', key: 'k' },",
		}}})
	}
	return NewCheck("check", accounts, nil, nil)
}

// TestLibraryIsNoFile links to no line of the built-in library, which no repository
// has.
func TestLibraryIsNoFile(t *testing.T) {
	t.Parallel()
	o := Options{Blob: "https://github.com/o/r/blob/c0ffee", Library: "caidan.libsonnet"}
	for name, want := range map[string]string{
		"caidan.libsonnet":           "caidan&#46;libsonnet:55",
		"menus/lib/caidan.libsonnet": "[menus/lib/caidan&#46;libsonnet:55](<https://github.com/o/r/blob/c0ffee/menus/lib/caidan.libsonnet#L55>)",
	} {
		if got := o.link(diag.Place{File: name, Line: 55}); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestSummaryKeepsToItsRoom(t *testing.T) {
	t.Parallel()
	// The only error is the last: it must come first.
	const n = 20000
	c := many(n, func(i int) diag.Severity {
		if i == n-1 {
			return diag.Error
		}
		return diag.Warning
	})
	for _, l := range text.Langs() {
		got := rendered(t, func(w io.Writer) error { return c.Summary(w, Options{Lang: l}) })
		checkMarkdown(t, got)
		if len(got) > summaryBytes || len(got) < summaryBytes-3000 {
			t.Errorf("got %d bytes, want the room of %d used", len(got), summaryBytes)
		}
		rows := strings.Count(got, "\n- 🟡") + strings.Count(got, "\n- 🔴")
		if want := fmt.Sprint(n - rows); !strings.Contains(got[:1000], want) {
			t.Errorf("got %q at the top, want it to say that %s are left out", got[:1000], want)
		}
		if !strings.Contains(got[:2000], "store&#45;019999") {
			t.Errorf("got %q at the top, want the error", got[:2000])
		}
		if !strings.HasSuffix(got, "<br>shorten it\n\n") {
			t.Errorf("got %q at the end, want a whole finding", got[len(got)-100:])
		}
	}
}
