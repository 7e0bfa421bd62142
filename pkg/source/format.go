package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-jsonnet/formatter"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// FormatError says why a text cannot be formatted, and where.
type FormatError struct{ Finding diag.Finding }

// Error names the place and what is wrong there.
func (e *FormatError) Error() string {
	at := e.Finding.File
	if e.Finding.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", at, e.Finding.Line, e.Finding.Column)
	}
	// A refused file is the subject of its message.
	what := strings.TrimPrefix(e.Finding.Message, e.Finding.File+" ")
	return fmt.Sprintf("format %s: %s", at, what)
}

// Format returns the Jsonnet program in text in its usual form, the one that
// jsonnetfmt gives it. The name goes into errors and is not opened. A text
// that does not parse is a [*FormatError].
//
// Format works in this process: it runs nothing, and text that would take too
// much of it is refused first.
func Format(name string, s []byte) (formatted []byte, err error) {
	whole := diag.Place{File: name}
	if r := checkFormattable(name, s); r != nil {
		return nil, &FormatError{r.finding(whole, text.English)}
	}
	defer func() {
		if r := recover(); r != nil {
			message := text.Sayf("Jsonnet's formatter crashed on this file: %v", "Jsonnet 的格式化工具处理此文件时崩溃：%v", r)
			help := text.Say("this is a fault in Jsonnet; leave the file as it is", "这是 Jsonnet 的缺陷；请让文件保持原样")
			formatted, err = nil, &FormatError{NewFinding(RuleCompile, text.English, message, help, whole)}
		}
	}()
	out, err := formatter.Format(name, string(s), formatter.DefaultOptions())
	var syntax located
	switch {
	case errors.As(err, &syntax):
		f := syntaxFinding(syntax, text.English)
		f.File = name // the formatter leaves it out
		return nil, &FormatError{f}
	case err != nil:
		return nil, &FormatError{NewFinding(RuleCompile, text.English, text.Same(err.Error()), text.Same(""), whole)}
	}
	return []byte(out), nil
}

// checkFormattable refuses a text that is no program, or too large a one.
func checkFormattable(name string, text []byte) *refusalError {
	if len(text) > MaxSource {
		return tooLarge(name)
	}
	if r := checkText(name, text); r != nil {
		return r
	}
	if r := checkBlank(name, text); r != nil {
		return r
	}
	return checkNesting(name, text)
}
