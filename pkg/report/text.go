package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// shownGroups is how many groups are printed as text; the others are counted.
const shownGroups = 1000

// Text writes the findings for a person, an empty line between them, and a
// closing count. They are in the order of the document; where there are more
// than can be read, errors are kept before warnings.
func (c Check) Text(w io.Writer, o Options) error {
	var b strings.Builder
	v, p := o.voice(), paint(o.Color)
	all := c.groups()
	kept := worst(all, shownGroups)
	for _, g := range kept {
		v.group(&b, p, g)
	}
	for _, e := range c.troubles(o.Lang) {
		b.WriteString(v.colon(p.as(red, v.severity(diag.Error)), text.Clean(e)) + "\n")
	}
	if left := len(all) - len(kept); left > 0 {
		b.WriteString(v.say(text.Say("%d more not shown; --format json has them all", "还有 %d 项没有显示；用 --format json 查看全部"), left) + "\n")
	}
	b.WriteString(v.closing(&c))
	if _, _, merged := tally(all); merged {
		b.WriteString(v.say(text.Say(" (what is the same in several places is shown once)", "（多处相同的问题只显示一次）")))
	}
	b.WriteByte('\n')
	return write(w, b.String())
}

// tally counts the groups by severity, and says whether one has more than one
// finding.
func tally(all []*group) (errors, warnings int, merged bool) {
	for _, g := range all {
		if g.Severity == diag.Error {
			errors++
		} else {
			warnings++
		}
		merged = merged || g.findings > 1
	}
	return errors, warnings, merged
}

// group writes a group with its source line.
func (v voice) group(b *strings.Builder, p paint, g *group) {
	head := v.colon(p.as(p.severity(g.Severity), v.severity(g.Severity)), text.Clean(g.Message))
	if at := place(g.Place); at != "" {
		head = p.as(bold, at) + ": " + head
	}
	fmt.Fprintf(b, "%s %s\n", head, p.as(dim, "["+text.Clean(g.Rule)+"]"))
	if g.Line > 0 && strings.TrimSpace(g.Excerpt) != "" {
		source(b, p, g)
	}
	if g.Via != nil {
		fmt.Fprintf(b, "  %s\n", v.say(text.Say("via %s", "经由 %s"), place(*g.Via)))
	}
	fmt.Fprintf(b, "  %s\n", v.where(g, text.Clean))
	if g.Help != "" {
		fmt.Fprintf(b, "  %s\n", v.help(p, g.Help))
	}
	b.WriteByte('\n')
}

func (v voice) help(p paint, s string) string {
	return v.colon(p.as(cyan, v.say(text.Say("help", "建议"))), text.Clean(s))
}

// source writes the line of a group and marks the place in it.
func source(b *strings.Builder, p paint, g *group) {
	e := newExcerpt(g.Excerpt, g.Place)
	number := fmt.Sprint(g.Line)
	fmt.Fprintf(b, "  %s %s\n", p.as(dim, number+" |"), strings.TrimRight(e.text, " "))
	if e.width > 0 {
		margin := strings.Repeat(" ", len(number))
		marks := strings.Repeat("^", e.width)
		fmt.Fprintf(b, "  %s %s%s\n", p.as(dim, margin+" |"), strings.Repeat(" ", e.from), p.as(p.severity(g.Severity), marks))
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

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
