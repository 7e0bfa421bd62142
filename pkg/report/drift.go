package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

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
// not as recorded differ; what waits in Git to be published is to be known and
// no more.
func NewComparison(accounts []Drifted, errs ...error) Comparison {
	accounts = slices.Clone(accounts)
	for i := range accounts {
		accounts[i].Calls = append([]api.Call{}, accounts[i].Calls...)
	}
	slices.SortStableFunc(accounts, func(a, b Drifted) int { return strings.Compare(a.Account, b.Account) })
	return Comparison{newDocument("drift", accounts, (*Drifted).verdict, errs)}
}

// verdict says what an account's states mean for the whole.
func (d *Drifted) verdict() Verdict {
	switch {
	case d.is(api.DriftUnreadable):
		return Failed
	case d.is(api.DriftEdited):
		return Differs
	case d.is(api.DriftInSync):
		return warned(&d.Result)
	default:
		return Warnings
	}
}

// Text writes the accounts that differ and how, and a closing count.
func (c Comparison) Text(w io.Writer, o Options) error {
	var b strings.Builder
	v, ink := o.voice(), paint(o.Color)
	longest := 0
	for i := range c.Accounts {
		if !c.Accounts[i].silent() {
			longest = max(longest, uniseg.StringWidth(text.Clean(c.Accounts[i].Account)))
		}
	}
	for i := range c.Accounts {
		d := &c.Accounts[i]
		if d.silent() {
			continue
		}
		fmt.Fprintf(&b, "%s  %s\n", pad(text.Clean(d.Account), longest), ink.as(bold, v.drifts(d.States)))
		if d.is(api.DriftEdited) && len(d.Changes) > 0 {
			fmt.Fprintf(&b, "  %s\n", v.say(text.Say("what a follower would notice of going back to Git:", "恢复成 Git 里的菜单，粉丝会看到：")))
			for k := range d.Changes {
				fmt.Fprintf(&b, "    - %s\n", text.Clean(d.Changes[k].Text().In(v.lang)))
			}
		}
		v.troubles(&b, ink, &d.Result, true)
	}
	v.errs(&b, ink, c.troubles(o.Lang))
	b.WriteString(c.closing(v) + "\n")
	return write(w, b.String())
}

// silent reports whether there is nothing to say of an account.
func (d *Drifted) silent() bool { return d.is(api.DriftInSync) && len(d.Warnings) == 0 }

// closing counts the accounts by state; one may be in several.
func (c *Comparison) closing(v voice) string {
	var parts []string
	for _, s := range api.Drifts() {
		n := 0
		for i := range c.Accounts {
			if c.Accounts[i].is(s) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, v.say(text.Say("%[1]d %[2]s", "%[1]d 个%[2]s"), n, s.Text().In(v.lang)))
		}
	}
	if len(parts) == 0 {
		parts = []string{v.say(text.Say("nothing to compare", "没有可比较的"))}
	}
	return v.colon(v.accounts(len(c.Accounts)), v.list(parts, len(parts)))
}

// drifts lists states.
func (v voice) drifts(states []api.Drift) string {
	var words []string
	for _, s := range states {
		words = append(words, text.Clean(s.Text().In(v.lang)))
	}
	return v.list(words, len(words))
}
