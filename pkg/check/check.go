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
	"syscall"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Account is one account's menus with everything wrong with them.
type Account struct {
	// Name is the account's name, or, for a file that did not compile, the
	// file's stem.
	Name string
	// File is where it is written, relative to the root.
	File string
	// Digest names the menu set that should be live; empty where an error
	// stands against publishing it.
	Digest string
	// Desired is the set's canonical form, where Options.Keep asks for it.
	Desired []byte
	// Accept is what the settings let past the guards for this very Digest;
	// nil where they do not.
	Accept *api.Accept
	// AcceptsOther is set where they do so for another version of the menus.
	AcceptsOther bool
	// Findings is everything wrong or doubtful, in the order of the file.
	Findings []diag.Finding

	// at is the JSON pointer of the account's value in what its file compiled
	// to.
	at string
	// table is set for what is wrong with a table as a whole.
	table bool
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
	// Meaning says what is wrong with it, Remedy what to do.
	Meaning, Remedy text.Spoken
}

// Error says what is wrong with the path, in English.
func (e *PathError) Error() string { return e.Meaning.In(text.English) }

// Words says what is wrong with the path, and what to do.
func (e *PathError) Words() (meaning, remedy text.Spoken) { return e.Meaning, e.Remedy }

// NotThere is a path at which there is nothing.
func NotThere(path string) *PathError {
	return &PathError{
		path, text.Sayf("%q does not exist", "%q 不存在", path),
		text.Say("name a repository, a folder or a file", "请指定仓库、文件夹或文件"),
	}
}

// Options says what to check, and how.
type Options struct {
	// Paths name the menus; they lie in one repository. None is the working
	// folder.
	Paths []string
	// Lang is the language of findings.
	Lang text.Lang
	// Lint asks Jsonnet's linter as well.
	Lint bool
	// Keep keeps what should be live, for a caller that publishes or shows it.
	// Without it a check takes less memory.
	Keep bool
	// Worker starts a process that compiles; it runs worker.Serve.
	Worker worker.Command
	// GCPercent is the workers' target of garbage collection.
	GCPercent int
}

// Run checks menus on all processors and returns the accounts by name, then
// file. What is wrong with the paths is told of all of them, as [*PathError] and
// [*source.NotFoundError].
func Run(ctx context.Context, o Options) ([]Account, error) {
	tree, files, err := open(o.Paths)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tree.Close() }()
	pool, err := worker.NewPool(worker.Options{Dir: tree.Dir(), Command: o.Worker, GCPercent: o.GCPercent, Lang: o.Lang})
	if err != nil {
		return nil, err
	}
	defer func() { _ = pool.Close() }()
	c := &checker{tree: tree, pool: pool, lint: o.Lint, keep: o.Keep}
	settings, err := c.settings(ctx, o.Lang)
	if err != nil {
		return nil, err
	}
	c.book = rule.New(o.Lang, settings.Settings)
	perFile, err := c.all(ctx, files)
	if err != nil {
		return nil, err
	}
	accounts := slices.Concat(perFile...)
	c.unaccounted(ctx, &settings, files, accounts)
	accounts = append(accounts, settings.faults...)
	slices.SortStableFunc(accounts, func(a, b Account) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.File, b.File))
	})
	if err := c.duplicates(ctx, accounts); err != nil {
		return nil, err
	}
	for i := range accounts {
		diag.Sort(accounts[i].Findings)
		settings.accepted(&accounts[i])
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
			errs = append(errs, NotThere(path))
		case err != nil:
			errs = append(errs, err)
		case root == "":
			root, of = found, path
		case found != root:
			errs = append(errs, &PathError{
				path, text.Sayf("%q is in another repository than %q", "%q 与 %q 不在同一个仓库", path, of),
				text.Say("check one repository at a time", "一次只检查一个仓库"),
			})
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
			// The settings are read anyway, and hold no menu.
			if !seen[f.Path] && f.Path != SettingsFile {
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
