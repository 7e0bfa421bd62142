package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/text"
)

// resultRow is a line of a table of results, and what is too wide for one; its
// texts are made harmless.
type resultRow struct {
	verdict, who, what, notices, help string
	// pass says below the table what would let the result past its guards;
	// empty where nothing is to be said.
	pass string
}

func (r *resultRow) String() string {
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", r.verdict, r.who, r.what, r.notices, r.help)
}

// Summary writes the results as Markdown for the page of a run on GitHub. What
// is too much for a page is left out, and the summary says so at its top.
func (p Results) Summary(w io.Writer, o Options) error {
	v := o.voice()
	var rows []resultRow
	for _, g := range alike(p.Accounts) {
		if silent(g.Result) {
			continue
		}
		what := cell(v.outcome(g.Outcome))
		if g.Guard != "" {
			what += " (" + cell(string(g.Guard)) + ")"
		}
		rows = append(rows, resultRow{
			outcomeVerdict(g.Result).icon(), v.names(g, cell), what, v.notices(g.Changes), v.reasons(g.Result, false), v.passes(g, &p),
		})
	}
	return v.summary(w, p.Verdict, "caidan "+p.Command, p.Closing(o), p.troubles(o.Lang), rows)
}

// Summary writes the accounts that differ as Markdown, as [Results.Summary].
func (c Comparison) Summary(w io.Writer, o Options) error {
	v := o.voice()
	var rows []resultRow
	for i := range c.Accounts {
		d := &c.Accounts[i]
		if d.silent() {
			continue
		}
		rows = append(rows, resultRow{
			d.verdict().icon(), cell(d.Account), cell(v.drifts(d.States)), v.notices(d.Changes), v.reasons(&d.Result, true), "",
		})
	}
	return v.summary(w, c.Verdict, "caidan "+c.Command, c.closing(v), c.troubles(o.Lang), rows)
}

// summary writes a heading, a count, what went wrong beside the accounts, and a
// table, with as many rows as a page takes.
func (v voice) summary(w io.Writer, is Verdict, what, count string, errs []string, rows []resultRow) error {
	var head strings.Builder
	fmt.Fprintf(&head, "## %s %s\n\n%s\n\n", is.icon(), text.Markdown(what), text.Markdown(count))
	for _, e := range errs[:min(len(errs), summaryErrors)] {
		fmt.Fprintf(&head, "- %s\n", v.colon(v.severity(diag.Error), cell(e)))
	}
	if len(errs) > 0 {
		head.WriteByte('\n')
	}
	if len(rows) == 0 {
		return write(w, head.String())
	}
	var table, passes strings.Builder
	fmt.Fprintf(&table, "| | %s | %s | %s | %s |\n|---|---|---|---|---|\n",
		v.say(text.Say("Account", "账号")), v.say(text.Say("Result", "结果")),
		v.say(text.Say("What a follower notices", "粉丝会看到")), v.say(text.Say("What to know", "说明")))
	left := len(rows)
	for i := range rows {
		line, pass := rows[i].String(), rows[i].pass
		if head.Len()+table.Len()+passes.Len()+len(line)+len(pass) > summaryBytes {
			break
		}
		table.WriteString(line)
		passes.WriteString(pass)
		left--
	}
	if left > 0 {
		head.WriteString(v.say(text.Say("> [!WARNING]\n> %[1]d of %[2]d are not shown: a summary has no room for them.\n\n",
			"> [!WARNING]\n> 共 %[2]d 项，有 %[1]d 项没有显示：摘要放不下。\n\n"), left, len(rows)))
	}
	return write(w, head.String()+table.String()+passes.String())
}

// cell writes untrusted text for a cell of a table.
func cell(s string) string { return text.Markdown(text.Cut(s, cellLength)) }

// notices says in a cell what a follower notices.
func (v voice) notices(changes []plan.Change) string {
	var parts []string
	for i := range changes {
		parts = append(parts, changes[i].Text().In(v.lang))
	}
	return cell(strings.Join(parts, v.say(text.Say("; ", "；"))))
}

// reasons says in a cell what else is to be known of a result; mild is one that
// was only looked at.
func (v voice) reasons(r *api.Result, mild bool) string {
	var parts []string
	for _, w := range r.Warnings {
		line, _ := v.warning(w)
		parts = append(parts, line)
	}
	if r.Error != nil {
		why := v.reason(r)
		parts = append(parts, why.clause, why.detail, why.help)
		if mild {
			parts = append(parts, v.next(r))
		}
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return cell(strings.Join(parts, v.say(text.Say("; ", "；"))))
}
