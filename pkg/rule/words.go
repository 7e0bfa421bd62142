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
