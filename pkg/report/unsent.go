package report

import (
	"io"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Unsent is the document of a command that would have asked the functions, had
// the menus been valid. Its JSON holds the invalid accounts as results, its
// other formats are those of the check.
type Unsent struct {
	Results
	check Check
}

// NewUnsent sums up a command that the check stopped.
func NewUnsent(command string, c Check) Unsent {
	var invalid []api.Result
	for i := range c.Accounts {
		if a := &c.Accounts[i]; a.verdict() == Invalid {
			invalid = append(invalid, api.Result{Schema: api.Schema, Account: a.Account, Outcome: api.Invalid, Findings: a.Findings})
		}
	}
	return Unsent{NewResults(command, invalid), c}
}

// Text writes the findings and what follows from them.
func (u Unsent) Text(w io.Writer, o Options) error {
	if err := u.check.Text(w, o); err != nil {
		return err
	}
	return write(w, text.Say("the menus are invalid; nothing was published", "菜单无效，没有发布任何账号").In(o.Lang)+"\n")
}

// Summary writes the check's.
func (u Unsent) Summary(w io.Writer, o Options) error { return u.check.Summary(w, o) }

// Annotations returns the check's.
func (u Unsent) Annotations(o Options) []diag.Finding { return u.check.Annotations(o) }
