package source

import (
	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

// located is an error that Jsonnet found before running anything.
type located interface {
	error
	Loc() ast.LocationRange
}

// importer hands the pages of a shelf to one VM, and remembers what it could
// not hand over: Jsonnet keeps nothing but the text of such an error.
type importer struct {
	shelf *Shelf
	// refused holds refusals by their text.
	refused map[string]*refusalError
	// broken holds the syntax errors of imported files by their text.
	broken map[string]located
	// kept holds the paths of the files the VM keeps.
	kept map[string]bool
	// from, name and path are the last import.
	from, name, path string
}

// newImporter returns an importer of the pages on s.
func newImporter(s *Shelf) *importer {
	return &importer{
		shelf:   s,
		refused: make(map[string]*refusalError),
		broken:  make(map[string]located),
		kept:    make(map[string]bool),
	}
}

// Import implements [jsonnet.Importer]; importedFrom is a path relative to
// the root, also for the entry file.
func (im *importer) Import(importedFrom, importedPath string) (jsonnet.Contents, string, error) {
	p := im.shelf.lookUp(importedFrom, importedPath)
	if p.refusal != nil {
		im.refused[p.refusal.Error()] = p.refusal
		return jsonnet.Contents{}, "", p.refusal
	}
	im.kept[p.path] = true
	im.from, im.name, im.path = importedFrom, importedPath, p.path
	return p.contents, p.path, nil
}
