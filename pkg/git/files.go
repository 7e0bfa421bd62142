package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxEntries is the most files and folders of a commit that are looked at. A
// folder can be in itself a thousand times over in a few bytes.
const maxEntries = 1 << 20

// Files are the files of a commit below one of its folders. They are read when
// they are asked for. Names do not lead through symbolic links; submodules are
// empty folders, as in a checkout without them. Files may be used by several
// goroutines at once.
type Files struct {
	repository *Repository
	root       entry

	mu      sync.Mutex
	folders map[plumbing.Hash]map[string]entry
	entries int
}

// entry is a file or folder in a commit.
type entry struct {
	mode fs.FileMode
	id   plumbing.Hash
}

// Files returns the files of a commit below dir, a path with forward slashes
// relative to the root of the repository. The folder may be missing, and has no
// files then.
func (r *Repository) Files(c Commit, dir string) (*Files, error) {
	f := &Files{repository: r, root: entry{mode: fs.ModeDir, id: c.tree}, folders: make(map[plumbing.Hash]map[string]entry)}
	// A commit whose files were not fetched is told from an empty folder here.
	if _, err := f.folder(c.tree); missing(err) {
		return nil, &UnknownError{Name: c.ID, Cause: err}
	} else if err != nil {
		return nil, err
	}
	root, err := f.find("open", path.Clean(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !root.mode.IsDir():
		root = entry{mode: fs.ModeDir}
	case err != nil:
		return nil, err
	}
	f.root = root
	return f, nil
}

// Blob returns Git's id of the file called name; empty where it is not a file.
func (f *Files) Blob(name string) string {
	e, err := f.find("open", name)
	if err != nil || !e.mode.IsRegular() {
		return ""
	}
	return e.id.String()
}

// Submodule returns the submodule that name is or is below; empty where there is none.
func (f *Files) Submodule(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		at := strings.Join(parts[:i+1], "/")
		// Git keeps no folder that is empty.
		if e, err := f.find("open", at); err == nil && e.mode.IsDir() && e.id.IsZero() {
			return at
		}
	}
	return ""
}

// BlobID returns Git's id of a file with these bytes.
func BlobID(data []byte) string { return plumbing.ComputeHash(plumbing.BlobObject, data).String() }

