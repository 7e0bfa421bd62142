// Package alike finds accounts of which the same is said but for a part that is each
// account's own, such as the number of a store in a key and in a link, and the store's
// name on a button.
package alike

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Manner says how the texts of a piece are compared.
type Manner uint8

const (
	// Content is a key, a link or an id. A word of it is an account's own where
	// no two accounts have the same; where two have, one of them may be wrong.
	Content Manner = iota
	// Label is the name of a button. The whole of it may be an account's own,
	// because names have any number of words, and two shops may bear one name.
	Label
	// Sentence is one of ours. What differs by nature is not compared in it.
	Sentence
	// Unsaid is what readers are not told.
	Unsaid
)

// Piece is a text that is said of an account.
type Piece struct {
	Text   string
	Manner Manner
}

// Outline is all that is said of an account.
type Outline struct {
	Account string
	// Fixed has to be the same in all accounts that are alike.
	Fixed  string
	Pieces []Piece
}

// Cohort is some accounts that are alike.
type Cohort struct {
	// Members are their indices, ascending.
	Members []int
	// Texts are the first one's pieces, with a stand-in for each part that is
	// an account's own; Parts is what every member has there. Filled with its
	// parts, the texts are again what is said of the member.
	Texts []string
	Parts [][]string
	// Kinds says what the stand-ins stand for; empty where there are none.
	Kinds []Kind
}

// Kind is what a part is.
type Kind uint8

const (
	// Name is the account's name, always the first part.
	Name Kind = iota
	// Own is what no two accounts have the same.
	Own
	// Free is what differs by nature.
	Free
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
	// alike: fewer are sooner read one by one.
	leastNamed = 3
)

// Least is how many accounts must differ in other parts than those of their names to
// be alike: fewer are sooner read one by one.
const Least = 5

func isStandIn(r rune) bool { return firstStandIn <= r && r < firstStandIn+mostStandIns }

// Fill puts parts in the place of their stand-ins.
func Fill(s string, part func(i int) string) string {
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

// Cohorts parts accounts into those that are alike, in the order of the first of
// each.
func Cohorts(all []Outline) []Cohort {
	s := shaper{all: slices.Clone(all), parsed: make([]parsed, len(all))}
	var out []Cohort
	var plain, single []int
	for i := range s.all {
		if s.all[i].strange() {
			out = append(out, s.plain([]int{i}))
			continue
		}
		s.all[i].Pieces = s.all[i].named()
		plain = append(plain, i)
	}
	for _, same := range Gather(plain, func(i int) string { return s.all[i].exact() }) {
		if i := same[0]; len(same) > 1 {
			out = append(out, s.plain(same))
		} else {
			s.parsed[i] = parse(&s.all[i])
			single = append(single, i)
		}
	}
	for _, like := range Gather(single, func(i int) string { return s.parsed[i].structure }) {
		out = append(out, s.split(like)...)
	}
	slices.SortFunc(out, func(a, b Cohort) int { return cmp.Compare(a.Members[0], b.Members[0]) })
	return out
}

// exact is equal for accounts of which the same is said.
func (o *Outline) exact() string {
	texts := []string{o.Fixed}
	for _, p := range o.Pieces {
		texts = append(texts, p.Text)
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
func (o *Outline) strange() bool {
	return slices.ContainsFunc(o.Pieces, func(p Piece) bool { return strings.IndexFunc(p.Text, isStandIn) >= 0 })
}

// named returns the pieces with a stand-in for the account's name in sentences,
// wherever it stands by itself. A name of one word may be any word.
func (o *Outline) named() []Piece {
	if ws, _ := words(o.Account); len(ws) < 2 {
		return o.Pieces
	}
	pieces := slices.Clone(o.Pieces)
	for k := range pieces {
		if pieces[k].Manner != Sentence {
			continue
		}
		pieces[k].Text = replaceWord(pieces[k].Text, o.Account, string(firstStandIn))
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

func parse(o *Outline) parsed {
	var p parsed
	ws, name := words(o.Account)
	for _, w := range ws {
		p.name = append(p.name, o.Account[w.from:w.to])
	}
	structure := []string{o.Fixed, name}
	for _, piece := range o.Pieces {
		ws, between := words(piece.Text)
		p.pieces, p.between = append(p.pieces, ws), append(p.between, between)
		if piece.Manner == Label {
			between = ""
		}
		structure = append(structure, between)
	}
	p.structure = key(structure)
	return p
}

// shaper parts accounts whose outlines have the same structure.
type shaper struct {
	all    []Outline
	parsed []parsed
}

// spot is a place in an outline where accounts may differ: a word of a piece, or
// the whole of it.
type spot struct{ piece, word int }

// wholePiece is the word of a spot that is a whole piece.
const wholePiece = -1

// plain is a cohort whose members differ in nothing but their names, or that has
// only one.
func (s *shaper) plain(members []int) Cohort {
	c := Cohort{Members: members, Parts: make([][]string, len(members))}
	for m, i := range members {
		c.Parts[m] = []string{s.all[i].Account}
	}
	for _, p := range s.all[members[0]].Pieces {
		c.Texts = append(c.Texts, p.Text)
		if len(members) > 1 && strings.ContainsRune(p.Text, firstStandIn) {
			c.Kinds = []Kind{Name}
		}
	}
	return c
}

// text returns what an account has at a spot.
func (s *shaper) text(i int, at spot) string {
	t := s.all[i].Pieces[at.piece].Text
	if at.word == wholePiece {
		return t
	}
	w := s.parsed[i].pieces[at.piece][at.word]
	return t[w.from:w.to]
}
