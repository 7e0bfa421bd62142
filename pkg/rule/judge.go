package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/menu"
)

// Judge returns everything wrong with one account's menus, as findings whose
// Path points into the account's value; the places are not known here. Equal
// menus give equal findings in the same order.
func Judge(a menu.Account) []diag.Finding {
	j := judge{silenced: wholes(a.Problems)}
	if !a.Table && !ValidAccount(a.Name) {
		j.add(AccountName, "", 1, quote(a.Name))
	}
	if a.Set.Menu != nil {
		j.menu(a.Base, a.Set.Menu)
	}
	for i := range a.Set.Conditional {
		j.conditional(fmt.Sprintf("/conditionalmenu/%d", i), &a.Set.Conditional[i])
	}
	j.domains(a.Set.Conditional)
	j.problems(a.Problems)
	return j.findings
}

// ValidAccount reports whether a name can name an account.
func ValidAccount(name string) bool {
	return len(name) <= MaxAccountName && accountName.MatchString(name)
}

var accountName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// judge collects the findings of one account.
type judge struct {
	findings []diag.Finding
	// rules is the catalogue, read when the first finding is made.
	rules []Rule
	// silenced holds the objects of which one finding says all there is.
	silenced map[string]bool
}

// add makes a finding of the rule; level is 2 inside a sub-menu, else 1, and
// args are the operands of the rule's message.
func (j *judge) add(id, path string, level int, args ...any) {
	if j.rules == nil {
		j.rules = All()
	}
	r := j.rules[slices.IndexFunc(j.rules, func(r Rule) bool { return r.ID == id })]
	j.findings = append(j.findings, diag.Finding{
		Rule:     id,
		Severity: r.Severity,
		Message:  fmt.Sprintf(r.Message, args...),
		Help:     r.Help,
		Path:     path,
		Errcode:  r.errcode(level),
	})
}

// File makes a finding of a rule that is about a file and not about a value in
// it.
func File(id string, args ...any) diag.Finding {
	var j judge
	j.add(id, "", 1, args...)
	return j.findings[0]
}

func (j *judge) menu(at string, buttons []menu.Button) {
	if n := len(buttons); n == 0 || n > MaxTop {
		j.add("top-level-count", at+"/button", 1, n, MaxTop)
	}
	for i := range buttons {
		path := fmt.Sprintf("%s/button/%d", at, i)
		j.button(path, &buttons[i], 1)
		if n := len(buttons[i].Sub); n > MaxSub && !j.silenced[path] {
			j.add("sub-button-count", path+"/sub_button", 1, n, MaxSub)
		}
		for k := range buttons[i].Sub {
			j.button(fmt.Sprintf("%s/sub_button/%d", path, k), &buttons[i].Sub[k], 2)
		}
	}
}

// button judges one button on its own. Where the type is wrong, nothing else
// is said of it: what it needs follows from the type.
func (j *judge) button(path string, b *menu.Button, level int) {
	if b.Opaque() {
		return
	}
	if j.wrongType(path, b, level) {
		j.silenced[path] = true
		return
	}
	j.name(path, b, level)
	j.controls(path, b, level)
	switch {
	case b.Faulty(menu.FieldType):
	case len(b.Sub) > 0 && b.Type != "":
		j.add("type-and-sub-button-exclusive", path+"/type", level, quote(b.Type))
	case len(b.Sub) > 0, b.Faulty(menu.FieldSubButton) && b.Type == "":
	case b.Type == "" && b.Written(menu.FieldSubButton):
		j.add("sub-button-empty", path+"/sub_button", level)
	case b.Type == "":
		j.add("type-required", missing(path, b, menu.FieldType), level)
	default:
		j.fields(path, b, level)
	}
}

// wrongType judges a type that menu/create does not take.
func (j *judge) wrongType(path string, b *menu.Button, level int) bool {
	lower := strings.ToLower(b.Type)
	at := path + "/type"
	switch {
	case b.Type == "" || slices.Contains(menu.Types(), b.Type):
		return false
	case slices.Contains(menu.Types(), lower):
		j.add("type-lowercase", at, level, quote(b.Type), lower)
	case slices.Contains(menu.ConsoleTypes(), lower):
		j.add("type-admin-only", at, level, quote(b.Type))
	default:
		j.add("type-known", at, level, quote(b.Type), didYouMean(b.Type, menu.Types()))
	}
	return true
}

