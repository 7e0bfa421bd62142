package report

import (
	"cmp"
	"fmt"
	"io"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// sarifResults is how many results code scanning keeps of a run.
// Source: GitHub, "SARIF support for code scanning", validation limits.
const sarifResults = 5000

// sarifSchema is the schema's address in the standard.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// Tool is what a SARIF log says of caidan and its rules.
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

// Rule is what a SARIF log says of a rule.
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

// SARIF writes the findings as a SARIF 2.1.0 log of one run, in which those
// that people read as one are one result. Equal findings give equal bytes.
// There are no more results than code scanning keeps; errors are kept before
// warnings, and the log says how many were left out.
func (c Check) SARIF(w io.Writer, o Options, t Tool) error {
	s := scan{Options: o, tool: t, rules: map[string]int{}, prints: map[string]int{}, hashes: map[string][]string{}}
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "caidan", Version: t.Version, Language: culture(o.Lang)}},
		Language:   culture(o.Lang),
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for i := range t.Rules {
		s.describe(&run, t.Rules[i])
	}
	all := c.problems()
	kept := worst(all, sarifResults)
	for i := range kept {
		p := &kept[i]
		if _, known := s.rules[p.Rule]; !known {
			s.describe(&run, Rule{ID: p.Rule, Severity: p.Severity})
		}
		run.Results = append(run.Results, s.result(p))
	}
	run.Invocations = []sarifInvocation{s.invocation(&c, len(all), len(kept))}
	return JSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// culture is the language as SARIF names it.
func culture(l text.Lang) string {
	if l == text.Chinese {
		return "zh-CN"
	}
	return "en-US"
}

// invocation says whether caidan could decide, and what is not in the log.
func (s *scan) invocation(c *Check, all, kept int) sarifInvocation {
	inv := sarifInvocation{Successful: c.Verdict != Failed}
	note := func(level, words string) {
		inv.Notifications = append(inv.Notifications, sarifNotification{level, message(words)})
	}
	for _, e := range c.troubles(s.Lang) {
		if c.Verdict == Failed { // else the tool did what it is for
			note("error", e)
		}
	}
	if left := all - kept; left > 0 {
		note("warning", text.Sayf(
			"%[1]d of %[2]d results are left out, because code scanning keeps %[3]d; caidan check --format json has them all",
			"共 %[2]d 个结果，略去 %[1]d 个，因为 code scanning 只保留 %[3]d 个；用 caidan check --format json 查看全部",
			left, all, kept,
		).In(s.Lang))
	}
	if n := c.unlisted(); n > 0 {
		note("warning", counted(n).In(s.Lang))
	}
	return inv
}

// describe adds a rule to the run's catalogue.
func (s *scan) describe(run *sarifRun, r Rule) {
	s.rules[r.ID] = len(run.Tool.Driver.Rules)
	d := sarifRule{
		ID: r.ID, Configuration: sarifLevel{level(r.Severity)},
		ShortDescription: message(text.Cut(cmp.Or(r.Title, r.ID), titleLength)),
	}
	if r.Help != "" {
		d.Help = sarifMessage{Text: inert(r.Help), Markdown: text.Markdown(r.Help)}
	}
	run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, d)
}

// titleLength is how many code points GitHub takes of a rule's title.
const titleLength = 1024

func level(s diag.Severity) string {
	if s == diag.Error {
		return "error"
	}
	return "warning"
}

func message(text string) sarifMessage { return sarifMessage{Text: inert(text)} }

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

// pointer names a finding in its account.
func (m found) pointer() string {
	return fmt.Sprintf("%s%s", text.Visible(m.account), text.Visible(m.Path))
}
