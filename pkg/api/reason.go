package api

import "github.com/caidan-dev/caidan/pkg/text"

// Code names why a request ended as it did, or what is to be known of it. A
// guard's own name is the code of its refusal.
type Code string

// Reason is a code with its operands. Its words, with what to do, stand once in
// each language in the catalogue of reasons.
type Reason struct {
	Code Code `json:"code"`
	Facts
}

// Facts are the operands of reasons: which of them a reason has, its code says.
type Facts struct {
	// Record is the number of a record.
	Record int `json:"record,omitempty"`
	// Live is the digest of what is live.
	Live string `json:"live,omitempty"`
	// Names are buttons, each by the way to it from the bar on.
	Names []string `json:"names,omitempty"`
}

// Say returns in a language what happened and what to do about it, each a
// clause, empty where that is not known.
func (e *Error) Say(l text.Lang) (meaning, remedy string) {
	if e.Local != nil {
		return text.Explain(e.Local, l)
	}
	return e.Meaning, e.Remedy
}

// In says in a language what is to be known.
func (w *Warning) In(text.Lang) string { return w.Message }
