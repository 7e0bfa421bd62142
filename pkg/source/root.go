package source

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/caidan-dev/caidan/pkg/text"
)

// PathError is a path that is not what was asked for.
type PathError struct {
	// Path is the path as it was given.
	Path string
	// Meaning says what is wrong with it, Remedy what to do.
	Meaning, Remedy text.Spoken
}

// Error says what is wrong with the path, in English.
func (e *PathError) Error() string { return e.Meaning.In(text.English) }

// Words says what is wrong with the path, and what to do.
func (e *PathError) Words() (meaning, remedy text.Spoken) { return e.Meaning, e.Remedy }

// FindRoot returns the absolute path of the repository that path belongs to:
// the nearest folder, path itself included, that has .git, .caidan.jsonnet or
// a menus folder. Where there is none it is path itself, or the folder of the
// file that path names. A path that does not exist is a [*PathError].
func FindRoot(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find repository of %q: %w", path, err)
	}
	// A menu file that is a broken link still belongs to a repository.
	info, err := os.Lstat(abs)
	if isMissing(err) {
		return "", &PathError{
			path, text.Sayf("%q does not exist", "%q 不存在", path),
			text.Say("name a repository, a folder or a file", "请指定仓库、文件夹或文件"),
		}
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
	for dir := start; ; dir = filepath.Dir(dir) {
		if isRoot(dir) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return start, nil
		}
	}
}

// isRoot reports whether dir has one of the marks of a repository root.
func isRoot(dir string) bool {
	for _, mark := range []string{".git", SettingsFile} {
		if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
			return true
		}
	}
	info, err := os.Stat(filepath.Join(dir, menusDir))
	return err == nil && info.IsDir()
}
