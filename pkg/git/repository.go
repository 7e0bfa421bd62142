// Package git reads commits from Git's own files. It needs no Git, since the
// image of the action has none, checks nothing out, and writes nothing.
package git

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"

	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// maxObject is the most bytes of one object that is read: 16 MiB, a folder
	// of some 300,000 files.
	maxObject = 16 << 20
	// cached is how many bytes of objects stay in memory. Packed objects are
	// differences to others, which are read again and again.
	cached = 16 << 20
)

// Repository is what Git keeps beside a checkout. It may be used by several
// goroutines at once. Close it after use.
type Repository struct {
	dir string
	// git has HEAD; common, the same unless this is a worktree, has the rest.
	git, common string

	mu      sync.Mutex
	storage *filesystem.Storage
}

// Open opens the repository of the checkout around a folder.
func Open(dir string) (*Repository, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	top, at, err := gitDir(abs)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &text.Error{
			Meaning: text.Sayf("%q is not in a checkout of Git", "%q不在 Git 的检出目录里", dir),
			Remedy:  text.Say("check the repository out with Git, with actions/checkout in a workflow", "请用 Git 检出仓库，工作流里用 actions/checkout"),
			Cause:   err,
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	r := &Repository{dir: top, git: at, common: at}
	// A worktree has its own HEAD, and the rest of its repository.
	if to, err := firstLine(filepath.Join(at, "commondir")); err == nil {
		r.common = under(at, to)
	}
	files := osfs.New(r.common)
	if r.git != r.common {
		files = dotgit.NewRepositoryFilesystem(osfs.New(r.git), osfs.New(r.common))
	}
	r.storage = filesystem.NewStorageWithOptions(files, cache.NewObjectLRU(cached), filesystem.Options{
		ExclusiveAccess: true, KeepDescriptors: true, LargeObjectThreshold: maxObject, AlternatesFS: osfs.New(string(filepath.Separator)),
	})
	return r, nil
}

// Dir returns the absolute path of the checkout.
func (r *Repository) Dir() string { return r.dir }

// Close releases the files of the repository.
func (r *Repository) Close() error {
	if err := r.storage.Close(); err != nil {
		return fmt.Errorf("close repository: %w", err)
	}
	return nil
}

// errTooLarge says that an object is larger than maxObject.
var errTooLarge = fmt.Errorf("the object has more than %d bytes", maxObject)

// object reads one object of the kind.
func (r *Repository) object(kind plumbing.ObjectType, id plumbing.Hash) (data []byte, is plumbing.ObjectType, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o, err := r.storage.EncodedObject(kind, id)
	if err != nil {
		return nil, 0, fmt.Errorf("read object %s: %w", id, err)
	}
	if o.Size() > maxObject {
		return nil, 0, fmt.Errorf("read object %s: %w", id, errTooLarge)
	}
	from, err := o.Reader()
	if err != nil {
		return nil, 0, fmt.Errorf("read object %s: %w", id, err)
	}
	data, err = io.ReadAll(io.LimitReader(from, maxObject))
	if err = errors.Join(err, from.Close()); err != nil {
		return nil, 0, fmt.Errorf("read object %s: %w", id, err)
	}
	return data, o.Type(), nil
}

// gitDir returns the nearest checkout, dir or a folder above it, and Git's folder
// of it.
// Source: gitrepository-layout(5).
func gitDir(dir string) (top, git string, err error) {
	at := filepath.Join(dir, ".git")
	info, err := os.Stat(at)
	switch parent := filepath.Dir(dir); {
	case err != nil && parent != dir:
		return gitDir(parent)
	case err != nil || info.IsDir():
		return dir, at, err
	}
	link, err := firstLine(at)
	return dir, under(dir, strings.TrimPrefix(link, "gitdir: ")), err
}

// under returns a path that may be relative to a folder.
func under(dir, path string) string {
	if path = filepath.FromSlash(path); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// maxLine is the most bytes of a file of Git's that holds one line: the longest
// path, and what stands before it.
const maxLine = 8 << 10

// firstLine returns the first line of a short file.
func firstLine(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxLine))
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(line), errors.Join(err, f.Close())
}
