package check

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
)

// entry is a finding that an account of a table is written elsewhere too.
type entry struct {
	account *Account
	finding int
}

// duplicates finds accounts that are written more than once.
func (c *checker) duplicates(ctx context.Context, accounts []Account) error {
	first := make(map[string]*Account, len(accounts))
	tables := map[string][]entry{}
	for i := range accounts {
		a := &accounts[i]
		if a.table {
			continue
		}
		other, again := first[a.Name]
		if !again {
			first[a.Name] = a
			continue
		}
		for _, pair := range [][2]*Account{{other, a}, {a, other}} {
			this := pair[0]
			f := c.book.File(rule.DuplicateAccount, strconv.Quote(a.Name), pair[1].File)
			f.Place = diag.Place{File: this.File}
			if this.at != "" {
				tables[this.File] = append(tables[this.File], entry{this, len(this.Findings)})
			}
			this.Findings = append(this.Findings, f)
			this.Set, this.Digest = menu.Set{}, ""
		}
	}
	return c.locateEntries(ctx, tables)
}

// locateEntries gives those findings the lines of their tables. That an account
// is written twice is known only when all files are compiled, and it is rare,
// so the tables are compiled once more.
func (c *checker) locateEntries(ctx context.Context, tables map[string][]entry) error {
	for _, file := range slices.Sorted(maps.Keys(tables)) {
		res, err := c.compile(ctx, source.NewFile(file))
		if err != nil {
			return err
		}
		entries := tables[file]
		pointers := make([]string, len(entries))
		found := make([]*diag.Finding, len(entries))
		accounts := make([]Account, len(entries))
		for i, e := range entries {
			pointers[i], found[i] = e.account.at, &e.account.Findings[e.finding]
			accounts[i] = *e.account
		}
		c.places(ctx, res.File, res.JSON, pointers, found)
		c.lines.quote(c.tree, accounts)
	}
	return nil
}
