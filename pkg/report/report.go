// Package report writes findings and results for people and machines.
//
// A [Check] is one JSON document, text for a terminal, annotations and a
// summary for GitHub, or a SARIF log for code scanning. JSON has every finding
// of every account. Wherever people read, findings of one rule at one place are
// one, with the accounts it is in: a line of a library that breaks forty
// accounts is one line to correct.
//
// [Results], [Comparison] and [Pull] are the documents of commands that ask the
// functions. There accounts to which the same happens are one for people, with
// what would let them past a guard.
//
// Menus are written by strangers. Their text is made harmless for where it
// goes: nothing in it moves a cursor, starts a command of GitHub Actions, or is
// a link, a mention or a tag.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Schema is the version of the JSON documents.
const Schema = 1

// Verdict sums a document up in one word.
type Verdict string

const (
	// OK means that nothing was found, or that everything worked.
	OK Verdict = "ok"
	// Warnings means that there is advice to read.
	Warnings Verdict = "warnings"
	// Differs means that what is live is not what it should be.
	Differs Verdict = "differs"
	// Invalid means that menus break rules; nothing was published.
	Invalid Verdict = "invalid"
	// Refused means that a guard stopped it.
	Refused Verdict = "refused"
	// Failed means that something did not work, or could not be decided.
	Failed Verdict = "failed"
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
	// Settings is set where this is the settings file and no account.
	Settings bool `json:"-"`
}

// Check is the document of a check.
type Check struct {
	Schema   int       `json:"schema"`
	Command  string    `json:"command"`
	Verdict  Verdict   `json:"verdict"`
	Accounts []Account `json:"accounts"`
	// Errors is why caidan could not decide.
	Errors []string `json:"errors"`
}

// NewCheck sums up what a command found in the accounts.
func NewCheck(command string, accounts []Account, errs ...error) Check {
	c := Check{Schema: Schema, Command: command, Verdict: OK, Accounts: []Account{}, Errors: texts(errs)}
	for _, a := range accounts {
		// A reader iterates over findings; null is a trap.
		if a.Findings == nil {
			a.Findings = []diag.Finding{}
		}
		c.Accounts = append(c.Accounts, a)
	}
	errors, warnings := c.Count()
	switch {
	case len(errs) > 0:
		c.Verdict = Failed
	case errors > 0:
		c.Verdict = Invalid
	case warnings > 0:
		c.Verdict = Warnings
	}
	return c
}

// Count returns how many findings are errors and how many are warnings.
func (c *Check) Count() (errors, warnings int) {
	for i := range c.Accounts {
		e, w := diag.Count(c.Accounts[i].Findings)
		errors, warnings = errors+e, warnings+w
	}
	return errors, warnings
}

// worse returns the worse of two verdicts.
// Source: design, section 5 (over many accounts the worst wins).
func worse(a, b Verdict) Verdict {
	for _, v := range []Verdict{Failed, Refused, Invalid, Differs, Warnings} {
		if a == v || b == v {
			return v
		}
	}
	return OK
}

// JSON writes a document as one line of JSON. What could act on a terminal or
// in a log of GitHub Actions is written as an escape, which means the same.
func JSON(w io.Writer, document any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(document); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return write(w, text.Harmless(strings.TrimSuffix(b.String(), "\n"))+"\n")
}

func texts(errs []error) []string {
	out := make([]string, 0, len(errs))
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}
