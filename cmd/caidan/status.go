package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

type statusOptions struct {
	functionOptions
	accounts []string
	path     string
	short    bool
	origin   api.Origin
}

// lookFlags adds the flags of a command that looks at accounts of Git and of
// the ledger.
func (a *app) lookFlags(cmd *cobra.Command, o *statusOptions) {
	a.pathFlag(cmd, &o.path)
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	a.shortFlag(cmd, &o.short)
}

// shortFlag adds the flag of a command that says much of many accounts.
func (a *app) shortFlag(cmd *cobra.Command, short *bool) {
	cmd.Flags().BoolVar(short, "short", false, a.say(text.Say(
		"print only which accounts are in which state, a line for each state", "只说明哪些账号处于哪种状态，每种状态一行")))
}

func (a *app) status() *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status [ACCOUNT...]",
		Short: a.say(text.Say("Show what is in Git, live and recorded", "显示 Git、线上和发布记录里各是什么")),
		Long: a.say(text.Say(`Show for each account what is in Git, what is live and what was recorded last,
by their digests, the case that a publish would meet, and what the ledger says
beside its records: the newest run, what is quarantined, a publish that did not
get to its end, and who publishes right now. It only reads.

ACCOUNT is a name or a glob, of Git or of the ledger; without one it is every
account of both.`, `用摘要显示每个账号在 Git 里、线上和最近一次发布记录里各是什么，发布会遇到哪种情况，
以及发布记录之外还记着什么：最近的一次运行、被回滚的菜单、没有完成的发布、正在发布
的是谁。只读取，不改动。

ACCOUNT 是 Git 或发布记录里的账号名，可以用通配符；不写就是两处的全部账号。`)),
		Example: `  caidan status
  caidan status brand-cn --format json`,
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, asPush(a.origin())
		return a.runStatus(ctx, o)
	})
	a.lookFlags(cmd, &o)
	return cmd
}

func (a *app) runStatus(ctx context.Context, o statusOptions) (done, error) {
	checked, unmanaged, k, err := a.known(ctx, &o)
	if err != nil {
		return done{}, err
	}
	results := byName(a.planned(ctx, k, checked, o.origin), k.newest(ctx, unmanaged))
	k.recall(ctx, results)
	doc := report.NewStatus(results)
	doc.Beside(aside(checked))
	d := ended(doc, doc.Verdict).leaving(checked)
	d.short = o.short
	return d, nil
}

// newest asks for the newest record of accounts.
func (k *asker) newest(ctx context.Context, names []string) []api.Result {
	var reqs []api.Request
	for _, name := range names {
		reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpHistory, Account: name, Limit: 1})
	}
	if len(reqs) == 0 {
		return nil
	}
	return k.ask(ctx, reading, reqs)
}

// kept returns those of some accounts whose newest record deleted no menus, or is
// not known.
func (k *asker) kept(ctx context.Context, names []string) []string {
	var out []string
	for _, r := range k.newest(ctx, names) {
		if r.Record == nil || r.Record.Kind != api.KindRetire {
			out = append(out, r.Account)
		}
	}
	return out
}

// recall says of accounts that are invalid in Git what the ledger knows of them.
func (k *asker) recall(ctx context.Context, results []api.Result) {
	var invalid []*api.Result
	var names []string
	for i := range results {
		if r := &results[i]; r.Outcome == api.Invalid && rule.ValidAccount(r.Account) {
			invalid, names = append(invalid, r), append(names, r.Account)
		}
	}
	for i, h := range k.newest(ctx, names) {
		r := invalid[i]
		r.Record, r.Ledger, r.Digests.Recorded, r.Error = h.Record, h.Ledger, h.Digests.Recorded, h.Error
	}
}

// known returns the chosen accounts of Git, and the names of those that only
// the ledger knows.
func (a *app) known(ctx context.Context, o *statusOptions) (*check.Checked, []string, *asker, error) {
	if err := o.check(); err != nil {
		return nil, nil, nil, err
	}
	checked, none := a.ready(ctx, o.path, nothingRead)
	if none != nil && !noMenus(none) {
		return nil, nil, nil, none
	}
	if none != nil {
		checked = &check.Checked{}
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return nil, nil, nil, err
	}
	recorded, err := k.recorded(ctx)
	if err == nil && len(recorded) == 0 {
		err = none
	}
	if err != nil {
		return nil, nil, nil, err
	}
	if whole, _ := source.Whole(o.path); !whole {
		recorded = nil // they may be in the part that was not read
	}
	checked, unmanaged, err := a.only(checked, unmanaged(checked, recorded), o.accounts)
	return checked, unmanaged, k, err
}

// unmanaged returns the names that only the ledger knows; none where they may be
// written in a file that did not compile, or was not checked out.
func unmanaged(c *check.Checked, recorded []string) []string {
	if len(c.Absent) > 0 || slices.ContainsFunc(c.Accounts, uncompiled) {
		return nil
	}
	inGit := set(names(c.Accounts))
	return slices.DeleteFunc(recorded, func(name string) bool { return inGit[name] })
}
