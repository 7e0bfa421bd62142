package pkg_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestWhoIsNamed has every text say who did something: WeChat, the console, the
// run, and not a person of whom nothing is known.
func TestWhoIsNamed(t *testing.T) {
	t.Parallel()
	vague, read := regexp.MustCompile(`(?i)\b((some|any|no)body|who(so)?ever)\b`), 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && (d.Name() == ".git" || d.Name() == "node_modules") {
				return fs.SkipDir
			}
			return err
		}
		if !slices.Contains([]string{".go", ".md", ".txtar"}, filepath.Ext(path)) {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read++
		for i, line := range strings.Split(string(data), "\n") {
			if word := vague.FindString(strings.ReplaceAll(line, "http.NoBody", "")); word != "" {
				t.Errorf("%s:%d: got the word %q, want who it is: WeChat, the console, the run", path, i+1, word)
			}
		}
		return nil
	})
	if err != nil || read < 500 {
		t.Errorf("got %d files and %v, want all of the repository", read, err)
	}
}
