package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/rivo/uniseg"

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
	var b strings.Builder
	v, ink := o.voice(), paint(o.Color)
	for i := range p.Accounts {
		r := &p.Accounts[i]
		rows := make([][]string, 0, len(r.Records))
		for k := range r.Records {
			rows = append(rows, v.record(&r.Records[k]))
		}
		for k, line := range aligned(rows) {
			b.WriteString(line + "\n")
			if reason := r.Records[k].Reason; reason != "" {
				fmt.Fprintf(&b, "  %s\n", v.colon(v.say(text.Say("reason", "原因")), text.Clean(reason)))
			}
			if err := v.menus(&b, &r.Records[k]); err != nil {
				return err
			}
		}
		v.troubles(&b, ink, r, false)
		if r.Error == nil {
			b.WriteString(v.recorded(r) + "\n")
		}
	}
	v.errs(&b, ink, p.troubles(o.Lang))
	return write(w, b.String())
}

// recorded counts the records that were found.
func (v voice) recorded(r *api.Result) string {
	return v.colon(text.Clean(r.Account), text.Count(len(r.Records), text.Say("%d record", "%d 条记录"), text.Say("%d records", "%d 条记录")).In(v.lang))
}

// record returns the cells of a record's line.
func (v voice) record(r *api.Record) []string {
	o := &r.Origin
	commit := text.Clean(o.Commit[:min(len(o.Commit), shownCommit)])
	run := text.Clean(o.RunURL)
	if run == "" && o.RunID != 0 {
		run = v.say(text.Say("run %d", "运行 %d"), o.RunID)
	}
	trust := ""
	if r.Readback != "" && r.Readback != api.ReadbackVerified {
		trust = "[" + text.Clean(string(r.Readback)) + "]"
	}
	return []string{
		fmt.Sprintf("#%d", r.Number), stamp(r.Time), v.kind(r), short(r.Digests.Desired),
		v.actor(o), commit, run, trust,
	}
}

// shownCommit is how many digits of a commit are shown, as many as GitHub
// does.
const shownCommit = 7

// actor says who asked.
func (v voice) actor(o *api.Origin) string {
	if o.Actor == "" {
		return v.say(text.Say("unnamed", "未署名"))
	}
	return text.Clean(o.Actor)
}

// kind says how a record came about.
func (v voice) kind(r *api.Record) string {
	switch r.Kind {
	case api.KindPublish:
		return v.say(text.Say("publish", "发布"))
	case api.KindAdopt:
		return v.say(text.Say("adopt", "认领"))
	case api.KindRollback:
		if r.RollbackTo > 0 {
			return v.say(text.Say("rollback to #%d", "回滚到 #%d"), r.RollbackTo)
		}
		return v.say(text.Say("rollback", "回滚"))
	default:
		return text.Clean(string(r.Kind))
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
func (v voice) menus(b *strings.Builder, r *api.Record) error {
	if r.Desired == nil {
		return nil
	}
	fmt.Fprintf(b, "\n%s\n", v.say(text.Say("published:", "发布的菜单：")))
	if err := v.set(b, *r.Desired); err != nil {
		return err
	}
	if r.Replaced == nil {
		fmt.Fprintf(b, "\n%s\n\n", v.say(text.Say("the ledger had no room for what it replaced", "它替换掉的菜单太大，发布记录没有保存")))
		return nil
	}
	fmt.Fprintf(b, "\n%s\n", v.say(text.Say("what it replaced:", "它替换掉的菜单：")))
	replaced := menu.Set{Menu: r.Replaced.Shown.Menu, Conditional: r.Replaced.API.Conditional}
	if err := v.set(b, replaced); err != nil {
		return err
	}
	if !r.Replaced.Open && len(replaced.Menu) > 0 {
		b.WriteString(v.say(text.Say("the menu was switched off", "菜单当时是停用状态")) + "\n")
	}
	b.WriteByte('\n')
	return nil
}

// set draws a menu set.
func (v voice) set(b *strings.Builder, s menu.Set) error {
	if len(s.Menu) == 0 {
		b.WriteString(v.say(text.Say("no menu", "没有菜单")) + "\n")
	} else if err := preview.Terminal(b, s.Menu); err != nil {
		return err
	}
	for i := range s.Conditional {
		c := &s.Conditional[i]
		fmt.Fprintf(b, "%s\n", v.say(text.Say("conditional menu %[1]d, for %[2]s:", "个性化菜单 %[1]d，匹配 %[2]s："), i+1, text.Clean(c.Match.String())))
		if err := preview.Terminal(b, c.Menu); err != nil {
			return err
		}
	}
	return nil
}

// aligned writes rows of cells below each other, two blanks between columns.
// Columns that are empty in every row are left out.
func aligned(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	lines := make([]string, 0, len(rows))
	for _, row := range rows {
		cells := slices.Clone(row)
		for i := range cells {
			cells[i] = pad(cells[i], widths[i])
		}
		lines = append(lines, strings.TrimRight(joined(cells), " "))
	}
	return lines
}
