package report

import (
	"fmt"
	"io"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Results is the document of plan, publish, rollback, retire and demo, and in other
// words of [History] and [Status].
type Results struct{ Document[api.Result] }

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
	results = lists(results)
	before, after := drawn(results)
	d := newDocument(command, results, errs, verdict, resultsPage)
	d.Before, d.After = before, after
	return Results{d}
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

// Pending reports whether a push after this plan has anything to do: menus to
// publish or, where another tool did that, to record; what an earlier publish left
// unfinished; or menus in quarantine, which it ends. Where that is not known it has.
func (p Results) Pending() bool {
	return len(p.causes) > 0 || slices.ContainsFunc(p.Accounts, func(r api.Result) bool {
		switch st := r.Ledger; {
		case st != nil && (len(st.Quarantined) > 0 || st.Unfinished != nil):
			return true
		case r.Outcome == api.InSync:
			return r.Case == api.CaseAdopted
		default:
			// Held: Git has no news. Superseded: a newer run has seen to it. What left
			// Git is let alone.
			return r.Outcome != api.Held && r.Outcome != api.Superseded && !leftGit(&r)
		}
	})
}

// Count returns how many accounts ended with the outcome.
func (p Results) Count(outcome api.Outcome) int { return count(p.Accounts, outcome) }

func count(results []api.Result, outcome api.Outcome) int {
	n := 0
	for i := range results {
		if results[i].Outcome == outcome {
			n++
		}
	}
	return n
}

// leftGit reports whether an account is in a plan or a publish only because it left
// Git while its menu is live.
func leftGit(r *api.Result) bool {
	return slices.ContainsFunc(r.Warnings, func(w api.Warning) bool { return w.Kind == api.Unmanaged })
}

// Left returns how many accounts left Git while their menus are live.
func (p Results) Left() int { return left(p.Accounts) }

func left(results []api.Result) int {
	n := 0
	for i := range results {
		if leftGit(&results[i]) {
			n++
		}
	}
	return n
}

// Read reports whether the live menu of any account was read.
func (p Results) Read() bool {
	return slices.ContainsFunc(p.Accounts, func(r api.Result) bool { return r.Digests.Live != "" })
}

// Records names the newest record of each account that has one and was compared
// with it; those first of which there is something to say.
func (p Results) Records() text.List {
	var first, quiet text.List
	for i := range p.Accounts {
		switch r := &p.Accounts[i]; {
		case r.Record == nil || r.Digests.Live == "":
		case r.Outcome == api.InSync:
			quiet = append(quiet, fmt.Sprintf("%s %d", text.Clean(r.Account), r.Record.Number))
		default:
			first = append(first, fmt.Sprintf("%s %d", text.Clean(r.Account), r.Record.Number))
		}
	}
	return append(first, quiet...)
}

// outcomeVerdict says what an outcome means for the whole. One that this
// release does not know comes from a newer function and counts as a failure.
func outcomeVerdict(r *api.Result) Verdict {
	switch r.Outcome {
	case api.Planned:
		return Differs
	case api.Published, api.Retired, api.InSync, api.Read:
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

// Closing counts the accounts by outcome, the best first.
func (p Results) Closing(o Options) string { return closing(p.Accounts).In(o.Lang) }

func closing(results []api.Result) text.Spoken {
	var counted text.Series
	known, gone := 0, left(results)
	for _, outcome := range api.Outcomes() {
		n := count(results, outcome)
		known += n
		if outcome == api.Read {
			n -= gone
		}
		if n > 0 {
			counted = append(counted, counting(n, outcome.Text()))
		}
	}
	if gone > 0 {
		counted = append(counted, counting(gone, api.DriftUnmanaged.Text()))
	}
	if n := len(results) - known; n > 0 {
		counted = append(counted, text.Sayf("%d with an outcome that this release does not know", "%d 个是本版本不认识的结果", n))
	}
	if len(counted) == 0 {
		counted = text.Series{text.Say("nothing to do", "没有要做的事")}
	}
	return text.Colon(accounts(len(results)), counted)
}

// resultsPage is what is printed of results.
func resultsPage(d *Document[api.Result], l text.Lang) *page {
	var counted text.Spoken
	// A run that ended early counts nothing, nor does one that comments for others.
	if len(d.Accounts) > 0 || len(d.causes) == 0 && d.Command != "comment" {
		counted = closing(d.Accounts)
	}
	return newPage(d, l, counted, func(r *api.Result) said {
		return told(d.Command, r, l)
	})
}

// told is what is said of an account after a command's request.
func told(command string, r *api.Result, l text.Lang) said {
	s := said{
		Result: r, verdict: outcomeVerdict(r), what: r.Outcome.Text().In(l), code: string(r.Guard), digest: r.Digests.Desired,
		lines: linesOf(r, l, false),
		quiet: r.Outcome == api.InSync && len(r.Warnings) == 0 && len(r.Findings) == 0 && r.Error == nil,
	}
	s.parted(headingsOf(command))
	if leftGit(r) {
		s.what, s.left = api.DriftUnmanaged.Text().In(l), true
	}
	wrote := r.Outcome == api.Published || r.Outcome == api.Retired
	if wrote && r.Record != nil {
		s.alone = append(s.alone, text.Sayf("record #%d", "记录 #%d", r.Record.Number).In(l))
	}
	if n := len(r.Calls); n > 0 {
		s.alone = append(s.alone, text.Count(n, text.Say("%d call to WeChat", "调用微信 %d 次"), text.Say("%d calls to WeChat", "调用微信 %d 次")).In(l))
	}
	if !wrote {
		s.steps = steps(r.Steps).In(l)
	}
	return s
}

// steps lists requests in their order.
func steps(all []api.Step) text.Spoken {
	var list []text.Spoken
	for _, s := range all {
		var step text.Spoken = text.Same(s.Op)
		if s.Match != "" {
			step = text.Bracketed(s.Op, s.Match)
		}
		if s.Done {
			step = text.Sayf("%s done", "%s 已完成", step)
		}
		list = append(list, step)
	}
	return text.Series(list)
}

// Result writes one account's result without its name and without what a
// follower notices, for those who draw it.
func Result(w io.Writer, r *api.Result, o Options) error {
	t := terminal{Options: o}
	s := told(publish, r, o.Lang)
	e := alone(&s, o.Lang)
	t.head(&e)
	t.lines(&e)
	return t.write(w)
}

// short returns a digest as people compare it.
func short(digest string) string {
	const shown = len("sha256:") + 12
	return text.Clean(digest[:min(shown, len(digest))])
}
