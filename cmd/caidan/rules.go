package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/report/sarif"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// listedRule is a rule in the document of the command rules.
type listedRule struct {
	ID       string        `json:"id"`
	Severity diag.Severity `json:"severity"`
	Fixed    bool          `json:"fixed"`
	Errcode  int           `json:"errcode,omitempty"`
	Title    string        `json:"title"`
}

// ruleList is the document of the command rules.
type ruleList struct {
	Schema  int          `json:"schema"`
	Command string       `json:"command"`
	Rules   []listedRule `json:"rules"`
}

func (a *app) rules() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: a.say(text.Say("List the rules", "列出规则")),
		Long: a.say(text.Say(`List the rules: the severity of each, whether settings can change it, and the
WeChat error it prevents.`, `列出规则：级别、能否通过配置更改、能避免哪个微信错误码。`)),
		Example: `  caidan rules
  caidan rules --lang zh`,
	}
	a.verb(cmd, &format, func(context.Context, []string) (done, error) {
		list := ruleList{report.Schema, "rules", nil}
		for _, r := range rule.All() {
			list.Rules = append(list.Rules, listedRule{r.ID, r.Severity, r.Fixed, r.Errcode, a.say(r.Title)})
		}
		return done{doc: list}, nil
	})
	return cmd
}

// Text writes a line for each rule.
func (list ruleList) Text(out io.Writer, o report.Options) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range list.Rules {
		severity, errcode := text.Spoken(r.Severity.Text()), "-"
		if r.Fixed {
			severity = text.Sayf("%s, fixed", "%s，不可更改", severity)
		}
		if r.Errcode != 0 {
			errcode = fmt.Sprint(r.Errcode)
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, severity.In(o.Lang), errcode, r.Title); err != nil {
			return err
		}
	}
	return w.Flush()
}

// Summary writes what Text does: the rules are of no run.
func (list ruleList) Summary(w io.Writer, o report.Options) error { return list.Text(w, o) }

// Annotations returns nothing: the rules are of no file.
func (ruleList) Annotations(report.Options) []diag.Finding { return nil }

// sarifRules returns the rules as code scanning shows them.
func sarifRules(l text.Lang) []sarif.Rule {
	var out []sarif.Rule
	for _, r := range rule.All() {
		help := r.Help.In(l)
		if help == "" {
			help = r.Title.In(l)
		}
		out = append(out, sarif.Rule{ID: r.ID, Title: r.Title.In(l), Help: help, Severity: r.Severity})
	}
	return out
}
