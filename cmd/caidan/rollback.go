package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/rule"
)

type rollbackOptions struct {
	functionOptions
	overrides
	accounts   []string
	to, reason string
	run        int64
	dryRun     bool
	origin     api.Origin
}

func (a *app) rollback() *cobra.Command {
	var o rollbackOptions
	cmd := &cobra.Command{
		Use:   "rollback ACCOUNT --to N|previous, or [ACCOUNT...] --run RUN",
		Short: "Put recorded menus live again",
		Long: `Put recorded menus live again, exactly as they were sent then. Nothing is
compiled, and the account need not be in Git any more.

--to names a record of caidan history, or previous: the newest record with other
menus than the last. --run undoes what a GitHub run published, in every account
of the ledger or in those named: the menus from before its first record are put
live. Accounts in which that run published nothing are left alone.

What was rolled away from is not published again until other menus are, or
--lift is given: the next push does not bring it back. No content guard stops a
rollback; an edit in the console does, until --accept-live names it.`,
		Example: `  caidan rollback brand-cn --to previous --reason 'the shop link is dead'
  caidan rollback brand-cn --to 12 --dry-run
  caidan rollback --run 9000000001 --reason 'wrong campaign'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.accounts, o.origin = args, a.origin()
			return a.runRollback(cmd.Context(), o)
		},
	}
	a.functionFlags(cmd, &o.functionOptions, publishFunction)
	parallelFlag(cmd, &o.functionOptions)
	f := cmd.Flags()
	f.StringVar(&o.to, "to", "", "a record's number, or previous")
	f.Int64Var(&o.run, "run", 0, "the id of a GitHub run to undo")
	f.StringVar(&o.reason, "reason", "", "why, in words, for the record; required in CI")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what it would do, and do nothing")
	o.rollbackFlags(cmd)
	return cmd
}

// check says all that is wrong with the options.
func (o *rollbackOptions) check(inCI bool) error {
	errs := []error{o.functionOptions.check()}
	switch {
	case (o.to == "") == (o.run == 0):
		errs = append(errs, &usageError{"say what to go back to: --to N, --to previous or --run RUN"})
	case o.run < 0:
		errs = append(errs, &usageError{fmt.Sprintf("--run %d: want the id of a GitHub run, the number in its address", o.run)})
	case o.to != "" && len(o.accounts) != 1:
		errs = append(errs, &usageError{"name one account: caidan rollback ACCOUNT --to N"})
	case o.to != "" && o.to != api.Previous && !isNumber(o.to):
		errs = append(errs, &usageError{fmt.Sprintf("--to %q: want a record's number, which caidan history lists, or previous", o.to)})
	}
	if inCI && o.reason == "" && !o.dryRun {
		errs = append(errs, &usageError{"--reason: say why, for the record; in CI there is nobody to ask later"})
	}
	return errors.Join(append(errs, validNames(o.accounts))...)
}

// isNumber reports whether this can be a record's number.
func isNumber(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n > 0
}

// validNames says which words cannot be names of accounts.
func validNames(names []string) error {
	var errs []error
	for _, name := range names {
		if !rule.ValidAccount(name) {
			errs = append(errs, &usageError{fmt.Sprintf(
				"%.80q is no account's name, which is made of lower-case letters, digits and hyphens", name)})
		}
	}
	return errors.Join(errs...)
}

func (a *app) runRollback(ctx context.Context, o rollbackOptions) error {
	if err := o.check(a.inCI()); err != nil {
		return err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return err
	}
	all := len(o.accounts) == 0
	if all {
		if o.accounts, err = k.recorded(ctx); err != nil {
			return err
		}
	}
	if err := o.understand(o.accounts); err != nil {
		return err
	}
	results := k.ask(ctx, "rolling back", o.requests())
	if o.to != "" {
		k.suggest(ctx, &results[0])
	}
	if o.run != 0 && !touched(results) {
		return &refusedError{
			fmt.Sprintf("run %d published nothing through this ledger that could be undone", o.run),
			"caidan history ACCOUNT lists what was published and by which run",
		}
	}
	doc := report.NewResults("rollback", results)
	doc.Args = o.args()
	if err := a.print(o.format, doc, a.worded(doc.Text)); err != nil {
		return err
	}
	return verdictError(doc.Verdict)
}

// suggest adds to the refusal of an account to which nothing was published the
// nearest to which something was, where that can be found out.
func (k *asker) suggest(ctx context.Context, r *api.Result) {
	if r.Guard != api.NoRecord || r.Error == nil {
		return
	}
	past := k.ask(ctx, "reading", []api.Request{{
		Schema: api.Schema, Op: api.OpHistory, Account: r.Account, Limit: 1,
	}})
	if past[0].Record != nil {
		return
	}
	if near, ok, err := k.nearest(ctx, r.Account); err == nil && ok {
		r.Error.Remedy = "did you mean " + near + "? " + r.Error.Remedy
	}
}

// touched reports whether a run is known to any account: of one in which it
// published nothing there are no menus to go back to, and nothing is looked at.
func touched(results []api.Result) bool {
	return slices.ContainsFunc(results, func(r api.Result) bool {
		return r.Outcome != api.InSync || r.Digests.Live != "" || r.Digests.Desired != ""
	})
}

// args is what was asked for, as it has to be said again.
func (o *rollbackOptions) args() string {
	if o.run != 0 {
		return fmt.Sprintf("--run %d", o.run)
	}
	return "--to " + o.to
}

// requests are those that roll the accounts back.
func (o *rollbackOptions) requests() []api.Request {
	reqs := make([]api.Request, 0, len(o.accounts))
	for _, name := range o.accounts {
		reqs = append(reqs, api.Request{
			Schema: api.Schema, Op: api.OpRollback, Account: name, To: o.to, Run: o.run,
			Reason: o.reason, Accept: o.accept(name), DryRun: o.dryRun, Origin: o.origin,
		})
	}
	return reqs
}
