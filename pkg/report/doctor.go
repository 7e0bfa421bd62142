package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Examined is an account that was diagnosed.
type Examined struct {
	Account string      `json:"account"`
	Checks  []api.Check `json:"checks"`
}

// Doctor is the document of doctor.
type Doctor struct {
	Document[Examined]
	// Checks are those of the set-up, and those that each account has where no
	// account was looked at.
	Checks []api.Check `json:"checks"`
}

// NewDoctor sums up a diagnosis.
func NewDoctor(setup []api.Check, accounts []Examined, errs ...error) Doctor {
	d := Doctor{Checks: append([]api.Check{}, setup...)}
	order := append(api.Checks(false), api.Checks(true)...)
	slices.SortStableFunc(d.Checks, func(a, b api.Check) int { return slices.Index(order, a.Name) - slices.Index(order, b.Name) })
	d.Document = newDocument("doctor", accounts, errs, func(e *Examined) Verdict { return healthVerdict(e.Checks) }, nil)
	d.Verdict = worse(d.Verdict, healthVerdict(setup))
	return d
}

// healthVerdict says what the worst of some checks means for the whole.
func healthVerdict(checks []api.Check) Verdict {
	switch api.Worst(checks) {
	case api.VerdictNG:
		return Failed
	case api.VerdictWarn:
		return Warnings
	case api.VerdictSkip, api.VerdictOK:
	}
	return OK
}

// looked is a check as it is written: of accounts of which the same is said, once.
type looked struct {
	name    api.CheckName
	verdict api.Verdict
	// accounts are those it is of; none where it is of the set-up.
	accounts        text.List
	meaning, remedy string
	// also are other checks that were skipped for the same reason.
	also text.List
}

// all returns what was looked at, in the order of the checks, and of one check the
// worst first.
func (d *Doctor) all(l text.Lang) []looked {
	var out []looked
	for _, name := range append(api.Checks(false), api.Checks(true)...) {
		out = append(out, d.of(name, l)...)
	}
	return skippedOnce(out)
}

// skippedOnce has of the checks that were skipped for one reason only the first
// say so that stands on none of the others.
func skippedOnce(all []looked) []looked {
	type reason struct{ meaning, remedy, accounts string }
	why := func(k looked) reason { return reason{k.meaning, k.remedy, strings.Join(k.accounts, " ")} }
	skipped := slices.DeleteFunc(slices.Clone(all), func(k looked) bool { return k.verdict != api.VerdictSkip })
	also := map[reason]text.List{}
	first := map[reason]api.CheckName{}
	for _, group := range alike.Gather(skipped, why) {
		names := make([]api.CheckName, len(group))
		for i := range group {
			names[i] = group[i].name
		}
		stands := func(name api.CheckName) bool {
			return slices.ContainsFunc(name.Needs(), func(need api.CheckName) bool { return slices.Contains(names, need) })
		}
		at := slices.IndexFunc(names, func(name api.CheckName) bool { return !stands(name) })
		first[why(group[0])] = names[at]
		for i, name := range names {
			if i != at {
				also[why(group[0])] = append(also[why(group[0])], string(name))
			}
		}
	}
	var out []looked
	for _, k := range all {
		if k.verdict == api.VerdictSkip {
			if first[why(k)] != k.name {
				continue
			}
			k.also = also[why(k)]
		}
		out = append(out, k)
	}
	return out
}

// of returns what was found by one check.
func (d *Doctor) of(name api.CheckName, l text.Lang) []looked {
	type said struct {
		verdict         api.Verdict
		meaning, remedy string
	}
	var checks []api.Check
	var owners []string
	add := func(list []api.Check, account string) {
		for i := range list {
			if list[i].Name == name {
				checks, owners = append(checks, list[i]), append(owners, account)
			}
		}
	}
	add(d.Checks, "")
	for i := range d.Accounts {
		add(d.Accounts[i].Checks, d.Accounts[i].Account)
	}
	at := make([]int, len(checks))
	for i := range at {
		at[i] = i
	}
	groups := alike.Gather(at, func(i int) said {
		c := &checks[i]
		s := said{verdict: c.Verdict}
		// Of what is well in many accounts it is enough that it is.
		if c.Verdict != api.VerdictOK || len(checks) == 1 {
			s.meaning, s.remedy = c.Say(l)
		}
		return s
	})
	var out []looked
	for _, v := range api.Verdicts() {
		for _, group := range groups {
			if checks[group[0]].Verdict != v {
				continue
			}
			k := looked{name: name, verdict: v}
			for _, i := range group {
				if owners[i] != "" {
					k.accounts = append(k.accounts, owners[i])
				}
			}
			if v != api.VerdictOK || len(checks) == 1 {
				k.meaning, k.remedy = checks[group[0]].Say(l)
			}
			out = append(out, k)
		}
	}
	return out
}

