package main

import (
	"context"
	"errors"
	"path"
	"slices"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// look checks menus, in this run's language and with this program as workers.
func (a *app) look(ctx context.Context, o check.Options) (check.Checked, error) {
	o.Lang, o.Worker, o.GCPercent = a.lang, a.worker, a.gc
	return check.Run(ctx, o)
}

var (
	nothingPublished = text.Say("the menus are invalid; nothing was published", "菜单无效，没有发布任何账号")

	// Where the settings are, no account is known to be valid.
	settingsFirst = text.Say("the settings file .caidan.jsonnet is invalid; nothing was published", "配置文件 .caidan.jsonnet 无效，没有发布任何账号")

	// What only looks publishes nothing whatever it finds.
	notLooked   = text.Say("the menus are invalid; no account was looked at", "菜单无效，没有查看任何账号")
	nothingRead = text.Say("the settings file .caidan.jsonnet is invalid; no account was looked at", "配置文件 .caidan.jsonnet 无效，没有查看任何账号")
)

// ready checks a repository for a command that asks the functions. It needs the
// settings: where they are invalid, unsent says what was not done.
func (a *app) ready(ctx context.Context, path string, unsent text.Text) (*check.Checked, error) {
	checked, err := a.look(ctx, check.Options{Paths: []string{path}, Keep: true})
	if err != nil {
		return nil, err
	}
	if n, _ := diag.Count(slices.Concat(checked.Settings, checked.Unread)); n > 0 {
		return nil, &invalidError{&checked, unsent}
	}
	return &checked, nil
}

// publishable is nil when every account can be published; unsent says what was not
// done otherwise.
func publishable(c *check.Checked, unsent text.Text) error {
	if slices.ContainsFunc(c.Accounts, func(acc check.Account) bool { return !acc.Valid() }) {
		return &invalidError{c, unsent}
	}
	return nil
}

// invalidError is menus that kept a command from doing anything.
type invalidError struct {
	checked *check.Checked
	unsent  text.Text
}

func (e *invalidError) Error() string { return e.unsent.EN }

// only returns what was checked of the accounts that the patterns name, and the
// names beside them, and says which others are invalid.
func (a *app) only(c *check.Checked, beside, patterns []string) (*check.Checked, []string, error) {
	strays := unmatched(c.Accounts, beside, patterns)
	chosen, beside, err := choose(c.Accounts, beside, patterns)
	if err != nil {
		return nil, nil, err
	}
	// They may be written in the file that did not compile, or nowhere.
	if len(strays) > 0 {
		a.complain(errors.Join(strays...))
	}
	asked := set(names(chosen))
	var others []string
	for i := range c.Accounts {
		acc := &c.Accounts[i]
		if !acc.Valid() && !asked[acc.Name] {
			others = append(others, acc.Name)
		}
	}
	if len(others) > 0 {
		a.complain(&text.Error{
			Meaning: text.Sayf("the menus of other accounts are invalid: %s", "其他账号的菜单无效：%s", text.List(others).Most(shownOthers)),
			Remedy:  text.Say("caidan check says what is wrong with them", "运行 caidan check 查看原因"),
		})
	}
	out := *c
	out.Accounts = chosen
	return &out, beside, nil
}

// shownOthers is how many accounts are named that are invalid and were not asked
// for.
const shownOthers = 5

// valid returns the accounts that can be published.
func valid(accounts []check.Account) []check.Account {
	return slices.DeleteFunc(slices.Clone(accounts), func(acc check.Account) bool { return !acc.Valid() })
}

// noMenus reports whether an error says that a repository has no menu: what
// does not need one goes on.
func noMenus(err error) bool {
	var path *source.PathError
	var missing *source.NotFoundError
	return errors.As(err, &path) && path.Empty || errors.As(err, &missing) && missing.Path == ""
}

// digests names what all accounts together say. Empty when an account has no
// digest.
func digests(accounts []check.Account) string {
	all := map[string]string{}
	for i := range accounts {
		if accounts[i].Digest == "" {
			return ""
		}
		all[accounts[i].Name] = accounts[i].Digest
	}
	return api.Together(all)
}

// choose returns the accounts of Git, and the names beside them, that the
// patterns name, in their own order; no pattern means all. A pattern is a name
// or a glob such as store-*. Where one names nothing, what it means may be in a
// file that did not compile: those are chosen then, and only where there is none
// is it a mistake of the caller's.
func choose(accounts []check.Account, beside, patterns []string) ([]check.Account, []string, error) {
	if len(patterns) == 0 {
		return accounts, beside, nil
	}
	errs := unmatched(accounts, beside, patterns)
	broken := len(errs) > 0 && slices.ContainsFunc(accounts, uncompiled)
	if len(errs) > 0 && !broken {
		return nil, nil, errors.Join(errs...)
	}
	other := func(name string) bool {
		return !slices.ContainsFunc(patterns, func(pattern string) bool { return check.Matches(pattern, name) })
	}
	chosen := slices.DeleteFunc(slices.Clone(accounts), func(acc check.Account) bool {
		return other(acc.Name) && (!broken || acc.Compiled())
	})
	return chosen, slices.DeleteFunc(slices.Clone(beside), other), nil
}

// unmatched says of each pattern that names no account of Git, and nothing beside
// them, what is wrong with it.
func unmatched(accounts []check.Account, beside, patterns []string) (errs []error) {
	all := append(names(accounts), beside...)
	for _, pattern := range patterns {
		if err := matching(pattern, all); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// uncompiled reports whether an account stands for a file that did not compile.
func uncompiled(acc check.Account) bool { return !acc.Compiled() }

// matching says what is wrong with a pattern that none of the names matches.
func matching(pattern string, names []string) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return misused(text.Sayf(
			"account pattern %q: a bracket or backslash in it has no end", "账号通配符%q：方括号或反斜杠没有写完", pattern))
	}
	switch {
	case slices.ContainsFunc(names, func(name string) bool { return check.Matches(pattern, name) }):
		return nil
	case check.IsGlob(pattern):
		return misused(text.Sayf("no account matches %q", "没有账号匹配%q", pattern))
	default:
		return misused(unknown(anAccount, pattern, names))
	}
}

// set returns the names to be looked up among.
func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}

func names(accounts []check.Account) []string {
	out := make([]string, 0, len(accounts))
	for i := range accounts {
		out = append(out, accounts[i].Name)
	}
	return out
}
