package api

import (
	"maps"
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Term is a word of reports, as one who reads it there has it explained. A word
// that says several things has a term for each.
type Term struct {
	// Kind says what the word names, such as a guard.
	Kind text.Text
	Word string
	// About says what it means; Meaning and Remedy what a report says with it, with
	// operands in braces, and are empty where it says the word alone.
	About, Meaning, Remedy text.Text
}

// Terms returns the words of reports: guards, cases, outcomes, states of drift,
// verdicts of doctor and warnings.
func Terms() []Term {
	var out []Term
	for _, g := range guards {
		out = append(out, Term{text.Say("guard", "保护"), string(g.guard), g.about, g.meaning, g.remedy})
	}
	out = append(out, terms(text.Say("case of plan and status", "plan 和 status 里的情形"), cases)...)
	out = append(out, terms(text.Say("outcome", "结果"), outcomes)...)
	out = append(out, terms(text.Say("state of drift", "drift 里的状态"), drifts)...)
	out = append(out, terms(text.Say("verdict of caidan doctor", "caidan doctor 的结论"), verdicts)...)
	for _, code := range slices.Sorted(maps.Keys(warnings)) {
		w := warnings[code]
		out = append(out, Term{Kind: text.Say("warning", "警告"), Word: string(code), About: w.meaning, Remedy: w.remedy})
	}
	return out
}

func terms[C ~string](kind text.Text, table []worded[C]) []Term {
	var out []Term
	for _, row := range table {
		out = append(out, Term{Kind: kind, Word: string(row.code), About: row.about})
	}
	return out
}
