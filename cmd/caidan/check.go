package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) check() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: a.say(text.Say("Compile and check menus", "编译并检查菜单")),
		Long: a.say(text.Say(`Compile and check menus, offline.

PATH is a repository, a folder or a file of any extension; without one it is the
working folder. Several must lie in one repository. Every menu file, *.jsonnet and
*.json but for what is below lib/ and vendor/, is looked at and every problem is
reported in one run; where there is none, the exit code is 64. The file
.caidan.jsonnet at the root sets the severity of advice, which domains and mini
programs menus may lead to, and what a publish may do although a guard trips.

With --since COMMIT a check of many files is faster and says the same. What differs
from the commit, and what imports it, is evaluated; for the rest it takes what
earlier checks with --since came to from the very same bytes, and evaluates what
none had seen. The first one evaluates everything, and with --lint each one does.`, `编译并检查菜单，不联网。

PATH 是仓库、文件夹或任意扩展名的文件，不写就是当前文件夹；写多个时必须在同一个
仓库里。菜单文件是 lib/ 和 vendor/ 以外的 *.jsonnet 和 *.json，每一个都会检查，所有
问题一次列出；一个也没有时以退出码 64 结束。仓库根目录的 .caidan.jsonnet
决定建议类规则的级别、菜单可以链接到哪些域名和小程序，以及哪些发布即使触发保护
也放行。

加上 --since COMMIT，文件很多时检查更快，结果不变：与该提交不同的文件和导入它们的文件
重新计算，其余内容完全相同的沿用以前带 --since 的检查结果，没有结果的照样计算。第一次
运行会全部计算；加上 --lint 时每次都全部计算。`)),
		Example: `  caidan check
  caidan check menus/brand-cn.jsonnet --lang zh
  caidan check --format json --fail-on warning
  caidan check --format sarif >caidan.sarif
  caidan check --since origin/main`,
	}
	a.verb(cmd, &o.format, func(ctx context.Context, paths []string) (done, error) {
		o.paths = paths
		if err := o.since.check(cmd.Flags().Changed("cache")); err != nil {
			return done{}, err
		}
		d, err := a.runCheck(ctx, o)
		return d, a.inFile(ctx, err)
	})
	f := cmd.Flags()
	f.Var(newChoice(&o.failOn, "error", "warning"), "fail-on",
		a.say(text.Say("the least severity that fails the check", "从哪个级别起算不通过")))
	f.BoolVar(&o.lint, "lint", false,
		a.say(text.Say("ask Jsonnet's linter as well; what it says are warnings", "同时运行 Jsonnet 自带的静态检查，它的意见算警告")))
	a.sinceFlags(cmd, &o.since)
	return cmd
}

type checkOptions struct {
	paths, accounts []string
	format, failOn  string
	lint            bool
	since           sinceOptions
}

func (a *app) runCheck(ctx context.Context, o checkOptions) (done, error) {
	checked, err := a.lookSince(ctx, check.Options{Paths: o.paths, Settings: true, Lint: o.lint}, o.since)
	if err != nil {
		return done{}, err
	}
	if checked.Accounts, _, err = choose(checked.Accounts, nil, o.accounts); err != nil {
		return done{}, err
	}
	return judged(&checked, o.failOn), nil
}

// judged is what a check comes to; failOn is the least severity that fails it.
func judged(checked *check.Checked, failOn string) done {
	doc := checkDocument("check", checked)
	digest := ""
	if doc.Verdict != report.Invalid {
		digest = digests(checked.Accounts)
	}
	if failOn == "warning" {
		doc.Strict()
	}
	d := ended(doc, doc.Verdict)
	d.root, d.digest = checked.Root, digest
	return d
}

// checkDocument is the report of a check.
func checkDocument(command string, c *check.Checked) report.Check {
	accounts := make([]report.Account, 0, len(c.Accounts))
	for i := range c.Accounts {
		acc := &c.Accounts[i]
		accounts = append(accounts, report.Account{Account: acc.Name, File: acc.File, Digest: acc.Digest, Findings: acc.Findings})
	}
	return report.NewCheck(command, accounts, c.Settings, c.Unread)
}

// aside is what a check says aside from the accounts.
func aside(c *check.Checked) report.Check { return report.NewAside(c.Settings, c.Unread) }
