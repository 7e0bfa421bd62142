package report

import "github.com/caidan-dev/caidan/pkg/diag"

// paint colours text for a terminal, or leaves it alone.
type paint bool

// Colours of ECMA-48, "select graphic rendition".
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "36"
)

func (p paint) as(style, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// severity returns the style of a severity.
func (paint) severity(s diag.Severity) string {
	if s == diag.Error {
		return red
	}
	return yellow
}
