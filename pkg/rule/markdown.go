package rule

import (
	"bytes"
	"fmt"
)

// Markdown returns the catalogue as docs/rules.md: in English, with the title
// in Chinese beside it. The heading of a rule is its id, so that #ID leads to it.
func Markdown() []byte {
	var b bytes.Buffer
	rules := All()
	b.WriteString(`# Rules

This page is written by ` + "`make golden`" + ` from pkg/rule; ` + "`caidan rules` and `caidan explain RULE`" + ` say the same on a terminal, with ` + "`--lang zh`" + ` in Chinese.

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
An entry of ` + "`accept`" + ` counts for the one version of the account's menus that ` + "`digest`" + ` names, and for no other.

| rule | severity | errcode | what must hold |
|---|---|---|---|
`)
	for i := range rules {
		r := &rules[i]
		fmt.Fprintf(&b, "| [%s](#%[1]s) | %s | %s | %s<br>%s |\n", r.ID, r.standing(), r.codes(), r.Title.EN, r.Title.ZH)
	}
	for i := range rules {
		rules[i].markdown(&b)
	}
	return b.Bytes()
}

// fence opens and closes code in Markdown.
const fence = "```"

// standing says how a rule counts without settings, and whether they change it.
func (r *Rule) standing() string {
	if r.Fixed {
		return "error, fixed"
	}
	return string(r.Severity)
}

// codes names the errors a rule prevents; empty when WeChat says nothing.
func (r *Rule) codes() string {
	switch {
	case r.Errcode == 0:
		return ""
	case r.SubErrcode == 0:
		return fmt.Sprint(r.Errcode)
	default:
		return fmt.Sprintf("%d, in a sub-menu %d", r.Errcode, r.SubErrcode)
	}
}

func (r *Rule) markdown(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## %s\n\n%s · %s\n\n", r.ID, r.Title.EN, r.Title.ZH)
	fmt.Fprintf(b, "- severity: %s\n", r.standing())
	if codes := r.codes(); codes != "" {
		fmt.Fprintf(b, "- prevents errcode: %s\n", codes)
	}
	fmt.Fprintf(b, "- source: %s\n", r.Source.EN)
	if help := r.Help.EN; help != "" {
		fmt.Fprintf(b, "- what to do: %s\n", help)
	}
	exampleMarkdown(b, "Bad", r.Bad)
	exampleMarkdown(b, "Good", r.Good)
}

// exampleMarkdown writes an example, each of its files as code of its own.
func exampleMarkdown(b *bytes.Buffer, title, text string) {
	for _, file := range Files(text) {
		if file.Name != "" {
			fmt.Fprintf(b, "\n%s, `%s`:\n", title, file.Name)
		} else {
			fmt.Fprintf(b, "\n%s:\n", title)
		}
		fmt.Fprintf(b, "\n%sjsonnet\n%s\n%[1]s\n", fence, file.Text)
	}
}
