package api

import (
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/errcode"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Code names why a request ended as it did, or what is to be known of it. A
// guard's own name is the code of its refusal, a warning's kind that of the
// warning.
type Code string

// Reason is a code with its operands. Its words stand once in each language,
// beside the code's definition.
type Reason struct {
	Code Code `json:"code"`
	Facts
}

// words are what a code says: what happened, and what to do about it, empty
// where the code beside it says that. Each is a clause whose operands, in
// braces, are named as in JSON.
type words struct{ meaning, remedy text.Text }

// wordsOf returns what a code says, false for one of a newer release.
func wordsOf(c Code) (words, bool) {
	for i := range guards {
		if c == Code(guards[i].guard) {
			return guards[i].words, true
		}
	}
	for _, table := range []map[Code]words{besides, records, requests, failures, answers, ledgers, credentials, services, clouds, platforms, servers, warnings, found} {
		if w, ok := table[c]; ok {
			return w, true
		}
	}
	return words{}, false
}

// operand is the place of an operand in a text.
var operand = text.Pattern(`\{[a-zA-Z]+\}`)

// say puts the operands into a text. One that is missing stays as it is
// written, in braces, which a test of every result looks for.
func (f *Facts) say(t text.Text, l text.Lang) string {
	return operand().ReplaceAllStringFunc(t.In(l), func(name string) string {
		if of, known := operands[strings.Trim(name, "{}")]; known {
			if s := of(f); s != nil {
				return s.In(l)
			}
		}
		return name
	})
}

// say returns what reasons say in a language, each thing once. It is not ok
// where one of them is of a newer release.
func say(reasons []Reason, l text.Lang) (meaning, remedy string, ok bool) {
	var meanings, remedies []string
	add := func(list []string, s string) []string {
		if s == "" || slices.Contains(list, s) {
			return list
		}
		return append(list, s)
	}
	for i := range reasons {
		r := &reasons[i]
		if r.Code == Refusal {
			advice := errcode.Explain(r.Op, r.Errcode, errcode.Operands{IP: r.IP})
			meanings, remedies = add(meanings, advice.Meaning.In(l)), add(remedies, advice.Remedy.In(l))
			continue
		}
		w, known := wordsOf(r.Code)
		if !known {
			return "", "", false
		}
		meanings, remedies = add(meanings, r.say(w.meaning, l)), add(remedies, r.say(w.remedy, l))
	}
	semicolon := text.Say("; ", "；").In(l)
	return strings.Join(meanings, semicolon), strings.Join(remedies, semicolon), len(reasons) > 0
}

// NewError returns an error for reasons, the cause before what came of it. op is
// what was being done.
func NewError(op string, reasons ...Reason) *Error {
	e := &Error{Op: op, Reasons: reasons}
	e.Meaning, e.Remedy, _ = say(reasons, text.English)
	return e
}

// Say returns in a language what happened and what to do about it, each in
// clauses, the second empty where that is not known. What only a newer release
// has words for is said as the function said it, which is in English.
func (e *Error) Say(l text.Lang) (meaning, remedy string) {
	if e.Local != nil {
		return text.Explain(e.Local, l)
	}
	if meaning, remedy, ok := say(e.Reasons, l); ok {
		return meaning, remedy
	}
	return foreign(e.Meaning, l), foreign(e.Remedy, l)
}

// Text returns the error for those who read errors.
func (e *Error) Text(cause error) *text.Error {
	meaning := func(l text.Lang) string { m, _ := e.Say(l); return m }
	remedy := func(l text.Lang) string { _, r := e.Say(l); return r }
	return &text.Error{Meaning: spoken(meaning), Remedy: spoken(remedy), Cause: cause}
}

// spoken says something in a language.
type spoken func(text.Lang) string

// In returns it in a language.
func (f spoken) In(l text.Lang) string { return f(l) }

// NewWarning returns a warning with its operands.
func NewWarning(kind WarningKind, f Facts) Warning {
	w := Warning{Kind: kind, Facts: f}
	w.Message = w.In(text.English)
	return w
}

// In says in a language what is to be known.
func (w *Warning) In(l text.Lang) string {
	if said, ok := wordsOf(Code(w.Kind)); ok {
		return w.say(said.meaning, l)
	}
	return foreign(w.Message, l)
}

// foreign returns an English sentence as a text in another language quotes it.
func foreign(s string, l text.Lang) string {
	if s == "" || l != text.Chinese {
		return s
	}
	return "“" + s + "”"
}
