package pull

import (
	"bytes"
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

	// code is the depth of comments where lines are code.
	code = -1
)

// page is a Jsonnet program under construction.
type page struct {
	lang text.Lang
	out  bytes.Buffer
	// depth is how many levels the next line is indented.
	depth int
	// marker is the depth at which lines are commented out, or code.
	marker int
	// choices is how many error expressions are in force so far.
	choices int
}

func newPage(lang text.Lang) *page { return &page{lang: lang, marker: code} }

// margin returns what the next line starts with.
func (g *page) margin() string {
	if g.marker == code {
		return strings.Repeat(indent, g.depth)
	}
	return strings.Repeat(indent, g.marker) + "// " + strings.Repeat(indent, g.depth-g.marker)
}

// line writes one line of the program; it has no line end in it.
func (g *page) line(code string) {
	if code != "" {
		g.out.WriteString(g.margin() + code)
	}
	g.out.WriteByte('\n')
}

// unbroken is a part of a comment within which no line ends.
var unbroken = text.Pattern(`\s*(?:[^\s，。；]*[，。；]+|\S+)`)

// note writes a comment, on as many lines as it needs. It breaks at blanks and
// after the punctuation of Chinese, which has none.
func (g *page) note(s text.Spoken) {
	line, width := "//", wide-len(g.margin())
	for _, word := range unbroken().FindAllString(s.In(g.lang), -1) {
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
func (g *page) paragraph(s text.Spoken) {
	g.line("//")
	g.note(s)
}

// detail writes a line of a comment that belongs to the note before it.
func (g *page) detail(line string) { g.line("//   " + line) }

// choose writes an error expression where the reader has to write one: compiling
// the program ends with the message.
func (g *page) choose(message text.Spoken, end string) { g.line(g.choice(message) + end) }

// choice returns an error expression and counts it; one that is commented out
// does no harm.
func (g *page) choice(message text.Spoken) string {
	if g.marker == code {
		g.choices++
	}
	return "error " + text.Jsonnet(message.In(g.lang))
}

// aside comments out the lines from here on, until what it returns is called.
func (g *page) aside() (back func()) {
	before := g.marker
	if before == code {
		g.marker = g.depth
	}
	return func() { g.marker = before }
}
