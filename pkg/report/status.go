package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Status is the document of status.
type Status struct{ Results }

// NewStatus sums up what is known of accounts. Nothing was to be done, so that
// what a guard would stop is no refusal.
func NewStatus(results []api.Result, errs ...error) Status {
	return Status{Results{Document: newDocument("status", lists(results), readVerdict, errs)}}
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

// Text writes for a person what is in Git, live and recorded of each account.
func (p Status) Text(w io.Writer, o Options) error {
	var b strings.Builder
	v, ink := o.voice(), paint(o.Color)
	for i := range p.Accounts {
		r := &p.Accounts[i]
		fmt.Fprintf(&b, "%s  %s\n", ink.as(bold, text.Clean(r.Account)), v.standing(r))
		for _, line := range aligned(v.state(r)) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		v.troubles(&b, ink, r, true)
	}
	v.errs(&b, ink, p.troubles(o.Lang))
	b.WriteString(v.accounts(len(p.Accounts)) + "\n")
	return write(w, b.String())
}

// standing is the case an account is in; for one that is not in Git, that.
func (v voice) standing(r *api.Result) string {
	switch {
	case r.Case != "":
		return text.Clean(string(r.Case))
	case r.Outcome == api.Read:
		return api.DriftUnmanaged.Text().In(v.lang)
	default:
		return v.outcome(r.Outcome)
	}
}

// state returns what is known of an account, a row each.
func (v voice) state(r *api.Result) [][]string {
	rows := [][]string{
		{v.say(text.Say("in Git", "Git 中")), v.known(r, r.Digests.Desired)},
		{v.say(text.Say("live, menu/get", "线上，menu/get")), v.known(r, r.Digests.API)},
		{v.say(text.Say("live, shown", "线上，粉丝所见")), v.known(r, r.Digests.Shown)},
	}
	recorded := []string{v.say(text.Say("recorded", "记录")), v.known(r, r.Digests.Recorded)}
	if r.Record != nil {
		recorded[1] = joined([]string{recorded[1], fmt.Sprintf("#%d", r.Record.Number), stamp(r.Record.Time), v.kind(r.Record), v.actor(&r.Record.Origin)})
	}
	rows = append(rows, recorded)
	if r.Ledger != nil {
		rows = append(rows, v.ledger(r.Ledger)...)
	}
	return rows
}

// known is a digest as people compare it, or that there is none. Of an account
// that could not be read, nobody knows.
func (v voice) known(r *api.Result, digest string) string {
	switch {
	case digest != "":
		return short(digest)
	case r.Outcome == api.Failed:
		return v.say(text.Say("unknown", "未知"))
	default:
		return "-"
	}
}

// ledger returns what the ledger says beside its records, a row each.
func (v voice) ledger(s *api.State) [][]string {
	var rows [][]string
	if s.Mark != nil {
		rows = append(rows, []string{v.say(text.Say("newest run", "最新的运行")), v.mark(s.Mark)})
	}
	for _, q := range s.Quarantined {
		rows = append(rows, []string{v.say(text.Say("quarantined", "已隔离")), short(q)})
	}
	if o := s.Unfinished; o != nil {
		rows = append(rows, []string{v.say(text.Say("unfinished", "未完成")), joined([]string{v.actor(o), text.Clean(o.RunURL)})})
	}
	if s.Holder != "" {
		holder := text.Clean(s.Holder)
		if s.Until != nil {
			holder = v.say(text.Say("%[1]s until %[2]s", "%[1]s，到 %[2]s"), holder, stamp(*s.Until))
		}
		rows = append(rows, []string{v.say(text.Say("publishing now", "正在发布")), holder})
	}
	return rows
}

// mark names the run that published last.
func (v voice) mark(m *api.Mark) string {
	repository := text.Clean(m.Repository)
	if m.Server != "" {
		repository = text.Clean(m.Server + "/" + m.Repository)
	}
	return v.say(text.Say("%[1]d of %[2]s", "%[2]s 的 %[1]d"), m.RunID, repository)
}
