package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// inFile has the refusal of a path that is the name of an account, or nearly so, say
// in which file that is written.
func (a *app) inFile(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var checked *check.Checked
	for _, e := range several(err) {
		var unknown *source.PathError
		if !errors.As(e, &unknown) || !unknown.Unknown || !rule.ValidAccount(unknown.Path) {
			continue
		}
		if checked == nil {
			root, failed := source.FindRoot(".")
			if failed != nil {
				break
			}
			all, failed := a.look(ctx, check.Options{Paths: []string{root}})
			if failed != nil {
				break // what is wrong here is not what was asked
			}
			checked = &all
		}
		if remedy := writtenIn(checked, unknown.Path); remedy != nil {
			unknown.Remedy = remedy
		}
	}
	return err
}

// writtenIn says in which file the account of a name, or the nearest, is written; nil
// where none is near.
func writtenIn(checked *check.Checked, name string) text.Spoken {
	near, found := text.Nearest(name, names(checked.Accounts))
	if !found {
		return nil
	}
	i := slices.IndexFunc(checked.Accounts, func(acc check.Account) bool { return acc.Name == near })
	file := checked.Accounts[i].File
	if here, err := filepath.Abs("."); err == nil {
		if rel, err := filepath.Rel(here, filepath.Join(checked.Root, file)); err == nil {
			file = filepath.ToSlash(rel)
		}
	}
	if near == name {
		return text.Sayf("%[1]s is an account, written in %[2]q: name that file", "%[1]s 是账号，写在%[2]q里，请指定这个文件", name, file)
	}
	return text.Sayf("did you mean the account %[1]s? It is written in %[2]q: name that file", "是不是账号 %[1]s？它写在%[2]q里，请指定这个文件", near, file)
}
