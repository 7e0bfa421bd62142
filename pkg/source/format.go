package source

import (
	"errors"
	"fmt"

	"github.com/google/go-jsonnet/formatter"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Format returns the Jsonnet program in text in its usual form, the one that
// jsonnetfmt gives it. The name goes into errors and is not opened. A text that
// cannot be formatted is a [*text.Error] with the place and what is wrong there.
//
// Format works in this process: it runs nothing, and text that would take too
// much of it is refused first.
func Format(name string, program []byte) (formatted []byte, err error) {
	if r := checkFormattable(name, program); r != nil {
		return nil, formatError(name, r.at, r.what, r.help)
	}
	defer func() {
		if r := recover(); r != nil {
			message := text.Sayf("Jsonnet's formatter crashed on this file: %q", "Jsonnet 的格式化工具处理此文件时崩溃：%q", fmt.Sprint(r))
			help := text.Say("this is a fault in Jsonnet; leave the file as it is", "这是 Jsonnet 的缺陷；请让文件保持原样")
			formatted, err = nil, formatError(name, diag.Place{}, message, help)
		}
	}()
	out, err := formatter.Format(name, string(program), formatter.DefaultOptions())
	var syntax located
	switch {
	case errors.As(err, &syntax):
		said := say(nil, syntax.Loc(), sentenceOf(syntax))
		return nil, formatError(name, PlaceOf(syntax.Loc()), said.message, said.help)
	case err != nil:
		return nil, formatError(name, diag.Place{}, foreign(err.Error()), text.Same(""))
	}
	return []byte(out), nil
}

// formatError returns the error about a place in the text called name.
func formatError(name string, at diag.Place, message, help text.Spoken) error {
	if at.Line > 0 {
		name = fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)
	}
	return &text.Error{Meaning: text.Sayf("format %s: %s", "格式化 %s：%s", name, message), Remedy: help}
}

// checkFormattable refuses a text that is not a program, or too large a one.
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
