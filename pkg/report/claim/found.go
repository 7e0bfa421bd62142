package claim

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report"
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

// findings is what a check found, in a claim.
type findings struct {
	Errors   int       `json:"errors,omitempty"`
	Warnings int       `json:"warnings,omitempty"`
	First    []finding `json:"first"`
}

// finding is a finding in a claim: who reads it has words for the rule.
type finding struct {
	Rule    string `json:"rule"`
	Warning bool   `json:"warning,omitempty"`
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
}

// foundBy is what a check found; nil where that is nothing.
func foundBy(c report.Check, o report.Options) *findings {
	errors, warnings := c.Count()
	if errors+warnings == 0 {
		return nil
	}
	f := &findings{Errors: min(errors, maxFoundCount), Warnings: min(warnings, maxFoundCount), First: []finding{}}
	for _, p := range found.Worst(c.Problems(), maxFound) {
		one := finding{p.Rule, p.Severity == diag.Warning, o.File(p.File), p.Line}
		if !isFile(one.File) {
			one.File, one.Line = "", 0
		}
		f.First = append(f.First, one)
	}
	return f
}

// ruleName is what a rule is called.
var ruleName = text.Pattern(`^[a-z][a-z0-9-]{0,39}$`)

// read returns what a claim says that was found; nothing where it says nothing.
func (f *findings) read() (report.Found, error) {
	var out report.Found
	if f == nil {
		return out, nil
	}
	for i := range f.First {
		one := &f.First[i]
		if !ruleName().MatchString(one.Rule) || !isFile(one.File) || one.Line < 0 || one.Line > maxLine {
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

// isFile reports whether a text is the path of a file in a repository, or empty.
func isFile(name string) bool {
	return name == "" || len(name) <= maxFile && utf8.ValidString(name) && name == path.Clean(name) && !path.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../")
}
