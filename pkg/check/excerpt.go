package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// maxExcerpts is how many bytes of lines findings are given: a page of each
// finding that is listed. A line may be as long as its file.
const maxExcerpts = 16 << 20

// quote gives findings the text of their lines, as far as there is room for
// them. Each file is read once, and each line kept once: one of a library may
// be what thousands of accounts break a rule with.
func quote(tree *source.Tree, findings ...[]diag.Finding) {
	inFile := map[string][]*diag.Finding{}
	for _, list := range findings {
		for i := range list {
			if f := &list[i]; f.Line > 0 {
				inFile[f.File] = append(inFile[f.File], f)
			}
		}
	}
	room := maxExcerpts
	for _, file := range slices.Sorted(maps.Keys(inFile)) {
		lines, kept := tree.Lines(file), map[int]string{}
		for _, f := range inFile[file] {
			text, known := kept[f.Line]
			if !known && f.Line <= len(lines) && len(lines[f.Line-1]) <= room {
				// The rest of the file need not stay in memory.
				text = strings.Clone(lines[f.Line-1])
				room -= len(text)
				kept[f.Line] = text
			}
			f.Excerpt = text
		}
	}
}
