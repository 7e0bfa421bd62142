package text

import "strings"

// Count returns a number with its noun, of which English has two forms: one and
// many are formats of the number.
func Count(n int, one, many Text) Phrase {
	if n == 1 {
		return one.With(n)
	}
	return many.With(n)
}

// List enumerates words.
type List []string

// In returns the words in a language.
func (ws List) In(l Lang) string { return strings.Join(ws, Say(", ", "、").In(l)) }

// Most returns the first words of a list, at most limit of them, and how many
// there are beside them.
func (ws List) Most(limit int) Spoken {
	if more := len(ws) - limit; more > 0 {
		return Sayf("%[1]s and %[2]d more", "%[1]s，另有 %[2]d 个", ws[:limit], more)
	}
	return ws
}

// Series enumerates what differs by language.
type Series []Spoken

// In returns the series in a language.
func (s Series) In(l Lang) string { return s.words(l).In(l) }

// Most returns the first of a series, at most limit of them, and how many there are
// beside them.
func (s Series) Most(limit int) Spoken {
	return Text{EN: s.words(English).Most(limit).In(English), ZH: s.words(Chinese).Most(limit).In(Chinese)}
}

func (s Series) words(l Lang) List {
	words := make(List, len(s))
	for i := range s {
		words[i] = s[i].In(l)
	}
	return words
}

// Colon joins a label and what it labels.
func Colon(label, labelled any) Phrase { return Sayf("%s: %s", "%s：%s", label, labelled) }

// Bracketed joins what is said and what stands in brackets behind it.
func Bracketed(said, aside any) Phrase { return Sayf("%s (%s)", "%s（%s）", said, aside) }

// Clauses joins clauses to a sentence.
type Clauses []Spoken

// In returns the clauses in a language, with a semicolon between two.
func (cs Clauses) In(l Lang) string {
	said := make([]string, len(cs))
	for i, c := range cs {
		said[i] = c.In(l)
	}
	return strings.Join(said, Say("; ", "；").In(l))
}
