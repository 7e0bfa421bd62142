package report

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// drifting is the command that compares what is live with Git.
const drifting = "drift"

// Drifted is an account in a comparison.
type Drifted struct {
	api.Result
	// States is how it differs, in the order of api.Drifts; api.DriftInSync
	// alone when it does not.
	States []api.Drift `json:"states"`
}

// is reports whether a state is among the account's.
func (d *Drifted) is(s api.Drift) bool { return slices.Contains(d.States, s) }

// Comparison is the document of drift.
type Comparison struct{ Document[Drifted] }

// NewComparison sums up how accounts differ, by name. Only live menus that are
// not as recorded differ, or half of it; what waits in Git to be published is to be known and
// no more.
func NewComparison(accounts []Drifted, errs ...error) Comparison {
	accounts = slices.Clone(accounts)
	for i := range accounts {
		accounts[i].Calls = append([]api.Call{}, accounts[i].Calls...)
	}
	slices.SortStableFunc(accounts, func(a, b Drifted) int { return strings.Compare(a.Account, b.Account) })
	return Comparison{newDocument(drifting, accounts, errs, (*Drifted).verdict, driftPage)}
}

// verdict says what an account's states mean for the whole.
func (d *Drifted) verdict() Verdict {
	switch {
	case d.is(api.DriftUnreadable):
		return Failed
	case d.is(api.DriftInvalid):
		return Invalid
	case d.is(api.DriftEdited), d.is(api.DriftHalf):
		return Differs
	case d.is(api.DriftInSync):
		return warned(&d.Result)
	default:
		return Warnings
	}
}

// driftPage is what is printed of a comparison: of an edited menu also what
// publishing again would change.
func driftPage(c *Document[Drifted], l text.Lang) *page {
	p := newPage(c, l, drifts(c.Accounts), func(d *Drifted) said {
		var states text.Series
		for _, s := range d.States {
			states = append(states, s.Text())
		}
		s := said{
			Result: &d.Result, verdict: d.verdict(), what: states.In(l), lines: linesOf(&d.Result, l, true),
			quiet: d.is(api.DriftInSync) && len(d.Warnings) == 0,
		}
		if d.is(api.DriftEdited) {
			h := headingsOf(publish)
			h.notices = text.Say("what followers would notice if the menus in Git were published again:", "重新发布 Git 里的菜单，粉丝会看到：")
			s.parted(h)
		}
		return s
	})
	p.looks, p.families = true, nil
	return p
}

// drifts counts the accounts by state; one may be in several.
func drifts(all []Drifted) text.Spoken {
	var parts text.Series
	for _, s := range api.Drifts() {
		n := 0
		for i := range all {
			if all[i].is(s) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, counting(n, s.Text()))
		}
	}
	if len(parts) == 0 {
		parts = text.Series{text.Say("nothing to compare", "没有可比较的")}
	}
	return text.Colon(accounts(len(all)), parts)
}
