package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file finds the accounts of which the same is said but for a part that is
// each account's own, such as the number of a store in a key and in a link, and
// the store's name on a button.

// manner says how the texts of a piece are compared.
type manner uint8

const (
	// content is a key, a link or an id. A word of it is an account's own where
	// no two accounts have the same; where two have, one of them may be wrong.
	content manner = iota
	// label is the name of a button. The whole of it may be an account's own,
	// because names have any number of words, and two shops may bear one name.
	label
	// sentence is one of ours. What differs by nature is not compared in it.
	sentence
	// unsaid is what readers are not told.
	unsaid
)

// piece is a text that is said of an account.
type piece struct {
	text   string
	manner manner
}

// outline is all that is said of an account.
type outline struct {
	account string
	// fixed has to be the same in all accounts that are alike.
	fixed  string
	pieces []piece
}

// cohort is some accounts that are alike.
type cohort struct {
	// members are their indices, ascending.
	members []int
	// texts are the first one's pieces, with a stand-in for each part that is
	// an account's own; parts is what every member has there. Filled with its
	// parts, the texts are again what is said of the member.
	texts []string
	parts [][]string
	// kinds says what the stand-ins stand for; empty where there are none.
	kinds []partKind
}

// partKind is what a part is.
type partKind uint8

const (
	// partName is the account's name, always the first part.
	partName partKind = iota
	// partOwn is what no two accounts have the same.
	partOwn
	// partFree is what differs by nature.
	partFree
)

const (
	// firstStandIn and the characters after it, which are for private use, stand
	// in for parts.
	firstStandIn = '\uE000'
	// mostStandIns is how many of them there are.
	mostStandIns = 64
	// mostParts is how many parts beside those of its name an account may have
	// of its own, such as a number, a shop's name and an id.
	mostParts = 3
	// leastNamed is how many accounts must differ in parts of their names to be
	// alike, and leastAlike how many in other parts: fewer are sooner read one
	// by one.
	leastNamed, leastAlike = 3, 5
)

func isStandIn(r rune) bool { return firstStandIn <= r && r < firstStandIn+mostStandIns }

// fill puts parts in the place of their stand-ins.
func fill(s string, part func(i int) string) string {
	var b strings.Builder
	for {
		at := strings.IndexFunc(s, isStandIn)
		if at < 0 {
			return b.String() + s
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		b.WriteString(s[:at] + part(int(r-firstStandIn)))
		s = s[at+size:]
	}
}

// cohorts parts accounts into those that are alike, in the order of the first of
// each.
func cohorts(all []outline) []cohort {
	s := shaper{all: slices.Clone(all), parsed: make([]parsed, len(all))}
	var out []cohort
	var plain, single []int
	for i := range s.all {
		if s.all[i].strange() {
			out = append(out, s.plain([]int{i}))
			continue
		}
		s.all[i].pieces = s.all[i].named()
		plain = append(plain, i)
	}
	for _, same := range gather(plain, func(i int) string { return s.all[i].exact() }) {
		if i := same[0]; len(same) > 1 {
			out = append(out, s.plain(same))
		} else {
			s.parsed[i] = parse(&s.all[i])
			single = append(single, i)
		}
	}
	for _, like := range gather(single, func(i int) string { return s.parsed[i].structure }) {
		out = append(out, s.split(like)...)
	}
	slices.SortFunc(out, func(a, b cohort) int { return cmp.Compare(a.members[0], b.members[0]) })
	return out
}

// exact is equal for accounts of which the same is said.
func (o *outline) exact() string {
	texts := []string{o.fixed}
	for _, p := range o.pieces {
		texts = append(texts, p.text)
	}
	return key(texts)
}

// key is equal for equal lists alone.
func key(list []string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(strconv.Itoa(len(s)))
		b.WriteByte(':')
		b.WriteString(s)
	}
	return b.String()
}

// strange reports whether a stand-in would not be told from what is said.
func (o *outline) strange() bool {
	return slices.ContainsFunc(o.pieces, func(p piece) bool { return strings.IndexFunc(p.text, isStandIn) >= 0 })
}

// named returns the pieces with a stand-in for the account's name in sentences,
// wherever it stands by itself. A name of one word may be any word.
func (o *outline) named() []piece {
	if ws, _ := words(o.account); len(ws) < 2 {
		return o.pieces
	}
	pieces := slices.Clone(o.pieces)
	for k := range pieces {
		if pieces[k].manner != sentence {
			continue
		}
		pieces[k].text = replaceWord(pieces[k].text, o.account, string(firstStandIn))
	}
	return pieces
}

// parsed is the words of an outline.
type parsed struct {
	// name is the words of the account's name, pieces those of each piece.
	name   []string
	pieces [][]word
	// between is each piece without its words.
	between []string
	// structure is equal for outlines that may differ in words alone, and in
	// labels.
	structure string
}

func parse(o *outline) parsed {
	var p parsed
	ws, name := words(o.account)
	for _, w := range ws {
		p.name = append(p.name, o.account[w.from:w.to])
	}
	structure := []string{o.fixed, name}
	for _, piece := range o.pieces {
		ws, between := words(piece.text)
		p.pieces, p.between = append(p.pieces, ws), append(p.between, between)
		if piece.manner == label {
			between = ""
		}
		structure = append(structure, between)
	}
	p.structure = key(structure)
	return p
}

// shaper parts accounts whose outlines have the same structure.
type shaper struct {
	all    []outline
	parsed []parsed
}

// spot is a place in an outline where accounts may differ: a word of a piece, or
// the whole of it.
type spot struct{ piece, word int }

// wholePiece is the word of a spot that is a whole piece.
const wholePiece = -1

// plain is a cohort whose members differ in nothing but their names, or that has
// only one.
func (s *shaper) plain(members []int) cohort {
	c := cohort{members: members, parts: make([][]string, len(members))}
	for m, i := range members {
		c.parts[m] = []string{s.all[i].account}
	}
	for _, p := range s.all[members[0]].pieces {
		c.texts = append(c.texts, p.text)
		if len(members) > 1 && strings.ContainsRune(p.text, firstStandIn) {
			c.kinds = []partKind{partName}
		}
	}
	return c
}

// text returns what an account has at a spot.
func (s *shaper) text(i int, at spot) string {
	t := s.all[i].pieces[at.piece].text
	if at.word == wholePiece {
		return t
	}
	w := s.parsed[i].pieces[at.piece][at.word]
	return t[w.from:w.to]
}
