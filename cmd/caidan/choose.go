package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/caidan-dev/caidan/pkg/check"
)

// choose returns the accounts that the patterns name, in their own order; no
// pattern means all. A pattern is a name or a glob such as store-*.
func choose(accounts []check.Account, patterns []string) ([]check.Account, error) {
	if len(patterns) == 0 {
		return accounts, nil
	}
	wanted := make([]bool, len(accounts))
	for _, pattern := range patterns {
		if err := mark(wanted, accounts, pattern); err != nil {
			return nil, err
		}
	}
	var out []check.Account
	for i := range accounts {
		if wanted[i] {
			out = append(out, accounts[i])
		}
	}
	return out, nil
}

func mark(wanted []bool, accounts []check.Account, pattern string) error {
	found := false
	names := make([]string, 0, len(accounts))
	for i := range accounts {
		ok, err := path.Match(pattern, accounts[i].Name)
		if err != nil {
			return &usageError{fmt.Sprintf("account pattern %q: %s", pattern, err)}
		}
		if ok {
			wanted[i], found = true, true
		}
		names = append(names, accounts[i].Name)
	}
	switch {
	case found:
		return nil
	case strings.ContainsAny(pattern, `*?[`):
		return &usageError{fmt.Sprintf("no account matches %q", pattern)}
	default:
		return unknown("account", pattern, names)
	}
}
