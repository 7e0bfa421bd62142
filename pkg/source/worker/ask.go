package worker

import (
	"context"
	"errors"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Locate returns where in the files each of the pointers into the value of r was
// written; r is what its file compiled to. The locations are in the order of
// pointers. Each try has a limit on its time: after the first, calls are no
// longer followed, and after the second what is left is the file as a whole. So it is
// where r has reads, and a file of those has other bytes by now.
func (p *Pool) Locate(ctx context.Context, r *source.Result, pointers []string) []trace.Location {
	if len(pointers) == 0 {
		return nil
	}
	path := r.File.Path
	p.expected.asked(pointers)
	if found := p.expected.locations(path, pointers); found != nil {
		return found
	}
	for _, calls := range []bool{true, false} {
		if p.over.Load() {
			break
		}
		var a answer
		q := task{Do: doLocate, Path: path, Pointers: pointers, Calls: calls, Reads: r.Reads}
		err := p.exchange(ctx, p.o.LocateTime, q, r.JSON, &a)
		if err == nil && len(a.Locations) == len(pointers) {
			return a.Locations
		}
		var limit *limitError
		if !errors.As(err, &limit) {
			break
		}
	}
	return trace.Whole(path, len(pointers))
}

// Lint returns what Jsonnet's linter says about file, as warnings of
// [source.RuleLint] in their order in the file. A file that cannot be read or
// parsed has none: compiling it says why. The linter has the limits of
// compiling; a file that hits one has a warning that says so.
func (p *Pool) Lint(ctx context.Context, file source.File) []diag.Finding {
	var a answer
	var err error = &limitError{cause: causeRun, time: p.o.RunTime}
	if !p.over.Load() {
		err = p.exchange(ctx, p.o.FileTime, task{Do: doLint, Path: file.Path}, nil, &a)
	}
	var message, help text.Spoken
	var limit *limitError
	switch {
	case err == nil:
		return fromWire(a.Findings)
	case ctx.Err() != nil:
		return nil
	case errors.As(err, &limit):
		limit.memory = p.share()
		message, help = limit.texts(file.Path)
	default:
		message, help = text.Sayf("%s was not linted: %q", "%s 未经静态检查：%q", file.Path, err.Error()), text.Same("")
	}
	return []diag.Finding{source.LintFinding(p.o.Lang, message, help, diag.Place{File: file.Path})}
}
