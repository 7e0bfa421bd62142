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

// Drift is how an account differs from what Git and the ledger say.
type Drift string

const (
	// DriftInSync means that what should be live is.
	DriftInSync Drift = "in-sync"
	// DriftEdited means that what is live is not what was recorded.
	DriftEdited Drift = "edited"
	// DriftUnpublished means that what is in Git is not what was published.
	DriftUnpublished Drift = "unpublished"
	// DriftHeld means that what is in Git was rolled away from, and waits.
	DriftHeld Drift = "held"
	// DriftSwitchedOff means that the menu switch is off.
	DriftSwitchedOff Drift = "switched-off"
	// DriftUnmanaged means that the account is in the ledger and not in Git.
	DriftUnmanaged Drift = "unmanaged"
	// DriftUnreadable means that it could not be found out.
	DriftUnreadable Drift = "unreadable"
)

// drifts are all there are, in the order in which they are written.
func drifts() []Drift {
	return []Drift{
		DriftUnreadable, DriftEdited, DriftUnpublished, DriftHeld, DriftSwitchedOff, DriftUnmanaged, DriftInSync,
	}
}

// Drifted is an account in a comparison.
type Drifted struct {
	api.Result
	// States is how it differs, in the order of the constants' table; InSync
	// alone when it does not.
	States []Drift `json:"states"`
}

// is reports whether a state is among the account's.
func (d *Drifted) is(s Drift) bool { return slices.Contains(d.States, s) }

// Comparison is the document of drift.
type Comparison struct {
	Schema   int       `json:"schema"`
	Command  string    `json:"command"`
	Verdict  Verdict   `json:"verdict"`
	Accounts []Drifted `json:"accounts"`
	// Errors is what went wrong beside the accounts.
	Errors []string `json:"errors"`
}

// NewComparison sums up the plans of the accounts in Git, and those in the
// ledger that are not in Git. Only live menus that are not as recorded differ;
// what waits in Git to be published is to be known and no more.
func NewComparison(planned []api.Result, unmanaged []string, errs ...error) Comparison {
	c := Comparison{Schema: Schema, Command: "drift", Verdict: OK, Accounts: []Drifted{}, Errors: texts(errs)}
	for i := range planned {
		r := listed(planned[i])
		c.Accounts = append(c.Accounts, Drifted{r, states(&r)})
	}
	for _, name := range unmanaged {
		c.Accounts = append(c.Accounts, Drifted{
			listed(api.Result{Schema: api.Schema, Account: name, Outcome: api.Read}), []Drift{DriftUnmanaged},
		})
	}
	slices.SortStableFunc(c.Accounts, func(a, b Drifted) int { return strings.Compare(a.Account, b.Account) })
	for i := range c.Accounts {
		c.Verdict = worse(c.Verdict, c.Accounts[i].verdict())
	}
	if len(errs) > 0 {
		c.Verdict = Failed
	}
	return c
}

// verdict says what an account's states mean for the whole.
func (d *Drifted) verdict() Verdict {
	switch {
	case d.is(DriftUnreadable):
		return Failed
	case d.is(DriftEdited):
		return Differs
	case d.is(DriftInSync):
		return warned(&d.Result)
	default:
		return Warnings
	}
}

// states says how an account differs, by the case that its plan met.
func states(r *api.Result) []Drift {
	if r.Case == "" {
		return []Drift{DriftUnreadable}
	}
	var out []Drift
	add := func(s Drift, is bool) {
		if is {
			out = append(out, s)
		}
	}
	add(DriftUnreadable, r.Outcome == api.Failed || r.Outcome == api.Busy)
	add(DriftEdited, edited(r))
	add(DriftUnpublished, unpublished(r))
	add(DriftHeld, r.Case == api.CaseQuarantined)
	add(DriftSwitchedOff, slices.ContainsFunc(r.Warnings, func(w api.Warning) bool { return w.Kind == api.SwitchedOff }))
	if len(out) == 0 {
		return []Drift{DriftInSync}
	}
	return out
}

// edited reports whether what is live is not what was recorded. Where the case
// is about something else, the record tells, if its answers are those to what
// it sent.
func edited(r *api.Result) bool {
	switch r.Case {
	case api.CaseEdited, api.CaseInterrupted:
		return true
	case api.CaseQuarantined:
		rec := r.Record
		trusted := rec != nil && (rec.Readback == api.ReadbackVerified || rec.Readback == api.ReadbackNormalised)
		return trusted && r.Digests.Live != "" && r.Digests.Live != rec.Digests.Live
	default:
		return false
	}
}

// unpublished reports whether Git has something that was not published.
func unpublished(r *api.Result) bool {
	switch r.Case {
	case api.CaseChange, api.CaseFirst, api.CaseFirstOver, api.CaseOtherAccount, api.CaseHalf:
		return r.Outcome != api.InSync
	case api.CaseEdited, api.CaseInterrupted:
		return r.Digests.Recorded != r.Digests.Desired
	default:
		return false
	}
}

// Text writes the accounts that differ and how, and a closing count.
func (c *Comparison) Text(w io.Writer, o Options) error {
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
		if d.is(DriftEdited) && len(d.Changes) > 0 {
			fmt.Fprintf(&b, "  %s\n", v.say(text.Say("what a follower would notice of going back to Git:", "恢复成 Git 里的菜单，粉丝会看到：")))
			for k := range d.Changes {
				fmt.Fprintf(&b, "    - %s\n", text.Clean(d.Changes[k].Text().In(v.lang)))
			}
		}
		v.troubles(&b, ink, &d.Result, true)
	}
	v.errs(&b, ink, c.Errors)
	b.WriteString(c.closing(v) + "\n")
	return write(w, b.String())
}

// silent reports whether there is nothing to say of an account.
func (d *Drifted) silent() bool { return d.is(DriftInSync) && len(d.Warnings) == 0 }

// closing counts the accounts by state; one may be in several.
func (c *Comparison) closing(v voice) string {
	var parts []string
	for _, s := range drifts() {
		n := 0
		for i := range c.Accounts {
			if c.Accounts[i].is(s) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, v.say(text.Say("%[1]d %[2]s", "%[1]d 个%[2]s"), n, v.drift(s)))
		}
	}
	if len(parts) == 0 {
		parts = []string{v.say(text.Say("nothing to compare", "没有可比较的"))}
	}
	return v.colon(v.accounts(len(c.Accounts)), v.list(parts, len(parts)))
}

// drifts lists states.
func (v voice) drifts(states []Drift) string {
	var words []string
	for _, s := range states {
		words = append(words, v.drift(s))
	}
	return v.list(words, len(words))
}

// drift returns the word for a state.
func (v voice) drift(s Drift) string { return v.say(driftWord(s)) }

func driftWord(s Drift) text.Text {
	switch s {
	case DriftInSync:
		return text.Say("in-sync", "已一致")
	case DriftEdited:
		return text.Say("edited", "线上被改过")
	case DriftUnpublished:
		return text.Say("unpublished", "未发布")
	case DriftHeld:
		return text.Say("held", "已回滚待处理")
	case DriftSwitchedOff:
		return text.Say("switched-off", "菜单已停用")
	case DriftUnmanaged:
		return text.Say("unmanaged", "不在 Git 中")
	case DriftUnreadable:
		return text.Say("unreadable", "无法读取")
	default:
		return text.Text{EN: string(s), ZH: string(s)}
	}
}
