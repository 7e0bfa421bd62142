// Package report writes findings and results for people and machines. It is
// one JSON document or text for a terminal; untrusted text in it is made
// harmless for where it goes.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/publish"
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
	// Invalid means that menus break rules; nothing was published.
	Invalid Verdict = "invalid"
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

// Publish is the document of a publish.
type Publish struct {
	Schema   int              `json:"schema"`
	Command  string           `json:"command"`
	Verdict  Verdict          `json:"verdict"`
	Accounts []publish.Result `json:"accounts"`
	// Errors is what went wrong beside the accounts.
	Errors []string `json:"errors"`
}

// NewPublish sums up the results of a publish.
func NewPublish(command string, results []publish.Result, errs ...error) Publish {
	p := Publish{Schema: Schema, Command: command, Verdict: OK, Accounts: []publish.Result{}, Errors: texts(errs)}
	for i := range results {
		r := results[i]
		if r.Calls == nil {
			r.Calls = []publish.Call{}
		}
		p.Accounts = append(p.Accounts, r)
		p.Verdict = worse(p.Verdict, verdict(&r))
	}
	if len(errs) > 0 {
		p.Verdict = Failed
	}
	return p
}

// Count returns how many accounts ended with the outcome.
func (p *Publish) Count(outcome publish.Outcome) int {
	n := 0
	for i := range p.Accounts {
		if p.Accounts[i].Outcome == outcome {
			n++
		}
	}
	return n
}

// verdict says what an outcome means for the whole. One that this release does
// not know comes from a newer function, and nobody can say that it is well.
func verdict(r *publish.Result) Verdict {
	switch r.Outcome {
	case publish.Published, publish.InSync, publish.Planned, publish.Read:
		if len(r.Warnings) > 0 {
			return Warnings
		}
		return OK
	case publish.Invalid:
		return Invalid
	case publish.Failed:
		return Failed
	default:
		return Failed
	}
}

func worse(a, b Verdict) Verdict {
	for _, v := range []Verdict{Failed, Invalid, Warnings} {
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
	return write(w, harmless(strings.TrimSuffix(b.String(), "\n"))+"\n")
}

func texts(errs []error) []string {
	out := make([]string, 0, len(errs))
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}
