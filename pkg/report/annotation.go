package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Annotations returns what to put on the lines of a pull request: one finding
// for each that people read as one, whose message says all there is to say of
// it in a few lines. Files are relative to the repository. What caidan could
// not decide is among them, nowhere.
func (c Check) Annotations(o Options) []diag.Finding {
	v := o.voice()
	var out []diag.Finding
	for _, e := range c.troubles(o.Lang) {
		out = append(out, diag.Finding{Severity: diag.Error, Message: text.Clean(e)})
	}
	for _, g := range c.groups() {
		lines := []string{text.Clean(g.Message), v.where(g, text.Clean)}
		if g.Via != nil {
			via := *g.Via
			via.File = o.file(via.File)
			lines = append(lines, v.say(text.Say("via %s", "经由 %s"), place(via)))
		}
		if g.Help != "" {
			lines = append(lines, v.help(false, g.Help))
		}
		at := g.Place
		at.File = text.Visible(o.file(at.File))
		out = append(out, diag.Finding{
			Rule: text.Clean(g.Rule), Severity: g.Severity, Message: strings.Join(lines, "\n"),
			Path: g.Path, Errcode: g.Errcode, Place: at,
		})
	}
	return out
}
