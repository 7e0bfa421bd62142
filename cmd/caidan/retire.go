package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

type retireOptions struct {
	functionOptions
	overrides
	// accounts are those named, of which there has to be one.
	accounts     []string
	path, reason string
	dryRun, yes  bool
	origin       api.Origin
}

func (a *app) retire() *cobra.Command {
	var o retireOptions
	cmd := &cobra.Command{
		Use:   "retire ACCOUNT",
		Short: a.say(text.Say("Delete the menus of an account that left Git", "删除已移出 Git 的账号的菜单")),
		Long: a.say(text.Say(`Delete all menus of an account that left Git, default and conditional. Without
--accept-live it deletes nothing: it says what would go, what the API cannot make
again, and the command that does it. The record keeps what was live, and
caidan rollback ACCOUNT --to previous puts the menus from before live again.

It needs the whole Git repository: all menus in it are valid, and none of them is
the account's. A run of another repository than the one that published the account,
and a person's machine, name that one with --take-over: what is checked out there
may be out of date.`, `删除已移出 Git 的账号的全部菜单，包括默认菜单和个性化菜单。不带 --accept-live 时什么都
不删除，只说明会删除什么、哪些无法再用接口重建，并给出真正执行的命令。记录会保存
线上原来的菜单，caidan rollback ACCOUNT --to previous 可以让之前的菜单重新上线。

它需要完整的 Git 仓库：其中的菜单全部有效，并且没有这个账号的菜单。如果不是发布过
这个账号的仓库的运行，或者是在个人电脑上，就要用 --take-over 写明那个仓库：本地的
内容可能不是最新的。`)),
		Example: a.say(text.Say(`  caidan retire old-shop
  caidan retire old-shop --accept-live old-shop=sha256:... --reason 'the shop closed'`, `  caidan retire old-shop
  caidan retire old-shop --accept-live old-shop=sha256:... --reason 门店已关闭`)),
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, a.person(o.path)
		return a.runRetire(ctx, o)
	})
	a.pathFlag(cmd, &o.path)
	a.functionFlags(cmd, &o.functionOptions, publishFunction)
	f := cmd.Flags()
	f.StringVar(&o.reason, "reason", "", a.say(text.Say("why, in words, for the record; required in CI", "原因，写进发布记录；在 CI 里必填")))
	f.BoolVar(&o.dryRun, "dry-run", false, a.say(text.Say("say what it would do, and do nothing", "只说明会做什么，什么都不做")))
	o.retireFlags(a, cmd)
	a.yesFlag(cmd, &o.yes)
	return cmd
}

// check says all that is wrong with the options.
func (o *retireOptions) check(inCI bool) error {
	errs := []error{o.functionOptions.check(), checkReason(o.reason)}
	if len(o.accounts) == 1 {
		errs = append(errs, validNames(o.accounts), o.understand(o.accounts))
	} else {
		errs = append(errs, misused(text.Say("name one account: caidan retire ACCOUNT, or the input accounts of the workflow", "请指定一个账号：caidan retire ACCOUNT，或者工作流的输入 accounts")))
	}
	if inCI && o.reason == "" && !o.dryRun {
		errs = append(errs, misused(text.Say(
			"--reason: say why; in CI a retirement needs a reason, which goes into the record", "--reason：请写明原因；在 CI 里下线必须有原因，它会写进发布记录")))
	}
	return errors.Join(errs...)
}

func (a *app) runRetire(ctx context.Context, o retireOptions) (done, error) {
	if err := o.check(a.inCI()); err != nil {
		return done{}, err
	}
	account := o.accounts[0]
	if err := a.leftGit(ctx, account, o.path); err != nil {
		return done{}, err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return done{}, err
	}
	// Without the digest of what is live nothing is deleted yet.
	if err := a.agreed(ctx, o.yes || o.dryRun || len(o.live) == 0, text.Sayf(
		"delete all menus of %[2]s through %[1]q?", "通过%[1]q删除 %[2]s 的全部菜单？", o.function, account)); err != nil {
		return done{}, err
	}
	results := k.ask(ctx, retiring, []api.Request{{
		Schema: api.Schema, Op: api.OpRetire, Account: account, Reason: o.reason,
		Accept: o.accept(account), DryRun: o.dryRun, Origin: o.origin,
	}})
	k.suggest(ctx, &results[0])
	doc := report.NewResults("retire", results)
	doc.After = map[string]menu.Set{account: {}}
	d := ended(doc, doc.Verdict)
	d.changed = doc.Count(api.Retired) > 0
	return d, nil
}

// nothingDeleted is said of a repository that is not known to lack an account.
var nothingDeleted = text.Say("the menus are invalid; nothing was deleted", "菜单无效，没有删除任何菜单")

// leftGit is nil where the whole repository was read, is valid, and has no menus of
// the account.
func (a *app) leftGit(ctx context.Context, account, path string) error {
	if _, top := source.Whole(path); !top {
		return misused(text.Say("retire needs the whole Git repository: run it at its root, without a path inside",
			"下线需要完整的 Git 仓库：请在仓库根目录执行，不要指定其中的路径"))
	}
	checked, err := a.ready(ctx, path, nothingDeleted)
	switch {
	case noMenus(err):
		return nil
	case err != nil:
		return err
	}
	if err := publishable(checked, nothingDeleted); err != nil {
		return err
	}
	if len(checked.Absent) > 0 {
		return misused(text.Sayf("the account may have menus in what is not checked out, so nothing was deleted: %s",
			"账号的菜单可能在没有检出的子模块里，所以没有删除任何菜单：%s", text.Quotes(checked.Absent).Most(askedAccounts)))
	}
	i := slices.IndexFunc(checked.Accounts, func(acc check.Account) bool { return acc.Name == account })
	if i < 0 {
		return nil
	}
	return misused(text.Sayf("%[1]s has menus in Git, in %[2]s: take them out first, then retire the account",
		"%[1]s 在 Git 里有菜单（%[2]s）：请先移出，再下线", account, checked.Accounts[i].File))
}
