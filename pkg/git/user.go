package git

import (
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing/format/config"
)

// maxConfig is the most bytes of a file of settings that is read.
const maxConfig = 1 << 20

// User returns the name that Git writes into commits of this repository: that of its
// own settings, else of the other files, the last of which counts most; empty where none
// has one. Files that a file includes are not read.
// Source: git-config(1), user.name.
func (r *Repository) User(others ...string) string {
	name := ""
	for _, file := range append(others, filepath.Join(r.common, "config")) {
		if said := userName(file); said != "" {
			name = said
		}
	}
	return name
}

// userName returns the user.name of a file of settings; empty where it has none, or
// cannot be read.
func userName(file string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	settings := config.New()
	if err := config.NewDecoder(io.LimitReader(f, maxConfig)).Decode(settings); err != nil {
		return ""
	}
	return settings.Section("user").Option("name")
}
