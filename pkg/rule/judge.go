package rule

import (
	"slices"
	"strconv"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// ValidAccount reports whether a name can name an account.
func ValidAccount(name string) bool {
	return len(name) <= MaxAccountName && accountName().MatchString(name)
}

var accountName = text.Pattern(`^[a-z0-9][a-z0-9-]*$`)

// judge collects the findings of one account.
type judge struct {
	book     *Book
	findings []diag.Finding
	// listed counts the findings of a severity, and last is where the last is.
	listed, last map[diag.Severity]int
	// advises is false where only the fixed rules are asked for.
	advises bool
	// silenced holds the objects that one finding describes wholly.
	silenced map[string]bool
}

func (j *judge) account(a *menu.Account) {
	j.wholes(a.Problems)
	if !a.Table && !ValidAccount(a.Name) {
		if f := j.add(AccountName, "", 1, a.Name); f != nil {
			f.Name = true
		}
	}
	if a.Set.Menu != nil {
		j.menu(a.Base, a.Set.Menu)
	}
	for i := range a.Set.Conditional {
		j.conditional("/conditionalmenu/"+strconv.Itoa(i), &a.Set.Conditional[i])
	}
	j.domains(a.Set.Conditional)
	if j.advises {
		j.shadowed(a.Set.Conditional)
	}
	j.problems(a.Problems)
}

// add makes a finding of the rule; level is 2 inside a sub-menu, else 1, and
// args are the operands of the rule's message. It returns nil where the finding
// is not listed.
func (j *judge) add(id, path string, level int, args ...any) *diag.Finding {
	severity := j.book.Severity(id)
	if j.listed == nil {
		j.listed, j.last = map[diag.Severity]int{}, map[diag.Severity]int{}
	}
	switch {
	case severity == Off:
	case j.listed[severity] == diag.MaxListed:
		j.findings[j.last[severity]].More++
	default:
		j.listed[severity]++
		j.last[severity] = len(j.findings)
		j.findings = append(j.findings, j.book.finding(id, path, level, args))
		return &j.findings[j.last[severity]]
	}
	return nil
}

// guess is what text.Guess or text.Meant says, looked for where it is said: a
// finding that is only counted needs none, and looking takes the most time of all.
type guess struct {
	of    func(word string, known []string) text.Spoken
	word  string
	known []string
}

// In returns the guess in a language.
func (g guess) In(l text.Lang) string { return g.of(g.word, g.known).In(l) }

// spot is where a button stands. Its path is spelt out only when there is
// something to say of it.
type spot struct {
	// menu is the JSON pointer of the object that holds the buttons.
	menu string
	// top is the button's place at the top level, sub that in the sub-menu,
	// -1 for a button that is in none.
	top, sub int
}

func (s spot) String() string {
	path := s.menu + "/button/" + strconv.Itoa(s.top)
	if s.sub >= 0 {
		path += "/sub_button/" + strconv.Itoa(s.sub)
	}
	return path
}

// field returns the path of one of the button's fields.
func (s spot) field(f menu.Field) string { return s.String() + "/" + f.String() }

// level is 1 at the top, 2 in a sub-menu.
func (s spot) level() int {
	if s.sub >= 0 {
		return 2
	}
	return 1
}

// of makes a finding of the rule about a field of a button.
func (j *judge) of(id string, at spot, f menu.Field, args ...any) {
	j.add(id, at.field(f), at.level(), args...)
}

// lacks makes a finding of the rule about a field that should be there: at the
// field when an empty one was written, else at the button that lacks it.
func (j *judge) lacks(id string, at spot, b *menu.Button, f menu.Field, args ...any) {
	if b.Written(f) {
		j.of(id, at, f, args...)
	} else {
		j.add(id, at.String(), at.level(), args...)
	}
}

// silent reports whether all is said of the button.
func (j *judge) silent(at spot) bool { return len(j.silenced) > 0 && j.silenced[at.String()] }

func (j *judge) menu(at string, buttons []menu.Button) {
	if n := len(buttons); n == 0 || n > MaxTop {
		if f := j.add("top-level-count", at+"/button", 1, n, MaxTop); f != nil && n == 0 {
			f.Help = text.Say("add a button: WeChat takes no empty menu", "至少写一个按钮，微信不接受空菜单").In(j.book.lang)
		}
	}
	for i := range buttons {
		b, top := &buttons[i], spot{at, i, -1}
		j.button(top, b)
		if n := len(b.Sub); n > MaxSub && !j.silent(top) {
			j.of("sub-button-count", top, menu.FieldSubButton, n, MaxSub)
		}
		for k := range b.Sub {
			j.button(spot{at, i, k}, &b.Sub[k])
		}
	}
	if j.advises {
		j.repeats(at, buttons)
	}
}

// button judges one button on its own. Where the type is wrong, nothing else
// is said of it: what it needs follows from the type.
func (j *judge) button(at spot, b *menu.Button) {
	if j.wrongType(at, b) {
		if j.silenced == nil {
			j.silenced = map[string]bool{}
		}
		j.silenced[at.String()] = true
		return
	}
	j.name(at, b)
	j.controls(at, b)
	if j.advises {
		j.unseen(at, b)
	}
	switch {
	case b.Faulty(menu.FieldType):
	case len(b.Sub) > 0 && b.Type != "":
		j.of("type-and-sub-button-exclusive", at, menu.FieldType, b.Type)
	case len(b.Sub) > 0:
		j.irrelevant(at, b, text.Sayf("a button with a sub-menu", "有子菜单的按钮"), nil)
	case b.Faulty(menu.FieldSubButton) && b.Type == "":
	case b.Type == "" && b.Written(menu.FieldSubButton):
		j.of("sub-button-empty", at, menu.FieldSubButton)
	case b.Type == "":
		j.lacks("type-required", at, b, menu.FieldType)
	default:
		j.leaf(at, b)
	}
}

// wrongType judges a type that menu/create does not take.
func (j *judge) wrongType(at spot, b *menu.Button) bool {
	if b.Type == "" || menu.Uses(b.Type) != nil {
		return false
	}
	lower := strings.ToLower(b.Type)
	switch {
	case menu.Uses(lower) != nil:
		j.of("type-lowercase", at, menu.FieldType, b.Type, lower)
	case slices.Contains(menu.ConsoleTypes(), lower):
		j.of("type-admin-only", at, menu.FieldType, b.Type)
	default:
		j.of("type-known", at, menu.FieldType, b.Type, guess{text.Guess, b.Type, menu.Types()})
	}
	return true
}
