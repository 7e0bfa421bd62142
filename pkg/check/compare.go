package check

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
)

// Compared is a repository beside what it was in a commit.
type Compared struct {
	// Checked is what it is now, with all menus, those that an error stands
	// against too.
	Checked
	// Pairs are the accounts of now and of the commit, by name.
	Pairs []Pair
	// Faults say why menu files of the commit do not compile, one for each of them,
	// in the order of the files that are at fault. What their accounts were is not
	// known.
	Faults []diag.Finding
	// EvaluatedBase is how many files of the commit were evaluated: those that
	// differ from now, or one of whose imports does.
	EvaluatedBase int
}

// Pair is one account then and now.
type Pair struct {
	// Name is the account's name.
	Name string
	// Base is what it was in the commit, and Head what it is now. Where it is
	// written more than once it is the first, by file.
	Base, Head Side
}

// Side is an account at one time.
type Side struct {
	// File is where it is written; empty where there is no such account.
	File string
	// Set is its menus; nil where there is no such account, or where it is not
	// known.
	Set *menu.Set
	// Fault is why the account is not known to be there or not: the file that has it
	// at the other time, or one called after it, does not compile. It has no message
	// where that is known. It may be in a file that is imported.
	Fault diag.Finding
	// Submodule is the submodule that the file of the other time is below, whose files are
	// in another repository and are not checked out now. So the account is not known to be
	// there or not.
	Submodule string
}

// Unknown reports whether the account is not known to be there or not.
func (s *Side) Unknown() bool { return s.Fault.Message != "" || s.Submodule != "" }

// Compare checks menus and compiles them as they were in a commit, of which
// only those files are evaluated that can have come to something else. Where the
// commit is not known the error is a [*git.UnknownError].
func Compare(ctx context.Context, o Options, commit string) (Compared, error) {
	o.Keep, o.Faulty, o.gone = true, true, true
	c, found, err := start(&o, true)
	if err != nil {
		return Compared{}, err
	}
	defer c.close()
	base, repository, err := committed(c.tree, commit)
	if err != nil {
		return Compared{}, err
	}
	defer func() { _ = repository.Close() }()
	files, err := menusOf(base.Tree, o.Paths)
	if err != nil {
		return Compared{}, err
	}
	if len(found.Files)+len(files) == 0 {
		if err := nothing(o); err != nil {
			return Compared{}, err
		}
	}
	head := newSeen(newView(c.tree, nil))
	c.record = head.keep
	checked, err := c.run(ctx, found)
	if err != nil {
		return Compared{}, err
	}
	then := newSeen(base)
	rest := then.take(head, base, files)
	if err := then.evaluate(ctx, base, rest, &o); err != nil {
		return Compared{}, err
	}
	return Compared{Checked: checked, Pairs: pairs(then, head, checked.Absent), Faults: then.faults(), EvaluatedBase: len(rest)}, nil
}

// nothing says that there is no menu at any time; nil where the settings are enough.
func nothing(o Options) error {
	o.gone = false
	tree, _, err := open(&o)
	if err != nil {
		return err
	}
	return tree.Close()
}

// menusOf lists the menu files at the paths in a tree of a commit, which need not
// have them.
func menusOf(tree *source.Tree, paths []string) ([]source.File, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []source.File
	seen := make(map[string]bool)
	for _, path := range paths {
		found, err := discoverOne(tree, path)
		var missing *source.NotFoundError
		var unreadable *source.PathError
		if err != nil && !errors.As(err, &missing) && !errors.As(err, &unreadable) {
			return nil, err
		}
		for _, f := range found.Files {
			if f.Path != source.SettingsFile && !seen[f.Path] {
				seen[f.Path] = true
				files = append(files, f)
			}
		}
	}
	return files, nil
}

// seen is what the menu files of a tree came to.
type seen struct {
	view *view

	mu sync.Mutex
	// reads and accounts are by path; a file without a value has no reads, and an
	// account that says why.
	reads    map[string]*source.Reads
	accounts map[string][]Account
}

func newSeen(v *view) *seen {
	return &seen{view: v, reads: make(map[string]*source.Reads), accounts: make(map[string][]Account)}
}

