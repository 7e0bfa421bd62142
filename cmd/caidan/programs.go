package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// programs lists the Jsonnet files that the paths name, each once, and says all
// that is wrong with the paths.
func programs(paths []string) ([]string, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []string
	var errs []error
	for _, path := range paths {
		found, err := programsAt(path)
		if err != nil {
			errs = append(errs, err)
		}
		files = append(files, found...)
	}
	slices.Sort(files)
	return slices.Compact(files), errors.Join(errs...)
}

func programsAt(path string) ([]string, error) {
	named, err := parts(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, part := range named {
		found, err := walk(part)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}

// parts returns the parts of a repository that are formatted; any other path is
// its own part.
func parts(path string) ([]string, error) {
	dir, err := source.FindRoot(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, check.NotThere(path)
	}
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if abs != dir {
		return []string{path}, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	var out []string
	for _, part := range []string{"menus", "lib", check.SettingsFile} {
		// A link out of the repository is none of its parts.
		if _, err := root.Stat(part); err == nil {
			out = append(out, filepath.Join(path, part))
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	if _, err := root.Lstat(".git"); err == nil {
		return nil, &source.NotFoundError{Dir: dir}
	}
	return []string{path}, nil // a folder of any kind
}

// walk lists the Jsonnet files of a folder; a file is itself. A link that leads
// to the folder or file is followed, those inside the folder are not: what they
// lead to has a place of its own.
func walk(path string) ([]string, error) {
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			info, err = os.Stat(path)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case info.Mode().IsRegular():
		return []string{path}, nil
	case !info.IsDir():
		return nil, &check.PathError{
			Path: path, Meaning: text.Sayf("%q is neither a folder nor a regular file", "%q 既不是文件夹，也不是普通文件", path),
		}
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != path && (entry.Name() == "vendor" || strings.HasPrefix(entry.Name(), ".")):
			return filepath.SkipDir
		case entry.Type().IsRegular() && isProgram(entry.Name()):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return files, nil
}

func isProgram(name string) bool {
	return strings.HasSuffix(name, ".jsonnet") || strings.HasSuffix(name, ".libsonnet")
}
