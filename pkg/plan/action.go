package plan

import (
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// action is what a tap does: a verb and its object.
type action struct {
	verb menu.Verb
	what text.Phrase
}

// does is the verb for what the table of types does not have.
var does = menu.Verb{Does: text.Say("does", "执行"), Do: text.Say("do", "执行")}

// action returns what tapping the button does.
func (s *Spot) action() action {
	t, ok := menu.TypeOf(s.Type)
	switch {
	case s.Type == "":
		return action{does, text.Sayf("nothing", "空操作")}
	case !ok:
		return action{does, text.Sayf("something of the unknown type %s", "未知类型 %s 的操作", value(s.Type))}
	}
	var operands []any
	for _, f := range t.Target {
		operands = append(operands, value(s.Value(f)))
	}
	return action{t.Verb, t.Noun.With(operands...)}
}

// Tap says what a tap on the button does, such as "opens the web page
// https://example.com/". As in [Change.Text], what comes from menus is as it came.
func Tap(b *menu.Button) text.Spoken {
	s := Spot{Button: b.Sent()}
	a := s.action()
	said := text.Sayf("%s %s", "%s%s", a.verb.Does, a.what)
	if t, _ := menu.TypeOf(b.Type); t.Spare != 0 {
		return text.Sayf("%[1]s; %[2]s it opens %[3]s", "%[1]s；%[2]s打开 %[3]s", said, t.Spared, value(b.Value(t.Spare)))
	}
	return said
}

// retargeted says what a button does now and did before.
func (c *Change) retargeted() clauses {
	before, after := c.Before.action(), c.After.action()
	switch {
	case c.Before.leaf() && !c.After.leaf():
		return clauses{text.Sayf("now opens a sub-menu; it used to %s %s", "现在打开子菜单，原来%s%s", before.verb.Do, before.what)}
	case !c.Before.leaf() && c.After.leaf():
		return clauses{text.Sayf("is no longer a sub-menu: it now %s %s", "不再是子菜单，现在%s%s", after.verb.Does, after.what)}
	}
	var out clauses
	switch {
	case !c.After.leaf():
	case before.verb != after.verb:
		out = append(out, text.Sayf("now %s %s; it used to %s %s", "现在%s%s，原来%s%s",
			after.verb.Does, after.what, before.verb.Do, before.what))
	case !is(before.what, after.what):
		out = append(out, text.Sayf("now %[1]s %[2]s instead of %[3]s", "现在%[1]s%[2]s，原来%[1]s%[3]s",
			after.verb.Does, after.what, before.what))
	}
	if t, _ := menu.TypeOf(c.After.Type); c.Before.Type == c.After.Type {
		if was, now := c.Before.Value(t.Spare), c.After.Value(t.Spare); was != now {
			out = append(out, text.Sayf("opens %[2]s instead of %[3]s %[1]s", "%[1]s打开 %[2]s，原来打开 %[3]s", t.Spared, value(now), value(was)))
		}
	}
	if len(out) == 0 {
		out = append(out, text.Sayf("differs in %s", "改动了 %s", names(c.Fields)))
	}
	return out
}
