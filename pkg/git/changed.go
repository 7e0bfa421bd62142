package git

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Changed reports whether the files below a folder of the checkout that counts takes,
// by their names, are others than in a commit: changed, new or gone. dir is relative to
// the root of the repository. Folders that start with a dot are left out, with node_modules
// and links; bytes are compared as they are, without Git's conversion of line ends.
func (r *Repository) Changed(c Commit, dir string, counts func(name string) bool) (bool, error) {
	files, err := r.Files(c, dir)
	if err != nil {
		return false, err
	}
	was, err := blobs(files, counts, func(name string) (string, error) { return files.Blob(name), nil })
	if err != nil {
		return false, fmt.Errorf("compare with commit: %w", err)
	}
	checkout := os.DirFS(filepath.Join(r.dir, filepath.FromSlash(dir)))
	is, err := blobs(checkout, counts, func(name string) (string, error) {
		data, err := fs.ReadFile(checkout, name)
		return BlobID(data), err
	})
	if err != nil {
		return false, fmt.Errorf("compare with commit: %w", err)
	}
	return !maps.Equal(was, is), nil
}

// blobs returns Git's ids of the files that count, by name.
func blobs(files fs.FS, counts func(name string) bool, id func(name string) (string, error)) (map[string]string, error) {
	out := map[string]string{}
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (strings.HasPrefix(path.Base(name), ".") || path.Base(name) == "node_modules"):
			return fs.SkipDir
		case e.Type().IsRegular() && counts(name):
			out[name], err = id(name)
		}
		return err
	})
	return out, err
}
