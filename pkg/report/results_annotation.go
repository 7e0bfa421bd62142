package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Annotations returns what to put on the run: a finding without a place for
// each result that is no plain success, an error where it fails the run.
func (p Results) Annotations(o Options) []diag.Finding {
	v := o.voice()
	var out []diag.Finding
	for _, g := range alike(p.Accounts) {
		severity := diag.Error
		switch outcomeVerdict(g.Result) {
		case OK, Differs:
			continue
		case Warnings:
			severity = diag.Warning
		case Refused, Invalid, Failed:
		}
		out = append(out, diag.Finding{Rule: text.Clean(string(g.Guard)), Severity: severity, Message: v.annotation(g, &p)})
	}
	for _, e := range p.troubles(o.Lang) {
		out = append(out, diag.Finding{Severity: diag.Error, Message: text.Clean(e)})
	}
	return out
}

// Annotations returns what to put on the run: a finding without a place for
// each account that differs, an error where it fails the run.
func (c Comparison) Annotations(o Options) []diag.Finding {
	v := o.voice()
	var out []diag.Finding
	for i := range c.Accounts {
		d := &c.Accounts[i]
		severity := diag.Warning
		switch d.verdict() {
		case OK:
			continue
		case Failed, Differs:
			severity = diag.Error
		default:
		}
		var b strings.Builder
		b.WriteString(text.Clean(v.colon(text.Clean(d.Account), v.drifts(d.States))) + "\n")
		v.troubles(&b, false, &d.Result, true)
		out = append(out, diag.Finding{Severity: severity, Message: strings.TrimSuffix(b.String(), "\n")})
	}
	for _, e := range c.troubles(o.Lang) {
		out = append(out, diag.Finding{Severity: diag.Error, Message: text.Clean(e)})
	}
	return out
}

// annotation is what an annotation says of a result, in a few lines.
func (v voice) annotation(g *likes, p *Results) string {
	var b strings.Builder
	// A name and its colon may be two.
	b.WriteString(text.Clean(v.colon(v.names(g, text.Clean), v.outcome(g.Outcome))) + "\n")
	v.troubles(&b, false, g.Result, false)
	v.needs(&b, g, p)
	return strings.TrimSuffix(b.String(), "\n")
}
