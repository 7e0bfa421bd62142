package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/errcode"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain WORD",
		Short: a.say(text.Say("Explain a word of a report, or an errcode of WeChat", "解释报告里的一个词，或者微信的错误码")),
		Long: a.say(text.Say(
			`Explain a word that a report says: a rule, a guard, a case, an outcome, a state of
drift, a warning, a check or verdict of caidan doctor, or an errcode of WeChat. A word
that says several things has each explained.

Of a rule it says what must hold and why, where that comes from, a menu that breaks it
and one that does not; of a check, what it looks at, and which others have to pass
first; of an errcode, what it means at which endpoint, who has to do what, and which
rules prevent it.`,
			`解释报告里出现的一个词：规则、保护、情形、结果、drift 的状态、警告、caidan doctor
的检查和结论，或者微信的错误码。一个词有几种含义时逐一解释。

规则：要求是什么、为什么、依据在哪里，以及一份违反它的菜单和一份符合它的菜单；检查：
看的是什么，以及哪些检查要先通过；错误码：在哪个接口是什么意思，由谁处理，哪些规则
可以避免它。`)),
		Example: `  caidan explain name-bytes-top
  caidan explain removes-buttons --lang zh
  caidan explain 40018`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused(text.Say(
					"name one word of a report: caidan explain WORD; caidan rules lists the rules", "请指定报告里的一个词：caidan explain WORD，caidan rules 列出所有规则"))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return explained(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runExplain(args[0], commandNames(cmd)) },
	}
}

// explained lists the words that can be explained, but for errcodes.
func explained() []string {
	words := rule.IDs()
	for _, name := range append(api.Checks(false), api.Checks(true)...) {
		words = append(words, string(name))
	}
	for _, t := range api.Terms() {
		words = append(words, t.Word)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// explanation is the form of an explanation: heading, severity, help, source,
// errcode and the two examples.
var explanation = text.Say(
	"%s\n\n%s\n\nseverity: %s\nprevents: %s\nsource:   %s\nhelp:     %s\n\nbad:\n\n%s\n\ngood:\n\n%s\n",
	"%s\n\n%s\n\n级别：%s\n避免：%s\n来源：%s\n建议：%s\n\n错误示例：\n\n%s\n\n正确示例：\n\n%s\n",
)

func (a *app) runExplain(word string, commands []string) error {
	var said []text.Spoken
	if r, ok := rule.Find(word); ok {
		said = append(said, explainRule(&r))
	}
	for _, t := range api.Terms() {
		if t.Word == word {
			said = append(said, explainTerm(&t))
		}
	}
	if check := api.CheckName(word); check.Layer() != "" {
		said = append(said, explainCheck(check))
	}
	if code, err := strconv.Atoi(word); err == nil {
		said = append(said, explainErrcode(code)...)
	}
	if len(said) == 0 {
		return unexplained(word, commands)
	}
	parts := make([]string, len(said))
	for i, s := range said {
		parts[i] = a.say(s)
	}
	_, err := io.WriteString(a.stdout, strings.Join(parts, "\n"))
	return err
}

func explainRule(r *rule.Rule) text.Spoken {
	severity := text.Sayf("%s, settings can change it", "%s，可以通过配置更改", r.Severity.Text())
	if r.Fixed {
		severity = text.Sayf("%s, whatever the settings say", "%s，不能通过配置更改", r.Severity.Text())
	}
	help := r.Help
	if help.EN == "" {
		help = text.Both(text.Same("-"))
	}
	return explanation.With(text.Same(r.ID), r.Title, severity, prevented(r), r.Source, help, indent(r.Bad), indent(r.Good))
}

// explainTerm says what a word of reports means, and what is said with it, where what
// is in braces differs.
func explainTerm(t *api.Term) text.Spoken {
	said := text.Sayf("%[1]s (%[2]s)\n\n%[3]s\n", "%[1]s（%[2]s）\n\n%[3]s\n", t.Word, t.Kind, t.About)
	if t.Meaning.EN != "" {
		said = text.Sayf("%s\nsays: %s\n", "%s\n提示：%s\n", said, t.Meaning)
	}
	if t.Remedy.EN != "" {
		said = text.Sayf("%s\nhelp: %s\n", "%s\n建议：%s\n", said, t.Remedy)
	}
	return said
}

// explainCheck says what a check of doctor looks at.
func explainCheck(name api.CheckName) text.Spoken {
	needs := text.List{"-"}
	if all := name.Needs(); len(all) > 0 {
		needs = nil
		for _, need := range all {
			needs = append(needs, string(need))
		}
	}
	return text.Sayf(
		"%s (check of caidan doctor)\n\n%s\n\nlayer:    %s\nneeds:    %s\ncommand:  caidan doctor\n",
		"%s（caidan doctor 的检查）\n\n%s\n\n层级：%s\n依赖：%s\n命令：caidan doctor\n", string(name), name.Text(), name.Layer().Text(), needs)
}

// explainErrcode says what an errcode of WeChat's means, at each endpoint where that
// differs; nothing of one that is in no table.
func explainErrcode(code int) []text.Spoken {
	rules := text.List{}
	for _, r := range rule.All() {
		if r.Errcode == code || r.SubErrcode == code {
			rules = append(rules, r.ID)
		}
	}
	if len(rules) == 0 {
		rules = append(rules, "-")
	}
	var said []text.Spoken
	for _, e := range errcode.Entries() {
		if e.Code != code {
			continue
		}
		at := text.Spoken(text.Same(e.Op))
		if e.Op == "" {
			at = text.Say("any endpoint", "任何接口")
		}
		said = append(said, text.Sayf(
			"errcode %d (%s)\n\n%s\n\nhelp:   %s\nsource: %s\nrules:  %s\n",
			"errcode %d（%s）\n\n%s\n\n建议：%s\n来源：%s\n可以避免它的规则：%s\n",
			code, at, e.Meaning, e.Remedy, e.Source, rules))
	}
	return said
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

// unexplained is a word that reports do not say, with the nearest that they do, and
// the command of that name. There are too many to name them all.
func unexplained(word string, commands []string) error {
	meaning := text.Spoken(text.Sayf("no report says %q; caidan rules lists the rules", "报告里没有%q这个词，caidan rules 列出所有规则", word))
	if len(text.Near(word, explained())) > 0 {
		meaning = unknown(aWord, word, explained())
	} else if _, err := strconv.Atoi(word); err == nil {
		meaning = text.Sayf("errcode %.20s is in none of caidan's tables; WeChat's own list of return codes may have it",
			"caidan 的错误码表里没有 %.20s；请查微信的全局返回码", word)
	}
	command, found := text.Nearest(word, commands)
	if !found {
		return misused(meaning)
	}
	return &endError{exitUsage, &text.Error{
		Meaning: meaning,
		Remedy:  text.Sayf("caidan %s --help tells of the command", "命令的说明见 caidan %s --help", command),
	}}
}

func indent(example string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(example, "\n"), "\n", "\n    ")
}
