package report

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// indent is one level of indentation, as jsonnetfmt has it.
	indent = "  "

	// wide is how many cells a line of a comment takes at most, where it can
	// be broken: as in the menus of this repository.
	wide = 80

	// code is the depth of comments where lines are no comments.
	code = -1
)

// page is a Jsonnet program under construction.
type page struct {
	voice
	out bytes.Buffer
	// depth is how many levels the next line is indented.
	depth int
	// marker is the depth at which lines are commented out, or code.
	marker int
	// choices is how many error expressions are in force so far.
	choices int
}

func newPage(lang text.Lang) *page { return &page{voice: voice{lang}, marker: code} }

// margin returns what the next line starts with.
func (g *page) margin() string {
	if g.marker == code {
		return strings.Repeat(indent, g.depth)
	}
	return strings.Repeat(indent, g.marker) + "// " + strings.Repeat(indent, g.depth-g.marker)
}

// line writes one line of the program; it has no line end in it.
func (g *page) line(text string) {
	if text != "" {
		g.out.WriteString(g.margin() + text)
	}
	g.out.WriteByte('\n')
}

// note writes a comment, on as many lines as it needs. It breaks at blanks and
// after the punctuation of Chinese, which has none.
func (g *page) note(text string) {
	line, width := "//", wide-len(g.margin())
	for _, word := range regexp.MustCompile(`\s*(?:[^\s，。；]*[，。；]+|\S+)`).FindAllString(text, -1) {
		if line == "//" {
			word = " " + word
		} else if menu.Width(line+word) > width {
			g.line(line)
			line, word = "//", " "+strings.TrimSpace(word)
		}
		line += word
	}
	g.line(line)
}

// paragraph writes a comment that stands apart from the one before it.
func (g *page) paragraph(s text.Text) {
	g.line("//")
	g.note(g.say(s))
}

// detail writes a line of a comment that belongs to the note before it.
func (g *page) detail(text string) { g.line("//   " + text) }

// choose writes an expression that nobody but the reader can give: compiling
// the program ends with the message.
func (g *page) choose(message, end string) { g.line(g.choice(message) + end) }

// choice returns an error expression and counts it; one that is commented out
// does no harm.
func (g *page) choice(message string) string {
	if g.marker == code {
		g.choices++
	}
	return "error " + inJsonnet(message)
}

// aside comments out the lines from here on, until what it returns is called.
func (g *page) aside() (back func()) {
	before := g.marker
	if before == code {
		g.marker = g.depth
	}
	return func() { g.marker = before }
}
