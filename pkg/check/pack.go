package check

import (
	"encoding/binary"
	"slices"

	"github.com/caidan-dev/caidan/pkg/cache"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxAnswers is the most answers that are kept about a file, one for each version
// of it and of what it imports: some branches and their base.
const maxAnswers = 4

// answer is what a file came to with its imports as they were. Answers can be
// compared.
type answer struct {
	file, digest string
	// imports are what [packImports] made of them, accounts what [packAccounts]
	// did.
	imports, accounts string
}

// packed returns what answers are written as: all of them are one answer of the
// cache, since to read a file for each takes as long as to read the menus. The lists
// of imports, of which most menus have the same, are written once.
func packed(answers []answer) []byte {
	var w wire
	var lists []string
	index := map[string]int{}
	for i := range answers {
		imports := answers[i].imports
		if _, listed := index[imports]; !listed {
			index[imports] = len(lists)
			lists = append(lists, imports)
		}
	}
	each(&w, &lists, func(s *string) { w.texts(s) })
	each(&w, &answers, func(a *answer) {
		at := index[a.imports]
		w.texts(&a.file, &a.digest, &a.accounts)
		w.number(&at)
	})
	return w.out
}

// unpacked returns the answers of a pack; none where it is not as it was written.
func unpacked(data []byte) []answer {
	w := wire{reads: true, in: string(data)}
	var lists []string
	var answers []answer
	each(&w, &lists, func(s *string) { w.texts(s) })
	each(&w, &answers, func(a *answer) {
		at := 0
		w.texts(&a.file, &a.digest, &a.accounts)
		w.number(&at)
		if at < 0 || at >= len(lists) {
			w.bad = true
			return
		}
		a.imports = lists[at]
	})
	if w.bad || w.in != "" {
		return nil
	}
	return answers
}

// choose returns the answers that a pack is to have: those of a run, and of the
// others as many as it has room for, a few about each file.
func choose(run, others []answer) []answer {
	const number = binary.MaxVarintLen64
	var chosen []answer
	had := map[answer]bool{}
	about := map[string]int{}
	lists := map[string]bool{}
	room := cache.MaxAnswer - 2*number // of how many there are
	for _, a := range slices.Concat(run, others) {
		size := len(a.file) + len(a.digest) + len(a.accounts) + 4*number
		if !lists[a.imports] {
			size += len(a.imports) + number
		}
		if had[a] || about[a.file] == maxAnswers || size > room {
			continue
		}
		had[a], lists[a.imports] = true, true
		about[a.file]++
		room -= size
		chosen = append(chosen, a)
	}
	return chosen
}

// packImports returns imports as a text.
func packImports(imports []source.Read) string {
	var w wire
	wireImports(&w, &imports)
	return string(w.out)
}

// unpackImports returns the imports of a text; ok is false where it has none.
func unpackImports(s string) (imports []source.Read, ok bool) {
	w := wire{reads: true, in: s}
	wireImports(&w, &imports)
	return imports, !w.bad && w.in == ""
}

func wireImports(w *wire, imports *[]source.Read) {
	each(w, imports, func(r *source.Read) { w.texts(&r.Dir, &r.Name, &r.Path, &r.Digest) })
}

// packAccounts returns the accounts of a file as a text.
func packAccounts(accounts []Account) string {
	var w wire
	wireAccounts(&w, &accounts)
	return string(w.out)
}

// unpackAccounts returns the accounts of an answer; ok is false where it has none.
func (a *answer) unpackAccounts() (accounts []Account, ok bool) {
	w := wire{reads: true, in: a.accounts}
	wireAccounts(&w, &accounts)
	for i := range accounts {
		accounts[i].File = a.file
	}
	return accounts, !w.bad && w.in == ""
}

// wireAccounts has what is kept of an account.
func wireAccounts(w *wire, accounts *[]Account) {
	each(w, accounts, func(a *Account) {
		w.texts(&a.Name, &a.Digest, &a.at)
		w.truth(&a.table)
		each(w, &a.Findings, func(f *diag.Finding) { wireFinding(w, f) })
	})
}

// wireFinding has all of a finding but the text of its line.
func wireFinding(w *wire, f *diag.Finding) {
	w.texts(&f.Rule, (*string)(&f.Severity), &f.Message, &f.Help, &f.Path)
	w.number(&f.Errcode)
	w.number(&f.More)
	w.truth(&f.Name)
	wirePlace(w, &f.Place)
	via := f.Via != nil
	if w.truth(&via); !via {
		return
	}
	if w.reads {
		f.Via = new(diag.Place)
	}
	wirePlace(w, f.Via)
}

func wirePlace(w *wire, p *diag.Place) {
	w.texts(&p.File)
	for _, n := range []*int{&p.Line, &p.Column, &p.EndLine, &p.EndColumn} {
		w.number(n)
	}
}

// sound reports whether what a file came to can be kept, and be believed. Each
// finding is in a line of a file that its menu was made of, which would be shown,
// and says nothing that moves a terminal. The parts are the files it imports.
func sound(file string, parts map[string]bool, accounts []Account) bool {
	part := func(name string) bool { return name == file || name == source.LibraryName || parts[name] }
	for i := range accounts {
		for k := range accounts[i].Findings {
			f := &accounts[i].Findings[k]
			if f.Line <= 0 || !part(f.File) || f.Via != nil && !part(f.Via.File) || text.Clean(f.Message) != f.Message || text.Clean(f.Help) != f.Help {
				return false
			}
		}
	}
	return len(accounts) > 0
}

// partsOf returns the files that imports lead to.
func partsOf(imports []source.Read) map[string]bool {
	parts := make(map[string]bool, len(imports))
	for _, read := range imports {
		parts[read.Path] = true
	}
	return parts
}
