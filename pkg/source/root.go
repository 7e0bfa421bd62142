package source

import (
	"fmt"
	"os"
	"path/filepath"
)

// FindRoot returns the absolute path of the repository that path belongs to:
// the nearest folder, path itself included, that has .git, .caidan.jsonnet or
// a menus folder. Where there is none it is path itself, or the folder of the
// file that path names. A path that does not exist is an error.
func FindRoot(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find repository of %q: %w", path, err)
	}
	// A menu file that is a broken link still belongs to a repository.
	info, err := os.Lstat(abs)
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
	for _, mark := range []string{".git", ".caidan.jsonnet"} {
		if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
			return true
		}
	}
	info, err := os.Stat(filepath.Join(dir, menusDir))
	return err == nil && info.IsDir()
}
