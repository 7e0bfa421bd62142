package check

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/diag"
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
	// is nil, or with Options.Keep, everything is evaluated.
	Cache *cache.Folder
	// Program names what evaluates: two programs that may come to something
	// else are not called the same.
	Program string
}

// maxAnswers is the most answers that are kept about the same bytes of a file,
// one for each version of what it imports: some branches and their base.
const maxAnswers = 4

// reuser takes from a cache what the files come to that a change does not reach.
// A file without a value is evaluated each time, and so is one with a finding
// that has no line, since there may have been no time to find it.
type reuser struct {
	cache *cache.Folder
	// by says what judges: the program, the language, the rules, the linter.
	by         string
	head, base *view
	repository *git.Repository

	evaluated, reused atomic.Int64
}

// answer is what a file came to with its imports as they were.
type answer struct {
	Imports  []source.Read `json:"imports,omitempty"`
	Accounts []kept        `json:"accounts"`
}

// kept is an account in the cache.
type kept struct {
	Name     string         `json:"name"`
	Digest   string         `json:"digest,omitempty"`
	At       string         `json:"at,omitempty"`
	Table    bool           `json:"table,omitempty"`
	Findings []diag.Finding `json:"findings,omitempty"`
}

// newReuser returns what takes from a cache for a tree; its repository is to be
// closed in the end. The cache has no menus, so it is of no use to who keeps them.
func newReuser(tree *source.Tree, s *Since, keep bool) (*reuser, error) {
	base, repository, err := committed(tree, s.Commit)
	if err != nil {
		return nil, err
	}
	r := &reuser{cache: s.Cache, by: s.Program, head: newView(tree, nil), base: base, repository: repository}
	if keep {
		r.cache = nil
	}
	return r, nil
}

// judgedBy says by what accounts are judged.
func (r *reuser) judgedBy(settings *rule.Settings, lang text.Lang, lint bool) {
	r.by = fmt.Sprintf("%x", digestOf(r.by, settings, lang, lint))
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
	data, _ := r.cache.Get(r.key(file.Path, own.digest))
	for _, a := range decodeAnswers(data) {
		if r.holds(&a) && a.sound(file.Path) {
			accounts := a.accounts(file.Path)
			quoteOwn(file.Path, text, accounts)
			return accounts, true
		}
	}
	return nil, false
}

// holds reports whether the imports of an answer lead to the same bytes as they
// did, and as they do in the commit.
func (r *reuser) holds(a *answer) bool {
	for _, read := range a.Imports {
		w := asked{read.Dir, read.Name}
		name, here := r.head.imported(w)
		as, there := r.base.imported(w)
		if name != read.Path || here.digest != read.Digest || name != as || here.blob != there.blob {
			return false
		}
	}
	return true
}

// keep adds what a file was evaluated to to the cache.
func (r *reuser) keep(res *source.Result, accounts []Account) {
	r.evaluated.Add(1)
	if r.cache == nil || res.Reads == nil {
		return
	}
	a := answer{Imports: res.Reads.Imports}
	for i := range accounts {
		of := &accounts[i]
		a.Accounts = append(a.Accounts, kept{of.Name, of.Digest, of.at, of.table, of.Findings})
	}
	if !a.sound(res.File.Path) {
		return
	}
	key := r.key(res.File.Path, res.Reads.Digest)
	before, _ := r.cache.Get(key)
	list := []answer{a}
	for _, old := range decodeAnswers(before) {
		if !slices.Equal(old.Imports, a.Imports) && len(list) < maxAnswers {
			list = append(list, old)
		}
	}
	if data, err := json.Marshal(list); err == nil && !bytes.Equal(data, before) {
		r.cache.Put(key, data)
	}
}

// key returns the key of the answers about a file that has the digest.
func (r *reuser) key(file, digest string) cache.Key { return digestOf(r.by, file, digest) }

// decodeAnswers returns the answers that the cache has; none where they are damaged.
func decodeAnswers(data []byte) (list []answer) {
	if len(data) == 0 || json.Unmarshal(data, &list) != nil {
		return nil
	}
	return list
}

// digestOf returns the digest of what is all JSON.
func digestOf(of ...any) [sha256.Size]byte {
	data, err := json.Marshal(of)
	if err != nil {
		panic(fmt.Sprintf("make key: %v", err)) // there are strings and truths
	}
	return sha256.Sum256(data)
}

// accounts returns the accounts of a file.
func (a *answer) accounts(file string) []Account {
	var list []Account
	for _, k := range a.Accounts {
		list = append(list, Account{Name: k.Name, File: file, Digest: k.Digest, Findings: k.Findings, at: k.At, table: k.Table})
	}
	return list
}

// sound reports whether an answer about a file can be kept, and be believed. Each
// finding is in a line of a file that its menu was made of, which would be shown,
// and says nothing that moves a terminal.
func (a *answer) sound(file string) bool {
	parts := map[string]bool{file: true, source.LibraryName: true}
	for _, read := range a.Imports {
		parts[read.Path] = true
	}
	for _, k := range a.Accounts {
		for i := range k.Findings {
			f := &k.Findings[i]
			if f.Line <= 0 || !parts[f.File] || f.Via != nil && !parts[f.Via.File] || text.Clean(f.Message) != f.Message || text.Clean(f.Help) != f.Help {
				return false
			}
		}
	}
	return len(a.Accounts) > 0
}
