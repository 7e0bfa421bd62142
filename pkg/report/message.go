package report

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/notify"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/text"
)

// What a chat, which is read in passing, is told at most: entries, changes of each, and
// menus that are drawn.
const (
	toldEntries = 20
	toldChanges = 8
	toldPhones  = 3
)

// Message is what a chat is told of a publish or a rollback; it has no events where
// none is worth telling. sets are the menus that were to be published.
func (p Results) Message(o Options, sets map[string]menu.Set) notify.Message {
	m := p.page(&p.Document, o.Lang).message(o.Lang)
	var invalid text.List
	for i := range p.Accounts {
		r := &p.Accounts[i]
		if r.Outcome == api.Invalid {
			invalid = append(invalid, text.Clean(r.Account))
		}
		event, news := happened(r)
		if !news {
			continue
		}
		m.Add(event, r.Account, string(r.Outcome))
		set, known := sets[r.Account]
		if r.Record != nil && r.Record.Desired != nil {
			set, known = *r.Record.Desired, true
		}
		if r.Outcome == api.Published && known && len(m.Drawn) < toldPhones {
			m.Drawn = append(m.Drawn, append([]string{text.Clean(r.Account)}, preview.Lines(o.Lang, set)...))
		}
	}
	if len(invalid) > 0 {
		m.Lines = append(m.Lines, text.Colon(invalid.Most(resultNames), text.Say("invalid, caidan check says why", "无效，caidan check 会说明原因")).In(o.Lang))
	}
	if len(p.causes) > 0 {
		event := notify.Failed
		if p.Verdict == Refused {
			event = notify.Refused
		}
		m.Add(event, "", "")
	}
	return m
}

// happened is the event that an outcome is, if it is one.
func happened(r *api.Result) (event notify.Event, news bool) {
	switch r.Outcome {
	case api.Published, api.Retired:
		return notify.Published, true
	case api.Held:
		return notify.Held, true
	case api.Refused:
		return notify.Refused, true
	case api.InSync, api.Planned, api.Read, api.Superseded:
		return "", false
	case api.Invalid, api.Failed, api.Busy:
	}
	return notify.Failed, true
}

// Message is what a chat is told of a comparison.
func (c Comparison) Message(o Options) notify.Message {
	m := c.page(&c.Document, o.Lang).message(o.Lang)
	for i := range c.Accounts {
		d := &c.Accounts[i]
		states := make([]string, len(d.States))
		for k, s := range d.States {
			states[k] = string(s)
		}
		said := strings.Join(states, " ")
		switch d.verdict() {
		case Differs:
			m.Add(notify.Drift, d.Account, said)
		case Failed, Invalid:
			m.Add(notify.Failed, d.Account, said)
		case OK, Warnings, Refused:
		}
	}
	if len(c.causes) > 0 {
		m.Add(notify.Failed, "", "")
	}
	return m
}

// message is what is said of a document in a chat: its closing count as the title, and
// a few lines for each entry.
func (p *page) message(l text.Lang) notify.Message {
	var m notify.Message
	if p.closing != nil {
		m.Title = text.Clean(p.closing.In(l))
	}
	for i := range p.entries {
		e := &p.entries[i]
		if i == toldEntries {
			m.Lines = append(m.Lines, text.Sayf("%d more are on the page of the run", "另有 %d 项见运行页面", len(p.entries)-i).In(l))
			break
		}
		m.Lines = append(m.Lines, text.Clean(text.Colon(e.names(text.Clean), e.show(e.what)).In(l)))
		for k, s := range e.sentences {
			if k == toldChanges {
				m.Lines = append(m.Lines, "· …")
				break
			}
			if h := e.heading(k); h != nil {
				m.Lines = append(m.Lines, text.Clean(h.In(l)))
			}
			m.Lines = append(m.Lines, "· "+text.Clean(e.show(s)))
		}
		t := terminal{Options: Options{Lang: l}}
		t.lines(e)
		for line := range strings.Lines(t.String()) {
			m.Lines = append(m.Lines, "· "+strings.TrimSpace(line))
		}
	}
	for _, e := range p.errors {
		m.Lines = append(m.Lines, slices.DeleteFunc(strings.Split(text.Clean(e), "\n"), func(s string) bool { return s == "" })...)
	}
	return m
}
