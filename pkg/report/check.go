package report

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Account is what a check says of one account.
type Account struct {
	Account string `json:"account"`
	// File is where it is written, relative to the root.
	File string `json:"file"`
	// Digest names the menu set; empty where there is none to publish.
	Digest string `json:"digest,omitempty"`
	// Findings is everything wrong or doubtful.
	Findings []diag.Finding `json:"findings"`
}

// Check is the document of a check. Files that hold no account are among the
// accounts where something is to be said of them, under their own names.
type Check struct {
	Document[Account]
	// aside is how many such files there are; settings is set where one of
	// them is about the settings. uncounted leaves out the closing count.
	aside               int
	settings, uncounted bool
	// onlySettings is set where nothing but the settings file is invalid.
	onlySettings bool
	// Unread says why nothing more is known of a pull request than what is checked;
	// nil where a check is what was asked for.
	Unread text.Spoken `json:"-"`
}

// NewCheck sums up what a command found in the accounts, and aside from them in
// the settings file and in files that are not read.
func NewCheck(command string, accounts []Account, settings, unread []diag.Finding, errs ...error) Check {
	accounts = slices.Clone(accounts)
	c := Check{settings: len(settings) > 0}
	for _, of := range alike.Gather(slices.Concat(settings, unread), func(f diag.Finding) string { return f.File }) {
		file := of[0].File
		c.aside++
		accounts = append(accounts, Account{Account: strings.TrimSuffix(path.Base(file), path.Ext(file)), File: file, Findings: of})
	}
	errors, _ := diag.Count(settings)
	c.onlySettings = errors > 0
	for i := range accounts {
		others, _ := diag.Count(accounts[i].Findings)
		c.onlySettings = c.onlySettings && (others == 0 || slices.ContainsFunc(settings, func(f diag.Finding) bool { return f.File == accounts[i].File }))
		// A reader iterates over findings; null is a trap.
		accounts[i].Findings = append([]diag.Finding{}, accounts[i].Findings...)
	}
	slices.SortStableFunc(accounts, func(a, b Account) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.File, b.File))
	})
	c.Document = newDocument(command, accounts, errs, (*Account).verdict, nil)
	return c
}

// NewAside is what a check says aside from the accounts, for a command whose own
// document has these, and counts them.
func NewAside(settings, unread []diag.Finding) Check {
	c := NewCheck("check", nil, settings, unread)
	c.uncounted = true
	return c
}

// Strict has warnings fail the check, which says why.
func (c *Check) Strict() {
	if c.Verdict != Warnings {
		return
	}
	c.Verdict = Invalid
	c.causes = []error{&text.Error{
		Meaning: text.Say("warnings fail this check, because fail-on is warning", "fail-on 设为 warning，有警告，检查不通过"),
		Remedy:  text.Say("correct what they name, or set fail-on to error", "请改正警告指出的问题，或把 fail-on 设为 error"),
	}}
	c.Errors = c.troubles(text.English)
}

// verdict says what an account's findings mean for the whole.
func (a *Account) verdict() Verdict {
	switch errors, warnings := diag.Count(a.Findings); {
	case errors > 0:
		return Invalid
	case warnings > 0:
		return Warnings
	default:
		return OK
	}
}

// Invalid returns the accounts that are invalid as the results of requests that
// were not made.
func (c Check) Invalid() []api.Result {
	var out []api.Result
	for i := range c.Accounts {
		if a := &c.Accounts[i]; a.verdict() == Invalid {
			out = append(out, api.Result{Schema: api.Schema, Account: a.Account, Outcome: api.Invalid, Findings: a.Findings})
		}
	}
	return out
}

// Problems returns the findings as people read them, in the order of the
// document.
func (c Check) Problems() []found.Problem {
	var all []found.Finding
	for i := range c.Accounts {
		a := &c.Accounts[i]
		for _, f := range a.Findings {
			if f.File == "" {
				f.File = a.File
			}
			all = append(all, found.Finding{Finding: f, Account: a.Account})
		}
	}
	return found.Problems(all)
}

// Count returns how many findings are errors and how many are warnings.
func (c Check) Count() (errors, warnings int) {
	for i := range c.Accounts {
		e, w := diag.Count(c.Accounts[i].Findings)
		errors, warnings = errors+e, warnings+w
	}
	return errors, warnings
}

// unlisted returns how many findings are counted and not listed.
func (c *Check) unlisted() int {
	n := 0
	for i := range c.Accounts {
		errors, warnings := diag.Count(c.Accounts[i].Findings)
		n += errors + warnings - len(c.Accounts[i].Findings)
	}
	return n
}

// counted says how many findings are not listed.
func counted(n int) text.Spoken {
	return text.Count(n,
		text.Say("%d more is counted and not listed: correct these, then check again", "另有 %d 项只计数、没有列出：请先改正以上问题，再检查一次"),
		text.Say("%d more are counted and not listed: correct these, then check again", "另有 %d 项只计数、没有列出：请先改正以上问题，再检查一次"))
}

// closing sums a check up; nil where it counts nothing.
func (c *Check) closing() text.Spoken {
	if c.uncounted {
		return nil
	}
	invalid := 0
	for i := range c.Accounts {
		if c.Accounts[i].verdict() == Invalid {
			invalid++
		}
	}
	var what text.Spoken = accounts(len(c.Accounts) - c.aside)
	if c.settings {
		what = text.Sayf("%s and the settings file", "%s和配置文件", what)
	}
	errors, warnings := c.Count()
	sum := text.Sayf("%[1]s checked, %[2]d invalid: %[3]s", "检查了 %[1]s，%[2]d 个无效：%[3]s", what, invalid, counts(errors, warnings))
	if n := c.unlisted(); n > 0 {
		return text.Clauses{sum, counted(n)}
	}
	return sum
}
