package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

// shownProblems is how many problems are printed as text; the others are
// counted.
const shownProblems = 1000

// terminal is a text under construction: in one language, painted or not.
type terminal struct {
	strings.Builder
	Options
}

// say returns a text in the language.
func (t *terminal) say(s text.Spoken) string { return s.In(t.Lang) }

// paint colours text for a terminal, where that is asked for.
func (t *terminal) paint(style, s string) string {
	if !t.Color || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

// Colours of ECMA-48, "select graphic rendition".
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "36"
)

// label writes a severity before what it labels, which is made harmless.
func (t *terminal) label(s diag.Severity, labelled string) string {
	style := yellow
	switch s {
	case note:
		return text.Clean(labelled)
	case advice:
		style = cyan
	case diag.Error:
		style = red
	case diag.Warning:
	}
	return t.say(text.Colon(t.paint(style, text.Clean(t.say(severity(s)))), text.Clean(labelled)))
}

// errors writes what went wrong beside the accounts.
func (t *terminal) errors(errs []string) {
	for _, e := range errs {
		t.WriteString(t.label(diag.Error, e) + "\n")
	}
}

// write writes what was made.
func (t *terminal) write(w io.Writer) error { return write(w, t.String()) }

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// Text writes the findings for a person, an empty line between them, and a
// closing count. They are in the order of the document; where there are more
// than can be read, errors are kept before warnings.
func (c Check) Text(w io.Writer, o Options) error {
	t := terminal{Options: o}
	all := c.Problems()
	kept := found.Worst(all, shownProblems)
	for i := range kept {
		p := kept[i]
		if i > 0 && kept[i-1].Rule == p.Rule && kept[i-1].Help == p.Help {
			p.Help = "" // it stands above
		}
		t.problem(&p)
	}
	t.errors(c.troubles(o.Lang))
	if left := len(all) - len(kept); left > 0 {
		t.WriteString(t.say(text.Sayf("%d more are not shown; --format json lists them all", "还有 %d 项没有显示；用 --format json 查看全部", left)) + "\n")
	}
	sum := c.closing()
	if sum == nil {
		return t.write(w)
	}
	t.WriteString(t.say(sum))
	if found.Merged(all) {
		t.WriteString(t.say(text.Say(" (what is the same in several places is shown once)", "（多处相同的问题只显示一次）")))
	}
	t.WriteByte('\n')
	return t.write(w)
}

// problem writes a problem with its source line.
func (t *terminal) problem(p *found.Problem) {
	head := t.label(p.Severity, p.Message)
	if at := place(p.Place); at != "" {
		head = t.paint(bold, at) + ": " + head
	}
	fmt.Fprintf(t, "%s %s\n", head, t.paint(dim, "["+text.Clean(p.Rule)+"]"))
	if p.Line > 0 && strings.TrimSpace(p.Excerpt) != "" {
		t.source(p)
	}
	if p.Via != nil {
		fmt.Fprintf(t, "  %s\n", t.say(found.Via(place(*p.Via))))
	}
	fmt.Fprintf(t, "  %s\n", t.say(p.Where(text.Clean)))
	if p.Help != "" {
		fmt.Fprintf(t, "  %s\n", t.label(advice, p.Help))
	}
	t.WriteByte('\n')
}

// source writes the line of a problem and marks the place in it.
func (t *terminal) source(p *found.Problem) {
	e := found.NewExcerpt(p.Excerpt, p.Place)
	number := fmt.Sprint(p.Line)
	fmt.Fprintf(t, "  %s %s\n", t.paint(dim, number+" |"), strings.TrimRight(e.Text, " "))
	if e.Width > 0 {
		style := yellow
		if p.Severity == diag.Error {
			style = red
		}
		margin := strings.Repeat(" ", len(number))
		marks := strings.Repeat("^", e.Width)
		fmt.Fprintf(t, "  %s %s%s\n", t.paint(dim, margin+" |"), strings.Repeat(" ", e.From), t.paint(style, marks))
	}
}

// place writes a place as editors read it. It is made harmless as a whole: a
// file named ":" starts with two colons only together with its line.
func place(p diag.Place) string { return text.Clean(p.File + position(p)) }

