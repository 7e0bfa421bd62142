package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// A hundred thousand findings are all counted, and as many printed as can be
// read, the only error among them.
func TestTextKeepsToItsRoom(t *testing.T) {
	t.Parallel()
	const n = 100_000
	c := many(n, func(i int) diag.Severity {
		if i == n-1 {
			return diag.Error
		}
		return diag.Warning
	})
	text := rendered(t, func(w io.Writer) error { return c.Text(w, Options{}) })
	want := fmt.Sprintf("%d more are not shown; --format json lists them all\n%d accounts checked, 1 invalid: 1 error, %d warnings\n", n-shownProblems, n, n-1)
	if !strings.HasSuffix(text, want) {
		t.Errorf("got %q at the end, want %q", text[len(text)-200:], want)
	}
	if got := strings.Count(text, "[name-bytes-top]"); got != shownProblems {
		t.Errorf("got %d findings printed, want %d", got, shownProblems)
	}
	if !strings.Contains(text, "menus/store-099999.jsonnet:7:15: error: ") {
		t.Error("got no error, want the only one")
	}
	var b bytes.Buffer
	if err := JSON(&b, c); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), `"rule":`); got != n {
		t.Errorf("got %d findings in JSON, want %d", got, n)
	}
}

func TestColour(t *testing.T) {
	t.Parallel()
	c := checks()["check-invalid"]
	got := rendered(t, func(w io.Writer) error { return c.Text(w, Options{Color: true}) })
	for _, want := range []string{
		"\x1b[1mmenus/brand-cn.jsonnet:7:13\x1b[0m: \x1b[1;31merror\x1b[0m: the name",
		"\x1b[1;31m^^^^^^^^^^^^^^^^\x1b[0m", "\x1b[1;33mwarning\x1b[0m: ", "\x1b[36mhelp\x1b[0m: shorten",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

func TestAnnotations(t *testing.T) {
	t.Parallel()
	c := NewCheck("check", shared().Accounts, nil, nil, errors.New("read settings:\nno"))
	got := c.Annotations(Options{Prefix: "shop"})
	want := []diag.Finding{
		{Severity: diag.Error, Message: `read settings:\u000ano`},
		{
			Rule: "url-scheme", Severity: diag.Error, Path: "/button/0/url", Errcode: 40055,
			Message: "the url \"ftp://0.example.com/\" does not start with http:// or https://\n" +
				"in 40 accounts: store-001, store-002, store-003, store-004, store-005 and 35 more; " +
				"their messages differ, this is the first; WeChat would answer 40055\nhelp: write the whole address",
			Place: diag.Place{File: "shop/menus/lib/links.libsonnet", Line: 12, Column: 8, EndLine: 14, EndColumn: 3},
		},
		{
			Rule: "limit-exceeded", Severity: diag.Warning, Message: "the file is large\nin 2 accounts: store-041, store-042",
			Place: diag.Place{File: "shop/menus/stores.jsonnet"},
		},
		{
			Rule: "limit-exceeded", Severity: diag.Warning, Path: "/button/0", Message: "the file is large\nin store-042 at /button/0 and 1 more place",
			Place: diag.Place{File: "shop/menus/stores.jsonnet", Line: 3},
		},
	}
	if len(got) != len(want) {
		t.Fatalf("got %d, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", got[i], want[i])
		}
	}
}

// TestAdviceOnce gives the advice that findings of one rule share once, and another
// one's again.
func TestAdviceOnce(t *testing.T) {
	t.Parallel()
	at := func(line int, help string) diag.Finding {
		return diag.Finding{Rule: "settings", Severity: diag.Error, Message: "it is wrong", Help: help, Place: diag.Place{File: ".caidan.jsonnet", Line: line}}
	}
	doc := NewCheck("check", nil, []diag.Finding{at(1, "write one"), at(2, "write one"), at(3, "write two")}, nil)
	var b strings.Builder
	if err := doc.Text(&b, Options{Lang: text.English}); err != nil {
		t.Fatal(err)
	}
	for _, help := range []string{"help: write one", "help: write two"} {
		if n := strings.Count(b.String(), help); n != 1 {
			t.Errorf("got %q %d times in\n%s", help, n, b.String())
		}
	}
}
