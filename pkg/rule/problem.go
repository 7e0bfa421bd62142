package rule

import (
	"strings"

	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// problems turns problems of shape into findings, but for those of objects of
// which all is said.
func (j *judge) problems(problems []menu.Problem) {
	for i := range problems {
		if p := &problems[i]; whole(p) || !j.silenced[object(p)] {
			j.problem(p)
		}
	}
}

// whole reports whether a problem describes its object wholly.
func whole(p *menu.Problem) bool {
	return p.Kind == menu.NotMenu || p.Kind == menu.Wrapped || p.Kind == menu.TooLarge || p.Kind == menu.TooNested
}

// wholes notes the objects that a problem describes wholly.
func (j *judge) wholes(problems []menu.Problem) {
	for i := range problems {
		if p := &problems[i]; whole(p) {
			if j.silenced == nil {
				j.silenced = map[string]bool{}
			}
			j.silenced[object(p)] = true
		}
	}
}

// object returns the path of the object a problem is about.
func object(p *menu.Problem) string {
	if i := strings.LastIndexByte(p.Path, '/'); p.Field != "" && i >= 0 {
		return p.Path[:i]
	}
	return p.Path
}

// wrappedTwice is the errcode for a button that holds an object with button.
// Source: a capture of {"button":{"button":[...]}} from July 2022.
const wrappedTwice = 40017

// problem makes a finding of a problem of shape. Its level does not matter: no
// rule about shape has another errcode in a sub-menu.
func (j *judge) problem(p *menu.Problem) {
	switch p.Kind {
	case menu.NotMenu:
		var got text.Spoken = p.Got
		if p.Near != "" {
			got = text.Sayf("an object with %s, %s", "含有 %s 的对象，%s", p.Near, text.DidYouMean(p.Known[0]))
		}
		f := j.add("root-button-array", p.Path, 1, got)
		switch {
		case f == nil:
		case p.Got == menu.ShapeButtonBeside:
			f.Help = text.Say(
				"put button into menu: { menu: { button: [...] }, conditionalmenu: [...] }",
				"把 button 放进 menu 里：{ menu: { button: [...] }, conditionalmenu: [...] }").In(j.book.lang)
		case p.Got == menu.ShapeButtonTwice:
			f.Errcode = wrappedTwice
			f.Help = text.Say(
				"button is wrapped twice: write { button: [...] }, without the outer button",
				"button 套了两层：去掉外层的 button，写成 { button: [...] }").In(j.book.lang)
		}
	case menu.Wrapped:
		j.add("no-api-wrapper", p.Path, 1, p.Field)
	case menu.MatchRuleInMenu:
		j.add("matchrule-in-default-menu", p.Path, 1)
	case menu.NoDefault:
		j.add("conditional-needs-default", p.Path, 1)
	case menu.WrongType:
		if f := j.add("wrong-json-type", p.Path, 1, subject(p), p.Want, p.Got); f != nil {
			f.Help = remedy(p).In(j.book.lang)
		}
	case menu.UnknownField:
		if f := j.add("unknown-field", p.Path, 1, p.Field, guess{text.Meant, p.Field, p.Known}); f != nil {
			f.Name = true
		}
	case menu.SubNotArray:
		if f := j.add("sub-button-is-array", p.Path, 1, p.Got); f != nil && p.Got == menu.ShapeNull {
			f.Help = remedy(p).In(j.book.lang)
		}
	case menu.TooDeep:
		j.add("max-depth-two", p.Path, 1)
	case menu.TooMany:
		j.tooMany(p)
	case menu.TooLarge:
		j.add(LimitExceeded, p.Path, 1, text.Sayf("the account has more values than the largest menus there can be", "这个账号的内容比最大的菜单还多"))
	case menu.TooNested:
		j.add(LimitExceeded, p.Path, 1, text.Sayf("the account's values nest deeper than any menu", "这个账号的内容嵌套过深，超过任何菜单"))
	case menu.RetiredField:
		j.add("matchrule-retired-field", p.Path, 1, p.Field)
	case menu.GroupID:
		j.add("matchrule-group-id", p.Path, 1)
	}
}

// remedy says what to do about a value of the wrong type, by what it is.
func remedy(p *menu.Problem) text.Spoken {
	switch {
	case p.Got == menu.ShapeNull && p.Field != "":
		return text.Say("delete the field: a field that is not set is left out, not null", "删掉这个字段：没有值的字段直接不写，不要写 null")
	case p.Want == menu.ShapeString && (p.Got == menu.ShapeNumber || p.Got == menu.ShapeBoolean):
		return text.Say("put the value in quotes", "给值加上引号")
	default:
		return text.Sayf("write %s here", "这里应写%s", p.Want)
	}
}

// tooMany finds an array of so many elements that they were not looked at.
func (j *judge) tooMany(p *menu.Problem) {
	switch p.Field {
	case "button":
		j.add("top-level-count", p.Path, 1, p.Count, MaxTop)
	case "sub_button":
		j.add("sub-button-count", p.Path, 1, p.Count, MaxSub)
	case "accounts":
		j.add(LimitExceeded, p.Path, 1, text.Sayf("the table has %d accounts, and caidan takes %d at a time", "表里有 %d 个账号，一次最多处理 %d 个", p.Count, menu.MaxAccounts))
	default:
		j.add(LimitExceeded, p.Path, 1, text.Sayf(
			"the account has %d conditional menus, more than %d, which is more than there are tags and platforms",
			"这个账号有 %d 份个性化菜单，超过 %d 份，比标签和客户端的组合还多", p.Count, menu.MaxConditional))
	}
}

// subject names what has the wrong type: a field, or an element of an array.
func subject(p *menu.Problem) text.Spoken {
	switch {
	case p.Field != "":
		return named(p.Field)
	case strings.Contains(p.Path, "/button/"):
		return text.Say("a button", "按钮")
	default:
		return text.Say("a conditional menu", "个性化菜单")
	}
}

// named returns a field as the first word of a sentence: in Chinese a blank
// parts it from what follows.
func named(field string) text.Text { return text.Text{EN: field, ZH: field + " "} }
