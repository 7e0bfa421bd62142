package main

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/menu"
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
		return nil, unknown("account", name, names(accounts))
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
			return &usageError{fmt.Sprintf("account pattern %q: %s", pattern, err)}
		}
		if ok && !accounts[i].Settings() {
			wanted[i], found = true, true
		}
	}
	switch {
	case found:
		return nil
	case strings.ContainsAny(pattern, `*?[\`):
		return &usageError{fmt.Sprintf("no account matches %q", pattern)}
	default:
		return unknown("account", pattern, names(accounts))
	}
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
