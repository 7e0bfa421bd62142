package source

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// request is an import as it is written.
type request struct {
	dir  string // folder of the importing file, relative to the root
	name string // what it asks for
}

// Find returns the file that a file in the folder dir gets where it imports
// name, by the rules in the package comment; ok is false where it gets none. The
// file need not be one that can be read.
func (t *Tree) Find(dir, name string) (file string, ok bool) {
	file, refused := t.search(request{dir: dir, name: name})
	return file, refused == nil
}

// Text returns the bytes of a file of the tree; ok is false for one that is not
// read.
func (t *Tree) Text(name string) (data []byte, ok bool) {
	data, refused := t.read(name)
	return data, refused == nil
}

// search tries the candidates of r in turn; the first that exists decides.
func (t *Tree) search(r request) (string, *refusalError) {
	if strings.Contains(r.name, `\`) {
		// A folder on one system is part of a name on another.
		return "", refusal(r.name, text.Sayf("has a backslash in it", "含有反斜杠"), text.Sayf("write / between folders", "文件夹之间请写 /"))
	}
	if strings.Contains(r.name, "://") {
		return "", refusal(r.name, text.Sayf("is an address", "是网址"),
			text.Sayf("caidan fetches nothing: put the file into vendor/ of the repository, and import it from there", "caidan 不下载任何文件：请把文件放进仓库的 vendor/，再从那里导入"))
	}
	if isAbsolute(r.name) {
		return "", refusal(r.name, text.Sayf("is an absolute path", "是绝对路径"),
			text.Sayf("import a path relative to this file, or a file in lib/ or vendor/", "请导入相对本文件的路径，或 lib/、vendor/ 里的文件"))
	}
	candidates := r.candidates()
	for _, c := range candidates {
		if climbs(c) {
			return "", refusal(r.name, text.Sayf("leads out of the repository", "指向仓库之外"),
				text.Sayf("caidan reads nothing outside it: copy the file into the repository", "caidan 不读取仓库之外的文件：请把文件复制进仓库"))
		}
		if isHidden(c) {
			return "", refusal(r.name, text.Sayf("is a hidden file", "是隐藏文件"),
				text.Sayf("caidan reads nothing whose name, or whose folder's name, starts with a dot", "caidan 不读取名称或所在文件夹以点开头的文件"))
		}
		if _, err := t.files.Lstat(c); !isMissing(err) {
			return c, nil
		}
	}
	return "", refusal(r.name, text.Sayf("names no file", "找不到对应的文件"), text.Sayf("looked for %s", "已查找 %s", text.List(candidates)))
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
