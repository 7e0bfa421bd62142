package source

import (
	"strings"
	"unicode"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// RuleCompile is the rule of a file that does not compile.
	RuleCompile = "compile-error"
	// RuleLimit is the rule of a file that needs more than caidan grants.
	RuleLimit = "limit-exceeded"
)

// MaxOutput is the most bytes of JSON one file may compile to: 32 MiB. A full
// menu with long addresses is about 25 KiB as Jsonnet prints it, so this is
// a table of some 1,300 of the largest accounts, or 10,000 usual ones, in one
// file; more than that is a loop that went wrong.
const MaxOutput = 32 << 20

// maxMessage is the most code points of a message made of other people's
// text. GitHub cuts an annotation at 4,096 characters and people stop reading
// long before.
const maxMessage = 500

// Result is what one file compiled to: exactly one of JSON and Findings is
// set.
type Result struct {
	// File is the file that was compiled.
	File File
	// JSON is the value of the file, its texts and numbers as Jsonnet prints
	// them, without blanks around them.
	JSON []byte
	// Findings say why the file has no value. They are errors without a Path.
	Findings []diag.Finding
	// Reads is what JSON depends on; nil where there is no JSON, where it was
	// not asked for, or where it is too much to be listed.
	Reads *Reads
}

// NewFinding returns an error of rule, in the language l; message and help may
// hold text from the repository.
func NewFinding(rule string, l text.Lang, message, help text.Spoken, at diag.Place) diag.Finding {
	return diag.Finding{
		Rule:     rule,
		Severity: diag.Error,
		Message:  plain(message.In(l)),
		Help:     plain(help.In(l)),
		Place:    at,
	}
}

// plain makes one short line of text: blanks and control characters between
// words become one space, and what is too long ends in an ellipsis.
func plain(s string) string {
	s = strings.ToValidUTF8(s, string(unicode.ReplacementChar))
	words := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	})
	return text.Cut(strings.Join(words, " "), maxMessage)
}
