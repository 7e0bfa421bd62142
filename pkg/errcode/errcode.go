// Package errcode says what WeChat's errcodes mean and who has to do what, at
// each endpoint and in every language.
//
// An errcode is a row of one of the tables in this package: access.go and
// account.go (who asks), menu.go, link.go, material.go and conditional.go (what
// is asked for), platform.go and cloud.go (the ways to WeChat that are not an
// account's own token). A new errcode is a new row, and nothing else here.
package errcode

import (
	"cmp"
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Advice is what an errcode means and who has to do what, each a clause.
type Advice struct{ Meaning, Remedy text.Spoken }

// English returns the advice in English.
func (a Advice) English() (meaning, remedy string) {
	return a.Meaning.In(text.English), a.Remedy.In(text.English)
}

// Operands are what an answer of WeChat's says beside its errcode, as far as
// sentences repeat it.
type Operands struct {
	// IP is the address WeChat saw the request come from; empty where the
	// answer does not name it.
	IP string
}

// Explain returns what an errcode means at an endpoint and who has to do what.
// op is the endpoint's path below /cgi-bin/, such as "menu/create"; it matters
// where WeChat gives one errcode two meanings, and may be empty. An errcode that
// is not in the tables gets general advice.
func Explain(op string, code int, with Operands) Advice {
	for _, table := range tables {
		for _, r := range table {
			if r.code != code || r.op != anywhere && r.op != op {
				continue
			}
			if advice, ok := r.advice(with); ok {
				return advice
			}
		}
	}
	return rest(code)
}

// Known reports whether an errcode is in the tables.
func Known(code int) bool {
	for _, table := range tables {
		if slices.ContainsFunc(table, func(r row) bool { return r.code == code }) {
			return true
		}
	}
	return false
}

// Entry is an errcode that caidan can explain.
type Entry struct {
	Code int
	// Op is the one endpoint where the errcode means that; empty where it
	// means that at every endpoint that has no entry of its own.
	Op string
	Advice
	// Source is where the fact is from.
	Source text.Text
}

// Entries returns every errcode that caidan can explain, in ascending order,
// and of one errcode what it means at a certain endpoint first.
func Entries() []Entry {
	var out []Entry
	for _, table := range tables {
		for _, r := range table {
			if advice, ok := r.advice(Operands{}); ok {
				out = append(out, Entry{Code: r.code, Op: r.op, Advice: advice, Source: sources[r.source]})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return cmp.Compare(a.Code, b.Code) })
	return out
}
