package report

import (
	"fmt"
	"io"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Status is the document of status.
type Status struct{ Results }

// NewStatus sums up what is known of accounts. Nothing was to be done, so what a
// guard would stop does not count as a refusal.
func NewStatus(results []api.Result, errs ...error) Status {
	return Status{Results{newDocument("status", lists(results), errs, readVerdict, resultsPage)}}
}

// readVerdict says what an outcome means where only reading was asked for, and
// that came to its end.
func readVerdict(r *api.Result) Verdict {
	switch v := outcomeVerdict(r); {
	case v == Differs, v == Refused, r.Outcome == api.Failed && r.Case.Told():
		return warned(r)
	default:
		return v
	}
}

// Text writes for a person what is in Git, live and recorded of each account.
func (p Status) Text(w io.Writer, o Options) error {
	t := terminal{Options: o}
	var brief []said
	for i := range p.Accounts {
		r := &p.Accounts[i]
		if o.Short {
			brief = append(brief, said{Result: r, verdict: readVerdict(r), what: t.say(standing(r)), code: string(r.Guard)})
			continue
		}
		fmt.Fprintf(&t, "%s  %s\n", t.paint(bold, text.Clean(r.Account)), text.Clean(t.say(standing(r))))
		for _, line := range aligned(t.state(r)) {
			fmt.Fprintf(&t, "  %s\n", line)
		}
		t.result(r, true)
	}
	t.states(brief)
	t.errors(p.troubles(o.Lang))
	t.WriteString(t.say(accounts(len(p.Accounts))) + "\n")
	return t.write(w)
}

// standing is the case an account is in; for one that is not in Git, that.
func standing(r *api.Result) text.Spoken {
	switch {
	case r.Case != "":
		return r.Case.Text()
	case r.Outcome == api.Read && r.Record != nil && r.Record.Kind == api.KindRetire:
		return api.Retired.Text()
	case r.Outcome == api.Read:
		return api.DriftUnmanaged.Text()
	default:
		return r.Outcome.Text()
	}
}

// state returns what is known of an account, a row each.
func (t *terminal) state(r *api.Result) [][]string {
	recorded := t.known(r, r.Digests.Recorded)
	if rec := r.Record; rec != nil {
		recorded = joined([]string{
			recorded, fmt.Sprintf("#%d", rec.Number), stamp(rec.Time), text.Clean(t.say(kind(rec))), text.Clean(t.say(actor(&rec.Origin))),
		})
	}
	rows := [][]string{
		{t.say(text.Say("in Git", "Git 中")), t.known(r, r.Digests.Desired)},
		{t.say(text.Say("live, menu/get", "线上，menu/get")), t.live(r, r.Digests.API)},
		{t.say(text.Say("live, shown", "线上，粉丝所见")), t.live(r, r.Digests.Shown)},
		{t.say(text.Say("recorded", "记录")), recorded},
	}
	if r.Ledger != nil {
		rows = append(rows, t.ledger(r.Ledger)...)
	}
	return rows
}

// known is a digest as people compare it, or that there is none. What an account
// has that could not be read is unknown.
func (t *terminal) known(r *api.Result, digest string) string {
	switch {
	case digest != "":
		return short(digest)
	case r.Outcome == api.Failed && !r.Case.Told():
		return t.say(text.Say("unknown", "未知"))
	default:
		return "-"
	}
}

// live is known of what is live: an account that is invalid in Git is not compared
// with it.
func (t *terminal) live(r *api.Result, digest string) string {
	if r.Outcome == api.Invalid {
		return t.say(text.Say("not looked at", "没有查看"))
	}
	return t.known(r, digest)
}

// ledger returns what the ledger says beside its records, a row each.
func (t *terminal) ledger(s *api.State) [][]string {
	var rows [][]string
	if s.Mark != nil {
		rows = append(rows, []string{t.say(text.Say("newest run", "最新的运行")), text.Clean(t.say(mark(s.Mark)))})
	}
	for _, q := range s.Quarantined {
		rows = append(rows, []string{t.say(text.Say("quarantined", "已被回滚")), short(q)})
	}
	if o := s.Unfinished; o != nil {
		rows = append(rows, []string{t.say(text.Say("unfinished", "未完成")), joined([]string{text.Clean(t.say(actor(o))), text.Clean(o.RunURL)})})
	}
	if s.Holder != "" {
		var holder text.Spoken = text.Same(s.Holder)
		if s.Until != nil {
			holder = text.Sayf("%[1]s until %[2]s", "%[1]s，到 %[2]s", s.Holder, stamp(*s.Until))
		}
		rows = append(rows, []string{t.say(text.Say("publishing now", "正在发布")), text.Clean(t.say(holder))})
	}
	return rows
}

// mark names the run that published last.
func mark(m *api.Mark) text.Spoken {
	repository := m.Repository
	if m.Server != "" {
		repository = m.Server + "/" + m.Repository
	}
	return text.Sayf("%[1]d of %[2]s", "%[2]s 的 %[1]d", m.RunID, repository)
}
