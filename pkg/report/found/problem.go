// Package found makes ready for people what a check found: findings that are the same
// become one problem, and a line of the source an excerpt with a mark.
package found

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// namedAccounts is how many accounts a problem names; the others are counted.
const namedAccounts = 5

// Problem is what people read as one finding: those that break one rule at one
// place, in however many accounts.
type Problem struct {
	// Finding is the first of them, and All are all.
	Finding
	All []Finding
	// Accounts are those that have one, each once.
	Accounts text.List
}

// Finding is a finding with its account.
type Finding struct {
	diag.Finding
	Account string
}

// key is what the findings of a problem have in common. A finding without
// a line may be about anything in its file, so its words count, too.
type key struct {
	rule          string
	severity      diag.Severity
	place         diag.Place
	message, path string
}

func (f Finding) key() key {
	k := key{rule: f.Rule, severity: f.Severity, place: f.Place}
	if f.Line == 0 {
		k.message, k.path = f.Message, f.Path
	}
	return k
}

// Problems returns findings as people read them, in the order of the first of each.
func Problems(all []Finding) []Problem {
	var out []Problem
	for _, same := range alike.Gather(all, Finding.key) {
		p := Problem{Finding: same[0], All: same}
		for i, f := range same {
			if i == 0 || f.Account != same[i-1].Account {
				p.Accounts = append(p.Accounts, f.Account)
			}
		}
		out = append(out, p)
	}
	return out
}

// Unlisted returns how many findings are counted with these.
func (p *Problem) Unlisted() int {
	n := 0
	for i := range p.All {
		n += p.All[i].More
	}
	return n
}

// Differ reports whether the messages are not all the same.
func (p *Problem) Differ() bool {
	for i := range p.All {
		if p.All[i].Message != p.Message {
			return true
		}
	}
	return false
}

// Merged reports whether one of the problems has more than one finding.
func Merged(all []Problem) bool {
	for i := range all {
		if len(all[i].All) > 1 {
			return true
		}
	}
	return false
}

// Where says in which accounts a problem is, and where in them when that is one
// place. What is not ours is written by show.
func (p *Problem) Where(show func(string) string) text.Spoken {
	names := make(text.List, len(p.Accounts))
	for i, name := range p.Accounts[:min(len(names), namedAccounts)] {
		names[i] = show(name)
	}
	var said text.Spoken
	switch n := len(p.All); {
	case len(names) > 1:
		said = text.Sayf("in %[1]d accounts: %[2]s", "位于 %[1]d 个账号：%[2]s", len(names), names.Most(namedAccounts))
	case n > 1:
		more := text.Count(n-1, text.Say("%d more place", "另有 %d 处"), text.Say("%d more places", "另有 %d 处"))
		said = text.Sayf("in %[1]s at %[2]s and %[3]s", "位于 %[1]s 的 %[2]s，%[3]s", names[0], show(p.Path), more)
	default:
		said = text.Sayf("in %s", "位于 %s", strings.TrimSuffix(names[0]+" "+show(p.Path), " "))
	}
	if p.Differ() {
		said = text.Sayf("%s; their messages differ, this is the first", "%s；各处的说明不同，这是第一条", said)
	}
	if p.Errcode != 0 {
		said = text.Sayf("%s; WeChat would answer %d", "%s；微信会返回 %d", said, p.Errcode)
	}
	return said
}

// Via names the line of a library through which a value was made.
func Via(place string) text.Phrase { return text.Sayf("via %s", "经由 %s", place) }

// Worst returns at most n of the problems, errors before warnings, in the order
// they came in.
func Worst(all []Problem, n int) []Problem {
	if len(all) <= n {
		return all
	}
	errors := 0
	for i := range all {
		if all[i].Severity == diag.Error {
			errors++
		}
	}
	errors = min(errors, n)
	warnings := n - errors
	kept := make([]Problem, 0, n)
	for _, p := range all {
		left := &warnings
		if p.Severity == diag.Error {
			left = &errors
		}
		if *left > 0 {
			*left--
			kept = append(kept, p)
		}
	}
	return kept
}
