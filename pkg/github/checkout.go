package github

import (
	"os"
	"path/filepath"
	"strings"
)

// readHead returns the commit that the checkout around a folder, an absolute
// path, stands at. It reads Git's files, because the action's image has no Git.
// Source: gitrepository-layout.
func readHead(dir string) (string, error) {
	git, err := gitDir(dir)
	if err != nil {
		return "", err
	}
	head, err := firstLine(filepath.Join(git, "HEAD"))
	ref, branch := strings.CutPrefix(head, "ref: ")
	if err != nil || !branch {
		return head, err
	}
	// A worktree has its own HEAD, and the refs of its repository.
	common := git
	if to, err := firstLine(filepath.Join(git, "commondir")); err == nil {
		common = under(git, to)
	}
	commit, loose := firstLine(filepath.Join(common, filepath.FromSlash(ref)))
	if loose == nil {
		return commit, nil
	}
	packed, err := os.ReadFile(filepath.Join(common, "packed-refs"))
	if err != nil {
		return "", loose
	}
	for line := range strings.Lines(string(packed)) {
		if commit, ok := strings.CutSuffix(strings.TrimSpace(line), " "+ref); ok {
			return commit, nil
		}
	}
	return "", loose
}

// gitDir returns Git's folder of the nearest checkout.
func gitDir(dir string) (string, error) {
	at := filepath.Join(dir, ".git")
	info, err := os.Stat(at)
	switch parent := filepath.Dir(dir); {
	case err != nil && parent != dir:
		return gitDir(parent)
	case err != nil || info.IsDir():
		return at, err
	}
	link, err := firstLine(at)
	return under(dir, strings.TrimPrefix(link, "gitdir: ")), err
}

// under returns a path that may be relative to a folder.
func under(dir, path string) string {
	if path = filepath.FromSlash(path); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func firstLine(file string) (string, error) {
	data, err := os.ReadFile(file)
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(line), err
}
