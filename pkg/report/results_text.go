package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Text writes the results for a person: what happened to each account, with
// accounts to which the same happened as one, what is to be known below it, and
// a closing count. Accounts where nothing was to be done are only counted.
func (p Results) Text(w io.Writer, o Options) error {
	var b strings.Builder
	v, ink := o.voice(), paint(o.Color)
	groups := alike(p.Accounts)
	longest := 0
	for _, g := range groups {
		if len(g.all) == 1 && !silent(g.Result) {
			longest = max(longest, uniseg.StringWidth(text.Clean(g.Account)))
		}
	}
	for _, g := range groups {
		if silent(g.Result) {
			continue
		}
		if len(g.all) > 1 {
			b.WriteString(v.names(g, text.Clean) + "\n  ")
		} else {
			b.WriteString(pad(text.Clean(g.Account), longest) + "  ")
		}
		v.result(&b, ink, g)
		v.below(&b, ink, g)
		v.needs(&b, g, &p)
	}
	v.errs(&b, ink, p.troubles(o.Lang))
	b.WriteString(p.Closing(o) + "\n")
	return write(w, b.String())
}

// errs writes what went wrong beside the accounts.
func (v voice) errs(b *strings.Builder, p paint, errs []string) {
	for _, e := range errs {
		b.WriteString(v.colon(p.as(red, v.severity(diag.Error)), text.Clean(e)) + "\n")
	}
}

// Result writes one account's result without its name and without what a
// follower notices, for those who draw it.
func Result(w io.Writer, r *api.Result, o Options) error {
	var b strings.Builder
	v, p := o.voice(), paint(o.Color)
	v.result(&b, p, &likes{Result: r, all: []*api.Result{r}})
	v.troubles(&b, p, r, false)
	return write(w, b.String())
}

// outcomeWidth is how many cells the usual outcomes of English take.
const outcomeWidth = len("published")

// result writes the line of a result.
func (v voice) result(b *strings.Builder, p paint, g *likes) {
	parts := []string{pad(v.outcome(g.Outcome), outcomeWidth)}
	if g.Guard != "" {
		parts = append(parts, p.as(bold, "["+text.Clean(string(g.Guard))+"]"))
	}
	if d := g.digest(); d != "" {
		parts = append(parts, short(d))
	}
	if len(g.all) == 1 && g.Outcome == api.Published && g.Record != nil {
		parts = append(parts, v.say(text.Say("record #%d", "记录 #%d"), g.Record.Number))
	}
	if n := len(g.Calls); n > 0 && len(g.all) == 1 {
		parts = append(parts, text.Count(n, text.Say("%d call to WeChat", "调用微信 %d 次"), text.Say("%d calls to WeChat", "调用微信 %d 次")).In(v.lang))
	}
	b.WriteString(strings.TrimRight(joined(parts), " ") + "\n")
}

// below writes what is to be known of a result.
func (v voice) below(b *strings.Builder, p paint, g *likes) {
	if len(g.Changes) > 0 {
		fmt.Fprintf(b, "  %s\n", v.say(text.Say("what a follower notices:", "粉丝会看到：")))
		for i := range g.Changes {
			fmt.Fprintf(b, "    - %s\n", text.Clean(g.Changes[i].Text().In(v.lang)))
		}
	}
	if g.Outcome != api.Published && len(g.Steps) > 0 {
		fmt.Fprintf(b, "  %s\n", v.colon(v.say(text.Say("steps", "步骤")), v.steps(g.Steps)))
	}
	v.troubles(b, p, g.Result, false)
}

// steps lists requests in their order.
func (v voice) steps(steps []api.Step) string {
	var parts []string
	for _, s := range steps {
		line := text.Clean(s.Op)
		if s.Match != "" {
			line += " (" + text.Clean(s.Match) + ")"
		}
		if s.Done {
			line += v.say(text.Say(" done", " 已完成"))
		}
		parts = append(parts, line)
	}
	return strings.Join(parts, v.say(text.Say(", ", "、")))
}

// troubles writes what is to be known of a result beside what it changes. What
// is mild is no error where nothing was to be done.
func (v voice) troubles(b *strings.Builder, p paint, r *api.Result, mild bool) {
	for _, w := range r.Warnings {
		s, detail := v.warning(w)
		fmt.Fprintf(b, "  %s [%s]\n", v.colon(p.as(yellow, v.severity(diag.Warning)), text.Clean(s)), text.Clean(string(w.Kind)))
		v.detail(b, detail)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(b, "  %s [%s]\n", v.colon(p.as(p.severity(f.Severity), v.severity(f.Severity)), text.Clean(f.Message)), text.Clean(f.Rule))
		if f.Path != "" {
			fmt.Fprintf(b, "    %s\n", v.say(text.Say("at %s", "位于 %s"), text.Clean(f.Path)))
		}
	}
	if r.Error != nil {
		v.failure(b, p, r, mild)
	}
}

// detail writes the function's own words below ours, if there are any.
func (v voice) detail(b *strings.Builder, s string) {
	if s != "" {
		fmt.Fprintf(b, "  %s\n", v.colon(v.say(text.Say("detail", "详情")), text.Clean(s)))
	}
}

// failure writes why a result is what it is, and what to do. Where something
// was only looked at, that is to look further.
func (v voice) failure(b *strings.Builder, p paint, r *api.Result, mild bool) {
	e := r.Error
	label := p.as(red, v.severity(diag.Error))
	if is := outcomeVerdict(r); is == Warnings || mild && is == Refused {
		label = p.as(yellow, v.severity(diag.Warning))
	}
	why := v.reason(r)
	fmt.Fprintf(b, "  %s\n", v.colon(label, text.Clean(why.clause)))
	v.detail(b, why.detail)
	if e.Errcode != 0 {
		fmt.Fprintf(b, "  %s", v.say(text.Say("WeChat answered %[1]d %[2]s", "微信返回 %[1]d %[2]s"), e.Errcode, text.Clean(e.Errmsg)))
		if e.RID != "" {
			b.WriteString(v.say(text.Say(" (rid %s)", "（rid %s）"), text.Clean(e.RID)))
		}
		b.WriteByte('\n')
	}
	if why.help != "" {
		fmt.Fprintf(b, "  %s\n", v.help(p, why.help))
	}
	if next := v.next(r); mild && next != "" {
		fmt.Fprintf(b, "  %s\n", v.help(p, next))
	}
}

// pad fills a text up with blanks to a width in cells.
func pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(cells-uniseg.StringWidth(text), 0))
}
