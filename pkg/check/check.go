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
	"path/filepath"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Checked is what a check comes to.
type Checked struct {
	// Root is the absolute path of the repository.
	Root string
	// Accounts are the accounts by name, then file.
	Accounts []Account
	// Settings is everything wrong or doubtful in the settings file.
	Settings []diag.Finding
	// Unread says which files look like menus, or like settings, and are not
	// read.
	Unread []diag.Finding
	// Absent are the submodules among the menus that are not checked out: which
	// accounts they have is not known.
	Absent []string
	// Evaluated is how many menu files were evaluated, and of how many others
	// Reused what they come to was taken from a cache; both are counted with
	// Options.Since only.
	Evaluated, Reused int
}

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
	// Set is what should be live, where Options.Keep asks for it, and Digest
	// names it or Options.Faulty asks for it all the same.
	Set menu.Set
	// Accept is what the settings let past the guards for this very Digest;
	// nil where they do not.
	Accept *Accepted
	// AcceptsOther is set where they do so for another version of the menus.
	AcceptsOther bool
	// AcceptVoid names accounts, a few at most, whose menus are invalid, so that the settings
	// let nothing past that are about them and this one together.
	AcceptVoid []string
	// Findings is everything wrong or doubtful, in the order of the file.
	Findings []diag.Finding

	// at is the JSON pointer of the account's value in what its file compiled
	// to.
	at string
	// table is set for what is wrong with a table as a whole.
	table bool
	// written has the place of an account that is written elsewhere too.
	written diag.Finding
}

// Accepted is what an entry of the settings lets past the guards of a publish.
type Accepted struct {
	api.Accept
	// Together holds all accounts that a glob names, whose live menus together
	// Accept.Live is the digest of; nil where it is that of the account's own.
	Together []string
}

// Valid reports whether nothing stops a publish.
func (a *Account) Valid() bool { return a.Digest != "" }

// Compiled reports whether there is a menu set at all. An account whose file did
// not compile stands for all that are written there.
func (a *Account) Compiled() bool {
	return !slices.ContainsFunc(a.Findings, func(f diag.Finding) bool {
		return f.Rule == rule.CompileError || f.Rule == rule.LimitExceeded
	})
}

// Options says what to check, and how.
type Options struct {
	// Paths name the menus; they lie in one repository. None is the working
	// folder.
	Paths []string
	// Lang is the language of findings.
	Lang text.Lang
	// Settings takes the settings file for enough to check where it is named.
	Settings bool
	// Lint asks Jsonnet's linter as well.
	Lint bool
	// Since, if it is set, takes from a cache what a change does not reach.
	Since *Since
	// Keep keeps what should be live, for a caller that publishes or shows it.
	// Without it a check takes less memory.
	Keep bool
	// Faulty has Keep keep as well what an error stands against, as far as it
	// is a menu, for a caller that only shows it.
	Faulty bool
	// gone takes no menu at all for enough, where Compare may find what there was.
	gone bool
	// Worker starts a process that compiles; it runs worker.Serve.
	Worker worker.Command
	// GCPercent is the workers' target of garbage collection.
	GCPercent int
}

// Run checks menus on all processors. What is wrong with the paths is told of
// all of them, as [*source.PathError] and [*source.NotFoundError]; that there is
// no menu at all is one of these, because nothing checked is not a success.
func Run(ctx context.Context, o Options) (Checked, error) {
	c, found, err := start(&o, o.Since != nil)
	if err != nil {
		return Checked{}, err
	}
	defer c.close()
	return c.run(ctx, found)
}

// start returns a check of what there is at the paths, to be closed in the end;
// reads asks for what each value depends on.
func start(o *Options, reads bool) (*checker, source.Found, error) {
	tree, found, err := open(o)
	if err != nil {
		return nil, found, err
	}
	c := &checker{tree: tree, lang: o.Lang, lint: o.Lint, keep: o.Keep, faulty: o.Faulty}
	pool, err := worker.NewPool(worker.Options{Dir: tree.Dir(), Command: o.Worker, GCPercent: o.GCPercent, Lang: o.Lang, Reads: reads})
	if err != nil {
		c.close()
		return nil, found, err
	}
	c.pool = pool
	if o.Since != nil {
		if c.reuse, err = newReuser(tree, o); err != nil {
			c.close()
			return nil, found, err
		}
		c.record = c.reuse.keep
	}
	return c, found, nil
}

// close ends the workers and closes what is read. Nothing was written.
func (c *checker) close() {
	if c.pool != nil {
		_ = c.pool.Close()
	}
	if c.reuse != nil {
		_ = c.reuse.repository.Close()
	}
	_ = c.tree.Close()
}

