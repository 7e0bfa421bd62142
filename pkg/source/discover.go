package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/caidan-dev/caidan/pkg/text"
)

// menusDir is the folder of a repository that holds its menus.
const menusDir = "menus"

// SettingsFile is the name of the settings file at the root of a repository.
const SettingsFile = ".caidan.jsonnet"

// File is an entry file: one that is compiled for its own sake.
type File struct {
	// Path is relative to the root of the tree, with forward slashes.
	Path string
	// Stem is the file's name without folder and extension. It names the
	// account where the file does not.
	Stem string
}

// NewFile returns the entry file at path, which is relative to the root of
// the tree and has forward slashes. The file need not exist.
func NewFile(path string) File {
	return File{Path: path, Stem: stem(path)}
}

// stem returns the last part of name without its extension; the name of a
// file like ".caidan.jsonnet" keeps its leading dot.
func stem(name string) string {
	base := path.Base(name)
	if s := strings.TrimSuffix(base, path.Ext(base)); s != "" {
		return s
	}
	return base
}

// Found is what there is where menus were looked for, each list sorted.
type Found struct {
	// Files are the menu files.
	Files []File
	// Unread are the paths of files that look like menus and are none, and of
	// settings files that are not at the root. Nothing reads them.
	Unread []string
	// Links are the paths of links to folders and of those that lead to nothing in
	// the tree, which are not followed.
	Links []string
	// Empty are the paths of folders that hold nothing at all. Git has none but
	// submodules that are not checked out.
	Empty []string
}

// NotFoundError says that there is nothing to compile where menus were looked
// for. It wraps a [*text.Error].
type NotFoundError struct {
	// Dir is the absolute path of the tree.
	Dir string
	// Path is what was looked for, relative to Dir; empty is the tree itself.
	Path string
}

// Begin says what to do where there is no menu yet.
func Begin() text.Text {
	return text.Say(
		"create menus/ACCOUNT.jsonnet, by hand or with caidan init, or name a folder that has menus",
		"请手写或用 caidan init 创建 menus/账号.jsonnet，或指定有菜单的文件夹")
}

// Error says in one sentence what is missing, and what to do.
func (e *NotFoundError) Error() string {
	meaning, remedy := text.Explain(e, text.English)
	return meaning + "; " + remedy
}

// Unwrap says the same in every language.
func (e *NotFoundError) Unwrap() error {
	missing := &text.Error{
		Meaning: text.Sayf("find menus: %s has no menus folder", "查找菜单：%s 里没有 menus 文件夹", e.Dir),
		Remedy:  Begin(),
	}
	if e.Path != "" {
		missing.Meaning = text.Sayf("find menus: %s has no %q", "查找菜单：%s 里没有%q", e.Dir, e.Path)
	}
	return missing
}

// Discover lists the menu files at name. A name is relative
// to the root of the tree and has forward slashes; empty or "." is the tree
// itself, which means its menus folder.
//
// Below a folder these are the files *.jsonnet and *.json, except in folders
// called lib or vendor and except names that start with a dot. A folder or a symbolic
// link of such a name is listed too, so that compiling can say what is wrong
// with it; other links are not followed. A name that is a file is that
// file, whatever it is called.
//
// The lists may be empty. Where the menus folder is missing, or nothing is called
// name, the error is a [*NotFoundError], and where menus cannot be read as a folder
// it is a [*PathError].
func (t *Tree) Discover(name string) (Found, error) {
	missing := &NotFoundError{Dir: t.dir, Path: name}
	dir := path.Clean(name)
	if dir == "." || dir == menusDir {
		dir, missing.Path = menusDir, ""
	}
	if !filepath.IsLocal(dir) {
		return Found{}, missing
	}
	link, err := t.files.Lstat(dir)
	switch {
	case isMissing(err):
		return Found{}, missing
	case err != nil:
		return Found{}, fmt.Errorf("find menus: %w", err)
	}
	info, err := t.files.Stat(dir)
	if err != nil && link.Mode()&fs.ModeSymlink == 0 {
		return Found{}, fmt.Errorf("find menus: %w", err)
	}
	if err == nil && info.IsDir() {
		return t.list(dir)
	}
	if missing.Path == "" {
		return Found{}, unreadable(err)
	}
	return Found{Files: []File{NewFile(dir)}}, nil
}

// unreadable says why menus is not a folder: what it leads to could not be reached,
// or it is something else.
func unreadable(reaching error) *PathError {
	meaning := text.Say("menus is not a folder, so no menu was read", "menus 不是文件夹，没有读取任何菜单")
	if reaching != nil {
		meaning = text.Say("menus is a link that leads out of the repository or to nothing, so no menu was read",
			"menus 是指向仓库之外或不存在的位置的链接，没有读取任何菜单")
	}
	return &PathError{Path: menusDir, Meaning: meaning, Remedy: text.Say("put a folder with the menus in its place", "请换成放有菜单的文件夹")}
}

// list returns what is below the folder dir.
func (t *Tree) list(dir string) (Found, error) {
	var found Found
	folders, full := []string{dir}, map[string]bool{}
	names, err := walk(t.files, dir, func(name string, e fs.DirEntry) (take, enter bool) {
		full[path.Dir(name)] = true
		below := strings.Split(strings.TrimPrefix(name, dir+"/"), "/")
		switch base := e.Name(); {
		case strings.HasPrefix(base, "."):
			return base == SettingsFile, false
		case slices.ContainsFunc(below, isLibraryDir):
			return false, true // for settings, which are read there no more than elsewhere
		case isMenu(base):
			return true, false
		case e.Type()&fs.ModeSymlink != 0 && !t.isFile(name):
			found.Links = append(found.Links, name)
			return false, false
		case e.IsDir():
			folders = append(folders, name)
			return false, true
		default:
			return resemblesMenu(base), true
		}
	})
	if err != nil {
		return Found{}, fmt.Errorf("find menus: %w", err)
	}
	slices.Sort(names)
	slices.Sort(found.Links)
	found.Empty = slices.DeleteFunc(folders, func(name string) bool { return full[name] })
	for _, name := range names {
		if base := path.Base(name); isMenu(base) && base != SettingsFile {
			found.Files = append(found.Files, NewFile(name))
		} else {
			found.Unread = append(found.Unread, name)
		}
	}
	return found, nil
}

// isFile reports whether a path leads to something in the tree that is not a folder.
func (t *Tree) isFile(name string) bool {
	info, err := t.files.Stat(name)
	return err == nil && !info.IsDir()
}

// isMenu reports whether a file of that name is a menu file.
func isMenu(name string) bool {
	return slices.Contains([]string{".jsonnet", ".json"}, path.Ext(name))
}

// resemblesMenu reports whether a file of that name was probably meant to be a
// menu: the extension is in the wrong case or misspelt, or another way to write
// the same data.
func resemblesMenu(name string) bool {
	ext := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if slices.Contains([]string{"json", "json5", "jsonc", "yaml", "yml"}, ext) {
		return true
	}
	near, _ := text.Nearest(ext, []string{"jsonnet", "libsonnet"})
	return near == "jsonnet" && !strings.HasSuffix(ext, "~") // what an editor keeps
}

// isLibraryDir reports whether a folder called name holds files to import
// and no menus.
func isLibraryDir(name string) bool { return slices.Contains(libraryDirs(), name) }

// libraryDirs returns the names of the folders that are searched for imports,
// in the order of the search.
func libraryDirs() []string { return []string{"lib", "vendor"} }

// isMissing reports whether err says that a file or a folder on the way to it
// does not exist.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
