package main

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/text"
)

// desired returns the menu set of an account that can be published.
func desired(acc *check.Account) menu.Set { return menu.DecodeSet(acc.Name, acc.Desired).Set }

// choose returns the accounts that the patterns name, in their own order; no
// pattern means all. A pattern is a name or a glob such as store-*. Where one
// names nothing, what it means may be in a file that did not compile: those are
// chosen then, and only where there is none is it a mistake of the caller's.
// What is wrong with the settings concerns every account and is always chosen.
func choose(accounts []check.Account, patterns []string) ([]check.Account, error) {
	if len(patterns) == 0 {
		return accounts, nil
	}
	wanted := make([]bool, len(accounts))
	var errs []error
	for _, pattern := range patterns {
		if err := mark(wanted, accounts, pattern); err != nil {
			errs = append(errs, err)
		}
	}
	broken := false
	for i := range accounts {
		if len(errs) > 0 && uncompiled(&accounts[i]) {
			wanted[i], broken = true, true
		}
	}
	if len(errs) > 0 && !broken {
		return nil, errors.Join(errs...)
	}
	var out []check.Account
	for i := range accounts {
		if wanted[i] || accounts[i].Settings() {
			out = append(out, accounts[i])
		}
	}
	return out, nil
}

// pick returns the account of that very name; more than one when it is written
// twice, and as choose does when there is none. What is wrong with the settings
// comes last.
func pick(accounts []check.Account, name string) ([]check.Account, error) {
	var named, broken, settings []check.Account
	for _, acc := range accounts {
		switch {
		case acc.Settings():
			settings = append(settings, acc)
		case acc.Name == name:
			named = append(named, acc)
		case uncompiled(&acc):
			broken = append(broken, acc)
		}
	}
	if len(named) == 0 {
		named = broken
	}
	if len(named) == 0 {
		return nil, misused(unknown(anAccount, name, names(accounts)))
	}
	return append(named, settings...), nil
}

// uncompiled reports whether this is a file that did not compile and may hold any
// account.
func uncompiled(acc *check.Account) bool { return !acc.Compiled() && !acc.Settings() }

func mark(wanted []bool, accounts []check.Account, pattern string) error {
	found := false
	for i := range accounts {
		ok, err := path.Match(pattern, accounts[i].Name)
		if err != nil {
			return misused(malformed(pattern))
		}
		if ok && !accounts[i].Settings() {
			wanted[i], found = true, true
		}
	}
	if found {
		return nil
	}
	return unmatched(pattern, names(accounts))
}

func names(accounts []check.Account) []string {
	out := make([]string, 0, len(accounts))
	for i := range accounts {
		if !accounts[i].Settings() {
			out = append(out, accounts[i].Name)
		}
	}
	return out
}

// chooseKnown returns the accounts of Git, and those beside it, that the
// patterns name; no pattern means all.
func chooseKnown(accounts []check.Account, beside, patterns []string) ([]check.Account, []string, error) {
	if len(patterns) == 0 {
		return accounts, beside, nil
	}
	var errs []error
	all := append(names(accounts), beside...)
	for _, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil {
			errs = append(errs, misused(malformed(pattern)))
		} else if !slices.ContainsFunc(all, func(name string) bool { return matches(pattern, name) }) {
			errs = append(errs, unmatched(pattern, all))
		}
	}
	named := func(name string) bool {
		return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, name) })
	}
	accounts = slices.DeleteFunc(accounts, func(acc check.Account) bool { return !named(acc.Name) })
	beside = slices.DeleteFunc(beside, func(name string) bool { return !named(name) })
	return accounts, beside, errors.Join(errs...)
}

// malformed says of a pattern that it is none.
func malformed(pattern string) text.Spoken {
	return text.Sayf(
		"account pattern %q: a bracket or backslash in it has no end", "账号通配符 %q：方括号或反斜杠没有写完", pattern)
}

// unmatched is a pattern that names no account.
func unmatched(pattern string, known []string) error {
	if strings.ContainsAny(pattern, `*?[\`) {
		return misused(text.Sayf("no account matches %q", "没有账号匹配 %q", pattern))
	}
	return misused(unknown(anAccount, pattern, known))
}
