package main

import (
	"context"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/report"
)

func (a *app) check() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Compile and check menus",
		Long: `Compile and check menus, offline.

PATH is a repository, a folder or a file of any extension; without one it is the
working folder. Several must lie in one repository. Every menu file is looked at
and every problem is reported in one run.`,
		Example: `  caidan check
  caidan check menus/brand-cn.jsonnet
  caidan check --format json --fail-on warning`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			o.paths = paths
			return a.runCheck(cmd.Context(), o)
		},
	}
	a.formatFlag(cmd, &o.format)
	cmd.Flags().Var(newChoice(&o.failOn, "error", "warning"), "fail-on", "the least severity that fails the check: error or warning")
	return cmd
}

type checkOptions struct {
	paths          []string
	format, failOn string
}

func (a *app) runCheck(ctx context.Context, o checkOptions) error {
	accounts, err := check.Run(ctx, o.paths, runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	doc := report.NewCheck("check", summaries(accounts))
	if err := a.print(o.format, doc, doc.Text); err != nil {
		return err
	}
	return o.verdict(&doc)
}

// verdict returns what a check with these options ends with.
func (o checkOptions) verdict(doc *report.Check) error {
	if _, warnings := doc.Count(); o.failOn == "warning" && warnings > 0 {
		return codeError(exitInvalid)
	}
	return verdictError(doc.Verdict)
}

// summaries returns what a report says of accounts.
func summaries(accounts []check.Account) []report.Account {
	out := make([]report.Account, 0, len(accounts))
	for i := range accounts {
		acc := &accounts[i]
		s := report.Account{Account: acc.Name, File: acc.File, Findings: acc.Findings}
		if acc.Valid() {
			s.Digest = acc.Set.Digest()
		}
		out = append(out, s)
	}
	return out
}
