// Package diag says what a finding is: something wrong or doubtful in a menu,
// with the rule it breaks and the place it was written.
//
// A finding is about a menu and is a value; an error is about caidan itself,
// which then could not decide.
package diag

import (
	"cmp"
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Severity says whether a finding stops a publish.
type Severity string

const (
	// Error stops a publish of the whole run.
	Error Severity = "error"
	// Warning is advice; it stops nothing unless the reader asks for that.
	Warning Severity = "warning"
)

// Text names a severity.
func (s Severity) Text() text.Text {
	if s == Error {
		return text.Say("error", "错误")
	}
	return text.Say("warning", "警告")
}

// Place is a range in a file. The zero value is "nowhere".
type Place struct {
	// File is relative to the repository root, with forward slashes.
	File string `json:"file,omitempty"`
	// Line counts from 1; 0 means the file as a whole.
	Line int `json:"line,omitempty"`
	// Column counts Unicode code points from 1.
	Column int `json:"column,omitempty"`
	// EndLine is the last line of the range.
	EndLine int `json:"endLine,omitempty"`
	// EndColumn is one past the last code point of the range.
	EndColumn int `json:"endColumn,omitempty"`
}

// Finding is one thing wrong or doubtful in one account's menus.
type Finding struct {
	// Rule is the stable id of the rule, such as "name-bytes-top".
	Rule string `json:"rule"`
	// Severity is the severity after settings.
	Severity Severity `json:"severity"`
	// Message says what is wrong, with the value at fault.
	Message string `json:"message"`
	// Help says what to do about it; empty when the message does.
	Help string `json:"help,omitempty"`
	// Path is a JSON pointer into the account's value as compiled, without
	// the /accounts/NAME prefix. Empty is the whole value.
	Path string `json:"path"`
	// Errcode is the WeChat error this finding prevents; 0 when there is none.
	Errcode int `json:"errcode,omitempty"`
	Place
	// Via is the library line through which the value was made.
	Via *Place `json:"via,omitempty"`
	// Name means that the fault is the name of the field at Path, not its value.
	Name bool `json:"-"`
	// Excerpt is the text of the place's first line, without its end, for
	// those who print it; empty where there is no line.
	Excerpt string `json:"-"`
	// More is how many findings of its severity its account has beside those
	// that are listed; it stands with the last of these.
	More int `json:"more,omitempty"`
}

// MaxListed is the most findings of a severity that are listed for an account,
// some five for each button of a full menu: who has that many has one cause.
const MaxListed = 100

// Limit returns the first n findings of each severity. The last of these counts
// the others.
func Limit(fs []Finding, n int) []Finding {
	var kept []Finding
	seen, last := map[Severity]int{}, map[Severity]int{}
	for _, f := range fs {
		if seen[f.Severity]++; seen[f.Severity] > n {
			kept[last[f.Severity]].More += 1 + f.More
			continue
		}
		last[f.Severity] = len(kept)
		kept = append(kept, f)
	}
	return kept
}

// Sort orders findings by file, line, column, rule and path.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Path, b.Path),
		)
	})
}

// Count returns how many findings are errors and how many are warnings, with
// those that are not listed.
func Count(fs []Finding) (errors, warnings int) {
	for i := range fs {
		if fs[i].Severity == Error {
			errors += 1 + fs[i].More
		} else {
			warnings += 1 + fs[i].More
		}
	}
	return errors, warnings
}
