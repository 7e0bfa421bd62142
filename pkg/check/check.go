// Package check compiles, decodes and judges every menu file of a repository.
//
// A repository that is wrong gives findings; an error means that caidan could
// not look.
package check

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

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

// Run checks the menus that the paths name, which must lie in one repository;
// no path means the working folder. It compiles `parallel` files at a time and
// returns the accounts in the order of files, then names.
func Run(ctx context.Context, paths []string, parallel int) ([]Account, error) {
	tree, files, err := open(paths)
	if err != nil {
		return nil, err
	}
	defer tree.Close() //nolint:errcheck // opened for reading; nothing is lost
	perFile := make([][]Account, len(files))
	if err := tree.Each(ctx, files, parallel, func(i int, r source.Result) { perFile[i] = judge(&r) }); err != nil {
		return nil, fmt.Errorf("compile menus: %w", err)
	}
	accounts := slices.Concat(perFile...)
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
	root, err := source.FindRoot(paths[0])
	if err != nil {
		return nil, nil, err
	}
	tree, err := source.Open(root)
	if err != nil {
		return nil, nil, err
	}
	files, err := discover(tree, root, paths)
	if err != nil {
		_ = tree.Close()
		return nil, nil, err
	}
	return tree, files, nil
}

func discover(tree *source.Tree, root string, paths []string) ([]source.File, error) {
	var files []source.File
	seen := map[string]bool{}
	for _, path := range paths {
		other, err := source.FindRoot(path)
		if err != nil {
			return nil, err
		}
		if other != root {
			return nil, fmt.Errorf("check %s: it lies in %s and not in %s as %s does; name paths of one repository", path, other, root, paths[0])
		}
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", path, err)
		}
		rel, err := filepath.Rel(root, abs)
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", path, err)
		}
		if rel == "." {
			rel = ""
		}
		found, err := tree.Discover(filepath.ToSlash(rel))
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !seen[f.Path] {
				seen[f.Path] = true
				files = append(files, f)
			}
		}
	}
	return files, nil
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
