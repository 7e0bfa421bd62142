package main

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/caidan-dev/caidan/pkg/check"
)

// choose returns the accounts that the patterns name, in their own order; no
// pattern means all. A pattern is a name or a glob such as store-*. Where one
// names nothing, what it means may be in a file that did not compile: those are
// chosen then, and only where there is none is it a mistake of the caller's.
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
	if len(errs) > 0 {
		for i := range accounts {
			if !accounts[i].Compiled() {
				wanted[i], broken = true, true
			}
		}
	}
	if len(errs) > 0 && !broken {
		return nil, errors.Join(errs...)
	}
	var out []check.Account
	for i := range accounts {
		if wanted[i] {
			out = append(out, accounts[i])
		}
	}
	return out, nil
}

// pick returns the account of that very name; more than one when it is written
// twice, and as choose does when there is none.
func pick(accounts []check.Account, name string) ([]check.Account, error) {
	var out []check.Account
	for i := range accounts {
		if accounts[i].Name == name {
			out = append(out, accounts[i])
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	for i := range accounts {
		if !accounts[i].Compiled() {
			out = append(out, accounts[i])
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	return nil, unknown("account", name, names(accounts))
}

func mark(wanted []bool, accounts []check.Account, pattern string) error {
	found := false
	for i := range accounts {
		ok, err := path.Match(pattern, accounts[i].Name)
		if err != nil {
			return &usageError{fmt.Sprintf("account pattern %q: %s", pattern, err)}
		}
		if ok {
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
		out = append(out, accounts[i].Name)
	}
	return out
}