// sentence says what was found, and of which accounts where there are several.
func (d *Doctor) sentence(k *looked, clean func(string) string) text.Spoken {
	said := text.Same(clean(k.meaning))
	switch {
	case k.meaning == "":
		return accounts(len(k.accounts))
	case len(k.accounts) == 0 || len(d.Accounts) == 1:
		return said
	default:
		names := make(text.List, len(k.accounts))
		for i, name := range k.accounts {
			names[i] = clean(name)
		}
		return text.Colon(names.Most(resultNames), said)
	}
}

// below says what to do next, and what else was skipped; empty where there is
// neither.
func (k *looked) below(l text.Lang, clean func(string) string) []string {
	var lines []string
	if k.remedy != "" {
		lines = append(lines, text.Colon(text.Say("next", "下一步"), clean(k.remedy)).In(l))
	}
	if len(k.also) > 0 {
		lines = append(lines, text.Colon(text.Say("skipped for the same reason", "因同样的原因跳过"), k.also).In(l))
	}
	return lines
}

// closing counts the checks by verdict.
func (d *Doctor) closing() text.Spoken {
	all := d.Checks
	for i := range d.Accounts {
		all = append(all[:len(all):len(all)], d.Accounts[i].Checks...)
	}
	var parts text.Series
	for _, v := range api.Verdicts() {
		n := 0
		for i := range all {
			if all[i].Verdict == v {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, text.Same(fmt.Sprintf("%d %s", n, v)))
		}
	}
	return text.Colon(text.Count(len(all), text.Say("%d check", "%d 项检查"), text.Say("%d checks", "%d 项检查")), parts)
}

// The widths of the verdicts and of the names of checks, in cells.
const (
	verdictWidth = len(api.VerdictWarn)
	checkWidth   = len(api.CheckUnpublished)
)

// Text writes the diagnosis for a person, a check a line, by layer.
func (d Doctor) Text(w io.Writer, o Options) error {
	t := terminal{Options: o}
	var layer api.Layer
	for _, k := range d.all(o.Lang) {
		if k.name.Layer() != layer {
			layer = k.name.Layer()
			t.WriteString(t.paint(bold, t.say(layer.Text())) + "\n")
		}
		fmt.Fprintf(&t, "  %s  %s  %s\n", t.paint(styles[k.verdict], pad(string(k.verdict), verdictWidth)), pad(string(k.name), checkWidth),
			text.Clean(t.say(d.sentence(&k, text.Clean))))
		for _, line := range k.below(o.Lang, text.Clean) {
			fmt.Fprintf(&t, "  %s%s\n", strings.Repeat(" ", verdictWidth+checkWidth+4), line)
		}
	}
	t.errors(d.troubles(o.Lang))
	t.WriteString(t.say(d.closing()) + "\n")
	return t.write(w)
}

// styles and icons are how verdicts are shown.
var (
	styles = map[api.Verdict]string{api.VerdictNG: red, api.VerdictWarn: yellow, api.VerdictSkip: dim, api.VerdictOK: cyan}
	icons  = map[api.Verdict]string{api.VerdictNG: "🔴", api.VerdictWarn: "🟡", api.VerdictSkip: unread, api.VerdictOK: "🟢"}
)

// Summary writes the diagnosis as Markdown for the page of a run on GitHub.
func (d Doctor) Summary(w io.Writer, o Options) error {
	s := start(d.Command, d.Verdict.icon()+" caidan doctor", d.closing(), d.troubles(o.Lang), o)
	var layer api.Layer
	for _, k := range d.all(o.Lang) {
		if k.name.Layer() != layer {
			layer = k.name.Layer()
			s.add(kept, "\n### "+layer.Text().In(o.Lang)+"\n\n")
		}
		line := fmt.Sprintf("- %s %s", icons[k.verdict], text.Colon(text.Same(k.name), d.sentence(&k, cell)).In(o.Lang))
		s.add(item, strings.Join(append([]string{line}, k.below(o.Lang, cell)...), "<br>")+"\n")
	}
	return s.write(w)
}

// Annotations returns what to put on the run: an error for each check that is NG,
// and a warning for each that warns.
func (d Doctor) Annotations(o Options) []diag.Finding {
	var out []diag.Finding
	for _, k := range d.all(o.Lang) {
		severity := diag.Warning
		switch k.verdict {
		case api.VerdictNG:
			severity = diag.Error
		case api.VerdictWarn:
		case api.VerdictSkip, api.VerdictOK:
			continue
		}
		lines := append([]string{text.Clean(d.sentence(&k, text.Clean).In(o.Lang))}, k.below(o.Lang, text.Clean)...)
		out = append(out, diag.Finding{Rule: string(k.name), Severity: severity, Message: strings.Join(lines, "\n")})
	}
	return append(out, annotated(d.troubles(o.Lang))...)
}
