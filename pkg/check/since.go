package check

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Since says which menu files are evaluated in any case: those that a change
// since a commit reaches. What the others come to is taken from a cache, where
// that has it for the very bytes of the file and of all it imports, for the same
// rules and language. So the answer is that of a check without it, and of the
// change itself the cache is not believed. The settings are always evaluated.
type Since struct {
	// Commit names the commit; see [git.Repository.Commit]. Where there is none
	// the error of [Run] is a [*git.UnknownError].
	Commit string
	// Cache has what files came to. What is evaluated is added to it. Where it
	// is nil, or with Options.Keep or Options.Lint, everything is evaluated.
	Cache *cache.Folder
	// Program names what evaluates: two programs that may come to something
	// else are not called the same.
	Program string
}

// reuser takes from a cache what the files come to that a change does not reach.
// A file without a value is evaluated each time, and so is one with a finding
// that has no line, since there may have been no time to find it.
type reuser struct {
	cache *cache.Folder
	// by names the program, and key what judges: that, the language and the rules.
	by         string
	key        cache.Key
	head, base *view
	repository *git.Repository

	// had are the answers that the cache has about each file, all of them those of
	// every file.
	had map[string][]answer
	all []answer

	evaluated, reused atomic.Int64

	mu sync.Mutex
	// lists are the imports of answers, by the text that they are packed as.
	lists map[string]*imports
	// run are the answers of this run; added is set where the cache lacks one.
	run   []answer
	added bool
}

// imports are those that an answer has.
type imports struct {
	// hold is set where they lead to the same bytes as they did, and as they do in
	// the commit.
	hold bool
	// parts are the files that they lead to.
	parts map[string]bool
}

// newReuser returns what takes from a cache for a tree; its repository is to be
// closed in the end. The cache has no menus, so it is of no use to who keeps them,
// and the linter follows imports that no value depends on, which are not noted.
func newReuser(tree *source.Tree, o *Options) (*reuser, error) {
	s := o.Since
	base, repository, err := committed(tree, s.Commit)
	if err != nil {
		return nil, err
	}
	r := &reuser{cache: s.Cache, by: s.Program, head: newView(tree, nil), base: base, repository: repository, lists: map[string]*imports{}}
	if o.Keep || o.Lint {
		r.cache = nil
	}
	return r, nil
}

// judgedBy says by what accounts are judged, and takes what the cache has of that.
func (r *reuser) judgedBy(settings *rule.Settings, lang text.Lang) {
	if r.cache == nil {
		return
	}
	r.key = digestOf(r.by, settings, lang)
	data, _ := r.cache.Get(r.key)
	r.all = unpacked(data)
	r.had = make(map[string][]answer, len(r.all))
	for _, a := range r.all {
		r.had[a.file] = append(r.had[a.file], a)
	}
}

// recallAll calls do for the files that need not be evaluated, once for each, from
// several goroutines at once.
func (r *reuser) recallAll(ctx context.Context, files []source.File, do func(i int, accounts []Account)) error {
	var next atomic.Int64
	group, recalling := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < len(files) && recalling.Err() == nil; i = int(next.Add(1)) - 1 {
				if accounts, ok := r.recall(files[i]); ok {
					r.reused.Add(1)
					do(i, accounts)
				}
			}
			return recalling.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("compile menus: %w", err)
	}
	return nil
}

// recall returns what a file comes to from the cache; ok is false where the file
// has to be evaluated.
func (r *reuser) recall(file source.File) (accounts []Account, ok bool) {
	if r.cache == nil {
		return nil, false
	}
	text, own := r.head.read(file.Path)
	if own.blob == "" || own.blob != r.base.of(file.Path).blob {
		return nil, false
	}
	for _, a := range r.had[file.Path] {
		if a.digest != own.digest {
			continue
		}
		imports := r.imports(a.imports)
		if !imports.hold {
			continue
		}
		if accounts, ok := a.unpackAccounts(); ok && sound(file.Path, imports.parts, accounts) {
			r.note(a, false)
			quoteOwn(file.Path, text, accounts)
			return accounts, true
		}
	}
	return nil, false
}

// imports returns the imports of answers.
func (r *reuser) imports(packed string) *imports {
	r.mu.Lock()
	defer r.mu.Unlock()
	i, known := r.lists[packed]
	if !known {
		list, ok := unpackImports(packed)
		i = &imports{hold: ok && r.hold(list), parts: partsOf(list)}
		r.lists[packed] = i
	}
	return i
}

// hold reports whether imports lead to the same bytes as they did, and as they do
// in the commit.
func (r *reuser) hold(imports []source.Read) bool {
	for _, read := range imports {
		w := asked{read.Dir, read.Name}
		name, here := r.head.imported(w)
		as, there := r.base.imported(w)
		if name == "" || name != read.Path || here.digest != read.Digest || name != as || here.blob != there.blob {
			return false
		}
	}
	return true
}

// note notes an answer of this run.
func (r *reuser) note(a answer, added bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.run, r.added = append(r.run, a), r.added || added
}

// keep notes what a file was evaluated to.
func (r *reuser) keep(res *source.Result, accounts []Account) {
	r.evaluated.Add(1)
	if r.cache == nil || res.Reads == nil || !sound(res.File.Path, partsOf(res.Reads.Imports), accounts) {
		return
	}
	a := answer{file: res.File.Path, digest: res.Reads.Digest, imports: packImports(res.Reads.Imports), accounts: packAccounts(accounts)}
	r.note(a, !slices.Contains(r.had[a.file], a))
}

// save adds what this run came to to the cache. What another run adds meanwhile is
// lost, and evaluated once more.
func (r *reuser) save() {
	if !r.added {
		return
	}
	slices.SortFunc(r.run, func(a, b answer) int { return strings.Compare(a.file, b.file) })
	r.cache.Put(r.key, packed(choose(r.run, r.all)))
}

// digestOf returns the digest of what is all JSON.
func digestOf(of ...any) [sha256.Size]byte {
	data, err := json.Marshal(of)
	if err != nil {
		panic(fmt.Sprintf("make key: %v", err)) // there are strings alone
	}
	return sha256.Sum256(data)
}
