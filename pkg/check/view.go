package check

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/source"
)

// view is what the imports of files lead to in a tree, each looked up once. It
// may be used by several goroutines at once.
type view struct {
	*source.Tree
	// commit has the files of a commit; nil for those of a folder.
	commit *git.Files

	mu       sync.Mutex
	imports  map[asked]string
	contents map[string]content
}

// asked is an import as it is written: by a file of which folder, and what.
type asked struct{ Dir, Name string }

// content says which bytes a file has; the zero value is that of a file that is
// not read.
type content struct {
	// digest is that of [source.Digest], and empty in a commit.
	digest string
	// blob is Git's id.
	blob string
}

func newView(tree *source.Tree, commit *git.Files) *view {
	return &view{Tree: tree, commit: commit, imports: make(map[asked]string), contents: make(map[string]content)}
}

// committed returns a tree as it is in a commit, and the repository to close in
// the end.
func committed(tree *source.Tree, commit string) (*view, *git.Repository, error) {
	r, err := git.Open(tree.Dir())
	if err != nil {
		return nil, nil, err
	}
	v, err := viewOf(r, tree, commit)
	if err != nil {
		return nil, nil, errors.Join(err, r.Close())
	}
	return v, r, nil
}

func viewOf(r *git.Repository, tree *source.Tree, commit string) (*view, error) {
	c, err := r.Commit(commit)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Rel(r.Dir(), tree.Dir())
	if err != nil {
		return nil, fmt.Errorf("find the menus of %s: %w", c.ID, err)
	}
	files, err := r.Files(c, filepath.ToSlash(dir))
	if err != nil {
		return nil, err
	}
	return newView(source.OpenFS(files, tree.Dir()), files), nil
}

// of returns what a file holds. A file that is a symbolic link in a commit, or
// behind one, counts as not read: what it leads to is not looked for.
func (v *view) of(name string) content {
	if v.commit != nil {
		return content{blob: v.commit.Blob(name)}
	}
	_, c := v.read(name)
	return c
}

// read returns what a file of a folder holds, with its text.
func (v *view) read(name string) ([]byte, content) {
	data, ok := v.Text(name)
	if !ok {
		return nil, content{}
	}
	return data, content{digest: source.Digest(data), blob: git.BlobID(data)}
}

// imported returns the file that an import leads to, and what it holds; the name
// is empty where the import leads to nothing that is read.
func (v *view) imported(w asked) (string, content) {
	v.mu.Lock()
	defer v.mu.Unlock()
	name, ok := v.imports[w]
	if !ok {
		name, _ = v.Find(w.Dir, w.Name)
		v.imports[w] = name
	}
	if name == "" {
		return "", content{}
	}
	c, ok := v.contents[name]
	if !ok {
		c = v.of(name)
		v.contents[name] = c
	}
	if c == (content{}) {
		return "", c
	}
	return name, c
}

// alike reports whether a file, which holds own, and its imports have the same
// bytes in another view. Then it has the same value there.
func (v *view) alike(other *view, file string, own content, imports []asked) bool {
	if own.blob == "" || own.blob != other.of(file).blob {
		return false
	}
	for _, w := range imports {
		name, here := v.imported(w)
		as, there := other.imported(w)
		if name != as || here.blob != there.blob {
			return false
		}
	}
	return true
}
