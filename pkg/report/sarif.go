package report

import (
	"io"

	"github.com/caidan-dev/caidan/pkg/report/sarif"
)

// SARIF writes the findings as a SARIF 2.1.0 log of one run, in which those
// that people read as one are one result. Equal findings give equal bytes.
func (c Check) SARIF(w io.Writer, o Options, t sarif.Tool) error {
	said := sarif.Check{Lang: o.Lang, Problems: c.Problems(), File: o.File}
	if c.Verdict == Failed { // else the tool did what it is for
		said.Errors = c.troubles(o.Lang)
	}
	if n := c.unlisted(); n > 0 {
		said.Warnings = []string{counted(n).In(o.Lang)}
	}
	return JSON(w, sarif.NewLog(t, said))
}
