package report

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// said is what a document says of an account in one language, before a format
// makes it harmless.
type said struct {
	*api.Result
	verdict Verdict
	// quiet is set where there is nothing to say beyond counting the account.
	quiet bool
	// gone is set where Git loses the account, left where it has lost it and its menu
	// is live, and unknown where it could not be compared.
	gone, left, unknown bool
	// what became of the account; code and digest stand beside it, empty where
	// there are none, and so does alone where no other account is like it.
	what, code, digest string
	alone              []string
	// changes is what a follower notices; title goes before them. The last of
	// them, as many as edits says, were made outside caidan, and have a title of
	// their own. steps are the requests for the others.
	title, outside text.Text
	changes        []plan.Change
	edits          int
	steps          string
	lines          []line
}

// page is what the printers of results print.
type page struct {
	command, args string
	// looks is set where nothing was to be done about the accounts: the page
	// does not say what lets them past their guards, and a difference fails the
	// run.
	looks   bool
	verdict Verdict
	// closing counts the accounts; nil where none was come to.
	closing text.Spoken
	errors  []string
	// all is what is said of each account, entries that of those alike as one.
	all     []said
	entries []entry
	// before and after are the sets that accounts' changes lead from and to, as
	// far as they are known.
	before map[string]*menu.Set
	after  map[string]menu.Set
	// lang is the language of what is said. reason is why nothing was come to, and
	// unread why nothing live is known; nil where nothing asked for it.
	lang   text.Lang
	reason string
	unread text.Spoken
	// git names all accounts of the repository, sorted, and results are those of
	// all that were asked about, by name.
	git     []string
	results map[string]*api.Result
	// families are those of them that one line of the settings accepts.
	families []family
}

// newPage returns the page of a document, with what is said of each account.
func newPage[A any](d *Document[A], l text.Lang, closing text.Spoken, say func(*A) said) *page {
	all, results := make([]said, len(d.Accounts)), map[string]*api.Result{}
	for i := range d.Accounts {
		all[i] = say(&d.Accounts[i])
		results[all[i].Account] = all[i].Result
		// The check says what is wrong, with its lines.
		all[i].quiet = all[i].quiet || all[i].Outcome == api.Invalid && len(all[i].lines) == 0
	}
	p := &page{
		command: d.Command, args: d.Args, verdict: d.Verdict, closing: closing,
		errors: d.troubles(l), all: all, entries: entries(all, l), git: slices.Sorted(slices.Values(d.Git)), results: results,
		before: d.Before, after: d.After,
	}
	p.lang = l
	if len(d.causes) > 0 {
		p.reason, _ = text.Explain(d.causes[0], l)
	}
	p.families = p.related()
	return p
}

// line is one thing to know of a result.
type line struct {
	// severity says how it is labelled; advice and note are ours.
	severity diag.Severity
	text     string
	// code names it; empty where it has none.
	code string
	// id is what tells it from all others, such as the id of a request.
	id string
}

const (
	// advice is a line that says what to do.
	advice diag.Severity = "help"
	// note is a line that belongs to the one before it.
	note diag.Severity = "note"
)

// linesOf returns what is to be known of a result beside what it changes, but for
// the findings of a check, which has said them. mild is set where the account was
// only looked at: what a guard would stop is a warning then.
func linesOf(r *api.Result, l text.Lang, mild bool) []line {
	var out []line
	for i := range r.Warnings {
		w := &r.Warnings[i]
		out = append(out, line{severity: diag.Warning, text: w.In(l), code: string(w.Kind)})
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.File != "" {
			continue
		}
		out = append(out, line{severity: f.Severity, text: f.Message, code: f.Rule})
		if f.Path != "" {
			out = append(out, line{severity: note, text: text.Sayf("  at %s", "  位于 %s", f.Path).In(l)})
		}
	}
	errors, warnings := diag.Count(r.Findings)
	if n := errors + warnings - len(r.Findings); n > 0 {
		out = append(out, line{severity: note, text: counted(n).In(l)})
	}
	if r.Error != nil {
		out = append(out, failure(r, l, mild)...)
	}
	return out
}