func (j *judge) name(path string, b *menu.Button, level int) {
	id, limit := "name-bytes-top", MaxNameTop
	if level == 2 {
		id, limit = "name-bytes-sub", MaxNameSub
	}
	switch {
	case b.Faulty(menu.FieldName):
	case blank(b.Name):
		j.add("name-required", missing(path, b, menu.FieldName), level)
	case len(b.Name) > limit:
		j.add(id, path+"/name", level, quote(b.Name), len(b.Name), limit)
	}
}

// controls finds characters that no string of a button may hold, whether the
// type uses the field or not. Of a blank name, and of an appid, which has a
// form of its own, another rule says more.
func (j *judge) controls(path string, b *menu.Button, level int) {
	for _, f := range menu.Fields() {
		if f == menu.FieldName && blank(b.Name) || f == menu.FieldAppID && b.Type == "miniprogram" {
			continue
		}
		if c, ok := control(b.Value(f)); ok {
			j.add("control-chars", path+"/"+f.String(), level, f, c)
		}
	}
}

// blank reports whether a name shows nothing.
func blank(name string) bool { return strings.TrimSpace(name) == "" }

// control returns the first control character of a text, described.
func control(text string) (string, bool) {
	for _, r := range text {
		switch {
		case r == '\uFFFD':
			return "the replacement character U+FFFD", true
		case r < 0x20 || 0x7f <= r && r < 0xa0:
			return fmt.Sprintf("the control character U+%04X", r), true
		}
	}
	return "", false
}

// problems turns problems of shape into findings, but for those of objects of
// which all is said.
func (j *judge) problems(problems []menu.Problem) {
	for _, p := range problems {
		if whole(p) || !j.silenced[object(p)] {
			j.problem(p)
		}
	}
}

// whole reports whether a problem says all there is to say of its object.
func whole(p menu.Problem) bool {
	return p.Kind == menu.NotMenu || p.Kind == menu.Wrapped
}

// wholes returns the objects of which a problem says all there is.
func wholes(problems []menu.Problem) map[string]bool {
	paths := map[string]bool{}
	for _, p := range problems {
		if whole(p) {
			paths[object(p)] = true
		}
	}
	return paths
}

// object returns the path of the object a problem is about.
func object(p menu.Problem) string {
	if p.Field == "" {
		return p.Path
	}
	return p.Path[:strings.LastIndexByte(p.Path, '/')]
}

func (j *judge) problem(p menu.Problem) {
	level := 1
	if strings.Contains(p.Path, "/sub_button/") {
		level = 2
	}
	switch p.Kind {
	case menu.NotMenu:
		j.add("root-button-array", p.Path, level, p.Got)
	case menu.Wrapped:
		j.add("no-api-wrapper", p.Path, level, p.Field)
	case menu.MatchRuleInMenu:
		j.add("matchrule-in-default-menu", p.Path, level)
	case menu.NoDefault:
		j.add("conditional-needs-default", p.Path, level)
	case menu.WrongType:
		j.add("wrong-json-type", p.Path, level, subject(p), p.Want, p.Got)
	case menu.UnknownField:
		j.add("unknown-field", p.Path, level, quote(p.Field), meant(p.Field, p.Known))
	case menu.SubNotArray:
		j.add("sub-button-is-array", p.Path, level, p.Got)
	case menu.TooDeep:
		j.add("max-depth-two", p.Path, level)
	case menu.RetiredField:
		j.add("matchrule-retired-field", p.Path, level, p.Field)
	case menu.GroupID:
		j.add("matchrule-group-id", p.Path, level)
	}
}

// subject names what has the wrong type: a field, or an element of an array.
func subject(p menu.Problem) string {
	switch {
	case p.Field != "":
		return p.Field
	case strings.Contains(p.Path, "/button/"):
		return "a button"
	default:
		return "a conditional menu"
	}
}

// missing returns where a required field's finding is: at the field when an
// empty one was written, else at the object that lacks it.
func missing(path string, b *menu.Button, f menu.Field) string {
	if b.Written(f) {
		return path + "/" + f.String()
	}
	return path
}
