package source

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// gitMark is what marks the root of a repository, a folder, or a file where
// the rest is elsewhere.
const gitMark = ".git"

// PathError is a path that is not what was asked for.
type PathError struct {
	// Path is the path as it was given.
	Path string
	// Meaning says what is wrong with it, Remedy what to do.
	Meaning, Remedy text.Spoken
	// Empty is set where the path is there, and no menu is; Unknown where neither
	// the path nor a menu file of that name is.
	Empty, Unknown bool
}

// Error says what is wrong with the path, in English.
func (e *PathError) Error() string { return e.Meaning.In(text.English) }

// Words says what is wrong with the path, and what to do.
func (e *PathError) Words() (meaning, remedy text.Spoken) { return e.Meaning, e.Remedy }

// FindRoot returns the absolute path of the repository that path belongs to:
// the nearest folder, path itself included, that has .git, .caidan.jsonnet or
// a menus folder. Where there is none it is path itself, or the folder of the
// file that path names. A path that does not exist is a [*PathError], but for a menus
// folder, which belongs to where it would be: Git has no empty folders.
//
// Below the .git of a repository no folder called menus, and nothing in one, is
// the root: who may add a menu could move the root, and with it drop the
// settings.
func FindRoot(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find repository of %q: %w", path, err)
	}
	// A menu file that is a broken link still belongs to a repository.
	info, err := os.Lstat(abs)
	if isMissing(err) && filepath.Base(abs) == menusDir {
		abs = filepath.Dir(abs)
		info, err = os.Lstat(abs)
	}
	if isMissing(err) {
		e := &PathError{Path: path, Meaning: text.Sayf("%q does not exist", "%q不存在", path)}
		if e.Remedy = instead(path); e.Remedy == nil {
			e.Remedy, e.Unknown = text.Say("name a repository, a folder or a file", "请指定仓库、文件夹或文件"), true
		}
		return "", e
	}
	if err != nil {
		return "", fmt.Errorf("find repository of %q: %w", path, err)
	}
	if info.Mode()&os.ModeSymlink != 0 {
		if target, err := os.Stat(abs); err == nil {
			info = target
		}
	}
	start := abs
	if !info.IsDir() {
		start = filepath.Dir(abs)
	}
	repository := repositoryOf(start)
	for dir := start; ; dir = filepath.Dir(dir) {
		if isRoot(dir) && !amongMenus(repository, dir) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return start, nil
		}
	}
}

// instead says what to name in place of a path that does not exist: the menu file of
// that name, where an account was named, or its file without the folder; nil where
// there is none.
func instead(path string) text.Spoken {
	for _, extension := range []string{"", ".jsonnet", ".json"} {
		file := filepath.Join(filepath.Dir(path), menusDir, filepath.Base(path)+extension)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return text.Sayf("did you mean %q?", "是不是%q？", filepath.ToSlash(file))
		}
	}
	return nil
}

// Whole reports whether a path stands for all menus of its root: it is that, or the
// menus folder there. top is set where the root is that of a Git repository.
func Whole(path string) (whole, top bool) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return false, false
	}
	root, err := FindRoot(path)
	if err != nil || abs != root && abs != filepath.Join(root, menusDir) {
		return false, false
	}
	return true, repositoryOf(root) == root
}

// isRoot reports whether dir has one of the marks of a repository root.
func isRoot(dir string) bool {
	for _, mark := range []string{gitMark, SettingsFile} {
		if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
			return true
		}
	}
	info, err := os.Stat(filepath.Join(dir, menusDir))
	return err == nil && info.IsDir()
}

// amongMenus reports whether dir is a menus folder of a repository, or in one.
func amongMenus(repository, dir string) bool {
	rel, err := filepath.Rel(repository, dir)
	return repository != "" && err == nil && slices.Contains(strings.Split(filepath.ToSlash(rel), "/"), menusDir)
}

// repositoryOf returns the nearest folder with .git, dir or one above it; empty
// where there is none. What a repository takes in as a submodule is a part of
// it.
func repositoryOf(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		mark := filepath.Join(dir, gitMark)
		if _, err := os.Stat(mark); err == nil && !isSubmodule(mark) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// isSubmodule reports whether a .git is the file of a submodule.
// Source: gitrepository-layout(5), "modules".
func isSubmodule(mark string) bool {
	info, err := os.Stat(mark)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxGitFile {
		return false
	}
	leads, err := os.ReadFile(mark)
	return err == nil && bytes.Contains(leads, []byte("/modules/"))
}

// maxGitFile is the most bytes of a .git that is a file: the longest path, and
// what stands before it.
const maxGitFile = 8 << 10
