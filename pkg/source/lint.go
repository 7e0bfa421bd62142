package source

import (
	"context"
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

// Lint returns what Jsonnet's linter says about file, as warnings of
// [RuleLint] in their order in the file. A file that cannot be read or parsed
// has none: compiling it says why. The linter has the limits of compiling; a
// file that hits one has a warning that says so.
func (p *Pool) Lint(ctx context.Context, file File) []diag.Finding {
	var a answer
	var err error = &limitError{cause: causeRun, time: p.o.RunTime}
	if !p.over.Load() {
		err = p.exchange(ctx, p.compiling.limit(p.o.FileTime), task{Do: doLint, Path: file.Path}, nil, &a)
	}
	var limit *limitError
	switch {
	case err == nil:
		return fromWire(a.Findings)
	case ctx.Err() != nil:
		return nil
	case errors.As(err, &limit):
		p.compiling.hit()
		limit.memory = p.share()
		f := warning(limit.finding(file, p.o.Lang))
		f.Rule = RuleLint
		return []diag.Finding{f}
	}
	message := text.Sayf("%s was not linted: %v", "%s 未经 lint 检查：%v", file.Path, err).In(p.o.Lang)
	return []diag.Finding{warning(newFinding(RuleLint, message, "", diag.Place{File: file.Path}))}
}

// lint returns what Jsonnet's linter says about file.
func (c *compiler) lint(file File) (findings []diag.Finding) {
	s, r := c.shelf.tree.read(file.Path)
	if r == nil {
		r = checkNesting(file.Path, s)
	}
	if r != nil {
		return nil
	}
	if _, err := parse(file.Path, string(s)); err != nil {
		return nil
	}
	// A VM of its own: compiling goes on with what it has compiled so far.
	said := &lintErrors{lang: c.shelf.lang}
	vm := jsonnet.MakeVM()
	vm.ErrorFormatter = said
	vm.Importer(newImporter(c.shelf))
	defer func() {
		if r := recover(); r != nil {
			message := text.Sayf("Jsonnet's linter crashed on this file: %v", "Jsonnet 的 linter 处理此文件时崩溃：%v", r).In(c.shelf.lang)
			findings = []diag.Finding{warning(newFinding(RuleLint, message, "", diag.Place{File: file.Path}))}
		}
	}()
	linter.LintSnippet(vm, io.Discard, []linter.Snippet{{FileName: file.Path, Code: string(s)}})
	diag.Sort(said.findings)
	return slices.Compact(said.findings)
}

// warning returns f as a warning.
func warning(f diag.Finding) diag.Finding {
	f.Severity = diag.Warning
	return f
}

// lintErrors takes errors from the linter before they become text.
type lintErrors struct {
	lang     text.Lang
	findings []diag.Finding
}

// Format implements [jsonnet.ErrorFormatter]; nobody reads what it returns.
func (l *lintErrors) Format(err error) string {
	var at located
	switch {
	case !errors.As(err, &at), at.Loc().FileName == libraryPath:
	case len(l.findings) == maxLint, strings.HasSuffix(at.Error(), voidType):
	default:
		f := syntaxFinding(at, l.lang)
		f.Rule = RuleLint
		l.findings = append(l.findings, warning(f))
	}
	return ""
}

// SetMaxStackTraceSize implements [jsonnet.ErrorFormatter].
func (*lintErrors) SetMaxStackTraceSize(int) {}

// SetColorFormatter implements [jsonnet.ErrorFormatter].
func (*lintErrors) SetColorFormatter(jsonnet.ColorFormatter) {}
