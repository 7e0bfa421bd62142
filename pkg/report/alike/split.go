package alike

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// spots are where the accounts of a group differ.
type spots struct {
	// own are where no two have the same, or hardly any, tied where each has a
	// word of its own name, free where they differ by nature, and few where a
	// few values part them.
	own, tied, free, few []spot
}

// group is some accounts that may be alike.
type group struct {
	*shaper
	spots
	members []int
	// first is the first member's outline, and ties which word of their own
	// names most members have at a spot, -1 for none.
	first Outline
	ties  map[spot]int
}

// split parts accounts into those that are alike.
func (s *shaper) split(members []int) []Cohort {
	if len(members) == 1 {
		return []Cohort{s.plain(members)}
	}
	g := group{shaper: s, members: members, first: s.all[members[0]], ties: map[spot]int{}}
	by := g.apart()
	if by == nil && g.alike() {
		return []Cohort{g.cohort()}
	}
	if by == nil {
		by = strconv.Itoa
	}
	var out []Cohort
	for _, part := range Gather(members, by) {
		out = append(out, s.split(part)...)
	}
	return out
}

// value is what accounts are compared by at a spot: what they have there, or
// where most have a word of their own names, which of its words.
func (g *group) value(i int, at spot) string {
	t := g.text(i, at)
	if k := g.tie(at); k >= 0 && g.parsed[i].name[k] == t {
		return "\x00" + strconv.Itoa(k)
	}
	return t
}

// tie returns which word of their own names most members have at a spot, if the
// names differ in it; else -1.
func (g *group) tie(at spot) int {
	if k, known := g.ties[at]; known {
		return k
	}
	g.ties[at] = -1
	for k := range g.parsed[g.members[0]].name {
		n, varies := 0, false
		for _, i := range g.members {
			varies = varies || g.parsed[i].name[k] != g.parsed[g.members[0]].name[k]
			if at.word != wholePiece && g.parsed[i].name[k] == g.text(i, at) {
				n++
			}
		}
		if varies && 2*n > len(g.members) {
			g.ties[at] = k
		}
	}
	return g.ties[at]
}

// distinct counts the values of the members.
func (g *group) distinct(value func(i int) string) int {
	seen := map[string]bool{}
	for _, i := range g.members {
		seen[value(i)] = true
	}
	return len(seen)
}

// apart finds the spots where the members differ. It returns what parts them,
// because they differ in more than a part of their own; nil where they do not.
func (g *group) apart() func(i int) string {
	for _, labels := range []bool{false, true} {
		for p, piece := range g.first.Pieces {
			if (piece.Manner == Label) == labels {
				g.read(p)
			}
		}
		if len(g.few) > 0 {
			return g.values
		}
	}
	slices.SortFunc(g.own, func(a, b spot) int { return cmp.Or(a.piece-b.piece, a.word-b.word) })
	if g.distinct(g.pattern) > 1 {
		return g.pattern
	}
	if !g.alike() {
		return nil
	}
	for _, at := range g.own {
		value := func(i int) string { return g.value(i, at) }
		if g.first.Pieces[at.piece].Manner != Label && g.distinct(value) < len(g.members) {
			return g.again(value)
		}
	}
	return nil
}

// read finds the spots of a piece where the members differ. Of a label it may be
// the whole.
func (g *group) read(p int) {
	var found spots
	structured := g.structured(p)
	for w := range g.parsed[g.members[0]].pieces[p] {
		if structured {
			g.sort(&found, spot{p, w})
		}
	}
	if g.first.Pieces[p].Manner == Label && (len(found.few) > 0 || !structured) {
		found = spots{}
		g.sort(&found, spot{p, wholePiece})
	}
	g.own, g.tied = append(g.own, found.own...), append(g.tied, found.tied...)
	g.free, g.few = append(g.free, found.free...), append(g.few, found.few...)
}

// structured reports whether the members' texts of a piece differ in words alone.
func (g *group) structured(p int) bool {
	between := g.parsed[g.members[0]].between[p]
	return !slices.ContainsFunc(g.members, func(i int) bool { return g.parsed[i].between[p] != between })
}

