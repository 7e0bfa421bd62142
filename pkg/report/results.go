package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Results is the document of a command that asks the functions: plan, publish,
// rollback, history, status and demo.
type Results struct {
	Schema   int          `json:"schema"`
	Command  string       `json:"command"`
	Verdict  Verdict      `json:"verdict"`
	Accounts []api.Result `json:"accounts"`
	// Errors is what went wrong beside the accounts.
	Errors []string `json:"errors"`

	// Args is what the command line had beside accounts and what it accepted,
	// such as "--to 3": who asks again has to repeat it.
	Args string `json:"-"`
}

// NewResults sums up what came of a command's requests.
func NewResults(command string, results []api.Result, errs ...error) Results {
	verdict := outcomeVerdict
	if command != "plan" {
		verdict = func(r *api.Result) Verdict { return done(r, outcomeVerdict(r)) }
	}
	return newResults(command, results, verdict, errs)
}

// done is the verdict of a command for which a difference is no end: it was
// there to make it go away, or would be.
func done(r *api.Result, v Verdict) Verdict {
	if v == Differs {
		return warned(r)
	}
	return v
}

// NewStatus sums up what is known of accounts. Nothing was to be done, so that
// what a guard would stop is no refusal.
func NewStatus(results []api.Result, errs ...error) Results {
	return newResults("status", results, readVerdict, errs)
}

func newResults(command string, results []api.Result, verdict func(*api.Result) Verdict, errs []error) Results {
	p := Results{Schema: Schema, Command: command, Verdict: OK, Accounts: []api.Result{}, Errors: texts(errs)}
	for i := range results {
		r := listed(results[i])
		p.Accounts = append(p.Accounts, r)
		p.Verdict = worse(p.Verdict, verdict(&r))
	}
	if len(errs) > 0 {
		p.Verdict = Failed
	}
	return p
}

// listed returns a result whose lists are lists: a reader iterates over them,
// and null is a trap.
func listed(r api.Result) api.Result {
	if r.Calls == nil {
		r.Calls = []api.Call{}
	}
	return r
}

// Count returns how many accounts ended with the outcome.
func (p *Results) Count(outcome api.Outcome) int {
	n := 0
	for i := range p.Accounts {
		if p.Accounts[i].Outcome == outcome {
			n++
		}
	}
	return n
}

// outcomeVerdict says what an outcome means for the whole. One that this
// release does not know comes from a newer function, and nobody can say that it
// is well.
func outcomeVerdict(r *api.Result) Verdict {
	switch r.Outcome {
	case api.Planned:
		return Differs
	case api.Published, api.InSync, api.Read:
		return warned(r)
	case api.Superseded, api.Held:
		return Warnings
	case api.Refused:
		return Refused
	case api.Invalid:
		return Invalid
	case api.Failed, api.Busy:
		return Failed
	default:
		return Failed
	}
}

// readVerdict says what an outcome means where only reading was asked for.
func readVerdict(r *api.Result) Verdict {
	switch v := outcomeVerdict(r); v {
	case Differs, Refused:
		return warned(r)
	default:
		return v
	}
}

// warned is the verdict of what went well, perhaps with something to know.
func warned(r *api.Result) Verdict {
	if len(r.Warnings) > 0 {
		return Warnings
	}
	return OK
}

// Closing counts the accounts by outcome.
func (p *Results) Closing(o Options) string {
	v := o.voice()
	return v.colon(v.accounts(len(p.Accounts)), v.outcomes(p))
}

// short returns a digest as people compare it.
func short(digest string) string {
	const shown = len("sha256:") + 12
	return text.Clean(digest[:min(shown, len(digest))])
}

// joined puts the parts of a line that are not empty next to each other.
func joined(parts []string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, "  ")
}
