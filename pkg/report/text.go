package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/publish"
)

// Text writes the findings for a person, an empty line between them, and a
// closing count.
func (c *Check) Text(w io.Writer) error {
	var b strings.Builder
	invalid := 0
	for i := range c.Accounts {
		a := &c.Accounts[i]
		if n, _ := diag.Count(a.Findings); n > 0 {
			invalid++
		}
		for k := range a.Findings {
			finding(&b, a, &a.Findings[k])
		}
	}
	for _, e := range c.Errors {
		fmt.Fprintf(&b, "error: %s\n", Clean(e))
	}
	errors, warnings := c.Count()
	fmt.Fprintf(&b, "%s checked, %d invalid: %s, %s\n",
		count(len(c.Accounts), "account"), invalid, count(errors, "error"), count(warnings, "warning"))
	return write(w, b.String())
}

func finding(b *strings.Builder, a *Account, f *diag.Finding) {
	fmt.Fprintf(b, "%s: %s: %s [%s]\n", place(f.Place), f.Severity, Clean(f.Message), Clean(f.Rule))
	where := a.Account
	if f.Path != "" {
		where = a.Account + " " + f.Path
	}
	fmt.Fprintf(b, "  in %s", Clean(where))
	if f.Errcode != 0 {
		fmt.Fprintf(b, "; WeChat would answer %d", f.Errcode)
	}
	b.WriteByte('\n')
	if f.Via != nil {
		fmt.Fprintf(b, "  via %s\n", place(*f.Via))
	}
	if f.Help != "" {
		fmt.Fprintf(b, "  help: %s\n", Clean(f.Help))
	}
	b.WriteByte('\n')
}

func place(p diag.Place) string {
	text := Clean(p.File)
	if p.Line > 0 {
		text += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			text += fmt.Sprintf(":%d", p.Column)
		}
	}
	return text
}

// Text writes the results for a person: a line per account, what is to be
// known below it, and a closing count.
func (p *Publish) Text(w io.Writer) error {
	var b strings.Builder
	width := 0
	for i := range p.Accounts {
		width = max(width, len(p.Accounts[i].Account))
	}
	for i := range p.Accounts {
		r := &p.Accounts[i]
		fmt.Fprintf(&b, "%-*s  ", width, Clean(r.Account))
		result(&b, r)
	}
	for _, e := range p.Errors {
		fmt.Fprintf(&b, "error: %s\n", Clean(e))
	}
	b.WriteString(p.Closing() + "\n")
	return write(w, b.String())
}

// Closing counts the accounts by outcome.
func (p *Publish) Closing() string {
	return fmt.Sprintf("%s: %s", count(len(p.Accounts), "account"), p.outcomes())
}

// Result writes one account's result without its name.
func Result(w io.Writer, r *publish.Result) error {
	var b strings.Builder
	result(&b, r)
	return write(w, b.String())
}

func result(b *strings.Builder, r *publish.Result) {
	line := fmt.Sprintf("%-9s", Clean(string(r.Outcome)))
	if d := r.Digests.Desired; d != "" {
		line += "  " + Clean(short(d))
	}
	if len(r.Calls) > 0 {
		line += fmt.Sprintf("  %s to WeChat", count(len(r.Calls), "call"))
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
	for _, warning := range r.Warnings {
		fmt.Fprintf(b, "  warning: %s [%s]\n", Clean(warning.Message), Clean(string(warning.Kind)))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(b, "  %s: %s [%s]\n", Clean(string(f.Severity)), Clean(f.Message), Clean(f.Rule))
		if f.Path != "" {
			fmt.Fprintf(b, "    at %s\n", Clean(f.Path))
		}
	}
	if r.Error != nil {
		failure(b, r.Error)
	}
}

func failure(b *strings.Builder, e *publish.Error) {
	fmt.Fprintf(b, "  error: %s: %s\n", Clean(e.Op), Clean(e.Meaning))
	if e.Errcode != 0 {
		fmt.Fprintf(b, "  WeChat answered %d %s", e.Errcode, Clean(e.Errmsg))
		if e.RID != "" {
			fmt.Fprintf(b, " (rid %s)", Clean(e.RID))
		}
		b.WriteByte('\n')
	}
	if e.Remedy != "" {
		fmt.Fprintf(b, "  help: %s\n", Clean(e.Remedy))
	}
}

// outcomes counts the accounts by outcome, the best first.
func (p *Publish) outcomes() string {
	var parts []string
	known := 0
	for _, o := range []publish.Outcome{
		publish.Published, publish.InSync, publish.Planned, publish.Read, publish.Invalid, publish.Failed,
	} {
		if n := p.Count(o); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
			known += n
		}
	}
	if n := len(p.Accounts) - known; n > 0 {
		parts = append(parts, fmt.Sprintf("%d with an outcome this release does not know", n))
	}
	if len(parts) == 0 {
		return "nothing to do"
	}
	return strings.Join(parts, ", ")
}

// short returns a digest as people compare it.
func short(digest string) string {
	const shown = len("sha256:") + 12
	return digest[:min(shown, len(digest))]
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
