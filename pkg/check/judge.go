package check

import (
	"context"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/source/worker"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// maxLocated is the most findings of one file that are given a line: as
	// many as a report prints. The others name the file.
	maxLocated = 1000
	// maxPointer is the longest pointer that is given a line, in bytes: no name
	// of an account or a field that could be meant is longer.
	maxPointer = 1000
	// firstLocated is how many of them are asked for first. All at once may
	// take longer than locating is given, and then none had a line.
	firstLocated = 100
)

// checker is one check under way.
type checker struct {
	tree *source.Tree
	pool *worker.Pool
	book *rule.Book
	lang text.Lang
	lint bool
	// keep and faulty are Keep and Faulty of the options.
	keep, faulty bool
	// reuse, if it is set, knows what files come to.
	reuse *reuser
	// record, if it is set, is given what each menu file came to, by several
	// goroutines at once.
	record func(res *source.Result, accounts []Account)
}

// all compiles and judges files, and returns their accounts.
func (c *checker) all(ctx context.Context, files []source.File) ([]Account, error) {
	k := keeper{book: c.book, files: files, accounts: make([][]Account, len(files)), had: make([]int, len(files))}
	rest, at, err := c.recall(ctx, files, k.keep)
	if len(rest) == 1 {
		res, err := c.compile(ctx, rest[0])
		if err == nil {
			k.keep(at[0], c.accountsOf(ctx, &res))
		}
		return k.all(), err
	}
	if err == nil {
		err = c.pool.Each(ctx, rest, func(i int, res source.Result) { k.keep(at[i], c.accountsOf(ctx, &res)) })
	}
	return k.all(), err
}

// recall calls do for the files whose accounts are known, and returns the others
// with their indices.
func (c *checker) recall(ctx context.Context, files []source.File, do func(i int, accounts []Account)) (rest []source.File, at []int, err error) {
	known := make([]bool, len(files))
	if c.reuse != nil {
		err = c.reuse.recallAll(ctx, files, func(i int, accounts []Account) {
			known[i] = true
			do(i, accounts)
		})
	}
	for i, file := range files {
		if !known[i] {
			rest, at = append(rest, file), append(at, i)
		}
	}
	return rest, at, err
}

// compile compiles one file. When it returns, the worker is free for what is
// asked about the file next; inside Each that takes a second one.
func (c *checker) compile(ctx context.Context, file source.File) (source.Result, error) {
	var res source.Result
	err := c.pool.Each(ctx, []source.File{file}, func(_ int, r source.Result) { res = r })
	return res, err
}

// accountsOf is judge for a file that was found.
func (c *checker) accountsOf(ctx context.Context, res *source.Result) []Account {
	accounts := c.judge(ctx, res)
	if c.record != nil {
		c.record(res, accounts)
	}
	return accounts
}

// judge turns what one file compiled to into accounts.
func (c *checker) judge(ctx context.Context, res *source.Result) []Account {
	file := res.File
	if len(res.Findings) > 0 {
		return []Account{{Name: file.Stem, File: file.Path, Findings: res.Findings}}
	}
	var accounts []Account
	listed := 0
	for d := range menu.Decode(file.Stem, res.JSON) {
		a := Account{Name: d.Name, File: file.Path, Findings: c.book.Judge(d), at: d.At, table: d.Table}
		listed = a.list(listed)
		if errors, _ := diag.Count(a.Findings); errors == 0 {
			a.Digest = d.Set.Digest()
		}
		if c.keep && (a.Digest != "" || c.faulty) {
			a.Set = d.Set
		}
		accounts = append(accounts, a)
	}
	c.locate(ctx, res, accounts)
	// The linter speaks of the file, so it is said once.
	if linted := c.linted(ctx, file); len(linted) > 0 {
		accounts[0].Findings = diag.Limit(append(accounts[0].Findings, linted...), diag.MaxListed)
	}
	return accounts
}

// linted returns what Jsonnet's linter says of a file, if it is asked.
func (c *checker) linted(ctx context.Context, file source.File) []diag.Finding {
	severity := c.book.Severity(rule.JsonnetLint)
	if !c.lint || severity == rule.Off {
		return nil
	}
	findings := c.pool.Lint(ctx, file)
	for i := range findings {
		findings[i].Severity = severity
	}
	return findings
}

// locate gives the findings of one file their places.
func (c *checker) locate(ctx context.Context, res *source.Result, accounts []Account) {
	var pointers []string
	var found []*diag.Finding
	for i := range accounts {
		for k := range accounts[i].Findings {
			f := &accounts[i].Findings[k]
			f.Place = diag.Place{File: res.File.Path}
			if pointer := accounts[i].at + f.Path; len(found) < maxLocated && len(pointer) <= maxPointer {
				found, pointers = append(found, f), append(pointers, pointer)
			}
		}
	}
	c.places(ctx, res, pointers, found)
}

// places gives findings the places of their pointers into what a file compiled
// to, as far as there is time for that.
func (c *checker) places(ctx context.Context, res *source.Result, pointers []string, found []*diag.Finding) {
	all := min(len(found), maxLocated)
	first := min(all, firstLocated)
	if c.place(ctx, res, pointers[:first], found[:first]) {
		c.place(ctx, res, pointers[first:all], found[first:all])
	}
}

// place is places for all of them at once; it reports whether one got a line.
func (c *checker) place(ctx context.Context, res *source.Result, pointers []string, found []*diag.Finding) bool {
	located := false
	for i, l := range c.pool.Locate(ctx, res, pointers) {
		found[i].Place, found[i].Via = l.Place, l.Via
		if found[i].Name && l.Name != nil {
			found[i].Place, found[i].Via = *l.Name, nil
		}
		located = located || l.Line > 0
	}
	return located
}
