package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// home is where to read about caidan.
const home = "https://github.com/caidan-dev/caidan"

// listedRule is a rule in the document of the command rules.
type listedRule struct {
	ID       string        `json:"id"`
	Severity diag.Severity `json:"severity"`
	Fixed    bool          `json:"fixed"`
	Errcode  int           `json:"errcode,omitempty"`
	Title    string        `json:"title"`
}

func (a *app) rules() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Long: `List the rules: the severity of each, whether settings can change it, and the
WeChat error it prevents.`,
		Example: `  caidan rules
  caidan rules --lang zh`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.runRules(format) },
	}
	a.formatFlag(cmd, &format)
	return cmd
}

func (a *app) runRules(format string) error {
	list := make([]listedRule, 0, len(rule.All()))
	for _, r := range rule.All() {
		list = append(list, listedRule{r.ID, r.Severity, r.Fixed, r.Errcode, r.Title.In(a.language())})
	}
	if format == "json" {
		return a.json(struct {
			Schema  int          `json:"schema"`
			Command string       `json:"command"`
			Rules   []listedRule `json:"rules"`
		}{report.Schema, "rules", list})
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, r := range list {
		severity, errcode := string(r.Severity), "-"
		if r.Fixed {
			severity += ", fixed"
		}
		if r.Errcode != 0 {
			errcode = fmt.Sprint(r.Errcode)
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, severity, errcode, r.Title); err != nil {
			return fmt.Errorf("write rules: %w", err)
		}
	}
	return w.Flush()
}

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain a rule",
		Long:  "Explain a rule: what must hold and why, where that comes from, a menu that breaks it and one that does not.",
		Example: `  caidan explain name-bytes-top
  caidan explain name-bytes-top --lang zh`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{"name one rule: caidan explain RULE; caidan rules lists them"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.runExplain(args[0]) },
	}
}

// explanation is the form of an explanation: heading, severity, help, source,
// errcode and the two examples.
func explanation() text.Text {
	return text.Text{
		EN: "%s\n\n%s\n\nseverity: %s\nprevents: %s\nsource:   %s\nhelp:     %s\n\nbad:\n\n%s\n\ngood:\n\n%s\n",
		ZH: "%s\n\n%s\n\n级别：%s\n避免：%s\n来源：%s\n建议：%s\n\n错误示例：\n\n%s\n\n正确示例：\n\n%s\n",
	}
}

func (a *app) runExplain(id string) error {
	r, ok := rule.Find(id)
	if !ok {
		return unknownRule(id)
	}
	l := a.language()
	adjustable := text.Text{EN: "settings can change it", ZH: "可以通过配置更改"}
	if r.Fixed {
		adjustable = text.Text{EN: "whatever the settings say", ZH: "不能通过配置更改"}
	}
	severity := fmt.Sprintf(text.Text{EN: "%s, %s", ZH: "%s，%s"}.In(l), r.Severity, adjustable.In(l))
	prevents := text.Text{EN: "no error of WeChat's", ZH: "无对应的微信错误码"}.In(l)
	if r.Errcode != 0 {
		prevents = fmt.Sprintf("errcode %d", r.Errcode)
	}
	if r.SubErrcode != 0 {
		prevents += fmt.Sprintf(text.Text{EN: ", in sub-menus %d", ZH: "，子菜单中为 %d"}.In(l), r.SubErrcode)
	}
	help := r.Help.In(l)
	if help == "" {
		help = "-"
	}
	_, err := fmt.Fprintf(a.stdout, explanation().In(l), r.ID, r.Title.In(l), severity, prevents,
		r.Source.In(l), help, indent(r.Bad), indent(r.Good))
	if err != nil {
		return fmt.Errorf("write explanation: %w", err)
	}
	return nil
}

// unknownRule is a word that names no rule, with the nearest that does. There
// are too many to name them all.
func unknownRule(id string) error {
	var ids []string
	for _, r := range rule.All() {
		ids = append(ids, r.ID)
	}
	if _, near := text.Nearest(id, ids); near {
		return unknown("rule", id, ids)
	}
	return &usageError{fmt.Sprintf("unknown rule %q; caidan rules lists them", id)}
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}

// sarifRules returns the rules as code scanning shows them.
func sarifRules(l text.Lang) []report.Rule {
	var out []report.Rule
	for _, r := range rule.All() {
		help := r.Help.In(l)
		if help == "" {
			help = r.Title.In(l)
		}
		out = append(out, report.Rule{
			ID: r.ID, Title: r.Title.In(l), Help: help, Severity: r.Severity,
			HelpURI: home + "/blob/main/docs/rules.md#" + r.ID,
		})
	}
	return out
}
