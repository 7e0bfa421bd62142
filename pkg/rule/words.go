package rule

import (
	"strconv"
	"strings"

	"github.com/caidan-dev/caidan/pkg/text"
)

// named returns a field as the first word of a sentence: in Chinese a blank
// parts it from what follows.
func named(field string) text.Text { return text.Text{EN: field, ZH: field + " "} }

// listMax is how many members of a list a message names.
const listMax = 8

// list is words that a message enumerates, not all where they are many.
type list []string

// In returns the list in a language.
func (ws list) In(l text.Lang) string {
	shown := strings.Join(ws[:min(len(ws), listMax)], text.Say(", ", "、").In(l))
	if more := len(ws) - listMax; more > 0 {
		return text.Sayf("%s, and %d more", "%s，还有 %d 个", shown, more).In(l)
	}
	return shown
}

// meant ends a message about an unknown word with the nearest known one, or
// with all of them.
func meant(word string, known []string) text.Spoken {
	if near, ok := text.Nearest(word, known); ok {
		return didYouMean(near)
	}
	return text.Sayf(", only %s", "，只有 %s", text.List(known))
}

// nearest ends a message with the nearest known word, if one is near.
func nearest(word string, known []string) text.Spoken {
	if near, ok := text.Nearest(word, known); ok {
		return didYouMean(near)
	}
	return text.Same("")
}

func didYouMean(near string) text.Spoken {
	return text.Sayf(", did you mean %s?", "，是不是 %s？", near)
}

// numbers is menus of conditionalmenu, by their place in it from 0.
type numbers []int

// In names the menus, counting from 1.
func (ns numbers) In(l text.Lang) string {
	var names list
	for _, n := range ns {
		names = append(names, strconv.Itoa(n+1))
	}
	if len(ns) == 1 {
		return text.Sayf("conditional menu %s", "第 %s 份个性化菜单", names).In(l)
	}
	return text.Sayf("conditional menus %s", "第 %s 份个性化菜单", names).In(l)
}

// jsonType returns what package menu says of JSON types, in both languages;
// English alone for what it never says.
func jsonType(en string) text.Text {
	switch en {
	case "null":
		return text.Say("null", "空值 null")
	case "a boolean":
		return text.Say("a boolean", "布尔值")
	case "a number":
		return text.Say("a number", "数字")
	case "a string":
		return text.Say("a string", "字符串")
	case "an array":
		return text.Say("an array", "数组")
	case "an object":
		return text.Say("an object", "对象")
	case "an empty object":
		return text.Say("an empty object", "空对象")
	case "an object with button":
		return text.Say("an object with button", "含有 button 的对象")
	case "an object without button":
		return text.Say("an object without button", "没有 button 的对象")
	case "an object without menu and button":
		return text.Say("an object without menu and button", "没有 menu 也没有 button 的对象")
	case "an object with an account":
		return text.Say("an object with an account", "含有账号的对象")
	case "no JSON value":
		return text.Say("no JSON value", "无法解析的内容")
	case "a value of an unknown type":
		return text.Say("a value of an unknown type", "未知类型的值")
	default:
		return text.Text{EN: en, ZH: en}
	}
}
