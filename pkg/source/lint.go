package source

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/linter"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// RuleLint is the rule of what Jsonnet's linter has to say.
const RuleLint = "jsonnet-lint"

// voidType ends what the linter says of the use of a value that cannot exist,
// because what should make it is wrong; it has said that already.
const voidType = "assumed to be void"

// maxLint is the most findings of one file that the linter may have; people
// stop reading long before.
const maxLint = 1000

// LintFinding returns a warning of [RuleLint].
func LintFinding(l text.Lang, message, help text.Spoken, at diag.Place) diag.Finding {
	f := NewFinding(RuleLint, l, message, help, at)
	f.Severity = diag.Warning
	return f
}

// Lint returns what Jsonnet's linter says about file, as warnings of
// [RuleLint] in their order in the file. A file that cannot be read or parsed
// has none: compiling it says why.
func (c *Compiler) Lint(file File) (findings []diag.Finding) {
	program, r := c.shelf.readProgram(file.Path)
	if r != nil {
		return nil
	}
	if _, err := parse(file.Path, program); err != nil {
		return nil
	}
	// A VM of its own: compiling goes on with what it has compiled so far.
	vm := c.shelf.NewVM(maxStack)
	said := &lintErrors{lang: c.shelf.lang}
	vm.ErrorFormatter = said
	defer func() {
		if r := recover(); r != nil {
			message := text.Sayf("Jsonnet's linter crashed on this file: %v", "Jsonnet 的 linter 处理此文件时崩溃：%v", r)
			findings = []diag.Finding{LintFinding(c.shelf.lang, message, text.Same(""), diag.Place{File: file.Path})}
		}
	}()
	linter.LintSnippet(vm.VM, io.Discard, []linter.Snippet{{FileName: file.Path, Code: program}})
	diag.Sort(said.findings)
	return slices.Compact(said.findings)
}

// lintErrors takes errors from the linter before they become text.
type lintErrors struct {
	lang     text.Lang
	findings []diag.Finding
}

// Format implements [jsonnet.ErrorFormatter]; what it returns is dropped.
func (l *lintErrors) Format(err error) string {
	var at located
	switch {
	case !errors.As(err, &at), at.Loc().FileName == LibraryPath:
	case len(l.findings) == maxLint, strings.HasSuffix(at.Error(), voidType):
	default:
		f := syntaxFinding(at, l.lang)
		f.Rule, f.Severity = RuleLint, diag.Warning
		l.findings = append(l.findings, f)
	}
	return ""
}

// SetMaxStackTraceSize implements [jsonnet.ErrorFormatter].
func (*lintErrors) SetMaxStackTraceSize(int) {}

// SetColorFormatter implements [jsonnet.ErrorFormatter].
func (*lintErrors) SetColorFormatter(jsonnet.ColorFormatter) {}
