package git

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxHistory is the most commits that are looked at for a merge base: more than
// the Linux kernel gets in two years.
const maxHistory = 200_000

// MergeBase returns the newest commit that two commits have in common, as far as
// the checkout has their history. Where there is none the error is an
// [*UnknownError] of the second.
func (r *Repository) MergeBase(one, other string) (Commit, error) {
	var w walk
	for i, name := range []string{one, other} {
		c, err := r.Commit(name)
		if err != nil {
			return Commit{}, err
		}
		w.meet(c, 1<<i)
	}
	for range maxHistory {
		c, from, ok := w.newest()
		switch {
		case !ok:
			return Commit{}, &UnknownError{Name: other, Cause: errNoCommit}
		case from == both:
			return c, nil
		}
		for _, id := range c.Parents {
			parent, err := r.commit(plumbing.NewHash(id))
			if missing(err) {
				continue // the history ends here
			}
			if err != nil {
				return Commit{}, err
			}
			w.meet(parent, from)
		}
	}
	return Commit{}, &UnknownError{Name: other, Cause: errNoCommit}
}

// both is where a commit is met that two lines have in common.
const both = 1 | 2

// walk goes through the history of two commits, the newest first: so what both
// lines have is met from both before what is older than it.
type walk struct {
	queue []Commit // the newest last
	from  map[string]int
}

// meet notes that a commit was met on a line.
func (w *walk) meet(c Commit, from int) {
	if w.from == nil {
		w.from = make(map[string]int)
	}
	known := w.from[c.ID]
	w.from[c.ID] |= from
	if known|from == known {
		return
	}
	at, _ := slices.BinarySearchFunc(w.queue, c, func(a, b Commit) int { return cmp.Compare(a.time, b.time) })
	w.queue = slices.Insert(w.queue, at, c)
}

// newest takes the newest commit that is left, and the lines it was met on.
func (w *walk) newest() (c Commit, from int, ok bool) {
	if len(w.queue) == 0 {
		return Commit{}, 0, false
	}
	c = w.queue[len(w.queue)-1]
	w.queue = w.queue[:len(w.queue)-1]
	return c, w.from[c.ID], true
}

// seconds returns the time at the end of a line about a person.
// Source: git-commit-tree(1), a name, an address, seconds and a time zone.
func seconds(line string) int64 {
	fields := strings.Fields(line)
	if len(fields) < 2 {
		return 0
	}
	n, _ := strconv.ParseInt(fields[len(fields)-2], 10, 64) // 0 is as old as can be
	return n
}
