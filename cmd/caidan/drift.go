package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) drift() *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "drift [ACCOUNT...]",
		Short: a.say(text.Say("Say which live menus are not as they should be", "找出线上与预期不符的菜单")),
		Long: a.say(text.Say(`Compare what is live with Git and with the ledger, for a schedule. It only reads.
The states of an account, of which several may hold:

  edited          what is live is not what was recorded
  half-published  a publish or a rollback stopped half-way
  unpublished     what is in Git was not published
  held            what is in Git was rolled away from
  switched-off    the menu switch in WeChat's console is off
  unmanaged       the ledger knows it, Git does not; it is left alone
  unreadable      what is live could not be found out
  invalid         what is in Git breaks rules, and is not compared
  in-sync         none of these

Only edited and half-published end with exit code 2, unreadable with 1, and
invalid with 3.`, `把线上的菜单与 Git 和发布记录比较，适合定时运行。只读取，不改动。账号的状态如下，
可以同时有几种：

  edited          线上与发布记录不同
  half-published  一次发布或回滚中途停下了
  unpublished     Git 里的菜单还没有发布
  held            Git 里的菜单已被回滚
  switched-off    公众平台后台的菜单开关已关闭
  unmanaged       发布记录里有，Git 里没有；不会动它
  unreadable      查不出线上是什么
  invalid         Git 里的菜单无效，没有比较
  in-sync         以上都不是

只有 edited 和 half-published 以退出码 2 结束，unreadable 以 1 结束，invalid 以 3 结束。`)),
		Example: `  caidan drift
  caidan drift 'store-*' --format json`,
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, asPush(a.origin())
		return a.runDrift(ctx, o)
	})
	a.lookFlags(cmd, &o)
	return cmd
}

// compared sums up how the accounts of Git differ, by the plans of them, beside
// those that only the ledger knows.
func compared(planned []api.Result, unmanaged []string) report.Comparison {
	var accounts []report.Drifted
	for i := range planned {
		accounts = append(accounts, report.Drifted{Result: planned[i], States: decide.Drift(&planned[i])})
	}
	for _, name := range unmanaged {
		accounts = append(accounts, report.Drifted{
			Result: api.Result{Schema: api.Schema, Account: name, Outcome: api.Read},
			States: []api.Drift{api.DriftUnmanaged},
		})
	}
	return report.NewComparison(accounts)
}

func (a *app) runDrift(ctx context.Context, o statusOptions) (done, error) {
	checked, unmanaged, k, err := a.known(ctx, &o)
	if err != nil {
		return done{}, err
	}
	if len(o.accounts) == 0 {
		unmanaged = k.kept(ctx, unmanaged) // of one that was retired nothing is live
	}
	doc := compared(a.planned(ctx, k, checked, o.origin), unmanaged)
	doc.Beside(aside(checked))
	d := ended(doc, doc.Verdict).leaving(checked)
	d.short = o.short
	return d, nil
}
