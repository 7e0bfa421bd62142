package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// namedAccounts is how many accounts a problem names; the others are counted.
const namedAccounts = 5

// problem is what people read as one finding: those that break one rule at one
// place, in however many accounts.
type problem struct {
	// found is the first of them.
	found
	all []found
	// accounts are those that have one, each once.
	accounts text.List
}

// found is a finding with its account.
type found struct {
	diag.Finding
	account string
}

// problemKey is what the findings of a problem have in common. A finding without
// a line may be about anything in its file, so its words count, too.
type problemKey struct {
	rule          string
	severity      diag.Severity
	place         diag.Place
	message, path string
}

func (f found) key() problemKey {
	k := problemKey{rule: f.Rule, severity: f.Severity, place: f.Place}
	if f.Line == 0 {
		k.message, k.path = f.Message, f.Path
	}
	return k
}

// problems returns the findings as people read them, in the order of the
// document.
func (c *Check) problems() []problem {
	var all []found
	for i := range c.Accounts {
		a := &c.Accounts[i]
		for _, f := range a.Findings {
			if f.File == "" {
				f.File = a.File
			}
			all = append(all, found{f, a.Account})
		}
	}
	var out []problem
	for _, same := range alike.Gather(all, found.key) {
		p := problem{found: same[0], all: same}
		for i, f := range same {
			if i == 0 || f.account != same[i-1].account {
				p.accounts = append(p.accounts, f.account)
			}
		}
		out = append(out, p)
	}
	return out
}

// unlisted returns how many findings are counted with these.
func (p *problem) unlisted() int {
	n := 0
	for i := range p.all {
		n += p.all[i].More
	}
	return n
}

// differ reports whether the messages are not all the same.
func (p *problem) differ() bool {
	for i := range p.all {
		if p.all[i].Message != p.Message {
			return true
		}
	}
	return false
}

// merged reports whether one of the problems has more than one finding.
func merged(all []problem) bool {
	for i := range all {
		if len(all[i].all) > 1 {
			return true
		}
	}
	return false
}

// where says in which accounts a problem is, and where in them when that is one
// place. What is not ours is written by show.
func (p *problem) where(show func(string) string) text.Spoken {
	names := make(text.List, len(p.accounts))
	for i, name := range p.accounts[:min(len(names), namedAccounts)] {
		names[i] = show(name)
	}
	var said text.Spoken
	switch n := len(p.all); {
	case len(names) > 1:
		said = text.Sayf("in %[1]d accounts: %[2]s", "位于 %[1]d 个账号：%[2]s", len(names), names.Most(namedAccounts))
	case n > 1:
		more := text.Count(n-1, text.Say("%d more place", "另有 %d 处"), text.Say("%d more places", "另有 %d 处"))
		said = text.Sayf("in %[1]s at %[2]s and %[3]s", "位于 %[1]s 的 %[2]s，%[3]s", names[0], show(p.Path), more)
	default:
		said = text.Sayf("in %s", "位于 %s", strings.TrimSuffix(names[0]+" "+show(p.Path), " "))
	}
	if p.differ() {
		said = text.Sayf("%s; their messages differ, this is the first", "%s；各处的说明不同，这是第一条", said)
	}
	if p.Errcode != 0 {
		said = text.Sayf("%s; WeChat would answer %d", "%s；微信会返回 %d", said, p.Errcode)
	}
	return said
}

// via names the line of a library through which a value was made.
func via(place string) text.Phrase { return text.Sayf("via %s", "经由 %s", place) }

// worst returns at most n of the problems, errors before warnings, in the order
// they came in.
func worst(all []problem, n int) []problem {
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
	kept := make([]problem, 0, n)
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