// sort says how the members differ at a spot, if they do.
func (g *group) sort(s *spots, at spot) {
	m, all := g.first.Pieces[at.piece].Manner, len(g.members)
	n := g.distinct(func(i int) string { return g.value(i, at) })
	switch {
	case n == 1 && g.tie(at) >= 0:
		s.tied = append(s.tied, at)
	case n == 1:
	case m == Sentence && g.parsed[g.members[0]].pieces[at.piece][at.word].free:
		s.free = append(s.free, at)
	case n == all,
		// One in five may be a mistake, and is told apart later.
		m != Label && 5*n > 4*all,
		m == Label && at.word == wholePiece && n >= Least && n >= all/3 && len(g.own)+len(g.tied) > 0:
		s.own = append(s.own, at)
	default:
		s.few = append(s.few, at)
	}
}

// values is what an account has where a few values part the members.
func (g *group) values(i int) string {
	var values []string
	for _, at := range g.few {
		values = append(values, g.value(i, at))
	}
	return key(values)
}

// pattern tells which of the members' own spots have the same in an account: the
// number of a store has to be in its link wherever others have theirs.
func (g *group) pattern(i int) string {
	first := map[string]int{}
	pattern := make([]string, len(g.own))
	for k, at := range g.own {
		t := g.text(i, at)
		if _, known := first[t]; !known {
			first[t] = k
		}
		pattern[k] = strconv.Itoa(first[t])
	}
	return strings.Join(pattern, " ")
}

// again parts the accounts that have what one before them has.
func (g *group) again(value func(i int) string) func(i int) string {
	seen, again := map[string]bool{}, map[int]string{}
	for _, i := range g.members {
		v := value(i)
		if seen[v] {
			again[i] = "again"
		}
		seen[v] = true
	}
	return func(i int) string { return again[i] }
}

// parts returns the parts that members have of their own, by what they are in
// the first, each with its spots.
func (g *group) parts() (tied, own, free [][]spot) {
	first := g.members[0]
	tied = Gather(g.tied, func(at spot) int { return g.tie(at) })
	own = Gather(g.own, func(at spot) string { return g.text(first, at) })
	free = Gather(g.free, func(at spot) spot { return at })
	return tied, own, free
}

// alike reports whether the members are better read as one.
func (g *group) alike() bool {
	tied, own, free := g.parts()
	least := 0
	switch {
	case len(tied) > 0:
		least = leastNamed
	case len(own) > 0:
		least = Least
	}
	return len(g.members) >= least && len(own) <= mostParts && len(tied)+len(own)+len(free) < mostStandIns
}

// cohort returns the members as one, with stand-ins for their parts.
func (g *group) cohort() Cohort {
	c := g.plain(g.members)
	tied, own, free := g.parts()
	all := slices.Concat(tied, own, free)
	if len(all) == 0 {
		return c
	}
	c.Kinds = []Kind{Name}
	stand := map[spot]rune{}
	for k, part := range all {
		kind := Own
		if k >= len(tied)+len(own) {
			kind = Free
		}
		c.Kinds = append(c.Kinds, kind)
		for _, at := range part {
			stand[at] = firstStandIn + rune(k+1)
		}
		for m, i := range g.members {
			c.Parts[m] = append(c.Parts[m], g.text(i, part[0]))
		}
	}
	for p := range c.Texts {
		c.Texts[p] = g.stood(p, stand)
	}
	return c
}

// stood is a piece of the first member with stand-ins for its parts.
func (g *group) stood(p int, stand map[spot]rune) string {
	if r, ok := stand[spot{p, wholePiece}]; ok {
		return string(r)
	}
	var b strings.Builder
	s, done := g.first.Pieces[p].Text, 0
	for w, word := range g.parsed[g.members[0]].pieces[p] {
		if r, ok := stand[spot{p, w}]; ok {
			b.WriteString(s[done:word.from] + string(r))
			done = word.to
		}
	}
	return b.String() + s[done:]
}