// run checks the files that were found.
func (c *checker) run(ctx context.Context, found source.Found) (Checked, error) {
	settings, err := c.settings(ctx)
	if err != nil {
		return Checked{}, err
	}
	c.book = rule.New(c.lang, settings.Settings)
	if c.reuse != nil {
		c.reuse.judgedBy(&settings.Settings, c.lang)
	}
	accounts, err := c.all(ctx, found.Files)
	if err != nil {
		return Checked{}, err
	}
	if c.reuse != nil {
		c.reuse.save()
	}
	slices.SortStableFunc(accounts, func(a, b Account) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.File, b.File))
	})
	if err := c.duplicates(ctx, accounts); err != nil {
		return Checked{}, err
	}
	var lists [][]diag.Finding
	for i := range accounts {
		lists = append(lists, accounts[i].Findings)
	}
	c.accepted(ctx, &settings, found.Files, accounts)
	lists = append(lists, settings.faults)
	for _, list := range lists {
		diag.Sort(list)
	}
	quote(c.tree, lists...)
	checked := Checked{Root: c.tree.Dir(), Accounts: accounts, Settings: settings.faults, Unread: c.unread(&found), Absent: found.Empty}
	if r := c.reuse; r != nil {
		checked.Evaluated, checked.Reused = int(r.evaluated.Load()), int(r.reused.Load())
	}
	return checked, nil
}

// open finds the repository of the paths and what there is at them; of the folders that
// are empty, those that are submodules.
func open(o *Options) (*source.Tree, source.Found, error) {
	paths := o.Paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	root, err := oneRoot(paths)
	if err != nil {
		return nil, source.Found{}, err
	}
	tree, err := source.Open(root)
	if err != nil {
		return nil, source.Found{}, err
	}
	found, settings, err := discover(tree, paths, o.gone)
	found.Empty = absent(tree, found.Empty)
	if err == nil && len(found.Files) == 0 && len(found.Empty) > 0 {
		err = notCheckedOut(found.Empty)
	}
	if err == nil && len(found.Files) == 0 && (!settings || !o.Settings) && !o.gone {
		err = noMenu(paths, found.Unread)
	}
	if err != nil {
		_ = tree.Close()
		return nil, source.Found{}, err
	}
	return tree, found, nil
}

// oneRoot returns the root of the repository that all paths lie in.
func oneRoot(paths []string) (string, error) {
	root, of := "", ""
	var errs []error
	for _, path := range paths {
		found, err := source.FindRoot(path)
		switch {
		case err != nil:
			errs = append(errs, err)
		case root == "":
			root, of = found, path
		case found != root:
			errs = append(errs, &source.PathError{
				Path: path, Meaning: text.Sayf("%q is in another repository than %q", "%q与%q不在同一个仓库", path, of),
				Remedy: text.Say("check one repository at a time", "一次只检查一个仓库"),
			})
		}
	}
	return root, errors.Join(errs...)
}

// discover finds what there is at the paths, each file once, and reports whether
// the settings are among it, which are read anyway and hold no menu. gone has a menus
// folder that is not there be an empty one.
func discover(tree *source.Tree, paths []string, gone bool) (all source.Found, settings bool, err error) {
	var errs []error
	seen := map[string]bool{}
	for _, path := range paths {
		found, err := discoverOne(tree, path)
		var missing *source.NotFoundError
		if err != nil && (!gone || !errors.As(err, &missing) || missing.Path != "") {
			errs = append(errs, err)
		}
		for _, f := range found.Files {
			switch {
			case f.Path == source.SettingsFile:
				settings = true
			case !seen[f.Path]:
				seen[f.Path] = true
				all.Files = append(all.Files, f)
			}
		}
		for _, list := range []struct {
			from []string
			to   *[]string
		}{{found.Unread, &all.Unread}, {found.Links, &all.Links}, {found.Empty, &all.Empty}} {
			for _, name := range list.from {
				if !seen[name] {
					seen[name] = true
					*list.to = append(*list.to, name)
				}
			}
		}
	}
	return all, settings, errors.Join(errs...)
}

func discoverOne(tree *source.Tree, path string) (source.Found, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return source.Found{}, fmt.Errorf("find menus: %w", err)
	}
	rel, err := filepath.Rel(tree.Dir(), abs)
	if err != nil {
		return source.Found{}, fmt.Errorf("find menus: %w", err)
	}
	return tree.Discover(filepath.ToSlash(rel))
}
