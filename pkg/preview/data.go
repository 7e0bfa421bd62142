package preview

import (
	"slices"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/plan"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// This file is what the page's script is given. What comes from outside is
// visible in it and not cut, but for names as the phone shows them; the script
// writes it as text.

type pageData struct {
	Version  string        `json:"version"`
	Problem  string        `json:"problem,omitempty"`
	Accounts []accountData `json:"accounts"`
}

type accountData struct {
	Name     string        `json:"name"`
	Detail   string        `json:"detail,omitempty"`
	Notice   string        `json:"notice,omitempty"`
	After    []menuData    `json:"after"`
	Before   []menuData    `json:"before,omitempty"` // nil where it is the same
	Compared bool          `json:"compared,omitempty"`
	Changes  []changeData  `json:"changes,omitempty"`
	Findings []findingData `json:"findings,omitempty"`
	Count    string        `json:"count,omitempty"` // of the findings
	Bad      bool          `json:"bad,omitempty"`   // there is an error among them
}

// menuData is one menu; they stand in the order in which a follower is matched,
// the default menu last.
type menuData struct {
	Who      string       `json:"who"`
	Tag      string       `json:"tag,omitempty"`
	Platform string       `json:"platform,omitempty"`
	Never    bool         `json:"never,omitempty"` // no follower matches
	Bar      []buttonData `json:"bar,omitempty"`
}

type buttonData struct {
	Name   string       `json:"name"`
	Shown  string       `json:"shown,omitempty"` // empty where it is Name
	Mark   string       `json:"mark,omitempty"`
	Kind   string       `json:"kind,omitempty"` // a word of the page for Mark
	Does   string       `json:"does,omitempty"`
	Fields []fieldData  `json:"fields"`
	Sub    []buttonData `json:"sub,omitempty"`
}

// fieldData is the name of a field, its value and, where there is a limit, its
// bytes and the most there may be. A page of a thousand accounts has fifty
// thousand of these.
type fieldData []any

type changeData struct {
	Mark string `json:"mark"`
	Text string `json:"text"`
}

type findingData struct {
	Severity diag.Severity `json:"severity"`
	Place    string        `json:"place,omitempty"`
	Message  string        `json:"message"`
	Help     string        `json:"help,omitempty"`
	Rule     string        `json:"rule"`
	Path     string        `json:"path"`
	More     int           `json:"more,omitempty"`
}

func (p *Page) data() pageData {
	d := pageData{Accounts: make([]accountData, 0, len(p.Accounts))}
	if p.Problem != nil {
		d.Problem = text.Visible(p.Problem.In(p.Lang))
	}
	for i := range p.Accounts {
		d.Accounts = append(d.Accounts, p.Accounts[i].data(p.Lang))
	}
	return d
}

func (a *Account) data(l text.Lang) accountData {
	d := accountData{Name: text.Visible(a.Name), Detail: text.Visible(a.Detail), Compared: a.Before != nil}
	if a.Notice != nil {
		d.Notice = text.Visible(a.Notice.In(l))
	}
	errors, warnings := diag.Count(a.Findings)
	switch d.Bad = errors > 0; {
	case d.Bad:
		d.Count = text.Count(errors, text.Say("%d error", "%d 个错误"), text.Say("%d errors", "%d 个错误")).In(l)
	case warnings > 0:
		d.Count = text.Count(warnings, text.Say("%d warning", "%d 个警告"), text.Say("%d warnings", "%d 个警告")).In(l)
	}
	for i := range a.Findings {
		f := &a.Findings[i]
		d.Findings = append(d.Findings, findingData{
			f.Severity, position(f.Place), text.Visible(f.Message), text.Visible(f.Help), f.Rule, f.Path, f.More,
		})
	}
	before := a.Set
	if a.Before != nil {
		before = *a.Before
	}
	menus := plan.Menus(before, a.Set)
	d.Before, d.After = sides(l, menus, before, a.Set)
	for i := range menus {
		for k := range menus[i].Changes {
			c := &menus[i].Changes[k]
			d.Changes = append(d.Changes, changeData{Mark(c), text.Visible(c.Text().In(l))})
		}
	}
	if len(d.Changes) == 0 {
		d.Before = nil
	}
	return d
}

// position is a place as editors and terminals link it.
func position(p diag.Place) string {
	at := text.Visible(p.File)
	for _, n := range []int{p.Line, p.Column} {
		if n > 0 {
			at += ":" + strconv.Itoa(n)
		}
	}
	return at
}

// sides returns the menus of both sets, with the marks of what happens to their
// buttons.
func sides(l text.Lang, menus []plan.Menu, before, after menu.Set) (was, is []menuData) {
	marks := map[*menu.Button]*plan.Change{}
	for i := range menus {
		if m := &menus[i]; len(m.Before) > 0 && len(m.After) > 0 && len(m.Changes) > 0 {
			collect(marks, plan.Overlay(m.Before, m.After))
		}
	}
	was, is = make([]menuData, len(before.Conditional)), make([]menuData, len(after.Conditional))
	for i := range menus {
		m := &menus[i]
		if m.Was > 0 {
			was[m.Was-1] = drawn(l, m.Followers, m.Before, marks)
		}
		if m.Is > 0 {
			is[m.Is-1] = drawn(l, m.Followers, m.After, marks)
		}
	}
	return append(was, others(l, before, marks)), append(is, others(l, after, marks))
}

// collect finds what happens to each button.
func collect(marks map[*menu.Button]*plan.Change, cells []plan.Cell) {
	for i := range cells {
		c := &cells[i]
		if c.Change != nil {
			if c.After != nil {
				marks[c.After] = c.Change
			} else {
				marks[c.Before] = c.Change
			}
		}
		collect(marks, c.Sub)
	}
}

// drawn is a conditional menu.
func drawn(l text.Lang, who *plan.Followers, bar []menu.Button, marks map[*menu.Button]*plan.Change) menuData {
	return menuData{
		Who: text.Visible(seen(who).In(l)), Tag: who.Tag, Platform: who.Platform, Never: who.None(),
		Bar: buttons(l, bar, marks, rule.MaxNameTop, menu.ShownTop),
	}
}

// others is the default menu.
func others(l text.Lang, set menu.Set, marks map[*menu.Button]*plan.Change) menuData {
	who := text.Spoken(text.Say("Seen by every follower", "全部粉丝看到的菜单"))
	if len(set.Conditional) > 0 {
		who = seen(nil)
	}
	return menuData{Who: who.In(l), Bar: buttons(l, set.Menu, marks, rule.MaxNameTop, menu.ShownTop)}
}

func buttons(l text.Lang, list []menu.Button, marks map[*menu.Button]*plan.Change, limit, width int) []buttonData {
	var out []buttonData
	for i := range list {
		b := &list[i]
		d := buttonData{Name: text.Visible(b.Name), Fields: fields(b, limit)}
		if shown := shownName(b, width); shown != d.Name {
			d.Shown = shown
		}
		if c := marks[b]; c != nil {
			d.Mark, d.Kind = Mark(c), kind(c)
		}
		if len(b.Sub) > 0 {
			d.Sub = buttons(l, b.Sub, marks, rule.MaxNameSub, menu.ShownSub)
		} else {
			d.Does = text.Visible(plan.Tap(b).In(l))
		}
		out = append(out, d)
	}
	return out
}

// kind is the page's word for a change's mark.
func kind(c *plan.Change) string {
	i := slices.Index([]string{"🆕", "❌", "🔀"}, Mark(c))
	return []string{"changed", "added", "removed", "moved"}[i+1]
}

// fields are the texts of a button, with the bytes they may have.
func fields(b *menu.Button, name int) []fieldData {
	limits := map[menu.Field]int{menu.FieldName: name, menu.FieldKey: rule.MaxKey, menu.FieldURL: rule.MaxURL}
	sent := b.Sent()
	var out []fieldData
	for _, f := range menu.Fields() {
		if v := sent.Value(f); v != "" {
			d := fieldData{f.String(), text.Visible(v)}
			if limit := limits[f]; limit > 0 {
				d = append(d, len(v), limit)
			}
			out = append(out, d)
		}
	}
	return out
}
