package found

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// excerptWidth is how many cells of a source line are shown.
	excerptWidth = 100
	// excerptReach is how many code points before and after the start of a
	// range are looked at: enough for the width, and little of a file that is
	// one long line.
	excerptReach = 4 * excerptWidth
	// tabWidth is how many cells apart the tab stops are.
	tabWidth = 4
)

// Excerpt is a source line as it is shown, with what is marked in it.
type Excerpt struct {
	// Text is the line, or a part of it.
	Text string
	// From and Width are the cells that are marked; a width of 0 is none.
	From, Width int
}

// glyph is what stands together on a terminal: a grapheme cluster.
type glyph struct {
	text string
	// from and to are its code points in the line, to exclusive.
	from, to int
	width    int
}

// NewExcerpt shows the line of a place and marks the place in it; a range that
// goes on in later lines up to the end of this one.
func NewExcerpt(line string, p diag.Place) Excerpt {
	line, first, cutLeft, cutRight := near(line, p.Column)
	glyphs := split(line, first)
	end := first + utf8.RuneCountInString(line)
	if p.Column == 0 {
		lo, hi := window(glyphs, 0, 0)
		e, _ := show(glyphs, lo, hi, cutLeft, cutRight)
		return e
	}
	from := min(max(p.Column-1, first), end)
	to := p.EndColumn - 1
	if p.EndLine > p.Line {
		to = first + utf8.RuneCountInString(strings.TrimRight(line, " \t"))
	}
	to = min(max(to, from+1), end)
	start, stop := len(glyphs), len(glyphs)
	for i, g := range glyphs {
		if start == len(glyphs) && g.to > from {
			start = i
		}
		if g.from >= to {
			stop = i
			break
		}
	}
	stop = max(stop, start)
	lo, hi := window(glyphs, start, stop)
	e, left := show(glyphs, lo, hi, cutLeft, cutRight)
	e.From = left + width(glyphs[lo:start])
	e.Width = max(width(glyphs[start:min(max(stop, start), hi)]), 1)
	return e
}

// near returns the part of a line around a column, the index of its first code
// point, and whether something was left out before and after it.
func near(line string, column int) (part string, first int, cutLeft, cutRight bool) {
	skip := max(column-1-excerptReach, 0)
	keep := 2 * excerptReach
	from, seen := 0, 0
	for i := range line {
		if seen == skip {
			from = i
		}
		if seen == skip+keep {
			return line[from:i], skip, skip > 0, true
		}
		seen++
	}
	if seen <= skip && skip > 0 {
		// The place is past the end of the line it is said to be in.
		return near(line, seen)
	}
	return line[from:], skip, skip > 0, false
}

// split returns the glyphs of a line whose first code point has the given
// index. Nothing in them acts.
func split(line string, first int) []glyph {
	// One U+FFFD for each byte that is not UTF-8, as columns count them.
	line = string([]rune(line))
	var out []glyph
	at, state := first, -1
	cells := 0
	for line != "" {
		var s string
		var w int
		s, line, w, state = uniseg.FirstGraphemeClusterInString(line, state)
		g := glyph{text: s, from: at, width: w}
		at += utf8.RuneCountInString(s)
		g.to = at
		switch {
		case s == "\t":
			g.width = tabWidth - cells%tabWidth
			g.text = strings.Repeat(" ", g.width)
		case strings.ContainsFunc(s, text.Acts):
			g.text = text.Visible(s)
			g.width = uniseg.StringWidth(g.text)
		}
		cells += g.width
		out = append(out, g)
	}
	for i := 2; i < len(out); i++ {
		if strings.HasSuffix(out[i-2].text, "#") && out[i-1].text == "#" && strings.HasPrefix(out[i].text, "[") {
			out[i-1].text, out[i-1].width = text.Escape('#'), len(text.Escape('#'))
		}
	}
	return out
}

// window returns the glyphs to show so that the marked ones are among them: all
// where they fit, else those marked and the same room on either side.
func window(glyphs []glyph, start, stop int) (lo, hi int) {
	if width(glyphs) <= excerptWidth {
		return 0, len(glyphs)
	}
	room := excerptWidth
	lo, hi = start, start
	for hi < stop && glyphs[hi].width <= room {
		room -= glyphs[hi].width
		hi++
	}
	half := room / 2
	for lo > 0 && glyphs[lo-1].width <= half {
		lo--
		half -= glyphs[lo].width
		room -= glyphs[lo].width
	}
	for hi < len(glyphs) && glyphs[hi].width <= room {
		room -= glyphs[hi].width
		hi++
	}
	for lo > 0 && glyphs[lo-1].width <= room {
		lo--
		room -= glyphs[lo].width
	}
	return lo, hi
}

// show returns some of the glyphs, with an ellipsis where others are left out,
// and the cells before the first of them.
func show(glyphs []glyph, lo, hi int, cutLeft, cutRight bool) (e Excerpt, left int) {
	var b strings.Builder
	if lo > 0 || cutLeft {
		b.WriteString("…")
		left = 1
	}
	for _, g := range glyphs[lo:hi] {
		b.WriteString(g.text)
	}
	if hi < len(glyphs) || cutRight {
		b.WriteString("…")
	}
	return Excerpt{Text: b.String()}, left
}

func width(glyphs []glyph) int {
	n := 0
	for _, g := range glyphs {
		n += g.width
	}
	return n
}
