package report

import (
	"slices"

	"github.com/caidan-dev/caidan/pkg/diag"
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
	// Aside is set where this is a file that holds no account: the settings,
	// for which Settings is set as well, or one that is not read.
	Aside, Settings bool `json:"-"`
}

// Check is the document of a check.
type Check struct{ Document[Account] }

// NewCheck sums up what a command found in the accounts.
func NewCheck(command string, accounts []Account, errs ...error) Check {
	accounts = slices.Clone(accounts)
	for i := range accounts {
		// A reader iterates over findings; null is a trap.
		accounts[i].Findings = append([]diag.Finding{}, accounts[i].Findings...)
	}
	return Check{newDocument(command, accounts, (*Account).verdict, errs)}
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

// Count returns how many findings are errors and how many are warnings.
func (c Check) Count() (errors, warnings int) {
	for i := range c.Accounts {
		e, w := diag.Count(c.Accounts[i].Findings)
		errors, warnings = errors+e, warnings+w
	}
	return errors, warnings
}

// closing sums a check up.
func (v voice) closing(c *Check) string {
	accounts, invalid, settings := 0, 0, false
	for i := range c.Accounts {
		a := &c.Accounts[i]
		if a.verdict() == Invalid {
			invalid++
		}
		if !a.Aside {
			accounts++
		}
		settings = settings || a.Settings
	}
	what := v.accounts(accounts)
	if settings {
		what = v.say(text.Say("%s and the settings file", "%s和配置文件"), what)
	}
	errors, warnings := c.Count()
	return v.say(text.Say("%[1]s checked, %[2]d invalid: %[3]s, %[4]s", "检查了 %[1]s，%[2]d 个无效：%[3]s，%[4]s"),
		what, invalid, v.errors(errors), v.warnings(warnings))
}
