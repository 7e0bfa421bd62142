package pkg_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestContributing holds CONTRIBUTING.md against the tree: what it names is
// there, and it names every package.
func TestContributing(t *testing.T) {
	t.Parallel()
	text, makefile := readRoot(t, "CONTRIBUTING.md"), readRoot(t, "Makefile")
	var named []string
	for _, span := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		named = append(named, span[1])
	}
	paths := 0
	for _, name := range named {
		if target, ok := strings.CutPrefix(name, "make "); ok {
			target, _, _ = strings.Cut(target, " ")
			if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile) {
				t.Errorf("got the target %q, which the Makefile does not have", target)
			}
		}
		if !isPath(name) {
			continue
		}
		paths++
		if found, err := filepath.Glob(filepath.Join("..", name)); err != nil || len(found) == 0 {
			t.Errorf("got the path %s, which does not exist", name)
		}
	}
	if paths == 0 {
		t.Error("got no path in CONTRIBUTING.md, so the test reads too little")
	}
	for name := range allowed() {
		if !slices.Contains(named, strings.TrimPrefix(name, "pkg/")) {
			t.Errorf("got no word of package %s, want it among the layers", name)
		}
	}
}

// isPath reports whether a name in Markdown is one of a file or folder in the
// repository: below a folder of ours, or with a file's ending.
func isPath(name string) bool {
	top, rest, below := strings.Cut(name, "/")
	return !strings.ContainsAny(name, " ()$") &&
		(below && (rest == "" || slices.Contains([]string{"pkg", "cmd", "lambda", "docs", "e2e", "tools", ".ci", ".github"}, top)) ||
			slices.Contains([]string{".go", ".md", ".txtar"}, filepath.Ext(name)))
}

// readRoot returns a file of the repository's root.
func readRoot(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