// find returns what is called name.
func (f *Files) find(op, name string) (entry, error) {
	e := f.root
	if !fs.ValidPath(name) {
		return e, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return e, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if !e.mode.IsDir() {
			return e, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
		in, err := f.folder(e.id)
		if err != nil {
			return e, &fs.PathError{Op: op, Path: name, Err: err}
		}
		next, ok := in[part]
		if !ok {
			return e, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
		e = next
	}
	return e, nil
}

// folder returns what a folder holds; one without an id holds nothing.
func (f *Files) folder(id plumbing.Hash) (map[string]entry, error) {
	if id.IsZero() {
		return nil, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if in, ok := f.folders[id]; ok {
		return in, nil
	}
	data, _, err := f.repository.object(plumbing.TreeObject, id)
	if err != nil {
		return nil, err
	}
	in, err := decodeTree(data)
	if err != nil {
		return nil, fmt.Errorf("read folder %s: %w", id, err)
	}
	if f.entries += len(in); f.entries > maxEntries {
		return nil, fmt.Errorf("read folder %s: more than %d files", id, maxEntries)
	}
	f.folders[id] = in
	return in, nil
}

// errTree says that a tree object is not as Git writes it.
var errTree = errors.New("the object is damaged")

// decodeTree returns what a tree object holds. Names that Git would not check
// out are left out.
func decodeTree(data []byte) (map[string]entry, error) {
	in := make(map[string]entry)
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, named := strings.Cut(string(head), " ")
		if !ok || !named || len(rest) < len(plumbing.ZeroHash) {
			return nil, errTree
		}
		bits, err := strconv.ParseUint(mode, 8, 32)
		if err != nil {
			return nil, errTree
		}
		e := entry{mode: fileMode(bits)}
		copy(e.id[:], rest)
		data = rest[len(e.id):]
		if e.mode == submodule {
			e = entry{mode: fs.ModeDir}
		}
		if !strings.Contains(name, "/") && name != "" && name != "." && name != ".." && !strings.EqualFold(name, ".git") {
			in[name] = e
		}
	}
	return in, nil
}

// submodule is the mode of a submodule until it becomes an empty folder.
const submodule = fs.ModeDir | fs.ModeIrregular

// fileMode returns what the bits of a tree object mean.
// Source: Documentation/gitformat-index.txt of Git, "mode".
func fileMode(bits uint64) fs.FileMode {
	const kind, folder, link, commit = 0o170000, 0o040000, 0o120000, 0o160000
	switch bits & kind {
	case folder:
		return fs.ModeDir
	case link:
		return fs.ModeSymlink
	case commit:
		return submodule
	}
	return 0
}

// Lstat implements [fs.ReadLinkFS].
func (f *Files) Lstat(name string) (fs.FileInfo, error) {
	e, err := f.find("lstat", name)
	if err != nil {
		return nil, err
	}
	info := &info{name: path.Base(name), mode: e.mode}
	if !e.mode.IsDir() {
		// A link, or a file too large to be read, has to be read as well.
		data, _, err := f.repository.object(plumbing.BlobObject, e.id)
		switch {
		case errors.Is(err, errTooLarge):
			info.size = maxObject + 1
		case err != nil:
			return nil, &fs.PathError{Op: "lstat", Path: name, Err: err}
		default:
			info.size = int64(len(data))
		}
	}
	return info, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (f *Files) ReadLink(name string) (string, error) {
	e, err := f.find("readlink", name)
	if err == nil && e.mode&fs.ModeSymlink == 0 {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	data, _, err := f.repository.object(plumbing.BlobObject, e.id)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(data), nil
}

// Open implements [fs.FS].
func (f *Files) Open(name string) (fs.File, error) {
	e, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	file := &file{info: info{name: path.Base(name), mode: e.mode}}
	switch {
	case e.mode.IsDir():
		in, err := f.folder(e.id)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		for base, e := range in {
			file.entries = append(file.entries, fs.FileInfoToDirEntry(&info{name: base, mode: e.mode}))
		}
		slices.SortFunc(file.entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	case !e.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	default:
		data, _, err := f.repository.object(plumbing.BlobObject, e.id)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		file.size, file.data = int64(len(data)), bytes.NewReader(data)
	}
	return file, nil
}

// info is about a file of a commit. It has no time.
type info struct {
	name string
	mode fs.FileMode
	size int64
}

// Name implements [fs.FileInfo], as do the others.
func (i *info) Name() string { return i.name }

// Size is the file's size; folders have none.
func (i *info) Size() int64 { return i.size }

// Mode has the kind, and no permissions.
func (i *info) Mode() fs.FileMode { return i.mode }

// ModTime is the zero time.
func (i *info) ModTime() time.Time { return time.Time{} }

// IsDir reports whether it is a folder.
func (i *info) IsDir() bool { return i.mode.IsDir() }

// Sys is nil.
func (i *info) Sys() any { return nil }

// file is an open file, or an open folder.
type file struct {
	info
	data    *bytes.Reader
	entries []fs.DirEntry
}

// Stat implements [fs.File].
func (f *file) Stat() (fs.FileInfo, error) { return &f.info, nil }

// Close implements [fs.File].
func (*file) Close() error { return nil }

// Read implements [fs.File].
func (f *file) Read(p []byte) (int, error) {
	if f.data == nil {
		return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
	}
	return f.data.Read(p)
}

// ReadDir implements [fs.ReadDirFile].
func (f *file) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.entries)
	} else if len(f.entries) == 0 {
		return nil, io.EOF
	}
	list := f.entries[:min(n, len(f.entries))]
	f.entries = f.entries[len(list):]
	return list, nil
}
