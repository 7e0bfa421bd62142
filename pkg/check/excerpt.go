package check

import (
	"strings"
	"sync"

	"github.com/caidan-dev/caidan/pkg/source"
)

// excerpts are the lines that findings are about, each kept once: a line of a
// library may be what thousands of accounts break a rule with.
type excerpts struct {
	mu   sync.Mutex
	text map[lineKey]string
}

type lineKey struct {
	file string
	line int
}

// quote gives the findings of accounts the text of their lines. A file is read
// once, and not at all where its lines are known.
func (e *excerpts) quote(tree *source.Tree, accounts []Account) {
	read := map[string][]string{}
	for i := range accounts {
		for k := range accounts[i].Findings {
			f := &accounts[i].Findings[k]
			if f.Line > 0 {
				f.Excerpt = e.line(tree, read, lineKey{f.File, f.Line})
			}
		}
	}
}

// line returns the text of a line; read holds the files that were read.
func (e *excerpts) line(tree *source.Tree, read map[string][]string, key lineKey) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	text, known := e.text[key]
	if known {
		return text
	}
	lines, ok := read[key.file]
	if !ok {
		lines = tree.Lines(key.file)
		read[key.file] = lines
	}
	if key.line <= len(lines) {
		// The rest of the file need not stay in memory.
		text = strings.Clone(lines[key.line-1])
	}
	if e.text == nil {
		e.text = map[lineKey]string{}
	}
	e.text[key] = text
	return text
}
