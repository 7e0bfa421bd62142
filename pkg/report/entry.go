package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/report/alike"
	"github.com/caidan-dev/caidan/pkg/text"
)

// resultNames is how many accounts of an entry are named; the others are
// counted.
const resultNames = 20

// entry is what a document says of an account, or of some that are alike.
type entry struct {
	// said is what is said of the first, with stand-ins for the parts that are
	// each account's own.
	said
	// all are all of them, in their order, and parts what each has in the place
	// of the stand-ins.
	all   []*said
	parts [][]string
	// sentences is what a follower notices.
	sentences []string
	// most is how many accounts are named; 0 is resultNames.
	most int
	// shown is how the stand-ins are shown; own are those that are numbered.
	shown []string
	own   []int
}

// entries returns what is to be said of accounts, those that are alike as one, in
// the order of the first of each. The quiet ones are left out.
func entries(all []said, l text.Lang) []entry {
	var loud []*said
	for i := range all {
		if !all[i].quiet {
			loud = append(loud, &all[i])
		}
	}
	// Of a menu that comes or goes as a whole the change says little.
	menus, own := map[string]int{}, 0
	for _, s := range loud {
		if s.whole() {
			menus[s.Digests.Desired]++
		}
	}
	for _, n := range menus {
		if n == 1 {
			own++
		}
	}
	outlines := make([]alike.Outline, len(loud))
	for i, s := range loud {
		outlines[i] = s.outline()
		if d := s.Digests.Desired; s.whole() && (menus[d] > 1 || own < alike.Least) {
			outlines[i].Fixed += d
		}
	}
	var out []entry
	for _, c := range alike.Cohorts(outlines) {
		members := make([]*said, len(c.Members))
		for k, i := range c.Members {
			members[k] = loud[i]
		}
		out = append(out, merge(&c, members, l)...)
	}
	return out
}

// alone is the entry of one account.
func alone(s *said, l text.Lang) entry {
	return entry{said: *s, all: []*said{s}, sentences: s.sentences(l)}
}

// merge returns the entry of a cohort. A sentence may write one part otherwise
// than another, such as in quotes: accounts whose sentences do not come back
// when their parts are filled in follow by themselves.
func merge(c *alike.Cohort, members []*said, l text.Lang) []entry {
	e := alone(members[0], l)
	if len(c.Kinds) == 0 || len(members) == 1 {
		e.all = members
		return []entry{e}
	}
	next := 0
	e.said = members[0].mapped(func(t string, m alike.Manner) string {
		if m == alike.Unsaid {
			return t
		}
		next++
		return c.Texts[next-1]
	})
	e.sentences, e.all = e.said.sentences(l), nil
	var misfits []entry
	for k, s := range members {
		fits := func(own, template string) bool {
			return own == alike.Fill(template, func(n int) string { return c.Parts[k][n] })
		}
		if one := alone(s, l); slices.EqualFunc(one.sentences, e.sentences, fits) {
			e.all, e.parts = append(e.all, s), append(e.parts, c.Parts[k])
		} else {
			misfits = append(misfits, one)
		}
	}
	if len(e.all) == 1 {
		misfits, e.all = append(misfits, alone(e.all[0], l)), nil
	}
	if len(e.all) == 0 {
		return misfits
	}
	e.number(c.Kinds, l)
	return append([]entry{e}, misfits...)
}

// number says how the stand-ins are shown: parts that are each account's own by
// numbers, in the order in which they are read.
func (e *entry) number(kinds []alike.Kind, l text.Lang) {
	e.shown = make([]string, len(kinds))
	see := func(s string) {
		alike.Fill(s, func(i int) string {
			switch {
			case e.shown[i] != "":
			case kinds[i] == alike.Name:
				e.shown[i] = text.Say("{account}", "{账号}").In(l)
			case kinds[i] == alike.Free:
				e.shown[i] = "…"
			default:
				e.own = append(e.own, i)
				e.shown[i] = fmt.Sprintf("{%d}", len(e.own))
			}
			return ""
		})
	}
	see(e.what)
	for _, s := range e.sentences {
		see(s)
	}
	see(e.steps)
	for _, l := range e.lines {
		see(l.text)
	}
}

// show writes a text of the entry for people.
func (e *entry) show(s string) string {
	if len(e.shown) == 0 {
		return s
	}
	// What no sentence says has no number.
	return alike.Fill(s, func(i int) string { return cmp.Or(e.shown[i], "…") })
}

// several reports whether the entry is of more than one account.
func (e *entry) several() bool { return len(e.all) > 1 }

// names says which accounts these are, and what they have in common. Each name is
// written by show.
func (e *entry) names(show func(string) string) text.Spoken {
	list, n := e.accounts(show), accounts(len(e.all))
	switch marks := e.marks(); {
	case !e.several():
		return list
	case e.ownMenus():
		return text.Sayf("%[1]s, each with a menu of its own: %[2]s", "%[1]s，菜单各不相同：%[2]s", n, list)
	case len(e.changes) > 0 && marks != nil:
		return text.Sayf("%[1]s, the same change but for %[2]s: %[3]s", "%[1]s，除 %[2]s 外改动相同：%[3]s", n, marks, list)
	case len(e.changes) > 0:
		return text.Sayf("%[1]s, the same change: %[2]s", "%[1]s，改动相同：%[2]s", n, list)
	case marks != nil:
		return text.Sayf("%[1]s, the same result but for %[2]s: %[3]s", "%[1]s，除 %[2]s 外结果相同：%[3]s", n, marks, list)
	default:
		return text.Sayf("%[1]s, the same result: %[2]s", "%[1]s，结果相同：%[2]s", n, list)
	}
}

// accounts lists the accounts' names.
func (e *entry) accounts(show func(string) string) text.Spoken {
	names := make(text.List, len(e.all))
	for i, s := range e.all {
		names[i] = show(s.Account)
	}
	return names.Most(cmp.Or(e.most, resultNames))
}

// ownMenus reports whether a menu comes or goes as a whole, and another one in
// each of the accounts.
func (e *entry) ownMenus() bool {
	return e.whole() && slices.ContainsFunc(e.all, func(s *said) bool { return s.Digests.Desired != e.Digests.Desired })
}

// marks is how the parts are shown that are each account's own.
func (e *entry) marks() text.List {
	var marks text.List
	for _, i := range e.own {
		marks = append(marks, e.shown[i])
	}
	return marks
}

// nothingElse says what the accounts have in the place of the stand-ins; nil
// where there are none.
func (e *entry) nothingElse() text.Spoken {
	if len(e.own) == 0 {
		return nil
	}
	tuples := make(text.List, len(e.all))
	for k := range e.all {
		var tuple []string
		for _, i := range e.own {
			tuple = append(tuple, e.parts[k][i])
		}
		tuples[k] = strings.Join(tuple, " / ")
	}
	return text.Sayf("nothing else differs; %[1]s stands for %[2]s", "其余完全相同；%[1]s 依次为 %[2]s", strings.Join(e.marks(), " / "), tuples.Most(resultNames))
}

// sameDigest returns the digest of all of them; empty where they differ.
func (e *entry) sameDigest() string {
	if slices.ContainsFunc(e.all, func(s *said) bool { return s.digest != e.digest }) {
		return ""
	}
	return e.digest
}
