package report

import (
	"path"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Options is how a report is written. The zero value is English without
// colours, with files relative to the root.
type Options struct {
	// Lang is the language of the report's own words. Findings come in theirs.
	Lang text.Lang
	// Short writes of accounts only which are in which state.
	Short bool
	// Color paints text for a terminal.
	Color bool
	// Prefix is the root relative to the repository's own, with forward
	// slashes; empty where they are one. It goes before every file in what
	// GitHub reads: annotations, summary, SARIF.
	Prefix string
	// Files says in which file accounts are written, relative to the root, for
	// annotations.
	Files map[string]string
	// Room is how many bytes a page for GitHub may have; 0 is those of a summary.
	Room int
	// Run is the address of the run whose summary has what a page has no room
	// for; empty for the summary itself.
	Run string
	// Claimed says whose word a page is; nil where it is our own. Such a page has
	// no verdict.
	Claimed text.Spoken
	// Wrong is what is wrong with menus: it stands below the verdict of a page about what
	// changes.
	Wrong Wrong
	// Below is set of a check that stands below that page: it says neither what is
	// wrong again, nor that nothing is in another heading.
	Below bool
	// Blob is the address that files of the commit are below; empty where it is
	// not known.
	Blob string
	// Library is the name of a file that is built in, and in no commit.
	Library string
}

// File returns a file's path in the repository.
func (o Options) File(name string) string {
	if name == "" || o.Prefix == "" {
		return name
	}
	return path.Join(o.Prefix, name)
}

// Wrong is what is wrong with menus.
type Wrong struct {
	// Items are those that are listed, as items of a list.
	Items []string
	// Unlisted is how many errors are counted and not listed, and Rest an item that says
	// so; empty where all is listed.
	Unlisted int
	Rest     string
}
