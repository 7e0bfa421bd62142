package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/report"
)

// The functions' names where none is given, as lambda/template.yaml makes them.
const (
	inspectFunction = "caidan-inspect"
	publishFunction = "caidan-publish"
)

// parallelPublishes is how many accounts are published at a time where the
// caller does not say. Source: design, budgets (64 accounts, 8 at a time).
const parallelPublishes = 8

type publishOptions struct {
	accounts          []string
	path, format      string
	function, region  string
	parallel          int
	dryRun, republish bool
	origin            publish.Origin
}

func (a *app) publish() *cobra.Command {
	var o publishOptions
	cmd := &cobra.Command{
		Use:   "publish [ACCOUNT...]",
		Short: "Check all menus, then publish them through the Lambda",
		Long: `Check all menus, then publish them through the Lambda, which alone holds the
accounts' secrets. ACCOUNT is a name or a glob; without one every account is
published. When any menu of the repository is invalid, nothing is published at
all. What is live already is not posted again.`,
		Example: `  caidan publish
  caidan publish brand-cn 'store-*' --dry-run
  caidan publish brand-cn --republish`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.accounts = args
			return a.runPublish(cmd.Context(), o)
		},
	}
	pathFlag(cmd, &o.path)
	a.formatFlag(cmd, &o.format)
	f := cmd.Flags()
	f.StringVar(&o.function, "publish-function", publishFunction, "the Lambda function that publishes: name, name:alias or ARN")
	f.StringVar(&o.region, "aws-region", "", "the function's AWS region (default: the ambient one)")
	f.IntVar(&o.parallel, "parallel", parallelPublishes, "how many accounts to publish at a time")
	f.BoolVar(&o.dryRun, "dry-run", false, "do everything but the post")
	f.BoolVar(&o.republish, "republish", false, "post even what is live already")
	return cmd
}

func (a *app) runPublish(ctx context.Context, o publishOptions) error {
	if o.parallel < 1 {
		return &usageError{fmt.Sprintf("--parallel %d: publish at least one account at a time", o.parallel)}
	}
	accounts, err := a.ready(ctx, o.path, o.accounts)
	if err != nil {
		return a.orInvalid("publish", o.format, err)
	}
	cfg, err := awsConfig(ctx, o.region)
	if err != nil {
		return err
	}
	if err := signIn(ctx, cfg); err != nil {
		return err
	}
	watched := io.Discard
	if o.format == "text" {
		watched = a.stderr
	}
	doc := a.send(ctx, cfg, accounts, o, watched)
	if err := a.print(o.format, doc, a.worded(doc.Text)); err != nil {
		return err
	}
	return verdictError(doc.Verdict)
}

// send publishes the accounts, drawing its progress on w, and sums up.
func (a *app) send(ctx context.Context, cfg aws.Config, accounts []check.Account, o publishOptions, w io.Writer) report.Publish {
	p := newProgress(w, len(accounts))
	results := publishAll(ctx, remote.New(cfg, o.function), accounts, o, p.step)
	p.done()
	return report.NewPublish("publish", results)
}

// invalidError is menus that must not be published.
type invalidError struct{ doc report.Check }

func (*invalidError) Error() string { return nothingPublished().EN }

func nothingPublished() diag.Text {
	return diag.Text{EN: "the menus are invalid; nothing was published", ZH: "菜单无效，没有发布任何账号"}
}

// results returns the invalid accounts as results: none of the others was sent
// anywhere.
func (e *invalidError) results() []publish.Result {
	var out []publish.Result
	for _, acc := range e.doc.Accounts {
		if n, _ := diag.Count(acc.Findings); n > 0 {
			out = append(out, publish.Result{
				Schema: publish.Schema, Account: acc.Account, Outcome: publish.Invalid,
				Calls: []publish.Call{}, Findings: acc.Findings,
			})
		}
	}
	return out
}

// orInvalid prints the findings of an invalidError and ends with its code; it
// returns any other error as it is.
func (a *app) orInvalid(command, format string, err error) error {
	var invalid *invalidError
	if !errors.As(err, &invalid) {
		return err
	}
	if err := a.print(format, report.NewPublish(command, invalid.results()), a.worded(invalid.text)); err != nil {
		return err
	}
	return verdictError(report.Invalid)
}

// text writes the findings and what follows from them.
func (e *invalidError) text(w io.Writer, o report.Options) error {
	if err := e.doc.Text(w, o); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w, nothingPublished().In(o.Lang)); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// ready returns the chosen accounts when every account of the repository can
// be published.
func (a *app) ready(ctx context.Context, path string, patterns []string) ([]check.Account, error) {
	accounts, err := a.look(ctx, check.Options{Paths: []string{path}, Keep: true})
	if err != nil {
		return nil, err
	}
	if doc := report.NewCheck("check", summaries(accounts)); doc.Verdict == report.Invalid {
		return nil, &invalidError{doc}
	}
	return choose(slices.DeleteFunc(accounts, func(acc check.Account) bool { return acc.Settings() }), patterns)
}

// publishAll sends a request per account, some at a time, and returns the
// results in the order of the accounts. One failure hides no other.
func publishAll(ctx context.Context, client *remote.Client, accounts []check.Account, o publishOptions, step func()) []publish.Result {
	results := make([]publish.Result, len(accounts))
	var g errgroup.Group
	g.SetLimit(o.parallel)
	for i := range accounts {
		g.Go(func() error {
			defer step()
			req := publish.Request{
				Schema: publish.Schema, Op: publish.OpPublish, Account: accounts[i].Name,
				Desired: accounts[i].Desired, DryRun: o.dryRun, Republish: o.republish, Origin: o.origin,
			}
			res, err := client.Do(ctx, req)
			if err != nil {
				res = lost(req, err)
			}
			results[i] = res
			return nil
		})
	}
	_ = g.Wait()
	return results
}

// lost is the result of a request that got none.
func lost(req publish.Request, err error) publish.Result {
	e := &publish.Error{Op: "invoke", Meaning: err.Error()}
	var invoke *remote.Error
	if errors.As(err, &invoke) {
		e.Meaning = invoke.Function + ": " + invoke.Meaning
		e.Remedy, e.Retryable = invoke.Remedy, invoke.Retryable
	}
	return publish.Result{
		Schema: publish.Schema, Account: req.Account, Outcome: publish.Failed, Calls: []publish.Call{}, Error: e,
	}
}
