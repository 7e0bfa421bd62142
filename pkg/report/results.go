package report

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Results is the document of plan, publish, rollback and demo, and in other
// words of [History] and [Status].
type Results struct {
	Document[api.Result]

	// Args is what the command line had beside accounts and what it accepted,
	// such as "--to 3": who asks again has to repeat it.
	Args string `json:"-"`
}

// NewResults sums up what came of a command's requests. Only a plan differs:
// the other commands are there to make a difference go away.
func NewResults(command string, results []api.Result, errs ...error) Results {
	verdict := outcomeVerdict
	if command != "plan" {
		verdict = func(r *api.Result) Verdict {
			if v := outcomeVerdict(r); v != Differs {
				return v
			}
			return warned(r)
		}
	}
	return Results{Document: newDocument(command, lists(results), verdict, errs)}
}

// lists returns results whose lists are lists: a reader iterates over them, and
// null is a trap.
func lists(results []api.Result) []api.Result {
	results = slices.Clone(results)
	for i := range results {
		if results[i].Calls == nil {
			results[i].Calls = []api.Call{}
		}
	}
	return results
}

// Count returns how many accounts ended with the outcome.
func (p Results) Count(outcome api.Outcome) int {
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

// warned is the verdict of what went well, perhaps with something to know.
func warned(r *api.Result) Verdict {
	if len(r.Warnings) > 0 {
		return Warnings
	}
	return OK
}

// Closing counts the accounts by outcome.
func (p Results) Closing(o Options) string {
	v := o.voice()
	return v.colon(v.accounts(len(p.Accounts)), v.outcomes(&p))
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
