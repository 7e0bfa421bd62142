package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/menu"
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
	// files says in which of them accounts are written.
	files map[string]string
	// sets are the menus that were to be published; nil where that is not known.
	sets map[string]menu.Set
	// notes are what the run has to say beside it.
	notes []string
	// check says what is wrong with menus that the command left out, or what is
	// to be known aside from them; nil where there is neither.
	check *report.Check
	// change is what differs from the commit that a pull request is based on; nil
	// where that is not known.
	change *report.Since
	// unsent says that the command did nothing because of it; zero where it did.
	unsent text.Text
	// short is set where a person is told of accounts only which are in which
	// state, and of menus nothing.
	short bool
}

// note adds what the run has to say beside it; nothing where that is empty.
func (d *done) note(note string) {
	if note != "" {
		d.notes = append(d.notes, note)
	}
}

// pages returns what people read of what a command came to.
func (d *done) pages() []printable {
	var pages []printable
	if d.change != nil {
		pages = append(pages, *d.change)
	}
	if d.check != nil {
		pages = append(pages, *d.check)
	}
	if d.unsent == (text.Text{}) {
		pages = append(pages, d.doc)
	}
	if d.change != nil && d.verdict == report.Invalid && d.change.Verdict != report.Invalid {
		slices.Reverse(pages) // what changes does not say that the run fails
	}
	return pages
}

// pending says of a plan whether a push has anything to do, and in other commands
// nothing. What is not known to be nothing is something.
func (d *done) pending() string {
	doc, ok := d.doc.(report.Results)
	if !ok || doc.Command != "plan" {
		return ""
	}
	return strconv.FormatBool(doc.Pending())
}

// text writes what a command came to for a person.
func (d *done) text(w io.Writer, o report.Options) error {
	pages := d.pages()
	if d.short {
		o.Short, pages = true, []printable{d.doc}
	}
	for _, page := range pages {
		if err := page.Text(w, o); err != nil {
			return err
		}
	}
	if d.unsent == (text.Text{}) {
		return nil
	}
	_, err := fmt.Fprintln(w, d.unsent.In(o.Lang))
	return err
}

// ended is a command whose verdict says how it ends.
func ended(doc printable, verdict report.Verdict) done {
	return done{doc: doc, verdict: verdict, code: verdictCode(verdict)}
}

// leaving adds to what a command came to what was checked of accounts of which
// some are invalid: its document says no more of them than that.
func (d done) leaving(c *check.Checked) done {
	d.digest, d.root, d.files = digests(c.Accounts), c.Root, map[string]string{}
	for i := range c.Accounts {
		d.files[c.Accounts[i].Name] = c.Accounts[i].File
	}
	if doc := checkDocument("check", c); doc.Verdict == report.Invalid {
		d.check = &doc
	} else if doc = aside(c); doc.Verdict != report.OK {
		d.check = &doc
	}
	return d
}

// settled makes a document of menus so invalid that the command did nothing.
func settled(command string, d done, err error) (done, error) {
	var invalid *invalidError
	if !errors.As(err, &invalid) {
		return d, err
	}
	doc := report.NewResults(command, checkDocument("check", invalid.checked).Invalid())
	doc.Beside(aside(invalid.checked))
	d = ended(doc, doc.Verdict).leaving(invalid.checked)
	d.unsent = invalid.unsent
	return d, nil
}

// verb has a command come to a document, in the format that its flag names.
func (a *app) verb(cmd *cobra.Command, format *string, work func(ctx context.Context, args []string) (done, error)) {
	a.formatFlag(cmd, format)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		d, err := work(cmd.Context(), args)
		if d, err = settled(cmd.Name(), d, err); err != nil {
			return err
		}
		return a.show(*format, d)
	}
}

// annotate puts findings on the lines of a pull request and all of them on the
// page of the run.
// blob is the address of the commit's files; empty where it is not known.
func (a *app) annotate(action *github.Action, d done, blob, foot string) error {
	o := a.onGitHub(d)
	o.Blob = blob
	for _, note := range d.notes {
		action.Noticef("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(note))))
	}
	page, err := d.page(o)
	if err != nil {
		return err
	}
	var findings []diag.Finding
	for _, doc := range d.pages() {
		findings = append(findings, doc.Annotations(o)...)
	}
	return errors.Join(action.Annotate(findings, o.Lang), action.AddSummary(page+foot))
}

// page is what people read on GitHub of what a command came to. Of a review, what
// changes goes first, with what is wrong below its verdict, and each part has its share
// of the room.
func (d *done) page(o report.Options) (string, error) {
	pages := d.pages()
	o.Room /= len(pages)
	if doc, ok := d.doc.(report.Results); ok && doc.Command == "plan" && len(pages) > 1 {
		slices.Reverse(pages)
	}
	if found, ok := pages[len(pages)-1].(report.Check); ok && len(pages) > 1 && len(found.Errors) == 0 {
		o.Wrong, o.Below = found.Wrong(o), true
	}
	b := bytes.NewBufferString(d.noted())
	for _, page := range pages {
		if err := page.Summary(b, o); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// noted is what stands above a page.
func (d *done) noted() string {
	var b strings.Builder
	for _, note := range d.notes {
		fmt.Fprintf(&b, "> [!NOTE]\n> %s\n\n", text.Markdown(note))
	}
	return b.String()
}

// onGitHub is how reports are written for GitHub.
func (a *app) onGitHub(d done) report.Options {
	o := a.wording(nil)
	o.Prefix, o.Files = a.prefix(d.root), d.files
	return o
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
