package check

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
)

// maxExcerpts is how many bytes of lines findings are given: a page of each
// finding that is listed. A line may be as long as its file.
const maxExcerpts = 16 << 20

// maxOwnExcerpt is how many bytes a line may have that a finding is given when its
// file is read for another reason, before it is known how many findings there are:
// twice as many as are listed can be kept, and then take 20 MB.
const maxOwnExcerpt = 1 << 10

// quoteOwn gives the findings in a file the text of their lines in what the file
// holds, so that it need not be read again for them.
func quoteOwn(file string, text []byte, accounts []Account) {
	var lines []string
	for i := range accounts {
		for k := range accounts[i].Findings {
			f := &accounts[i].Findings[k]
			if f.File != file || f.Line <= 0 {
				continue
			}
			if lines == nil {
				lines = source.Lines(text)
			}
			if f.Line <= len(lines) && len(lines[f.Line-1]) <= maxOwnExcerpt {
				f.Excerpt = strings.Clone(lines[f.Line-1])
			}
		}
	}
}

// quote gives findings the text of their lines, as far as there is room for
// them. Each file is read once, unless all have theirs, and each line kept once:
// one of a library may be what thousands of accounts break a rule with.
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
		lines := sync.OnceValue(func() []string { return tree.Lines(file) })
		kept := map[int]string{}
		for _, f := range inFile[file] {
			text, known := kept[f.Line]
			if !known {
				text = f.Excerpt
				if text == "" && f.Line <= len(lines()) {
					text = lines()[f.Line-1]
				}
				if len(text) <= room {
					// The rest of the file need not stay in memory.
					text = strings.Clone(text)
					room -= len(text)
					kept[f.Line] = text
				} else {
					text = ""
				}
			}
			f.Excerpt = text
		}
	}
}