// doing says what failed. Where an account is only looked at, the plan that is asked for
// is what compares its menus.
func doing(e *api.Error, mild bool) text.Text {
	if mild && e.Op == string(api.OpPlan) {
		return text.Say("comparing menus", "比较菜单")
	}
	return e.Doing()
}

// failure says why a result is what it is, and what to do. Where something was
// only looked at, that is to look further.
func failure(r *api.Result, l text.Lang, mild bool) []line {
	e := r.Error
	why, verdict := line{severity: diag.Error}, outcomeVerdict
	if mild {
		verdict = readVerdict
	}
	if is := verdict(r); is == OK || is == Warnings {
		why.severity = diag.Warning
	}
	meaning, remedy := e.Say(l)
	why.text = meaning
	if r.Guard == "" && r.Outcome != api.Superseded && !strings.HasPrefix(meaning, e.Op) {
		why.text = text.Colon(doing(e, mild), meaning).In(l)
	}
	out := []line{why}
	if e.Errcode != 0 {
		answer := line{severity: note, text: text.Sayf("WeChat answered %d", "微信返回 %d", e.Errcode).In(l)}
		if e.Errmsg != "" {
			answer.text += " " + e.Errmsg
		}
		if e.RID != "" {
			answer.id = text.Sayf(" (rid %s)", "（rid %s）", e.RID).In(l)
		}
		out = append(out, answer)
	}
	if mild && r.Needs != nil && !r.Needs.Empty() {
		look := text.Sayf("caidan plan %s shows how to let a publish pass", "运行 caidan plan %s 查看怎样放行", shellWord(r.Account)).In(l)
		if remedy != "" {
			look = text.Sayf("%s; %s", "%s；%s", remedy, look).In(l)
		}
		remedy = look
	}
	if remedy != "" {
		out = append(out, line{severity: advice, text: remedy})
	}
	return out
}

// outline returns what is compared of an account.
func (s *said) outline() alike.Outline {
	o := alike.Outline{Account: s.Account}
	bare := s.mapped(func(t string, m alike.Manner) string {
		if m != alike.Unsaid {
			o.Pieces = append(o.Pieces, alike.Piece{Text: t, Manner: m})
		}
		return ""
	})
	fixed := []any{s.verdict, s.Outcome, s.code, s.digest != "", s.title, bare.changes, s.edits}
	for i := range s.lines {
		fixed = append(fixed, s.lines[i].severity, s.lines[i].code)
	}
	if n := s.Needs; n != nil {
		fixed = append(fixed, n.Live != "", n.Allow, n.TakeOver, n.ResetMark != 0)
	}
	key, err := json.Marshal(fixed)
	if err != nil {
		key = []byte(s.Account)
	}
	o.Fixed = string(key)
	return o
}

// mapped returns the same with other texts: f says which, always in one order.
func (s *said) mapped(f func(t string, m alike.Manner) string) said {
	m := *s
	m.what, m.steps = f(s.what, alike.Sentence), f(s.steps, alike.Content)
	m.changes = nil
	for _, c := range s.changes {
		// Of a button that only gets another name or place nothing else is said.
		told := c.Before == nil || c.After == nil || c.Is(plan.Replaced) || c.Is(plan.Retargeted)
		m.changes = append(m.changes, c.Map(func(t string, name bool) string {
			switch {
			case name:
				return f(t, alike.Label)
			case told:
				return f(t, alike.Content)
			default:
				return f(t, alike.Unsaid)
			}
		}))
	}
	m.lines = nil
	for _, l := range s.lines {
		l.text = f(l.text, alike.Sentence)
		m.lines = append(m.lines, l)
	}
	return m
}

// whole reports whether a menu comes or goes as a whole.
func (s *said) whole() bool {
	return slices.ContainsFunc(s.changes, func(c plan.Change) bool { return c.Before == nil && c.After == nil })
}

// sentences says what a follower notices.
func (s *said) sentences(l text.Lang) []string {
	var out []string
	for i := range s.changes {
		out = append(out, s.changes[i].Text().In(l))
	}
	return out
}
