package rule

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
)

// say returns a text in both languages. A test reads its calls and holds the
// two against each other.
func say(en, zh string) diag.Text { return diag.Text{EN: en, ZH: zh} }

// spoken is an operand of a message that differs by language.
type spoken interface{ In(l diag.Lang) string }

// plain is a word that is the same in every language.
type plain string

// In returns the word.
func (w plain) In(diag.Lang) string { return string(w) }

// named returns a field as the first word of a sentence: in Chinese a blank
// parts it from what follows.
func named(field string) diag.Text { return diag.Text{EN: field, ZH: field + " "} }

// phrase is a part of a message that has operands of its own.
type phrase struct {
	text diag.Text
	args []any
}

// saying returns a phrase; en and zh are formats of the same operands.
func saying(en, zh string, args ...any) phrase { return phrase{say(en, zh), args} }

// In returns the phrase in a language.
func (p phrase) In(l diag.Lang) string { return spell(l, p.text, p.args) }

// spell formats a text with operands, those that are spoken in its language.
func spell(l diag.Lang, text diag.Text, args []any) string {
	said := make([]any, len(args))
	for i, arg := range args {
		if s, ok := arg.(spoken); ok {
			arg = s.In(l)
		}
		said[i] = arg
	}
	return fmt.Sprintf(text.In(l), said...)
}

// listMax is how many members of a list a message names.
const listMax = 8

// list is words that a message enumerates, not all where they are many.
type list []string

// In returns the list in a language.
func (ws list) In(l diag.Lang) string {
	shown := strings.Join(ws[:min(len(ws), listMax)], say(", ", "、").In(l))
	if more := len(ws) - listMax; more > 0 {
		return saying("%s, and %d more", "%s，还有 %d 个", shown, more).In(l)
	}
	return shown
}

// meant ends a message about an unknown word with the nearest known one, or
// with all of them.
func meant(word string, known []string) spoken {
	if near, ok := diag.Nearest(word, known); ok {
		return didYouMean(near)
	}
	return saying(", only %s", "，只有 %s", all(known))
}

// nearest ends a message with the nearest known word, if one is near.
func nearest(word string, known []string) spoken {
	if near, ok := diag.Nearest(word, known); ok {
		return didYouMean(near)
	}
	return plain("")
}

func didYouMean(near string) spoken {
	return saying(", did you mean %s?", "，是不是 %s？", near)
}

// all is words that a message enumerates to the last.
type all []string

// In returns the words in a language.
func (ws all) In(l diag.Lang) string { return strings.Join(ws, say(", ", "、").In(l)) }

// numbers is menus of conditionalmenu, by their place in it from 0.
type numbers []int

// In names the menus, counting from 1.
func (ns numbers) In(l diag.Lang) string {
	var names list
	for _, n := range ns {
		names = append(names, strconv.Itoa(n+1))
	}
	if len(ns) == 1 {
		return saying("conditional menu %s", "第 %s 份个性化菜单", names).In(l)
	}
	return saying("conditional menus %s", "第 %s 份个性化菜单", names).In(l)
}

// jsonType returns what package menu says of JSON types, in both languages;
// English alone for what it never says.
func jsonType(en string) diag.Text {
	switch en {
	case "null":
		return say("null", "空值 null")
	case "a boolean":
		return say("a boolean", "布尔值")
	case "a number":
		return say("a number", "数字")
	case "a string":
		return say("a string", "字符串")
	case "an array":
		return say("an array", "数组")
	case "an object":
		return say("an object", "对象")
	case "an empty object":
		return say("an empty object", "空对象")
	case "an object with button":
		return say("an object with button", "含有 button 的对象")
	case "an object without button":
		return say("an object without button", "没有 button 的对象")
	case "an object without menu and button":
		return say("an object without menu and button", "没有 menu 也没有 button 的对象")
	case "an object with an account":
		return say("an object with an account", "含有账号的对象")
	case "no JSON value":
		return say("no JSON value", "无法解析的内容")
	case "a value of an unknown type":
		return say("a value of an unknown type", "未知类型的值")
	default:
		return diag.Text{EN: en, ZH: en}
	}
}
