package source

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

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
}

// request is an import as it is written.
type request struct {
	dir  string // folder of the importing file, relative to the root
	name string // what it asks for
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
	p := s.search(r)
	if p.refusal == nil || p.refusal.at.File != "" {
		return p
	}
	about := *p.refusal
	about.subject = text.Sayf("import %q", "导入 %q", r.name)
	return &page{refusal: &about}
}

// search tries the candidates of r in turn; the first that exists decides.
func (s *Shelf) search(r request) *page {
	if strings.Contains(r.name, `\`) {
		// A folder on one system is part of a name on another.
		return &page{refusal: refusal(r.name, text.Sayf("has a backslash in it", "含有反斜杠"), text.Sayf("write / between folders", "文件夹之间请写 /"))}
	}
	if strings.Contains(r.name, "://") {
		return &page{refusal: refusal(r.name, text.Sayf("is an address", "是网址"),
			text.Sayf("caidan fetches nothing: put the file into vendor/ of the repository, and import it from there", "caidan 不下载任何文件：请把文件放进仓库的 vendor/，再从那里导入"))}
	}
	if isAbsolute(r.name) {
		return &page{refusal: refusal(r.name, text.Sayf("is an absolute path", "是绝对路径"),
			text.Sayf("import a path relative to this file, or a file in lib/ or vendor/", "请导入相对本文件的路径，或 lib/、vendor/ 里的文件"))}
	}
	candidates := r.candidates()
	for _, c := range candidates {
		if climbs(c) {
			return &page{refusal: refusal(r.name, text.Sayf("leads out of the repository", "指向仓库之外"),
				text.Sayf("caidan reads nothing outside it: copy the file into the repository", "caidan 不读取仓库之外的文件：请把文件复制进仓库"))}
		}
		if isHidden(c) {
			return &page{refusal: refusal(r.name, text.Sayf("is a hidden file", "是隐藏文件"),
				text.Sayf("caidan reads nothing whose name, or whose folder's name, starts with a dot", "caidan 不读取名称或所在文件夹以点开头的文件"))}
		}
		if _, err := s.tree.files.Lstat(c); isMissing(err) {
			continue
		}
		return s.open(c)
	}
	return &page{refusal: refusal(r.name, text.Sayf("names no file", "找不到对应的文件"), text.Sayf("looked for %s", "已查找 %s", text.List(candidates)))}
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

// candidates returns the paths that r may mean, in the order they are tried;
// the package comment has the rules.
func (r request) candidates() []string {
	list := []string{path.Join(r.dir, r.name)}
	if first, _, _ := strings.Cut(r.name, "/"); first == "." || climbs(r.name) {
		return list
	}
	for dir := r.dir; ; dir = path.Dir(dir) {
		for _, lib := range libraryDirs() {
			if c := path.Join(dir, lib, r.name); c != list[0] {
				list = append(list, c)
			}
		}
		if dir == path.Dir(dir) {
			return list
		}
	}
}

// climbs reports whether name has a part that goes up a folder.
func climbs(name string) bool { return slices.Contains(strings.Split(name, "/"), "..") }

// isAbsolute reports whether name is absolute on this or any other system.
func isAbsolute(name string) bool {
	drive := len(name) > 1 && name[1] == ':'
	return path.IsAbs(name) || filepath.IsAbs(name) || drive
}
