package main

import (
	"context"
	"errors"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/git"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// ambient are the variables that say where AWS credentials come from. Without any
// of them, and without a role, nothing was set up to be asked.
// Source: AWS SDKs and Tools Reference Guide, environment variables.
var ambient = []string{
	"AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
}

// reachable reports whether a function that reads live menus was set up, and may be
// asked. Its usual name alone says nothing.
func (a *app) reachable(j *job) bool {
	if j.run.Stranger {
		return false
	}
	for _, name := range ambient {
		if a.getenv(name) != "" {
			return true
		}
	}
	return j.RoleToAssume != "" || j.InspectFunction != "" && j.InspectFunction != inspectFunction
}

// planOf are the options of the plan that a job asks for.
func (a *app) planOf(j *job) planOptions {
	return planOptions{functionOptions: a.inspecting(j), accounts: j.Accounts, path: j.Path, origin: asPush(originOf(j.run))}
}

// planning compares a pull request with what is live. One without a way to the
// function, such as that of a fork, is compared with its base.
func (a *app) planning(ctx context.Context, j *job) (done, error) {
	if j.run.Stranger {
		d, err := a.compared(ctx, j)
		d.notes = append([]string{a.say(text.Say(
			"there is no plan, because the runs of forks and of Dependabot get no way to live menus",
			"没有计划，因为来自 fork 和 Dependabot 的运行无法读取线上菜单"))}, d.notes...)
		return d, err
	}
	d, err := a.runPlan(ctx, a.planOf(j))
	if noMenus(err) {
		return a.compared(ctx, j)
	}
	var unsigned *signInError
	if !errors.As(err, &unsigned) {
		return d, err
	}
	if d, err = a.compared(ctx, j); err == nil {
		meaning, remedy := text.Explain(unsigned, a.lang)
		d.notes = append([]string{
			a.say(text.Sayf("there is no plan, because live menus could not be read: %[1]s; %[2]s", "没有计划，因为无法读取线上菜单：%[1]s；%[2]s", meaning, remedy)),
		}, d.notes...)
	}
	return d, err
}

// compared checks a pull request and compares it with the commit that it is based
// on. Where that cannot be read it is checked, and the run says why.
func (a *app) compared(ctx context.Context, j *job) (done, error) {
	root, err := source.FindRoot(j.Path)
	if err != nil {
		return done{}, err
	}
	base, err := j.run.Compares(root)
	if err != nil {
		return a.uncompared(ctx, j, err)
	}
	compared, err := a.compare(ctx, check.Options{Paths: []string{j.Path}, Settings: true}, base)
	var unknown *git.UnknownError
	switch {
	case errors.As(err, &unknown): // its files were not fetched
		return a.uncompared(ctx, j, err)
	case err != nil:
		return done{}, err
	default:
		return a.sinceBase(&compared, base, j)
	}
}

// uncompared checks a pull request whose base cannot be read, and says so.
func (a *app) uncompared(ctx context.Context, j *job, why error) (done, error) {
	d, err := checking(ctx, a, j)
	if err != nil {
		return d, err
	}
	meaning, remedy := text.Explain(why, a.lang)
	said := text.Sayf("the menus are checked, and not compared with the base of the pull request: %s", "检查了菜单，没有与拉取请求的基准比较：%s", meaning)
	if remedy != "" {
		said = text.Sayf("%[1]s; %[2]s", "%[1]s；%[2]s", said, remedy)
	}
	d.notes = []string{a.say(said)}
	if doc, checked := d.doc.(report.Check); checked {
		doc.Unread = a.unread(j, true)
		d.doc = doc
	}
	return d, nil
}

// sinceBase is what a comparison comes to.
func (a *app) sinceBase(c *check.Compared, base string, j *job) (done, error) {
	var beside []string
	for _, p := range gone(c.Pairs) {
		beside = append(beside, p.Name)
	}
	accounts, beside, err := choose(c.Accounts, beside, j.Accounts)
	if err != nil {
		return done{}, err
	}
	checked := c.Checked
	checked.Accounts = accounts
	d := judged(&checked, j.FailOn)
	if len(c.Accounts) == 0 {
		if d.verdict == report.OK {
			d.verdict, d.unsent = report.Warnings, text.Say("there is no menu left in Git to check", "Git 里没有可检查的菜单了")
		}
		d.note(a.say(text.Say(
			"Git has no menu after this: a publish ends with exit code 64 then, so take the workflow that publishes out once the accounts are retired, or put a menu back",
			"合并后 Git 里没有菜单：之后的发布都会以退出码 64 结束，请在账号下线之后移除发布用的工作流，或放回一份菜单")))
	}
	since := report.NewSince(base, changes(c, accounts, beside), len(c.Faults), a.unread(j, len(c.Accounts) > 0))
	since.After = sets(accounts)
	d.change = &since
	return d, nil
}

// unread says why the live menus of a pull request were not read, in whose Git there are
// some or none; nil where its workflow asks for a check alone.
func (a *app) unread(j *job, some bool) text.Spoken {
	switch {
	case j.run.Stranger:
		return text.Say("pull request of a fork or of Dependabot", "来自 fork 或 Dependabot 的拉取请求")
	case !some && (j.Command == "plan" || a.reachable(j)):
		return text.Say("Git has no menu to compare with them", "Git 里没有可比较的菜单")
	case (j.Command == "plan" || j.asked == "" && a.reachable(j)) && api.IsAddress(j.InspectFunction):
		return text.Say("the job cannot sign in to the server", "作业无法登录服务器")
	case j.Command == "plan", j.asked == "" && a.reachable(j):
		return text.Say("the job cannot sign in to AWS", "作业无法登录 AWS")
	case !a.reachable(j):
		return text.Say("no function is set up", "没有设置函数")
	default:
		return nil
	}
}

// changes returns the accounts of a check, and those beside them that are gone,
// with what becomes of each.
func changes(c *check.Compared, accounts []check.Account, beside []string) []report.Changed {
	pairs := map[string]check.Pair{}
	for _, p := range c.Pairs {
		pairs[p.Name] = p
	}
	var out []report.Changed
	seen := map[string]bool{}
	for i := range accounts {
		acc := &accounts[i]
		if seen[acc.Name] {
			continue
		}
		seen[acc.Name] = true
		out = append(out, changed(acc, pairs[acc.Name]))
	}
	for _, name := range beside {
		one := report.NewChanged(name, "", pairs[name].Base.Set, nil)
		one.Gone, one.File = true, pairs[name].Base.File
		out = append(out, one)
	}
	return out
}

// changed is an account beside what it was. Of one that is invalid the check says
// all there is to say.
func changed(acc *check.Account, p check.Pair) report.Changed {
	if errs, _ := diag.Count(acc.Findings); errs > 0 || !acc.Compiled() {
		one := report.NewChanged(acc.Name, "", nil, nil)
		one.Outcome, one.Findings = api.Invalid, acc.Findings
		return one
	}
	if p.Base.Unknown() {
		one := report.NewChanged(acc.Name, acc.Digest, nil, nil)
		one.Unknown, one.Fault, one.Submodule = true, p.Base.Fault, p.Base.Submodule
		return one
	}
	one := report.NewChanged(acc.Name, acc.Digest, p.Base.Set, &acc.Set)
	one.New = p.Base.Set == nil
	return one
}
