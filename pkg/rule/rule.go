// Package rule is the catalogue of what WeChat accepts and shows: every rule
// with its limit, its source and the WeChat error it prevents, in English and
// in simplified Chinese.
//
// A [Book] holds one account's menus against the catalogue, in a language and
// under a repository's [Settings]. It decides by subject (shape, type, name,
// key, url, mini program, matchrule), so that where several rules could fire
// for one cause only the most specific does.
package rule

import (
	"slices"
	"sync"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// Rule is one thing that WeChat demands of a menu, or that a team should look
// at.
type Rule struct {
	// ID is the rule's stable name in findings and settings.
	ID string
	// Title says in one clause what must hold.
	Title text.Text
	// Severity is the severity without settings.
	Severity diag.Severity
	// Fixed is true for what WeChat refuses or what would not be the menu
	// that was written. It is an error whatever the settings say.
	Fixed bool
	// Errcode is the WeChat error the rule prevents at the top level of a
	// menu, 0 when WeChat says nothing.
	Errcode int
	// SubErrcode is the error for a button in a sub-menu where it differs.
	SubErrcode int
	// Source says where the rule comes from.
	Source text.Text
	// Message is a format for what is wrong; its operands are the rule's own.
	Message text.Text
	// Help says what to do about it; empty where the message does.
	Help text.Text
	// Bad is a menu file that breaks this rule and no other. Where it takes
	// several files, each is headed by a line "-- NAME --".
	Bad string
	// Good is the same put right.
	Good string
}

// errcode returns the error a breach causes at the given level, 1 or 2.
func (r *Rule) errcode(level int) int {
	if level > 1 && r.SubErrcode != 0 {
		return r.SubErrcode
	}
	return r.Errcode
}

// catalogue is in the order of the documentation: files and settings, the menu,
// its buttons, their fields, conditional menus.
var catalogue = sync.OnceValue(func() []Rule {
	return slices.Concat(
		fileRules, shapeRules, typeRules, typeAdvice, nameRules, nameAdvice, textAdvice,
		neededRules(), keyRules, urlRules, urlAdvice, programRules, fieldRules,
		conditionalRules, conditionalAdvice,
	)
})

// byID finds the rules of the catalogue.
var byID = sync.OnceValue(func() map[string]Rule {
	rules := make(map[string]Rule, len(catalogue()))
	for _, r := range catalogue() {
		rules[r.ID] = r
	}
	return rules
})

// All returns the catalogue, in the order of the documentation.
func All() []Rule { return slices.Clone(catalogue()) }

// Find returns the rule with that id.
func Find(id string) (Rule, bool) {
	r, ok := byID()[id]
	return r, ok
}

// IDs returns the ids of the catalogue, in its order.
func IDs() []string {
	ids := make([]string, len(catalogue()))
	for i, r := range catalogue() {
		ids[i] = r.ID
	}
	return ids
}
