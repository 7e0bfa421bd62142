package report

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// maxFound is how many findings a claim lists, errors before warnings: who reads
	// of them has to open the run anyway.
	maxFound = 20
	// maxFoundCount is the most it may count.
	maxFoundCount = 1_000_000
	// maxFile is the longest path of a file in it, in bytes: the findings leave room in
	// a comment for what changes.
	maxFile = 200
	// maxLine is the last line of a menu file, which has no more bytes. Source: package
	// source, MaxSource.
	maxLine = 1 << 20
)

// claimedFound is what a check found, in a claim.
type claimedFound struct {
	Errors   int              `json:"errors,omitempty"`
	Warnings int              `json:"warnings,omitempty"`
	First    []claimedFinding `json:"first"`
}

// claimedFinding is a finding in a claim: who reads it has words for the rule.
type claimedFinding struct {
	Rule    string `json:"rule"`
	Warning bool   `json:"warning,omitempty"`
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
}

// Found is what a check found, as far as a claim says.
type Found struct {
	// Errors and Warnings count all findings.
	Errors, Warnings int
	// First are the first of them, each with a rule, a severity, a file and a line.
	First []diag.Finding
}

// foundBy is what a check found; nil where that is nothing.
func foundBy(c Check, o Options) *claimedFound {
	errors, warnings := c.Count()
	if errors+warnings == 0 {
		return nil
	}
	f := &claimedFound{Errors: min(errors, maxFoundCount), Warnings: min(warnings, maxFoundCount), First: []claimedFinding{}}
	for _, p := range found.Worst(c.problems(), maxFound) {
		one := claimedFinding{p.Rule, p.Severity == diag.Warning, o.file(p.File), p.Line}
		if !claimFile(one.File) {
			one.File, one.Line = "", 0
		}
		f.First = append(f.First, one)
	}
	return f
}

// claimRule is what a rule is called.
var claimRule = text.Pattern(`^[a-z][a-z0-9-]{0,39}$`)

// read returns what a claim says that was found; nothing where it says nothing.
func (f *claimedFound) read() (Found, error) {
	var out Found
	if f == nil {
		return out, nil
	}
	for i := range f.First {
		one := &f.First[i]
		if !claimRule().MatchString(one.Rule) || !claimFile(one.File) || one.Line < 0 || one.Line > maxLine {
			return out, errClaim
		}
		severity := diag.Error
		if one.Warning {
			severity = diag.Warning
		}
		out.First = append(out.First, diag.Finding{Rule: one.Rule, Severity: severity, Place: diag.Place{File: one.File, Line: one.Line}})
	}
	errors, warnings := diag.Count(out.First)
	if len(out.First) > maxFound || f.Errors < errors || f.Warnings < warnings || max(f.Errors, f.Warnings) > maxFoundCount {
		return out, errClaim
	}
	out.Errors, out.Warnings = f.Errors, f.Warnings
	return out, nil
}

// claimFile reports whether a text is the path of a file in a repository, or empty.
func claimFile(name string) bool {
	return name == "" || len(name) <= maxFile && utf8.ValidString(name) && name == path.Clean(name) && !path.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../")
}

// Summary says what was found as Markdown; nothing where that is nothing. words says
// what a rule demands, nil of one that is not known.
func (f Found) Summary(o Options, words func(rule string) text.Spoken) string {
	if f.Errors+f.Warnings == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", text.Colon(text.Say("Findings that the run claims", "该运行声称发现的问题"),
		counts(f.Errors, f.Warnings)).In(o.Lang))
	for i := range f.First {
		p := &f.First[i]
		said := text.Spoken(text.Same(cell(p.Rule)))
		if w := words(p.Rule); w != nil {
			said = text.Sayf("%[1]s (%[2]s)", "%[1]s（%[2]s）", cell(w.In(o.Lang)), said)
		}
		fmt.Fprintf(&b, "- %s\n", text.Colon(text.Sayf("%s %s", "%s %s", severity(p.Severity), o.link(p.Place)), said).In(o.Lang))
	}
	if left := f.Errors + f.Warnings - len(f.First); left > 0 {
		fmt.Fprintf(&b, "- %s\n", text.Sayf("and %d more", "另有 %d 条", left).In(o.Lang))
	}
	return b.String() + "\n"
}

// counts are numbers of errors and of warnings.
func counts(errors, warnings int) text.Spoken {
	return text.Sayf("%s, %s", "%s，%s",
		text.Count(errors, text.Say("%d error", "%d 个错误"), text.Say("%d errors", "%d 个错误")),
		warningCount(warnings))
}

// warningCount is a number of warnings.
func warningCount(n int) text.Spoken {
	return text.Count(n, text.Say("%d warning", "%d 个警告"), text.Say("%d warnings", "%d 个警告"))
}
