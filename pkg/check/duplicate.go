package check

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// listedPlaces is how many places of one account a message names.
const listedPlaces = 5

// duplicates finds accounts that are written more than once, in accounts sorted
// by name. Each is one finding, of a table if one is among its places, where it
// has a line. That is known only when all files are compiled, and it is rare,
// so the tables are compiled once more.
func (c *checker) duplicates(ctx context.Context, accounts []Account) error {
	var all [][]*Account
	tables := map[string][]*diag.Finding{}
	pointers := map[string][]string{}
	for i := 0; i < len(accounts); {
		var same []*Account
		for name := accounts[i].Name; i < len(accounts) && accounts[i].Name == name; i++ {
			if a := &accounts[i]; !a.table && rule.ValidAccount(name) {
				same = append(same, a)
			}
		}
		if len(same) < 2 {
			continue
		}
		all = append(all, same)
		for k, a := range same {
			a.Digest, a.written = "", diag.Finding{Place: diag.Place{File: a.File}}
			if !c.faulty {
				a.Set = menu.Set{}
			}
			if a.at != "" && k < listedPlaces {
				tables[a.File] = append(tables[a.File], &a.written)
				pointers[a.File] = append(pointers[a.File], a.at)
			}
		}
	}
	for _, file := range slices.Sorted(maps.Keys(tables)) {
		res, err := c.compile(ctx, source.NewFile(file))
		if err != nil {
			return err
		}
		c.places(ctx, &res, pointers[file], tables[file])
	}
	for _, same := range all {
		c.duplicate(same)
	}
	return nil
}

// duplicate adds the finding about an account that is written in several places.
func (c *checker) duplicate(same []*Account) {
	at := same[1]
	var places text.List
	for _, a := range same {
		if at.written.Line == 0 && a.written.Line > 0 {
			at = a
		}
		place := text.Cut(a.File, text.Shown)
		if a.written.Line > 0 {
			place = fmt.Sprintf("%s:%d", place, a.written.Line)
		}
		places = append(places, place)
	}
	f := c.book.File(rule.DuplicateAccount, at.Name, len(same), places.Most(listedPlaces))
	f.Place, f.Via = at.written.Place, at.written.Via
	at.Findings = append(at.Findings, f)
}
