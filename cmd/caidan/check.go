package main

import (
	"context"
	"io"
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

PATH is a repository, a folder or a file; without one it is the working folder.
Every menu file is looked at and every problem is reported in one run.`,
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

// print writes a document in the format asked for.
func (a *app) print(format string, document any, text func(io.Writer) error) error {
	if format == "json" {
		return a.json(document)
	}
	return text(a.stdout)
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

func (a *app) formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().Var(newChoice(format, "text", "json"), "format", "text or json")
}

// choice is a flag that takes one of a few words.
type choice struct {
	value   *string
	allowed []string
}

// newChoice returns a choice whose default is the first word.
func newChoice(value *string, allowed ...string) *choice {
	*value = allowed[0]
	return &choice{value, allowed}
}

func (c *choice) String() string { return *c.value }

// Type names what the flag takes in the help.
func (*choice) Type() string { return "word" }

// Set takes one of the words.
func (c *choice) Set(word string) error {
	for _, w := range c.allowed {
		if w == word {
			*c.value = word
			return nil
		}
	}
	return unknown("value", word, c.allowed)
}
