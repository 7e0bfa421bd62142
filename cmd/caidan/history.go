package main

import (
	"context"
	"fmt"
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
		Short: "List what was published to an account",
		Long: `List what was published to an account, newest first: number, time, kind, digest,
who, commit and run. --record shows one with its menus, and with those it
replaced, which caidan rollback --to can put live again.`,
		Example: `  caidan history brand-cn
  caidan history brand-cn -n 5
  caidan history brand-cn --record 12`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{"name one account: caidan history ACCOUNT"}
			}
			return validNames(args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.account = args[0]
			return a.runHistory(cmd.Context(), o.record != 0 || cmd.Flags().Changed("record"), o)
		},
	}
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	cmd.Flags().IntVarP(&o.limit, "limit", "n", shownRecords, "how many records to list")
	cmd.Flags().IntVar(&o.record, "record", 0, "the number of the record to show")
	return cmd
}

const (
	// shownRecords is how many records are listed where the caller does not
	// say: what fits a screen.
	shownRecords = 20
	// mostRecords is how many the function answers at once.
	mostRecords = 1000
)

func (a *app) runHistory(ctx context.Context, one bool, o historyOptions) error {
	switch {
	case o.limit < 1 || o.limit > mostRecords:
		return &usageError{fmt.Sprintf("-n %d: list 1 to %d records", o.limit, mostRecords)}
	case one && o.record < 1:
		return &usageError{fmt.Sprintf("--record %d: records count from 1; caidan history %s lists them", o.record, o.account)}
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return err
	}
	req := api.Request{Schema: api.Schema, Op: api.OpHistory, Account: o.account, Limit: o.limit}
	if one {
		req.To = strconv.Itoa(o.record)
	}
	results := k.ask(ctx, "reading", []api.Request{req})
	if r := &results[0]; r.Record == nil && (r.Outcome == api.Read || r.Guard == api.NoRecord) {
		return k.noLedger(ctx, o.account)
	}
	doc := report.NewHistory(results)
	if err := a.print(o.format, doc, a.worded(doc.Text)); err != nil {
		return err
	}
	return verdictError(doc.Verdict)
}

// noLedger is an account to which nothing was published, with the nearest to
// which something was.
func (k *asker) noLedger(ctx context.Context, account string) error {
	near, ok, err := k.nearest(ctx, account)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("nothing was published to %q through this ledger", account)
	if ok {
		return &usageError{text + ", did you mean " + near + "?"}
	}
	return &usageError{text + "; caidan status lists the accounts there are"}
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
