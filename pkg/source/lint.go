package source

import (
	"errors"
	"fmt"
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

// maxHints is the most findings of the linter that have a hint: each reads the
// program once more.
const maxHints = 20

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
	said := &lintErrors{shelf: c.shelf, vm: vm}
	vm.ErrorFormatter = said
	defer func() {
		if r := recover(); r != nil {
			message := text.Sayf("Jsonnet's linter crashed on this file: %q", "Jsonnet 的静态检查处理此文件时崩溃：%q", fmt.Sprint(r))
			findings = []diag.Finding{LintFinding(c.shelf.lang, message, text.Same(""), diag.Place{File: file.Path})}
		}
	}()
	lint(vm, file.Path, program)
	diag.Sort(said.findings)
	return slices.Compact(said.findings)
}

// lintErrors takes errors from the linter before they become text.
type lintErrors struct {
	shelf    *Shelf
	vm       *VM
	findings []diag.Finding
}

// Format implements [jsonnet.ErrorFormatter]; what it returns is dropped.
func (l *lintErrors) Format(err error) string {
	var at located
	switch {
	case !errors.As(err, &at), at.Loc().FileName == LibraryPath:
	case len(l.findings) == maxLint, strings.HasSuffix(at.Error(), voidType):
	default:
		said := l.explain(at)
		l.findings = append(l.findings, LintFinding(l.shelf.lang, said.message, said.help, PlaceOf(at.Loc())))
	}
	return ""
}

// explain returns what to say of err, which for an import is that of the file.
func (l *lintErrors) explain(err located) explanation {
	shelf := l.shelf
	if len(l.findings) >= maxHints {
		shelf = nil
	}
	sentence := sentenceOf(err)
	if r, ok := l.vm.imports.refused[sentence]; ok {
		return explanation{r, r.help}
	}
	if inside := l.vm.syntaxError(sentence); inside != nil {
		at := inside.Loc()
		said := say(shelf, at, sentenceOf(inside))
		said.message = text.Colon(at.String(), said.message)
		return said
	}
	return say(shelf, err.Loc(), sentence)
}

// SetMaxStackTraceSize implements [jsonnet.ErrorFormatter].
func (*lintErrors) SetMaxStackTraceSize(int) {}

// SetColorFormatter implements [jsonnet.ErrorFormatter].
func (*lintErrors) SetColorFormatter(jsonnet.ColorFormatter) {}

// lint has the linter tell the formatter of errors in vm about a program.
func lint(vm *VM, name, program string) {
	linter.LintSnippet(vm.VM.VM, io.Discard, []linter.Snippet{{FileName: name, Code: program}})
}
