package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

// printable is a report of what a command came to, for every printer there is.
type printable interface {
	Text(w io.Writer, o report.Options) error
	Summary(w io.Writer, o report.Options) error
	Annotations(o report.Options) []diag.Finding
}

// done is what a command came to: its document and its ending. The terminal and
// the Action print it.
type done struct {
	doc     printable
	verdict report.Verdict
	// code is the exit code.
	code int
	// changed is set where a menu was posted; digest is of all menus.
	changed bool
	digest  string
	// root is the repository of the files in the document; empty where there
	// is none.
	root string
	// note is what the run has to say beside it; empty where there is nothing.
	note string
}

// ended is a command whose verdict says how it ends.
func ended(doc printable, verdict report.Verdict) done {
	return done{doc: doc, verdict: verdict, code: verdictCode(verdict)}
}

// settled makes a document of menus so invalid that the command did nothing.
func settled(command string, d done, err error) (done, error) {
	var invalid *invalidError
	if !errors.As(err, &invalid) {
		return d, err
	}
	d = ended(report.NewUnsent(command, invalid.doc), report.Invalid)
	d.root = invalid.root
	return d, nil
}

// verb returns what runs a command that comes to a document.
func (a *app) verb(format *string, work func(ctx context.Context, args []string) (done, error)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		d, err := work(cmd.Context(), args)
		if d, err = settled(cmd.Name(), d, err); err != nil {
			return err
		}
		return a.show(*format, d)
	}
}

// annotate puts findings on the lines of a pull request and all of them on the
// page of the run.
func (a *app) annotate(action *github.Action, d done) error {
	o := a.wording(nil)
	o.Prefix = a.prefix(d.root)
	var page bytes.Buffer
	if d.note != "" {
		action.Noticef("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(d.note))))
		fmt.Fprintf(&page, "> [!NOTE]\n> %s\n\n", text.Markdown(d.note))
	}
	if err := d.doc.Summary(&page, o); err != nil {
		return err
	}
	return errors.Join(action.Annotate(d.doc.Annotations(o), o.Lang), action.AddSummary(page.String()))
}

// prefix returns where the root of the menus is in GitHub's workspace; empty
// where it is the workspace, or where there is none.
func (a *app) prefix(root string) string {
	workspace := a.getenv("GITHUB_WORKSPACE")
	if workspace == "" || root == "" {
		return ""
	}
	// Either may be named through links.
	for _, dir := range []*string{&workspace, &root} {
		if real, err := filepath.EvalSymlinks(*dir); err == nil {
			*dir = real
		}
	}
	rel, err := filepath.Rel(workspace, root)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}
