package source

import (
	"path"
	"slices"

	"github.com/google/go-jsonnet"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Shelf holds the files of a tree that others import, so that a library is
// read once and is the same to all of them. Only one goroutine may use it at a
// time.
type Shelf struct {
	tree    *Tree
	library *page
	lang    text.Lang // of what is said about the files

	found map[request]*page          // by who asked for what
	pages map[string]*page           // by path
	asked map[string]map[string]bool // by path, the names that a file has imported
	// entered is the digest of the program that was read last, and that is not imported;
	// empty where it could not be read.
	entered string
}

// page is one imported file, or why it cannot be imported.
type page struct {
	path     string // relative to the root, or LibraryPath
	contents jsonnet.Contents
	digest   string // of contents
	refusal  *refusalError
}

// NewShelf returns an empty shelf for the files of tree; findings about them
// are in the language l.
func NewShelf(tree *Tree, l text.Lang) *Shelf { return newShelf(tree, l, library) }

// newShelf is NewShelf with another text for the built-in library.
func newShelf(tree *Tree, l text.Lang, library string) *Shelf {
	return &Shelf{
		tree:    tree,
		lang:    l,
		library: &page{path: LibraryPath, contents: jsonnet.MakeContents(library)},
		found:   make(map[request]*page),
		pages:   make(map[string]*page),
		asked:   make(map[string]map[string]bool),
	}
}

// lookUp returns the page that the file from means by name.
func (s *Shelf) lookUp(from, name string) *page {
	if name == LibraryName {
		return s.library
	}
	if s.asked[from] == nil {
		s.asked[from] = make(map[string]bool)
	}
	s.asked[from][name] = true
	key := request{dir: path.Dir(from), name: name}
	p, ok := s.found[key]
	if !ok {
		p = s.find(key)
		s.found[key] = p
	}
	return p
}

// find looks for the file that r asks for. A refusal speaks of the import as
// it is written, unless it is about a place inside the file.
func (s *Shelf) find(r request) *page {
	var p *page
	if name, refused := s.tree.search(r); refused != nil {
		p = &page{refusal: refused}
	} else {
		p = s.open(name)
	}
	if p.refusal == nil || p.refusal.at.File != "" {
		return p
	}
	about := *p.refusal
	about.subject = text.Sayf("import %q", "导入%q", r.name)
	return &page{refusal: &about}
}

// open returns the page of the file at name. There is one page per path,
// because Jsonnet insists on the very same contents each time.
func (s *Shelf) open(name string) *page {
	p, ok := s.pages[name]
	if !ok {
		p = &page{path: name}
		var data []byte
		if data, p.refusal = s.tree.read(name); p.refusal == nil && isProgram(name) {
			p.refusal = checkNesting(name, data)
		}
		if p.refusal == nil {
			p.contents, p.digest = jsonnet.MakeContentsRaw(data), Digest(data)
		}
		s.pages[name] = p
	}
	return p
}

// isProgram reports whether the file called name is there to be run. Any file
// can be, and any can be imported as text, but the names tell most apart.
func isProgram(name string) bool {
	return slices.Contains([]string{".jsonnet", ".libsonnet", ".json"}, path.Ext(name))
}
