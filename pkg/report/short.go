package report

import (
	"io"

	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// short writes for a person which accounts are in which state, and a closing
// count.
func (p *page) short(w io.Writer, o Options) error {
	t := terminal{Options: o}
	t.states(p.all)
	t.errors(p.errors)
	if p.closing != nil {
		t.WriteString(t.say(p.closing) + "\n")
	}
	return t.write(w)
}

// states writes a line for each state that accounts are in, the worst first: how
// many there are, and the first of their names.
func (t *terminal) states(all []said) {
	type state struct {
		verdict Verdict
		what    string
		code    string
	}
	groups := alike.Gather(all, func(s said) state { return state{s.verdict, s.what, s.code} })
	var rows [][]string
	for _, row := range verdicts {
		for _, g := range groups {
			first := &g[0]
			if first.verdict != row.verdict {
				continue
			}
			names := make(text.List, len(g))
			for i := range g {
				names[i] = text.Clean(g[i].Account)
			}
			code := ""
			if first.code != "" {
				code = "[" + text.Clean(first.code) + "]"
			}
			rows = append(rows, []string{text.Clean(first.what), code, t.say(text.Colon(accounts(len(g)), names.Most(resultNames)))})
		}
	}
	for _, line := range aligned(rows) {
		t.WriteString(line + "\n")
	}
}
