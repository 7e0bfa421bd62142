package main

import (
	"context"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

type historyOptions struct {
	functionOptions
	account       string
	limit, record int
}

func (a *app) history() *cobra.Command {
	var o historyOptions
	cmd := &cobra.Command{
		Use:   "history ACCOUNT",
		Short: a.say(text.Say("List what was published to an account", "列出账号的发布记录")),
		Long: a.say(text.Say(`List what was published to an account, newest first: number, time, kind, digest,
who, commit and run. --record shows one with its menus, which caidan rollback --to
can put live again, and with those it replaced.`, `列出账号的发布记录，最新的在前：编号、时间、种类、摘要、操作人、提交和运行。
--record 显示某一条的菜单（用 caidan rollback --to 可以恢复），以及当时被它替换的菜单。`)),
		Example: `  caidan history brand-cn
  caidan history brand-cn -n 5
  caidan history brand-cn --record 12`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused(text.Say("name one account: caidan history ACCOUNT", "请指定一个账号：caidan history ACCOUNT"))
			}
			return validNames(args)
		},
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.account = args[0]
		return a.runHistory(ctx, cmd.Flags().Changed("record"), o)
	})
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	cmd.Flags().IntVarP(&o.limit, "limit", "n", api.DefaultRecords, a.say(text.Say("how many records to list", "列出多少条")))
	cmd.Flags().IntVar(&o.record, "record", 0, a.say(text.Say("the number of the record to show", "要显示的记录的编号")))
	return cmd
}

func (a *app) runHistory(ctx context.Context, one bool, o historyOptions) (done, error) {
	switch {
	case o.limit < 1 || o.limit > api.MaxRecords:
		return done{}, misused(text.Sayf("-n %d: list 1 to %d records", "-n %d：可以列出 1 到 %d 条", o.limit, api.MaxRecords))
	case (one || o.record != 0) && o.record < 1:
		return done{}, misused(text.Sayf(
			"--record %d: records count from 1; caidan history %s lists them", "--record %d：编号从 1 开始，见 caidan history %s", o.record, o.account))
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return done{}, err
	}
	req := api.Request{Schema: api.Schema, Op: api.OpHistory, Account: o.account, Limit: o.limit}
	if o.record != 0 {
		req.To = strconv.Itoa(o.record)
	}
	results := k.ask(ctx, reading, []api.Request{req})
	for r := &results[0]; r.Next > 0 && len(r.Records) < o.limit; {
		req.Before, req.Limit = r.Next, o.limit-len(r.Records)
		older := k.ask(ctx, reading, []api.Request{req})[0]
		older.Records = append(r.Records, older.Records...)
		*r = older
	}
	if r := &results[0]; r.Record == nil && (r.Ledger == nil || r.Ledger.Unfinished == nil) && (r.Outcome == api.Read || r.Guard == api.NoRecord) {
		return done{}, k.noLedger(ctx, o.account)
	}
	doc := report.NewHistory(results)
	return ended(doc, doc.Verdict), nil
}

// noLedger is an account to which nothing was published, with the nearest to
// which something was.
func (k *asker) noLedger(ctx context.Context, account string) error {
	near, ok, err := k.nearest(ctx, account)
	if err != nil {
		return err
	}
	if ok {
		return misused(text.Sayf("the ledger has no record of %q, did you mean %s?", "没有%q的发布记录，是不是 %s？", account, near))
	}
	return misused(text.Sayf(
		"the ledger has no record of %q; caidan status lists the accounts", "没有%q的发布记录，caidan status 列出所有账号", account))
}

// nearest returns the other account of the ledger with the nearest name, if
// there is one. The account itself may be in the ledger without a record.
func (k *asker) nearest(ctx context.Context, account string) (near string, found bool, err error) {
	known, err := k.recorded(ctx)
	if err != nil {
		return "", false, err
	}
	near, found = text.Nearest(account, slices.DeleteFunc(known, func(name string) bool { return name == account }))
	return near, found, nil
}
