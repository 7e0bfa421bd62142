package check

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/trace"
	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// Since says which files are evaluated in any case: those that a change since a
// commit reaches. What the others come to is taken from a cache, where that has
// it for the very bytes of the file and of all it imports. So the answer is that
// of a check without it, and of the change itself the cache is not believed.
type Since struct {
	// Commit names the commit; see [git.Repository.Commit]. Where there is none
	// the error of [Run] is a [*git.UnknownError].
	Commit string
	// Cache has what files came to. What is evaluated is added to it. Where it
	// is nil everything is evaluated.
	Cache *cache.Folder
	// Program returns what evaluates: two programs that may come to different
	// values are not called the same.
	Program func() string
}

// compiler compiles, locates and lints the files of a repository; see
// [worker.Pool].
type compiler interface {
	Each(ctx context.Context, files []source.File, do func(i int, r source.Result)) error
	Locate(ctx context.Context, file source.File, value []byte, pointers []string) []trace.Location
	Lint(ctx context.Context, file source.File) []diag.Finding
	Close() error
}

// reuser is a compiler that takes from a cache what a change does not reach.
// Findings are not kept: a file without a value is evaluated each time.
type reuser struct {
	*worker.Pool
	cache      *cache.Folder
	program    string
	head, base *view
	repository *git.Repository

	evaluated, reused atomic.Int64

	mu    sync.Mutex
	known map[string]known // by path
}

// known is a file whose value is in the cache.
type known struct {
	key cache.Key
	// parts are the files that it was made of.
	parts map[string]bool
	// evaluated is set where the cache was not asked for it.
	evaluated bool
}

// newReuser returns a compiler for a tree, to be closed in the end.
func newReuser(tree *source.Tree, pool *worker.Pool, s *Since) (*reuser, error) {
	program := make(chan string, 1)
	go func() { program <- s.Program() }()
	base, repository, err := committed(tree, s.Commit)
	if err != nil {
		return nil, err
	}
	return &reuser{
		Pool: pool, cache: s.Cache, program: <-program, head: newView(tree, nil), base: base, repository: repository,
		known: make(map[string]known),
	}, nil
}

// Close ends the workers and closes the repository.
func (r *reuser) Close() error { return errors.Join(r.Pool.Close(), r.repository.Close()) }

// Each is that of the pool for the files that have to be evaluated, after the
// others.
func (r *reuser) Each(ctx context.Context, files []source.File, do func(i int, res source.Result)) error {
	missing := make([]bool, len(files))
	var next atomic.Int64
	group, recalling := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < len(files) && recalling.Err() == nil; i = int(next.Add(1)) - 1 {
				value, reads, ok := r.recall(files[i])
				if missing[i] = !ok; ok {
					r.reused.Add(1)
					do(i, source.Result{File: files[i], JSON: value, Reads: reads})
				}
			}
			return recalling.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("compile menus: %w", err)
	}
	var rest []source.File
	var at []int
	for i, file := range files {
		if missing[i] {
			rest, at = append(rest, file), append(at, i)
		}
	}
	return r.Pool.Each(ctx, rest, func(i int, res source.Result) {
		r.evaluated.Add(1)
		r.keep(&res)
		do(at[i], res)
	})
}

// recall returns the value of a file from the cache, and what it depends on; ok is
// false where the file has to be evaluated.
func (r *reuser) recall(file source.File) (value []byte, reads *source.Reads, ok bool) {
	own := r.head.of(file.Path)
	if r.cache == nil || own == (content{}) {
		return nil, nil, false
	}
	var imports []asked
	list, ok := r.cache.Get(r.key("imports", file.Path, own.digest))
	if !ok || json.Unmarshal(list, &imports) != nil || !r.head.alike(r.base, file.Path, own, imports) {
		return nil, nil, false
	}
	reads = &source.Reads{Digest: own.digest}
	for _, w := range imports {
		name, c := r.head.imported(w)
		reads.Imports = append(reads.Imports, source.Read{Dir: w.Dir, Name: w.Name, Path: name, Digest: c.digest})
	}
	k := r.know(file, reads)
	if value, ok = r.cache.Get(k.key); ok {
		r.remember(file, k)
	}
	return value, reads, ok
}

// keep adds what a file was evaluated to to the cache.
func (r *reuser) keep(res *source.Result) {
	if r.cache == nil || res.Reads == nil {
		return
	}
	imports := make([]asked, 0, len(res.Reads.Imports))
	for _, read := range res.Reads.Imports {
		imports = append(imports, asked{read.Dir, read.Name})
	}
	list, err := json.Marshal(imports)
	if err != nil {
		return // names that are not UTF-8 are read in no file
	}
	k := r.know(res.File, res.Reads)
	k.evaluated = true
	r.cache.Put(r.key("imports", res.File.Path, res.Reads.Digest), list)
	r.cache.Put(k.key, res.JSON)
	r.remember(res.File, k)
}

// know returns the key and the parts of a file's value.
func (r *reuser) know(file source.File, reads *source.Reads) known {
	k := known{key: r.key("value", file.Path, reads), parts: map[string]bool{file.Path: true, source.LibraryPath: true}}
	for _, read := range reads.Imports {
		k.parts[read.Path] = true
	}
	return k
}

// remember notes that the value of a file is in the cache.
func (r *reuser) remember(file source.File, k known) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[file.Path] = k
}

// key returns the key of what this program comes to from all that is said here.
func (r *reuser) key(of ...any) cache.Key {
	data, err := json.Marshal([]any{r.program, of})
	if err != nil {
		panic(fmt.Sprintf("make key: %v", err)) // strings are JSON
	}
	return sha256.Sum256(data)
}

// Locate is that of the pool. The places of a value that was taken from the cache
// are taken from there too.
func (r *reuser) Locate(ctx context.Context, file source.File, value []byte, pointers []string) []trace.Location {
	r.mu.Lock()
	k, ok := r.known[file.Path]
	r.mu.Unlock()
	if !ok || len(pointers) == 0 {
		return r.Pool.Locate(ctx, file, value, pointers)
	}
	key := r.key("places", k.key, pointers)
	if kept, ok := r.cache.Get(key); ok && !k.evaluated {
		var places []trace.Location
		if json.Unmarshal(kept, &places) == nil && len(places) == len(pointers) && !slices.ContainsFunc(places, k.foreign) {
			return places
		}
	}
	places := r.Pool.Locate(ctx, file, value, pointers)
	// A place without a line may be one that there was no time for.
	if !slices.ContainsFunc(places, func(l trace.Location) bool { return l.Line == 0 }) {
		if kept, err := json.Marshal(places); err == nil {
			r.cache.Put(key, kept)
		}
	}
	return places
}

// foreign reports whether a place is in none of the files that a value was made
// of: its line would be shown.
func (k *known) foreign(l trace.Location) bool {
	return !k.parts[l.File] || l.Via != nil && !k.parts[l.Via.File]
}
