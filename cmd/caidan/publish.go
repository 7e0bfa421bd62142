package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

type publishOptions struct {
	functionOptions
	overrides
	accounts          []string
	path, reason      string
	dryRun, republish bool
	yes               bool
	origin            api.Origin
}

func (a *app) publish() *cobra.Command {
	var o publishOptions
	cmd := &cobra.Command{
		Use:   "publish [ACCOUNT...]",
		Short: a.say(text.Say("Check all menus, then publish them through the Lambda", "检查全部菜单，再通过 Lambda 发布")),
		Long: a.say(text.Say(`Check all menus, then publish them through the Lambda, which alone holds the
accounts' secrets. ACCOUNT is a name or a glob; without one every account is
published. When a menu is invalid, a push publishes nothing at all; by hand,
nothing of what was named. What is live already is not posted again.

A guard stops a publish that would replace what was put live outside caidan, or
take much away from followers. caidan plan says which, and prints the flags that let
it pass. These have no twin in the environment. The settings file can do the
same for one version of an account's menus, reviewed together with them:

  { accept: { 'brand-cn': { digest: '...', live: '...', allow: [...] } } }

An entry of a glob, such as 'store-*', is for all accounts that it matches.

WeChat has no way to say "only if it is still what I read": an edit in the
web console between caidan's look and its post is replaced. The record of what
was replaced (caidan history) holds what was read.`, `检查全部菜单，再通过 Lambda 发布；只有 Lambda 掌握账号的密钥。ACCOUNT 是账号名或
通配符，不写就发布全部账号。推送时只要有一份菜单无效，就什么都不发布；手动发布时，
指定的账号里有无效的菜单，就一个都不发布。已在线上的菜单不会重复发布。

如果发布会覆盖 caidan 之外改过的线上菜单，或者让粉丝失去很多内容，就会被保护拦下。
caidan plan 说明是哪一项保护，并给出放行要用的选项；这些选项没有对应的环境变量。
也可以在配置文件里只放行某个账号的某一版菜单，与菜单一起评审：

  { accept: { 'brand-cn': { digest: '...', live: '...', allow: [...] } } }

账号也可以写成通配符，例如 'store-*'，这一项就针对它匹配的全部账号。

微信没有“别人没改过才写入”的办法：在 caidan 读取之后、发布之前，如果有人在公众平台
后台改了菜单，那次修改会被覆盖。被覆盖的内容以当时读到的为准，见 caidan history。`)),
		Example: `  caidan publish
  caidan publish brand-cn 'store-*' --dry-run
  caidan publish brand-cn --republish
  caidan publish brand-cn --accept-live brand-cn=sha256:... --allow removes-top-level`,
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, a.checkedOut(o.path)
		return a.runPublish(ctx, o)
	})
	a.pathFlag(cmd, &o.path)
	a.functionFlags(cmd, &o.functionOptions, publishFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	f := cmd.Flags()
	f.BoolVar(&o.dryRun, "dry-run", false, a.say(text.Say("do everything but the post", "只差最后一步：什么都不发送")))
	f.BoolVar(&o.republish, "republish", false, a.say(text.Say("post even what is live already", "已在线上的菜单也再发一次")))
	f.StringVar(&o.reason, "reason", "", a.say(text.Say("why, in words, for the record", "原因，写进发布记录")))
	o.publishFlags(a, cmd)
	a.yesFlag(cmd, &o.yes)
	return cmd
}

func (a *app) runPublish(ctx context.Context, o publishOptions) (done, error) {
	if err := errors.Join(o.check(), checkReason(o.reason), o.checkReset()); err != nil {
		return done{}, err
	}
	invalid, unset := nothingPublished, settingsFirst
	if o.dryRun {
		invalid, unset = notLooked, nothingRead
	}
	checked, err := a.ready(ctx, o.path, unset)
	if err != nil {
		return done{}, err
	}
	if !decide.ByHand(o.origin) {
		// What a merge brought is published as a whole, or not at all.
		if err := publishable(checked, invalid); err != nil {
			return done{}, err
		}
	}
	all := leavers{o.path, checked, o.accounts, o.origin}
	if checked, _, err = a.only(checked, nil, o.accounts); err != nil {
		return done{}, err
	}
	if err := publishable(checked, invalid); err != nil {
		return done{}, err
	}
	accounts := checked.Accounts
	if err := o.understand(names(accounts)); err != nil {
		return done{}, err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return done{}, err
	}
	if err := a.agreed(ctx, o.yes || o.dryRun, text.Sayf(
		"publish through %[1]q, where it is not live yet: %[2]s?", "通过%[1]q发布（已在线上的除外）：%[2]s？", o.function, text.List(names(accounts)).Most(askedAccounts))); err != nil {
		return done{}, err
	}
	k.hold(ctx, accounts)
	results := k.ask(ctx, publishing, o.requests(accounts))
	a.noteOther(accounts, results)
	left, note := a.left(ctx, k, all, results)
	doc := report.NewResults("publish", byName(results, left))
	doc.Git, doc.After = names(all.checked.Accounts), sets(checked.Accounts)
	doc.Beside(aside(checked))
	d := ended(doc, doc.Verdict).leaving(checked)
	d.note(note)
	d.sets = doc.After
	d.changed = doc.Count(api.Published) > 0
	return d, nil
}

// checkReset says that resetting a mark needs a reason.
func (o *publishOptions) checkReset() error {
	if len(o.reset) == 0 || o.reason != "" {
		return nil
	}
	return misused(text.Say("--reset-mark: say why with --reason, which goes into the record", "--reset-mark：请用 --reason 写明原因，它会写进发布记录"))
}

// requests are those that publish the accounts.
func (o *publishOptions) requests(accounts []check.Account) []api.Request {
	reqs := make([]api.Request, 0, len(accounts))
	for i := range accounts {
		acc := &accounts[i]
		reqs = append(reqs, api.Request{
			Schema: api.Schema, Op: api.OpPublish, Account: acc.Name, Desired: acc.Set.Canonical(),
			Reason: o.reason, Accept: merged(o.accept(acc.Name), acc), DryRun: o.dryRun, Republish: o.republish, Origin: o.origin,
		})
	}
	return reqs
}

// noteOther says where settings accept something, but not this. The results are
// those of the accounts, in their order.
func (a *app) noteOther(accounts []check.Account, results []api.Result) {
	for i := range results {
		switch r, acc := &results[i], &accounts[i]; {
		case r.Needs == nil:
		case acc.AcceptsOther:
			r.Warnings = append(r.Warnings, api.NewWarning(api.AcceptsOther, api.Facts{}))
		case acc.AcceptVoid != nil:
			r.Warnings = append(r.Warnings, api.NewWarning(api.AcceptVoid, api.Facts{Names: acc.AcceptVoid}))
		}
	}
}
