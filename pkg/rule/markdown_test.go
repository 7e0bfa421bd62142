package rule_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/caidan-dev/caidan/pkg/rule"
)

var update = flag.Bool("update", false, "rewrite the files of expected output")

// The documentation says what the catalogue says.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "rules.md")
	got := markdown()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the catalogue says; rewrite it with go test ./pkg/rule -update", path)
	}
}

// markdown returns the catalogue as docs/rules.md: in English, with the title
// in Chinese beside it. The heading of a rule is its id, so that #ID leads to it.
func markdown() []byte {
	var b bytes.Buffer
	rules := rule.All()
	b.WriteString(`# Rules

This page is written by ` + "`make golden`" + ` from pkg/rule; ` + "`caidan rules` and `caidan explain WORD`" + ` say the same on a terminal, with ` + "`--lang zh`" + ` in Chinese.

An **error** stops a publish, a **warning** does not. A **fixed** rule is about what WeChat refuses, or what would not be the menu that was written; it is an error whatever the settings say. Any other rule can be set to ` + "`'off'`, `'warning'` or `'error'`" + ` in ` + "`.caidan.jsonnet`" + ` at the root of the repository:

` + fence + `jsonnet
{
  rules: { 'url-http-insecure': 'error', 'name-display-sub': 'off' },
  // Menus may link to these domains and what is below them.
  allowedDomains: ['example.com'],
  // The mini programs that are associated with the accounts.
  miniPrograms: ['wx0123456789abcdef'],
  // What a publish may do although a guard trips; ` + "`caidan plan`" + ` prints the line.
  accept: { 'brand-cn': { digest: 'sha256:...', live: 'sha256:...', allow: ['removes-top-level'] } },
}
` + fence + `

Without ` + "`allowedDomains` and `miniPrograms`" + ` the rules that need them ask nothing. An empty list allows none.
An entry of ` + "`accept`" + ` counts for the one version of the account's menus that ` + "`digest`" + ` names, and for no other. It may name a glob, such as ` + "`'store-*'`" + `: ` + "`digest`" + ` and ` + "`live`" + ` are then over all accounts that it matches.

| rule | severity | errcode | what must hold |
|---|---|---|---|
`)
	for i := range rules {
		r := &rules[i]
		fmt.Fprintf(&b, "| [%s](#%[1]s) | %s | %s | %s<br>%s |\n", r.ID, standing(r), codes(r), r.Title.EN, r.Title.ZH)
	}
	for i := range rules {
		entry(&b, &rules[i])
	}
	return b.Bytes()
}

// fence opens and closes code in Markdown.
const fence = "```"

// standing says how a rule counts without settings, and whether they change it.
func standing(r *rule.Rule) string {
	if r.Fixed {
		return "error, fixed"
	}
	return string(r.Severity)
}

// codes names the errors a rule prevents; empty when WeChat says nothing.
func codes(r *rule.Rule) string {
	switch {
	case r.Errcode == 0:
		return ""
	case r.SubErrcode == 0:
		return fmt.Sprint(r.Errcode)
	default:
		return fmt.Sprintf("%d, in a sub-menu %d", r.Errcode, r.SubErrcode)
	}
}

// entry writes what there is to say of a rule.
func entry(b *bytes.Buffer, r *rule.Rule) {
	fmt.Fprintf(b, "\n## %s\n\n%s · %s\n\n", r.ID, r.Title.EN, r.Title.ZH)
	fmt.Fprintf(b, "- severity: %s\n", standing(r))
	if codes := codes(r); codes != "" {
		fmt.Fprintf(b, "- prevents errcode: %s\n", codes)
	}
	fmt.Fprintf(b, "- source: %s\n", r.Source.EN)
	if help := r.Help.EN; help != "" {
		fmt.Fprintf(b, "- what to do: %s\n", help)
	}
	example(b, "Bad", r.Bad)
	example(b, "Good", r.Good)
}

// example writes an example, each of its files as code of its own.
func example(b *bytes.Buffer, title, text string) {
	for _, file := range files(text) {
		heading := title
		if file.Name != "" {
			heading += ", `" + file.Name + "`"
		}
		fmt.Fprintf(b, "\n%s:\n\n%sjsonnet\n%s\n%[2]s\n", heading, fence, file.Data)
	}
}
