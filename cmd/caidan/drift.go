package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/decide"
	"github.com/caidan-dev/caidan/pkg/report"
)

func (a *app) drift() *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "drift [ACCOUNT...]",
		Short: "Say which live menus are not as they should be",
		Long: `Compare what is live with Git and with the ledger, for a schedule. It only reads.
The states of an account, of which several may hold:

  edited        what is live is not what was recorded
  unpublished   what is in Git was not published
  held          what is in Git was rolled away from
  switched-off  the menu switch in WeChat's console is off
  unmanaged     the ledger knows it, Git does not; it is left alone
  unreadable    what is live could not be found out
  in-sync       none of these

Only edited ends with exit code 2, and unreadable with 1.`,
		Example: `  caidan drift
  caidan drift 'store-*' --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.accounts, o.origin = args, asPush(a.origin())
			return a.runDrift(cmd.Context(), o)
		},
	}
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

func (a *app) runDrift(ctx context.Context, o statusOptions) error {
	accounts, unmanaged, k, err := a.known(ctx, &o)
	if err != nil {
		return a.orInvalid("drift", o.format, err)
	}
	doc := compared(a.planned(ctx, k, accounts, o.origin), unmanaged)
	if err := a.print(o.format, doc, a.worded(doc.Text)); err != nil {
		return err
	}
	return verdictError(doc.Verdict)
}