// keep keeps what a file came to.
func (s *seen) keep(res *source.Result, accounts []Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads[res.File.Path], s.accounts[res.File.Path] = res.Reads, slices.Clone(accounts)
}

// alike reports whether a file has the same value in another view.
func (s *seen) alike(other *view, file string) bool {
	reads := s.reads[file]
	if reads == nil {
		return false
	}
	imports := make([]asked, 0, len(reads.Imports))
	for _, r := range reads.Imports {
		imports = append(imports, asked{r.Dir, r.Name})
	}
	own := s.view.of(file)
	return own.digest == reads.Digest && s.view.alike(other, file, own, imports)
}

// take takes over what files came to at the other time where they are alike, and
// returns the others.
func (s *seen) take(other *seen, own *view, files []source.File) (rest []source.File) {
	differs := make([]bool, len(files))
	var lanes sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		lanes.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				differs[i] = !other.alike(own, files[i].Path)
			}
		})
	}
	lanes.Wait()
	for i, f := range files {
		if differs[i] {
			rest = append(rest, f)
		} else {
			s.accounts[f.Path] = other.accounts[f.Path]
		}
	}
	return rest
}

// evaluate compiles files of a commit.
func (s *seen) evaluate(ctx context.Context, base *view, files []source.File, o *Options) error {
	if len(files) == 0 {
		return nil
	}
	pool, err := worker.NewPool(worker.Options{Dir: base.Dir(), Files: base.commit, Command: o.Worker, GCPercent: o.GCPercent, Lang: o.Lang})
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	return pool.Each(ctx, files, func(_ int, res source.Result) {
		accounts := []Account{{Name: res.File.Stem, File: res.File.Path, Findings: res.Findings}}
		if len(res.Findings) == 0 {
			accounts = nil
			for d := range menu.Decode(res.File.Stem, res.JSON) {
				accounts = append(accounts, Account{Name: d.Name, File: res.File.Path, Set: d.Set, table: d.Table})
			}
		}
		s.keep(&res, accounts)
	})
}

// faults returns why files do not compile.
func (s *seen) faults() []diag.Finding {
	var out []diag.Finding
	for _, accounts := range s.accounts {
		for i := range accounts {
			if !accounts[i].Compiled() {
				out = append(out, accounts[i].Findings...)
			}
		}
	}
	diag.Sort(out)
	return out
}

// sides returns the accounts by name, and why menu files do not compile by their
// path and by the name of the account that they are called after.
func (s *seen) sides() (sides map[string]Side, files, named map[string]diag.Finding) {
	sides, files, named = make(map[string]Side), make(map[string]diag.Finding), make(map[string]diag.Finding)
	for _, file := range slices.Backward(slices.Sorted(maps.Keys(s.accounts))) {
		for i, a := range slices.Backward(s.accounts[file]) {
			switch {
			case a.table:
			case !a.Compiled():
				files[file], named[a.Name] = a.Findings[0], a.Findings[0]
			default:
				sides[a.Name] = Side{File: file, Set: &s.accounts[file][i].Set}
			}
		}
	}
	return sides, files, named
}

// pairs puts the accounts of two times beside each other; absent are the submodules
// that are not checked out.
func pairs(base, head *seen, absent []string) []Pair {
	then, filesThen, namedThen := base.sides()
	now, filesNow, namedNow := head.sides()
	names := make(map[string]bool, len(now))
	for name := range then {
		names[name] = true
	}
	for name := range now {
		names[name] = true
	}
	out := make([]Pair, 0, len(names))
	for name := range names {
		p := Pair{Name: name, Base: then[name], Head: now[name]}
		if p.Base.Set == nil {
			p.Base.Fault = cmp.Or(filesThen[p.Head.File], namedThen[name])
			p.Base.Submodule = base.view.commit.Submodule(p.Head.File)
		}
		if p.Head.Set == nil {
			p.Head.Fault = cmp.Or(filesNow[p.Base.File], namedNow[name])
			if i := slices.IndexFunc(absent, func(dir string) bool { return strings.HasPrefix(p.Base.File, dir+"/") }); i >= 0 {
				p.Head.Submodule = absent[i]
			}
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Pair) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