// position is the part of a place behind the file's name.
func position(p diag.Place) string {
	switch {
	case p.Line == 0:
		return ""
	case p.Column == 0:
		return fmt.Sprintf(":%d", p.Line)
	default:
		return fmt.Sprintf(":%d:%d", p.Line, p.Column)
	}
}

// text writes results for a person: what became of each account, with accounts
// that are alike as one, what is to be known below it, and a closing count.
// Accounts where nothing was to be done are only counted.
func (p *page) text(w io.Writer, o Options) error {
	if o.Short {
		return p.short(w, o)
	}
	t := terminal{Options: o}
	longest := 0
	for i := range p.entries {
		if e := &p.entries[i]; !e.several() {
			longest = max(longest, uniseg.StringWidth(text.Clean(e.Account)))
		}
	}
	for i := range p.entries {
		e := &p.entries[i]
		if e.several() {
			t.WriteString(t.say(e.names(text.Clean)) + "\n  ")
		} else {
			t.WriteString(pad(text.Clean(e.Account), longest) + "  ")
		}
		t.head(e)
		t.below(e)
		t.passes(p.pass(e))
	}
	if len(p.families) > 0 {
		t.WriteString(t.say(asOne) + "\n")
	}
	for _, f := range p.families {
		t.WriteString("  " + f.line + "\n")
	}
	t.errors(p.errors)
	if p.closing != nil {
		t.WriteString(t.say(p.closing) + "\n")
	}
	return t.write(w)
}

// outcomeWidth is how many cells the usual outcomes of English take.
const outcomeWidth = len("published")

// head writes what became of an entry's accounts.
func (t *terminal) head(e *entry) {
	parts := []string{pad(text.Clean(e.show(e.what)), outcomeWidth)}
	if e.code != "" {
		parts = append(parts, t.paint(bold, "["+text.Clean(e.code)+"]"))
	}
	if d := e.sameDigest(); d != "" {
		parts = append(parts, short(d))
	}
	if !e.several() {
		parts = append(parts, e.alone...)
	}
	t.WriteString(strings.TrimRight(strings.Join(parts, "  "), " ") + "\n")
}

// below writes what is to be known of an entry.
func (t *terminal) below(e *entry) {
	for i, s := range e.sentences {
		if h := e.heading(i); h != nil {
			fmt.Fprintf(t, "  %s\n", t.say(h))
		}
		fmt.Fprintf(t, "    - %s\n", text.Clean(e.show(s)))
	}
	if e.steps != "" {
		fmt.Fprintf(t, "  %s\n", text.Clean(t.say(text.Colon(text.Say("steps", "步骤"), e.show(e.steps)))))
	}
	t.lines(e)
	if s := e.nothingElse(); s != nil {
		fmt.Fprintf(t, "  %s\n", text.Clean(t.say(s)))
	}
}

// lines writes what is to be known of an entry beside what it changes.
func (t *terminal) lines(e *entry) {
	for _, l := range e.lines {
		s := e.show(l.text)
		if !e.several() {
			s += l.id
		}
		s = t.label(l.severity, s)
		if l.code != "" {
			s += " [" + text.Clean(l.code) + "]"
		}
		fmt.Fprintf(t, "  %s\n", s)
	}
}

// passes writes what would let an entry past its guards: the command with the
// exact flags, and what to paste into the settings.
func (t *terminal) passes(p pass) {
	if p.command == "" {
		return
	}
	fmt.Fprintf(t, "  %s\n    %s\n", t.say(checkIt), p.command)
	if len(p.settings) > 0 {
		fmt.Fprintf(t, "  %s\n", t.say(bySettings))
	}
	for _, s := range p.settings {
		fmt.Fprintf(t, "    %s\n", s)
	}
}

// pad fills a text up with blanks to a width in cells.
func pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(cells-uniseg.StringWidth(text), 0))
}

// aligned writes rows of cells below each other, two blanks between columns.
// Columns that are empty in every row are left out.
func aligned(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	lines := make([]string, 0, len(rows))
	for _, row := range rows {
		var cells []string
		for i, cell := range row {
			cells = append(cells, pad(cell, widths[i]))
		}
		lines = append(lines, strings.TrimRight(joined(cells), " "))
	}
	return lines
}

// joined puts the parts of a line that are not empty next to each other.
func joined(parts []string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, "  ")
}
