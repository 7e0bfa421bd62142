package report

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// namedAccounts is how many accounts a group names; the others are counted.
const namedAccounts = 5

// group is what people read as one finding: those that break one rule at one
// place, in however many accounts.
type group struct {
	// Finding is the first of them.
	diag.Finding
	// account is where the first of them is.
	account string
	// names are the first accounts, each once.
	names []string
	// accounts is in how many accounts they are, findings how many they are.
	accounts, findings int
	// last is the account of the one added last.
	last int
	// differ is true where their messages are not all the same.
	differ bool
	// members are the accounts and paths of the first of them.
	members []member
}

// member is one finding of a group.
type member struct{ account, path string }

// keptMembers is how many members of a group are kept: as many locations as
// code scanning keeps of one result.
const keptMembers = 100

// groupKey is what the findings of a group have in common. A finding without a
// line may be about anything in its file, so its words count, too.
type groupKey struct {
	rule          string
	severity      diag.Severity
	place         diag.Place
	message, path string
}

func keyOf(f *diag.Finding) groupKey {
	k := groupKey{rule: f.Rule, severity: f.Severity, place: f.Place}
	if f.Line == 0 {
		k.message, k.path = f.Message, f.Path
	}
	return k
}

// groups returns the findings as people read them, in the order of the
// document.
func (c *Check) groups() []*group {
	var all []*group
	byKey := map[groupKey]*group{}
	for i := range c.Accounts {
		a := &c.Accounts[i]
		for k := range a.Findings {
			f := a.Findings[k]
			if f.File == "" {
				f.File = a.File
			}
			key := keyOf(&f)
			g := byKey[key]
			if g == nil {
				g = &group{Finding: f, account: a.Account, last: -1}
				byKey[key] = g
				all = append(all, g)
			}
			g.add(i, a.Account, &f)
		}
	}
	return all
}

func (g *group) add(index int, account string, f *diag.Finding) {
	g.findings++
	g.differ = g.differ || f.Message != g.Message
	if len(g.members) < keptMembers {
		g.members = append(g.members, member{account, f.Path})
	}
	if index == g.last {
		return
	}
	g.last = index
	g.accounts++
	if len(g.names) < namedAccounts {
		g.names = append(g.names, account)
	}
}

// where says in which accounts a group is, and where in them when that is one
// place. Each name is written by show.
func (v voice) where(g *group, show func(string) string) string {
	names := make([]string, 0, len(g.names))
	for _, name := range g.names {
		names = append(names, show(name))
	}
	var s string
	switch {
	case g.accounts > 1:
		s = v.say(text.Say("in %[1]d accounts: %[2]s", "位于 %[1]d 个账号：%[2]s"), g.accounts, v.list(names, g.accounts))
	case g.findings > 1:
		more := text.Count(g.findings-1, text.Say("%d more place", "另有 %d 处"), text.Say("%d more places", "另有 %d 处")).In(v.lang)
		s = v.say(text.Say("in %[1]s at %[2]s and %[3]s", "位于 %[1]s 的 %[2]s，%[3]s"), names[0], show(g.Path), more)
	default:
		s = v.say(text.Say("in %s", "位于 %s"), strings.TrimSuffix(names[0]+" "+show(g.Path), " "))
	}
	if g.differ {
		s += v.say(text.Say("; their messages differ, this is the first", "；各处的说明不同，这是第一条"))
	}
	if g.Errcode != 0 {
		s += v.say(text.Say("; WeChat would answer %d", "；微信会返回 %d"), g.Errcode)
	}
	return s
}

// worst returns at most n of the groups, errors before warnings, in the order
// they came in.
func worst(all []*group, n int) []*group {
	if len(all) <= n {
		return all
	}
	var errors, warnings int
	for _, g := range all {
		if g.Severity == diag.Error {
			errors++
		}
	}
	errors = min(errors, n)
	warnings = n - errors
	kept := make([]*group, 0, n)
	for _, g := range all {
		left := &warnings
		if g.Severity == diag.Error {
			left = &errors
		}
		if *left > 0 {
			*left--
			kept = append(kept, g)
		}
	}
	return kept
}
