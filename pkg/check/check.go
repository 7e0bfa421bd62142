// Package check compiles, decodes and judges every menu file of a repository.
//
// A repository that is wrong gives findings; an error means that caidan could
// not look.
package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
)

// Account is one account's menus with everything wrong with them.
type Account struct {
	// Name is the account's name, or, for a file that did not compile, the
	// file's stem.
	Name string
	// File is where it is written, relative to the root.
	File string
	// Set is what should be live; it can be published when Findings has no
	// error.
	Set menu.Set
	// Findings is everything wrong or doubtful, in the order of the file.
	Findings []diag.Finding
}

// Valid reports whether no finding stops a publish.
func (a *Account) Valid() bool {
	n, _ := diag.Count(a.Findings)
	return n == 0
}

// Compiled reports whether there is a menu set at all. An account whose file did
// not compile stands for all that are written there.
func (a *Account) Compiled() bool {
	return !slices.ContainsFunc(a.Findings, func(f diag.Finding) bool {
		return f.Rule == rule.CompileError || f.Rule == rule.LimitExceeded
	})
}

// PathError is a path that names no menus of the repository.
type PathError struct {
	// Path is the path as it was given.
	Path string
	// Reason says what is wrong with it, and what to do.
	Reason string
}

// Error names the path and the reason.
func (e *PathError) Error() string { return fmt.Sprintf("find menus: %q %s", e.Path, e.Reason) }

// Run checks the menus that the paths name, which must lie in one repository;
// no path means the working folder. It compiles `parallel` files at a time and
// returns the accounts by name, then file. What is wrong with the paths is told
// of all of them, as [*PathError] and [*source.NotFoundError].
func Run(ctx context.Context, paths []string, parallel int) ([]Account, error) {
	tree, files, err := open(paths)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tree.Close() }()
	perFile := make([][]Account, len(files))
	if err := tree.Each(ctx, files, parallel, func(i int, r source.Result) { perFile[i] = judge(&r) }); err != nil {
		return nil, err
	}
	accounts := slices.Concat(perFile...)
	slices.SortStableFunc(accounts, func(a, b Account) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.File, b.File))
	})
	duplicates(accounts)
	for i := range accounts {
		diag.Sort(accounts[i].Findings)
	}
	return accounts, nil
}

// open finds the repository of the paths and the menu files they name, each
// once.
func open(paths []string) (*source.Tree, []source.File, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	root, err := oneRoot(paths)
	if err != nil {
		return nil, nil, err
	}
	tree, err := source.Open(root)
	if err != nil {
		return nil, nil, err
	}
	files, err := discover(tree, paths)
	if err != nil {
		_ = tree.Close()
		return nil, nil, err
	}
	return tree, files, nil
}

// oneRoot returns the root of the repository that all paths lie in.
func oneRoot(paths []string) (string, error) {
	root, of := "", ""
	var errs []error
	for _, path := range paths {
		found, err := source.FindRoot(path)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
			errs = append(errs, &PathError{path, "does not exist; name a repository, a folder or a file"})
		case err != nil:
			errs = append(errs, err)
		case root == "":
			root, of = found, path
		case found != root:
			errs = append(errs, &PathError{path, fmt.Sprintf("is in another repository than %q; check one at a time", of)})
		}
	}
	return root, errors.Join(errs...)
}

// discover lists the menu files the paths name, each once.
func discover(tree *source.Tree, paths []string) ([]source.File, error) {
	var files []source.File
	var errs []error
	seen := map[string]bool{}
	for _, path := range paths {
		found, err := discoverOne(tree, path)
		if err != nil {
			errs = append(errs, err)
		}
		for _, f := range found {
			if !seen[f.Path] {
				seen[f.Path] = true
				files = append(files, f)
			}
		}
	}
	return files, errors.Join(errs...)
}

func discoverOne(tree *source.Tree, path string) ([]source.File, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find menus: %w", err)
	}
	rel, err := filepath.Rel(tree.Dir(), abs)
	if err != nil {
		return nil, fmt.Errorf("find menus: %w", err)
	}
	return tree.Discover(filepath.ToSlash(rel))
}

// judge turns what one file compiled to into accounts.
func judge(r *source.Result) []Account {
	if len(r.Findings) > 0 {
		return []Account{{Name: r.File.Stem, File: r.File.Path, Findings: r.Findings}}
	}
	decoded := menu.Decode(r.File.Stem, r.JSON)
	accounts := make([]Account, 0, len(decoded))
	for _, d := range decoded {
		findings := rule.Judge(d)
		for i := range findings {
			findings[i].Place = diag.Place{File: r.File.Path}
		}
		accounts = append(accounts, Account{Name: d.Name, File: r.File.Path, Set: d.Set, Findings: findings})
	}
	return accounts
}

// duplicates finds accounts that are written more than once.
func duplicates(accounts []Account) {
	first := make(map[string]int, len(accounts))
	for i := range accounts {
		k, again := first[accounts[i].Name]
		if !again {
			first[accounts[i].Name] = i
			continue
		}
		a, b := &accounts[k], &accounts[i]
		a.addDuplicate(b.File)
		b.addDuplicate(a.File)
	}
}

func (a *Account) addDuplicate(file string) {
	f := rule.File(rule.DuplicateAccount, strconv.Quote(a.Name), file)
	f.Place = diag.Place{File: a.File}
	a.Findings = append(a.Findings, f)
}
