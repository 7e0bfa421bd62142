package github

import (
	"fmt"
	"strconv"
	"unicode/utf16"

	"github.com/sethvargo/go-githubactions"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// annotationsOfKind is how many annotations of a severity are made in all,
	// where need be with one that counts the others. GitHub takes ten from a
	// step, and a runner may add one of its own.
	annotationsOfKind = 9
	// messageLength is the longest message the runner keeps, in UTF-16 units.
	messageLength = 4096
	// titleLength is the longest title GitHub keeps, in UTF-16 units.
	titleLength = 255
)

// Annotate puts findings on the lines they are about, errors first, as many as
// GitHub takes; the last of a severity counts those that are left. Files must be
// relative to the workspace. Columns are those of the findings, which count
// code points: GitHub names no unit, Chinese counts the same in UTF-16, and a
// number is the same in every format of ours. Texts are escaped.
func (a *Action) Annotate(findings []diag.Finding, l text.Lang) error {
	return guarded(func() {
		for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
			a.annotateKind(findings, severity, l)
		}
	})
}

func (a *Action) annotateKind(findings []diag.Finding, severity diag.Severity, l text.Lang) {
	var kind []*diag.Finding
	left := 0
	for i := range findings {
		if (findings[i].Severity == diag.Error) == (severity == diag.Error) {
			kind = append(kind, &findings[i])
			left += 1 + findings[i].More
		}
	}
	made := len(kind)
	if left > annotationsOfKind {
		made = min(made, annotationsOfKind-1)
	}
	for _, f := range kind[:made] {
		issue(a.gha.WithFieldsMap(fields(f)), severity, shorten(f.Message, messageLength))
	}
	if left -= made; left > 0 {
		issue(a.gha.WithFieldsMap(map[string]string{"title": "caidan"}), severity, more(severity, left).In(l))
	}
}

// more says how many findings of a severity have no annotation.
func more(s diag.Severity, n int) text.Spoken {
	if s == diag.Error {
		return text.Count(n,
			text.Say("and %d more error, see the summary of this run", "另有 %d 个错误，见本次运行的摘要"),
			text.Say("and %d more errors, see the summary of this run", "另有 %d 个错误，见本次运行的摘要"))
	}
	return text.Count(n,
		text.Say("and %d more warning, see the summary of this run", "另有 %d 个警告，见本次运行的摘要"),
		text.Say("and %d more warnings, see the summary of this run", "另有 %d 个警告，见本次运行的摘要"))
}

func issue(gha *githubactions.Action, s diag.Severity, message string) {
	if s == diag.Error {
		gha.Errorf("%s", message)
		return
	}
	gha.Warningf("%s", message)
}

// fields returns where an annotation goes. GitHub takes columns only within one
// line.
func fields(f *diag.Finding) map[string]string {
	set := map[string]string{"title": "caidan"}
	if f.Rule != "" {
		set["title"] = shorten(f.Rule, titleLength)
	}
	if f.File == "" {
		return set
	}
	set["file"] = f.File
	if f.Line == 0 {
		return set
	}
	end := max(f.EndLine, f.Line)
	set["line"], set["endLine"] = strconv.Itoa(f.Line), strconv.Itoa(end)
	if end == f.Line && f.Column > 0 {
		set["col"], set["endColumn"] = strconv.Itoa(f.Column), strconv.Itoa(max(f.EndColumn, f.Column))
	}
	return set
}

// shorten returns at most n UTF-16 units of a text, the last an ellipsis where
// there were more.
func shorten(text string, n int) string {
	units, last := 0, 0
	for i, r := range text {
		if units < n {
			last = i
		}
		if units += utf16.RuneLen(r); units > n {
			return text[:last] + "…"
		}
	}
	return text
}

// AddSummary adds Markdown to the page of the run. Outside a job there is no
// file to add it to, and it does nothing.
func (a *Action) AddSummary(markdown string) error {
	if a.getenv("GITHUB_STEP_SUMMARY") == "" {
		return nil
	}
	if err := guarded(func() { a.gha.AddStepSummary(markdown) }); err != nil {
		return &text.Error{
			Meaning: text.Sayf("the summary of the run cannot be written: %s", "无法写入本次运行的摘要：%s", text.Cause(err)), Cause: err,
		}
	}
	return nil
}

// guarded runs what panics where it cannot write, as the library does, and
// returns why it could not.
func guarded(run func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = r
		default:
			err = fmt.Errorf("%v", r)
		}
	}()
	run()
	return nil
}
