package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Programs lists the Jsonnet files that the paths name, each once and as the
// paths name it: what people write in a repository, menus or not. Of the root of
// a repository these are its menus, its lib folder and the settings file; of
// another folder all *.jsonnet and *.libsonnet but those in folders called
// vendor or with a name that starts with a dot. A file is itself. Links inside a
// folder are not followed, as what they lead to has a place of its own.
//
// What is wrong with the paths is told of all of them, as [*PathError] and
// [*NotFoundError].
func Programs(paths []string) ([]string, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []string
	var errs []error
	for _, path := range paths {
		parts, err := partsOf(filepath.Clean(path))
		for i := 0; i < len(parts) && err == nil; i++ {
			var found []string
			found, err = programsIn(parts[i])
			files = append(files, found...)
		}
		errs = append(errs, err)
	}
	slices.Sort(files)
	return slices.Compact(files), errors.Join(errs...)
}

// partsOf returns the parts of a repository that hold programs; any other path
// is its own part.
func partsOf(path string) ([]string, error) {
	dir, err := FindRoot(path)
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find programs: %w", err)
	}
	if abs != dir {
		return []string{path}, nil
	}
	tree, err := Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tree.Close() }()
	var out []string
	for _, part := range []string{menusDir, "lib", SettingsFile} {
		// A link out of the repository is none of its parts.
		if _, err := tree.files.Stat(part); err == nil {
			out = append(out, filepath.Join(path, part))
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	if _, err := tree.files.Lstat(".git"); err == nil {
		return nil, &NotFoundError{Dir: dir}
	}
	return []string{path}, nil // a folder of any kind
}

// programsIn lists the programs of a folder; a file is itself. A link that leads
// to the folder or file is followed.
func programsIn(path string) ([]string, error) {
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			info, err = os.Stat(path)
		}
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("find programs: %w", err)
	case info.Mode().IsRegular():
		return []string{path}, nil
	case !info.IsDir():
		return nil, &PathError{Path: path, Meaning: text.Sayf("%q is neither a folder nor a regular file", "%q既不是文件夹，也不是普通文件", path)}
	}
	names, err := walk(os.DirFS(path), ".", func(_ string, e fs.DirEntry) (take, enter bool) {
		if e.IsDir() {
			return false, e.Name() != "vendor" && !strings.HasPrefix(e.Name(), ".")
		}
		program := strings.HasSuffix(e.Name(), ".jsonnet") || strings.HasSuffix(e.Name(), ".libsonnet")
		return program && e.Type().IsRegular(), false
	})
	for i, name := range names {
		names[i] = filepath.Join(path, filepath.FromSlash(name))
	}
	return names, err
}

// walk lists the files below a folder. pick says of a file or folder, by its
// path, whether it is taken, and of a folder whether it is entered.
func walk(tree fs.FS, dir string, pick func(string, fs.DirEntry) (take, enter bool)) ([]string, error) {
	var names []string
	err := fs.WalkDir(tree, dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		take, enter := pick(name, e)
		if take {
			names = append(names, name)
		}
		if e.IsDir() && !enter {
			return fs.SkipDir
		}
		return nil
	})
	return names, err
}
