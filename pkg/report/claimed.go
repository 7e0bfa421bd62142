package report

import (
	"fmt"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Found is what a check found, as far as a claim says.
type Found struct {
	// Errors and Warnings count all findings.
	Errors, Warnings int
	// First are the first of them, each with a rule, a severity, a file and a line.
	First []diag.Finding
}

// Summary says what was found as Markdown; nothing where that is nothing. words says
// what a rule demands, nil of one that is not known.
func (f Found) Summary(o Options, words func(rule string) text.Spoken) string {
	if f.Errors+f.Warnings == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", text.Colon(text.Say("Findings that the run claims", "该运行声称发现的问题"),
		counts(f.Errors, f.Warnings)).In(o.Lang))
	for i := range f.First {
		p := &f.First[i]
		said := text.Spoken(text.Same(cell(p.Rule)))
		if w := words(p.Rule); w != nil {
			said = text.Sayf("%[1]s (%[2]s)", "%[1]s（%[2]s）", cell(w.In(o.Lang)), said)
		}
		fmt.Fprintf(&b, "- %s\n", text.Colon(text.Sayf("%s %s", "%s %s", severity(p.Severity), o.link(p.Place)), said).In(o.Lang))
	}
	if left := f.Errors + f.Warnings - len(f.First); left > 0 {
		fmt.Fprintf(&b, "- %s\n", text.Sayf("and %d more", "另有 %d 条", left).In(o.Lang))
	}
	return b.String() + "\n"
}
