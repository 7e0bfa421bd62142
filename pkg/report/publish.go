package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/publish"
)

// Publish is the document of a publish.
type Publish struct {
	Schema   int              `json:"schema"`
	Command  string           `json:"command"`
	Verdict  Verdict          `json:"verdict"`
	Accounts []publish.Result `json:"accounts"`
	// Errors is what went wrong beside the accounts.
	Errors []string `json:"errors"`
}

// NewPublish sums up the results of a publish.
func NewPublish(command string, results []publish.Result, errs ...error) Publish {
	p := Publish{Schema: Schema, Command: command, Verdict: OK, Accounts: []publish.Result{}, Errors: texts(errs)}
	for i := range results {
		r := results[i]
		if r.Calls == nil {
			r.Calls = []publish.Call{}
		}
		p.Accounts = append(p.Accounts, r)
		p.Verdict = worse(p.Verdict, verdict(&r))
	}
	if len(errs) > 0 {
		p.Verdict = Failed
	}
	return p
}

// Count returns how many accounts ended with the outcome.
func (p *Publish) Count(outcome publish.Outcome) int {
	n := 0
	for i := range p.Accounts {
		if p.Accounts[i].Outcome == outcome {
			n++
		}
	}
	return n
}

// verdict says what an outcome means for the whole. One that this release does
// not know comes from a newer function, and nobody can say that it is well.
func verdict(r *publish.Result) Verdict {
	switch r.Outcome {
	case publish.Published, publish.InSync, publish.Planned, publish.Read:
		if len(r.Warnings) > 0 {
			return Warnings
		}
		return OK
	case publish.Invalid:
		return Invalid
	case publish.Failed:
		return Failed
	default:
		return Failed
	}
}

// Text writes the results for a person: a line per account, what is to be
// known below it, and a closing count.
func (p *Publish) Text(w io.Writer, o Options) error {
	var b strings.Builder
	v, ink := o.voice(), paint(o.Color)
	longest := 0
	for i := range p.Accounts {
		longest = max(longest, uniseg.StringWidth(Clean(p.Accounts[i].Account)))
	}
	for i := range p.Accounts {
		r := &p.Accounts[i]
		b.WriteString(pad(Clean(r.Account), longest) + "  ")
		v.result(&b, ink, r)
	}
	for _, e := range p.Errors {
		b.WriteString(v.colon(ink.as(red, v.severity(diag.Error)), Clean(e)) + "\n")
	}
	b.WriteString(p.Closing(o) + "\n")
	return write(w, b.String())
}

// Closing counts the accounts by outcome.
func (p *Publish) Closing(o Options) string {
	v := o.voice()
	return v.colon(v.accounts(len(p.Accounts)), v.outcomes(p))
}

// Result writes one account's result without its name.
func Result(w io.Writer, r *publish.Result, o Options) error {
	var b strings.Builder
	o.voice().result(&b, paint(o.Color), r)
	return write(w, b.String())
}

// outcomeWidth is how many cells the outcomes of English take.
const outcomeWidth = len("published")

func (v voice) result(b *strings.Builder, p paint, r *publish.Result) {
	line := pad(v.outcome(r.Outcome), outcomeWidth)
	if d := r.Digests.Desired; d != "" {
		line += "  " + Clean(short(d))
	}
	if n := len(r.Calls); n > 0 {
		line += "  " + v.count(n, say("%d call to WeChat", "调用微信 %d 次"), say("%d calls to WeChat", "调用微信 %d 次"))
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
	for _, warning := range r.Warnings {
		fmt.Fprintf(b, "  %s [%s]\n", v.colon(p.as(yellow, v.severity(diag.Warning)), Clean(warning.Message)), Clean(string(warning.Kind)))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(b, "  %s [%s]\n", v.colon(p.as(p.severity(f.Severity), v.severity(f.Severity)), Clean(f.Message)), Clean(f.Rule))
		if f.Path != "" {
			fmt.Fprintf(b, "    %s\n", v.say(say("at %s", "位于 %s"), Clean(f.Path)))
		}
	}
	if r.Error != nil {
		v.failure(b, p, r.Error)
	}
}

func (v voice) failure(b *strings.Builder, p paint, e *publish.Error) {
	fmt.Fprintf(b, "  %s\n", v.colon(p.as(red, v.severity(diag.Error)), v.colon(Clean(e.Op), Clean(e.Meaning))))
	if e.Errcode != 0 {
		fmt.Fprintf(b, "  %s", v.say(say("WeChat answered %[1]d %[2]s", "微信返回 %[1]d %[2]s"), e.Errcode, Clean(e.Errmsg)))
		if e.RID != "" {
			b.WriteString(v.say(say(" (rid %s)", "（rid %s）"), Clean(e.RID)))
		}
		b.WriteByte('\n')
	}
	if e.Remedy != "" {
		fmt.Fprintf(b, "  %s\n", v.help(p, e.Remedy))
	}
}

// outcome returns the word for an outcome.
func (v voice) outcome(o publish.Outcome) string {
	switch o {
	case publish.Published:
		return v.say(say("published", "已发布"))
	case publish.InSync:
		return v.say(say("in-sync", "已一致"))
	case publish.Planned:
		return v.say(say("planned", "已计划"))
	case publish.Read:
		return v.say(say("read", "已读取"))
	case publish.Invalid:
		return v.say(say("invalid", "无效"))
	case publish.Failed:
		return v.say(say("failed", "失败"))
	default:
		return Clean(string(o))
	}
}

// outcomes counts the accounts by outcome, the best first.
func (v voice) outcomes(p *Publish) string {
	var parts []string
	known := 0
	for _, o := range []publish.Outcome{
		publish.Published, publish.InSync, publish.Planned, publish.Read, publish.Invalid, publish.Failed,
	} {
		if n := p.Count(o); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v.outcome(o)))
			known += n
		}
	}
	if n := len(p.Accounts) - known; n > 0 {
		parts = append(parts, v.say(say("%d with an outcome this release does not know", "%d 个是本版本不认识的结果"), n))
	}
	if len(parts) == 0 {
		return v.say(say("nothing to do", "没有要做的事"))
	}
	return v.list(parts, len(parts))
}

// short returns a digest as people compare it.
func short(digest string) string {
	const shown = len("sha256:") + 12
	return digest[:min(shown, len(digest))]
}

// pad fills a text up with blanks to a width in cells.
func pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(cells-uniseg.StringWidth(text), 0))
}
