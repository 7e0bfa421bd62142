package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Annotations returns what to put on the lines of a pull request: one finding
// for each problem, whose message says all there is to say of it in a few lines.
// Files are relative to the repository. What caidan could not decide is among
// them, nowhere.
func (c Check) Annotations(o Options) []diag.Finding {
	out := annotated(c.troubles(o.Lang))
	t := terminal{Options: Options{Lang: o.Lang}}
	all := c.Problems()
	for i := range all {
		p := &all[i]
		lines := []string{text.Clean(p.Message), t.say(p.Where(text.Clean))}
		if p.Via != nil {
			from := *p.Via
			from.File = o.File(from.File)
			lines = append(lines, t.say(found.Via(place(from))))
		}
		if p.Help != "" {
			lines = append(lines, t.label(advice, p.Help))
		}
		at := p.Place
		at.File = text.Visible(o.File(at.File))
		out = append(out, diag.Finding{
			Rule: text.Clean(p.Rule), Severity: p.Severity, Message: strings.Join(lines, "\n"),
			Path: p.Path, Errcode: p.Errcode, Place: at, More: p.Unlisted(),
		})
	}
	return out
}

// annotated returns findings that say what went wrong beside the accounts.
func annotated(errs []string) []diag.Finding {
	var out []diag.Finding
	for _, e := range errs {
		out = append(out, diag.Finding{Severity: diag.Error, Message: text.Clean(e)})
	}
	return out
}

// annotations returns what to put on the run: a finding for each entry that did
// not simply succeed, on the file of its first account where that is known, an
// error where it fails the run.
func (p *page) annotations(o Options) []diag.Finding {
	var out []diag.Finding
	for i := range p.entries {
		e := &p.entries[i]
		if e.verdict == OK || e.verdict == Differs && !p.looks {
			continue
		}
		t := terminal{Options: Options{Lang: o.Lang}}
		// A name and its colon may be two.
		t.WriteString(text.Clean(t.say(text.Colon(e.names(text.Clean), e.show(e.what)))) + "\n")
		t.lines(e)
		t.passes(p.pass(e))
		var at diag.Place
		if file := o.Files[e.all[0].Account]; file != "" {
			at = diag.Place{File: text.Visible(o.File(file)), Line: 1}
		}
		out = append(out, diag.Finding{
			Rule: text.Clean(e.code), Place: at, Severity: e.verdict.severity(), Message: strings.TrimSuffix(t.String(), "\n"),
		})
	}
	return append(out, annotated(p.errors)...)
}
