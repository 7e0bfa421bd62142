// Package report writes findings and results for people and machines.
//
//	                 problems ----.
//	Check  ---------'              \      text.go        a terminal, a log
//	Results, History, Status        }---> markdown.go    the page of a run
//	Comparison, Pull               /      annotation.go  lines of a pull request
//	         \-------> entries ---'       sarif.go       code scanning, of a Check
//	          \-------------------------> JSON           machines
//
// A command comes to one [Document]. Its JSON has every finding and every result
// of every account. Wherever people read, what is the same is one:
//
// Findings of one rule at one place are one problem, with the accounts it is in:
// a line of a library that breaks forty accounts is one line to correct.
//
// Accounts of which the same is said are one entry, with what would let them
// past a guard. A part that is each account's own, such as the number of a store
// in a key and in a link, has a placeholder there; what it stands for is listed,
// and nothing else differs. Filling it in gives back, word for word, what would
// be said of each account by itself.
//
// A page for GitHub is a sheet, whose blocks make room for each other where it is too
// small: headline.go says at its top what happens to followers, review.go and fields.go
// what changes, note.go what came of a merge, and issue.go what was edited outside Git.
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
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Schema is the version of the JSON documents.
const Schema = 1

// Document is what a command comes to: its JSON, and what every printer of it
// starts from. [Check], [Results], [History], [Status], [Comparison],
// [Pull] and [Since] are the documents there are. Each of them writes itself as text and
// as a summary, and returns its annotations.
type Document[A any] struct {
	Schema  int    `json:"schema"`
	Command string `json:"command"`
	// Verdict is the worst of the accounts' verdicts; Failed where there are
	// Errors, but Invalid of a Check that warnings fail.
	Verdict  Verdict `json:"verdict"`
	Accounts []A     `json:"accounts"`
	// Errors is what went wrong beside the accounts, in English.
	Errors []string `json:"errors"`
	// Findings is advice aside from the accounts; a Check has it among them.
	Findings []diag.Finding `json:"findings,omitempty"`

	// Args is what the command line had beside accounts and what it accepted,
	// such as "--to 3": who asks again has to repeat it.
	Args string `json:"-"`

	// Git names all accounts of the repository, where a line for the settings
	// may be about many of them; nil where it may not.
	Git []string `json:"-"`
	// After holds the sets that the accounts' changes lead to, and Before those that
	// they start from, for drawings.
	After  map[string]menu.Set  `json:"-"`
	Before map[string]*menu.Set `json:"-"`

	// causes are the errors, to be said in the reader's language.
	causes []error
	// page is what the printers print.
	page func(d *Document[A], l text.Lang) *page
}

// Text writes the document for a person: what became of each account, with
// accounts that are alike as one, what is to be known below it, and a closing
// count. Accounts of which there is nothing to say are only counted.
func (d Document[A]) Text(w io.Writer, o Options) error { return d.page(&d, o.Lang).text(w, o) }

// Summary writes the document as Markdown for the page of a run on GitHub. What
// is too much for a page is left out, and the summary says so at its top.
func (d Document[A]) Summary(w io.Writer, o Options) error {
	return d.page(&d, o.Lang).summary(w, o)
}

// Annotations returns what to put on the run: a finding for each result that did
// not simply succeed, an error where it fails the run.
func (d Document[A]) Annotations(o Options) []diag.Finding {
	return d.page(&d, o.Lang).annotations(o)
}

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

// verdicts are all there are, the worst first, each with its icon.
// Source: design, section 5 (over many accounts the worst wins).
var verdicts = []struct {
	verdict Verdict
	icon    string
}{{Failed, "⚫"}, {Refused, "🔴"}, {Invalid, "🔴"}, {Differs, "🟡"}, {Warnings, "🟡"}, {OK, "🟢"}}

// Worse reports whether a verdict is worse than the one before.
func Worse(was, is Verdict) bool { return was != is && worse(was, is) == is }

// worse returns the worse of two verdicts.
func worse(a, b Verdict) Verdict {
	for _, row := range verdicts {
		if row.verdict == a || row.verdict == b {
			return row.verdict
		}
	}
	return OK
}

// icon is a verdict at a glance.
func (v Verdict) icon() string {
	for _, row := range verdicts {
		if row.verdict == v {
			return row.icon
		}
	}
	return verdicts[0].icon
}

// severity is the severity of what is said of a verdict.
func (v Verdict) severity() diag.Severity {
	if v == Warnings {
		return diag.Warning
	}
	return diag.Error
}

// newDocument sums up accounts, each of which has a verdict of its own, and what
// went wrong beside them.
func newDocument[A any](
	command string, accounts []A, errs []error, verdict func(*A) Verdict, page func(*Document[A], text.Lang) *page,
) Document[A] {
	d := Document[A]{
		Schema: Schema, Command: command, Verdict: OK, Errors: []string{}, causes: errs, page: page,
		// A reader iterates over the list; null is a trap.
		Accounts: append([]A{}, accounts...),
	}
	for i := range d.Accounts {
		d.Verdict = worse(d.Verdict, verdict(&d.Accounts[i]))
	}
	if len(errs) > 0 {
		d.Verdict, d.Errors = Failed, d.troubles(text.English)
	}
	return d
}

// Beside adds what a check says aside from the accounts. An error there is the
// result of an account of its own.
func (d *Document[A]) Beside(aside Check) {
	for i := range aside.Accounts {
		if a := &aside.Accounts[i]; a.verdict() == Warnings {
			d.Findings = append(d.Findings, a.Findings...)
			d.Verdict = worse(d.Verdict, Warnings)
		}
	}
}

// troubles says what went wrong beside the accounts, and what to do.
func (d *Document[A]) troubles(l text.Lang) []string {
	out := make([]string, 0, len(d.causes))
	for _, err := range d.causes {
		meaning, remedy := text.Explain(err, l)
		parts := slices.DeleteFunc([]string{meaning, remedy}, func(s string) bool { return s == "" })
		out = append(out, strings.Join(parts, text.Say("; ", "；").In(l)))
	}
	return out
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
