package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: a.say(text.Say("Explain a rule, or a check of doctor", "解释一条规则，或者 doctor 的一项检查")),
		Long: a.say(text.Say(
			`Explain a rule: what must hold and why, where that comes from, a menu that breaks
it and one that does not. Of a check of caidan doctor it says what it looks at, and
which others have to pass first.`,
			`解释一条规则：要求是什么、为什么、依据在哪里，以及一份违反它的菜单和一份符合它的菜单。
对于 caidan doctor 的一项检查，说明它看的是什么，以及哪些检查要先通过。`)),
		Example: `  caidan explain name-bytes-top
  caidan explain name-bytes-top --lang zh
  caidan explain branches`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused(text.Say(
					"name one rule: caidan explain RULE; caidan rules lists them", "请指定一条规则：caidan explain RULE，caidan rules 列出所有规则"))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.runExplain(args[0]) },
	}
}

// explanation is the form of an explanation: heading, severity, help, source,
// errcode and the two examples.
var explanation = text.Say(
	"%s\n\n%s\n\nseverity: %s\nprevents: %s\nsource:   %s\nhelp:     %s\n\nbad:\n\n%s\n\ngood:\n\n%s\n",
	"%s\n\n%s\n\n级别：%s\n避免：%s\n来源：%s\n建议：%s\n\n错误示例：\n\n%s\n\n正确示例：\n\n%s\n",
)

func (a *app) runExplain(id string) error {
	r, ok := rule.Find(id)
	switch check := api.CheckName(id); {
	case ok:
	case check.Layer() != "":
		return a.explainCheck(check)
	default:
		return unknownRule(id)
	}
	severity := text.Sayf("%s, settings can change it", "%s，可以通过配置更改", r.Severity.Text())
	if r.Fixed {
		severity = text.Sayf("%s, whatever the settings say", "%s，不能通过配置更改", r.Severity.Text())
	}
	help := r.Help
	if a.say(help) == "" {
		help = text.Both(text.Same("-"))
	}
	said := a.say(explanation.With(text.Same(r.ID), r.Title, severity, prevented(&r), r.Source, help, indent(r.Bad), indent(r.Good)))
	if _, err := io.WriteString(a.stdout, said); err != nil {
		return err
	}
	return nil
}

// explainCheck says what a check of doctor looks at.
func (a *app) explainCheck(name api.CheckName) error {
	needs := text.List{"-"}
	if all := name.Needs(); len(all) > 0 {
		needs = nil
		for _, need := range all {
			needs = append(needs, string(need))
		}
	}
	_, err := io.WriteString(a.stdout, a.say(text.Sayf(
		"%s\n\n%s\n\nlayer:    %s\nneeds:    %s\ncommand:  caidan doctor\n",
		"%s\n\n%s\n\n层级：%s\n依赖：%s\n命令：caidan doctor\n", string(name), name.Text(), name.Layer().Text(), needs)))
	return err
}

// prevented says which errors of WeChat's a rule prevents.
func prevented(r *rule.Rule) text.Spoken {
	switch {
	case r.Errcode == 0:
		return text.Say("no error of WeChat's", "没有对应的微信错误码")
	case r.SubErrcode != 0:
		return text.Sayf("errcode %d, in sub-menus %d", "errcode %d，子菜单中为 %d", r.Errcode, r.SubErrcode)
	default:
		return text.Same(fmt.Sprintf("errcode %d", r.Errcode))
	}
}

// unknownRule is a word that names no rule, with the nearest that does. There
// are too many to name them all.
func unknownRule(id string) error {
	var ids []string
	for _, r := range rule.All() {
		ids = append(ids, r.ID)
	}
	for _, name := range append(api.Checks(false), api.Checks(true)...) {
		ids = append(ids, string(name))
	}
	if _, near := text.Nearest(id, ids); near {
		return misused(unknown(aRule, id, ids))
	}
	return misused(text.Sayf("unknown rule %q; caidan rules lists them", "未知的规则 %q，caidan rules 列出所有规则", id))
}

func indent(example string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(example, "\n"), "\n", "\n    ")
}
