package main

import (
	"cmp"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/menu"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

type planOptions struct {
	functionOptions
	accounts  []string
	path, out string
	exitCode  bool
	short     bool
	origin    api.Origin
}

func (a *app) plan() *cobra.Command {
	var o planOptions
	cmd := &cobra.Command{
		Use:   "plan [ACCOUNT...]",
		Short: a.say(text.Say("Say what a publish would do, and whether a guard would stop it", "说明发布会做什么、会不会被保护拦下")),
		Long: a.say(text.Say(`Check all menus, compare them with what is live and with what was recorded, and
say what a publish would do: what a follower would notice, the requests to WeChat,
and whether a guard would stop it, with what lets it pass. It only reads.

ACCOUNT is a name or a glob; without one it is every account. Accounts with the
same change are shown as one; --format json has each.

A publish that a guard would stop ends with exit code 4.`, `检查全部菜单，与线上的菜单和发布记录比较，说明发布会做什么：粉丝会看到哪些变化、
会向微信发送哪些请求、会不会被保护拦下以及怎样放行。只读取，不改动。

ACCOUNT 是账号名或通配符，不写就是全部账号。变化相同的账号合并显示，
--format json 会逐个列出。

会被保护拦下的发布以退出码 4 结束。`)),
		Example: `  caidan plan
  caidan plan brand-cn --exit-code
  caidan plan --out plan.json`,
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, asPush(a.origin())
		d, err := a.runPlan(ctx, o)
		if d, err = settled("plan", d, err); err != nil || o.out == "" {
			return d, err
		}
		return d, writeDocument(o.out, d.doc)
	})
	a.pathFlag(cmd, &o.path)
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	a.shortFlag(cmd, &o.short)
	cmd.Flags().StringVar(&o.out, "out", "", a.say(text.Say("a file to write the JSON document to as well", "把 JSON 文档另外写进这个文件")))
	cmd.Flags().BoolVar(&o.exitCode, "exit-code", false,
		a.say(text.Say("end with exit code 2 when a publish would change something", "发布会带来变化时以退出码 2 结束")))
	return cmd
}

func (a *app) runPlan(ctx context.Context, o planOptions) (done, error) {
	if err := o.check(); err != nil {
		return done{}, err
	}
	checked, err := a.ready(ctx, o.path, nothingRead)
	if err != nil {
		return done{}, err
	}
	git, all := names(checked.Accounts), leavers{o.path, checked, o.accounts, o.origin}
	if checked, _, err = a.only(checked, nil, o.accounts); err != nil {
		return done{}, err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return done{}, err
	}
	results := a.planned(ctx, k, checked, o.origin)
	left, note := a.left(ctx, k, all, results)
	doc := report.NewResults("plan", byName(results, left))
	doc.Git, doc.After = git, sets(checked.Accounts)
	doc.Beside(aside(checked))
	d := ended(doc, doc.Verdict).leaving(checked)
	d.short = o.short
	d.note(note)
	if doc.Verdict == report.Differs && !o.exitCode {
		d.code = exitOK
	}
	return d, nil
}

// sets returns the menus of accounts, by name.
func sets(accounts []check.Account) map[string]menu.Set {
	all := make(map[string]menu.Set, len(accounts))
	for i := range accounts {
		all[accounts[i].Name] = accounts[i].Set
	}
	return all
}

// planned asks what a publish of the accounts would do, but for those that are
// invalid.
func (a *app) planned(ctx context.Context, k *asker, c *check.Checked, from api.Origin) []api.Result {
	accounts := valid(c.Accounts)
	k.hold(ctx, accounts)
	reqs := make([]api.Request, 0, len(accounts))
	for i := range accounts {
		acc := &accounts[i]
		reqs = append(reqs, api.Request{
			Schema: api.Schema, Op: api.OpPlan, Account: acc.Name, Desired: acc.Set.Canonical(),
			Accept: merged(api.Accept{}, acc), Origin: from,
		})
	}
	results := k.ask(ctx, comparing, reqs)
	a.noteOther(accounts, results)
	return byName(results, checkDocument("plan", c).Invalid())
}

// byName returns results in one list, in the order of their accounts.
func byName(results, more []api.Result) []api.Result {
	results = append(results, more...)
	slices.SortStableFunc(results, func(a, b api.Result) int { return cmp.Compare(a.Account, b.Account) })
	return results
}
