package report

import (
	"fmt"
	"io"
	"time"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/text"
)

// History is the document of history.
type History struct{ Results }

// NewHistory sums up what the ledger holds of accounts.
func NewHistory(results []api.Result, errs ...error) History {
	return History{NewResults("history", results, errs...)}
}

// Text writes an account's records for a person, newest first. Where a
// record comes with its menus, they are drawn below it, with what they
// replaced.
func (p History) Text(w io.Writer, o Options) error {
	t := terminal{Options: o}
	for i := range p.Accounts {
		r := &p.Accounts[i]
		if r.Error == nil && r.Ledger != nil && r.Ledger.Unfinished != nil {
			t.unfinished(r.Ledger.Unfinished)
		}
		rows := make([][]string, 0, len(r.Records))
		for k := range r.Records {
			rows = append(rows, t.record(&r.Records[k]))
		}
		for k, line := range aligned(rows) {
			t.WriteString(line + "\n")
			if reason := r.Records[k].Reason; reason != "" {
				fmt.Fprintf(&t, "  %s\n", t.say(text.Colon(text.Say("reason", "原因"), text.Clean(reason))))
			}
			if run := r.Records[k].ResetMark; run != 0 {
				fmt.Fprintf(&t, "  %s\n", t.say(text.Sayf("took the mark from run %d", "把标记从运行 %d 移开", run)))
			}
			if err := t.menus(&r.Records[k]); err != nil {
				return err
			}
		}
		if r.Error != nil {
			fmt.Fprintf(&t, "%s  %s\n", text.Clean(r.Account), text.Clean(t.say(r.Outcome.Text())))
		}
		t.result(r, false)
		if r.Error == nil {
			n := text.Count(len(r.Records), text.Say("%d record", "%d 条记录"), text.Say("%d records", "%d 条记录"))
			t.WriteString(t.say(text.Colon(text.Clean(r.Account), n)) + "\n")
		}
	}
	t.errors(p.troubles(o.Lang))
	return t.write(w)
}

// unfinished says that there was a publish beside the records.
func (t *terminal) unfinished(by *api.Origin) {
	who := text.Clean(joined([]string{t.say(actor(by)), by.RunURL}))
	t.WriteString(t.say(text.Sayf("a publish (%s) has begun and has no record: it is under way, or stopped half-way",
		"有一次发布（%s）已经开始，还没有记录：仍在进行，或者中途停下了", who)) + "\n")
}

// result writes what is to be known of an account.
func (t *terminal) result(r *api.Result, mild bool) {
	t.lines(&entry{said: said{lines: linesOf(r, t.Lang, mild)}})
}

// record returns the cells of a record's line.
func (t *terminal) record(r *api.Record) []string {
	o := &r.Origin
	commit := text.Clean(o.Commit[:min(len(o.Commit), shownCommit)])
	if o.Changed {
		commit = t.say(text.Sayf("%s and changes", "%s 加改动", commit))
	}
	run := text.Clean(o.RunURL)
	if run == "" && o.RunID != 0 {
		run = t.say(text.Sayf("run %d", "运行 %d", o.RunID))
	}
	trust := ""
	if r.Readback != "" && r.Readback != api.ReadbackVerified {
		trust = "[" + text.Clean(string(r.Readback)) + "]"
	}
	return []string{
		fmt.Sprintf("#%d", r.Number), stamp(r.Time), text.Clean(t.say(kind(r))), short(r.Digests.Desired),
		text.Clean(t.say(actor(o))), commit, run, trust,
	}
}

// shownCommit is how many digits of a commit are shown, as many as GitHub
// does.
const shownCommit = 7

// actor says who asked.
func actor(o *api.Origin) text.Spoken {
	if o.Actor == "" {
		return text.Say("unnamed", "未署名")
	}
	return text.Same(o.Actor)
}

// kind says how a record came about.
func kind(r *api.Record) text.Spoken {
	switch r.Kind {
	case api.KindPublish:
		return text.Say("publish", "发布")
	case api.KindAdopt:
		return text.Say("adopt", "认领")
	case api.KindRetire:
		return text.Say("retire", "下线")
	case api.KindRollback:
		if r.RollbackTo > 0 {
			return text.Sayf("rollback to #%d", "回滚到 #%d", r.RollbackTo)
		}
		return text.Say("rollback", "回滚")
	default:
		return text.Same(r.Kind)
	}
}

// stamp writes a moment in RFC 3339, in UTC, to the second.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// menus draws what a record sent, and what was live before.
func (t *terminal) menus(r *api.Record) error {
	if r.Desired == nil {
		return nil
	}
	fmt.Fprintf(t, "\n%s\n", t.say(text.Say("published:", "发布的菜单：")))
	if err := t.set(*r.Desired); err != nil {
		return err
	}
	if r.Replaced == nil {
		fmt.Fprintf(t, "\n%s\n\n", t.say(text.Say("what it replaced is too large to be kept, or to be shown beside this", "它替换掉的菜单太大，没有保存，或者无法一并显示")))
		return nil
	}
	fmt.Fprintf(t, "\n%s\n", t.say(text.Say("what it replaced:", "它替换掉的菜单：")))
	replaced := menu.Set{Menu: r.Replaced.Shown.Menu, Conditional: r.Replaced.API.Conditional}
	if err := t.set(replaced); err != nil {
		return err
	}
	if !r.Replaced.Open && len(replaced.Menu) > 0 {
		t.WriteString(t.say(text.Say("the menu was switched off", "菜单当时是停用状态")) + "\n")
	}
	t.WriteByte('\n')
	return nil
}

// Set draws a menu set: the default menu, and each conditional one under a line
// that says whom it is for.
func Set(w io.Writer, s menu.Set, o Options) error {
	t := terminal{Options: o}
	if err := t.set(s); err != nil {
		return err
	}
	return t.write(w)
}

// set draws a menu set.
func (t *terminal) set(s menu.Set) error {
	if len(s.Menu) == 0 {
		t.WriteString(t.say(text.Say("no menu", "没有菜单")) + "\n")
	} else if err := preview.Terminal(t, s.Menu); err != nil {
		return err
	}
	for i := range s.Conditional {
		c := &s.Conditional[i]
		title := text.Sayf("conditional menu %[1]d, for %[2]s:", "个性化菜单 %[1]d，匹配 %[2]s：", i+1, text.Clean(c.Match.String()))
		fmt.Fprintf(t, "%s\n", t.say(title))
		if err := preview.Terminal(t, c.Menu); err != nil {
			return err
		}
	}
	return nil
}
