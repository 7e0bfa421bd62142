// Package sarif writes what a check found as a log of SARIF 2.1.0, for code scanning.
package sarif

import (
	"cmp"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxResults is how many results code scanning keeps of a run.
// Source: GitHub, "SARIF support for code scanning", validation limits.
const maxResults = 5000

// schema is the schema's address in the standard.
const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// Tool is what a log says of caidan and its rules.
type Tool struct {
	// Version is the release.
	Version string
	// Rules are all that could have been broken, in the order to list them.
	Rules []Rule
	// Source returns the text of a file by its name in the findings. Without
	// it, and for a file it has no text of, results have no
	// primaryLocationLineHash; GitHub's upload action adds that then, its API
	// does not.
	Source func(file string) ([]byte, error)
}

// Rule is what a log says of a rule.
type Rule struct {
	// ID is the rule's, as in findings.
	ID string
	// Title is one sentence that says what must hold.
	Title string
	// Help says what to do.
	Help string
	// Severity is the rule's without a repository's settings.
	Severity diag.Severity
}

// Check is what a log says of a check.
type Check struct {
	// Lang is the language of the log's own words. Problems come in theirs.
	Lang text.Lang
	// Problems are what was found, a result each.
	Problems []found.Problem
	// File returns a file's path in the repository by its name in the findings.
	File func(name string) string
	// Errors is why caidan could not decide; empty where it could. Warnings is what
	// else the log does not have.
	Errors, Warnings []string
}

// NewLog returns the log of a check. Equal checks give equal logs. There are no more
// results than code scanning keeps; errors are kept before warnings, and the log
// says how many were left out.
func NewLog(t Tool, c Check) Log {
	s := scan{Check: c, tool: t, rules: map[string]int{}, prints: map[string]int{}, hashes: map[string][]string{}}
	one := run{Language: culture(c.Lang), ColumnKind: "unicodeCodePoints", Results: []result{}}
	one.Tool.Driver = driver{Name: "caidan", Version: t.Version, Language: culture(c.Lang)}
	for i := range t.Rules {
		s.describe(&one, t.Rules[i])
	}
	kept := found.Worst(c.Problems, maxResults)
	for i := range kept {
		p := &kept[i]
		if _, known := s.rules[p.Rule]; !known {
			s.describe(&one, Rule{ID: p.Rule, Severity: p.Severity})
		}
		one.Results = append(one.Results, s.result(p))
	}
	one.Invocations = []invocation{c.invocation(len(kept))}
	return Log{Schema: schema, Version: "2.1.0", Runs: []run{one}}
}

// culture is the language as SARIF names it.
func culture(l text.Lang) string {
	if l == text.Chinese {
		return "zh-CN"
	}
	return "en-US"
}

// invocation says whether caidan could decide, and what is not in the log.
func (c *Check) invocation(kept int) invocation {
	inv := invocation{Successful: len(c.Errors) == 0}
	note := func(level, words string) {
		inv.Notifications = append(inv.Notifications, notification{level, plain(words)})
	}
	for _, e := range c.Errors {
		note("error", e)
	}
	if left := len(c.Problems) - kept; left > 0 {
		note("warning", text.Sayf(
			"%[1]d of %[2]d results are left out, because code scanning keeps %[3]d; caidan check --format json has them all",
			"共 %[2]d 个结果，略去 %[1]d 个，因为 code scanning 只保留 %[3]d 个；用 caidan check --format json 查看全部",
			left, len(c.Problems), kept,
		).In(c.Lang))
	}
	for _, w := range c.Warnings {
		note("warning", w)
	}
	return inv
}

// describe adds a rule to the run's catalogue.
func (s *scan) describe(one *run, r Rule) {
	s.rules[r.ID] = len(one.Tool.Driver.Rules)
	d := descriptor{
		ID: r.ID, Configuration: configuration{level(r.Severity)},
		ShortDescription: plain(text.Cut(cmp.Or(r.Title, r.ID), titleLength)),
	}
	if r.Help != "" {
		d.Help = message{Text: inert(r.Help), Markdown: text.Markdown(r.Help)}
	}
	one.Tool.Driver.Rules = append(one.Tool.Driver.Rules, d)
}

// titleLength is how many code points GitHub takes of a rule's title.
const titleLength = 1024

func level(s diag.Severity) string {
	if s == diag.Error {
		return "error"
	}
	return "warning"
}

func plain(text string) message { return message{Text: inert(text)} }

// inert writes untrusted text as a SARIF message, in which "[text](target)" is a
// link and "{0}" an operand.
func inert(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range text.Visible(s) {
		if n := len(out); n > 0 && (r == '(' && out[n-1] == ']' || '0' <= r && r <= '9' && out[n-1] == '{') {
			out = append(out, ' ')
		}
		out = append(out, r)
	}
	return string(out)
}
