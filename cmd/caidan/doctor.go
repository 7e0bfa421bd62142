package main

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

// doctorOptions say what is diagnosed.
type doctorOptions struct {
	functionOptions
	// publisher is the function that publishes, which is asked no more than whether
	// it may be, and which release it is of.
	publisher string
	accounts  []string
	path      string
	origin    api.Origin
	// job is the job that this runs in; nil elsewhere.
	job *job
}

func (a *app) doctor() *cobra.Command {
	var o doctorOptions
	cmd := &cobra.Command{
		Use:   "doctor [ACCOUNT...]",
		Short: a.say(text.Say("Say what is wrong with the set-up, and what to do next", "诊断部署哪里不对，以及下一步该做什么")),
		Long: a.say(text.Say(`Look at the whole set-up from the repository to WeChat, one layer after the other:
versions, the repository, GitHub's token and environment, who this is to AWS, the
functions, the ledger, each account's credential and token, and what WeChat
answers. What cannot be looked at is skipped, and says why. It writes nothing, and
has no token made new.

  OK    all is as it should be
  WARN  it works, and there is something to know or do
  SKIP  it could not be looked at, or there is nothing to look at
  NG    it does not work before the next step is taken

ACCOUNT is a name or a glob; without one it is every account of Git. caidan explain
CHECK says what a check looks at. Without AWS only what needs none is looked at.`,
			`从仓库到微信，逐层检查整个部署：版本、仓库、GitHub 的令牌和环境、在 AWS 里的身份、
函数、发布记录、每个账号的凭证和 access_token，以及微信的回应。无法查看的项目会
跳过并说明原因。不写入任何内容，也不会刷新 access_token。

  OK    正常
  WARN  可以工作，但有事项需要了解或处理
  SKIP  无法查看，或者没有可查看的
  NG    不能工作，需要先完成下一步

ACCOUNT 是账号名，可以用通配符；不写就是 Git 里的全部账号。caidan explain CHECK
说明一项检查看的是什么。没有 AWS 时，只检查不需要 AWS 的部分。`)),
		Example: `  caidan doctor
  caidan doctor brand-cn --format json`,
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, asPush(a.origin())
		return a.runDoctor(ctx, o)
	})
	a.pathFlag(cmd, &o.path)
	a.functionFlags(cmd, &o.functionOptions, inspectFunction)
	cmd.Flags().StringVar(&o.publisher, "publish-function", publishFunction,
		a.say(publishesHelp))
	a.parallelFlag(cmd, &o.functionOptions)
	return cmd
}

// examination is a diagnosis under way.
type examination struct {
	*app
	api.Diagnosis
	o *doctorOptions

	// checked is the repository, as far as it could be read.
	checked *check.Checked
	// claims are those of the job's OIDC token, and barred is the check that kept it
	// from signing in; empty where none did.
	claims github.Claims
	barred api.CheckName
	cfg    aws.Config
	// misset is why there are no settings of AWS.
	misset error
	asker  *asker
	// shut is why the function that reads may not be asked; nil where it may.
	shut error
	// publisher is the function that publishes; mayPublish is set where it may be
	// invoked.
	publisher  *remote.Client
	mayPublish bool
	// own is what the inspect function says of itself.
	own api.Result
}

func (a *app) runDoctor(ctx context.Context, o doctorOptions) (done, error) {
	if err := o.check(); err != nil {
		return done{}, err
	}
	x := &examination{app: a, o: &o, checked: &check.Checked{}}
	x.repository(ctx)
	x.github(ctx)
	x.identity(ctx)
	x.functions(ctx)
	x.ledger(ctx)
	accounts, err := x.accounts(ctx)
	if err != nil {
		return done{}, err
	}
	doc := report.NewDoctor(x.Checks, accounts)
	return ended(doc, doc.Verdict), nil
}

// good is a check with nothing to do about it.
func good(meaning text.Spoken) api.Check {
	return api.VerdictOK.Told(&text.Error{Meaning: meaning})
}

// bad is a check with a next step.
func bad(v api.Verdict, meaning, next text.Spoken) api.Check {
	return v.Told(&text.Error{Meaning: meaning, Remedy: next})
}

// accounts asks about each account. Where the functions cannot be asked, the
// checks of accounts are left out once.
func (x *examination) accounts(ctx context.Context) ([]report.Examined, error) {
	c, err := x.choose()
	if err != nil {
		return nil, err
	}
	if api.Worst(x.of(api.CheckLedger)) != api.VerdictOK {
		for _, name := range api.Checks(true) {
			x.Look(name, func() api.Check { return api.Without(api.CheckLedger) })
		}
		return nil, nil
	}
	reqs := make([]api.Request, 0, len(c))
	for _, name := range c {
		reqs = append(reqs, api.Request{Schema: api.Schema, Op: api.OpDiagnose, Account: name, Origin: x.o.origin})
	}
	var out []report.Examined
	for _, res := range x.asker.ask(ctx, reading, reqs) {
		out = append(out, report.Examined{Account: res.Account, Checks: checksOf(&res)})
	}
	return out, nil
}

// of returns the check of a name.
func (x *examination) of(name api.CheckName) []api.Check {
	return slices.DeleteFunc(slices.Clone(x.Checks), func(c api.Check) bool { return c.Name != name })
}

// checksOf returns what a function found of an account. Of one that it could not
// say anything about, that is what is wrong.
func checksOf(res *api.Result) []api.Check {
	if res.Diagnosis != nil {
		return res.Diagnosis.Checks
	}
	var d api.Diagnosis
	for i, name := range api.Checks(true) {
		d.Look(name, func() api.Check {
			if i > 0 || res.Error == nil {
				return api.Without(api.CheckRecords)
			}
			if slices.ContainsFunc(res.Error.Reasons, func(r api.Reason) bool { return r.Code == api.NotServed }) {
				return bad(api.VerdictNG, text.Say("inspect-function names the function that publishes, which looks at no account", "inspect-function 写的是负责发布的函数，它不检查账号"),
					text.Say("let inspect-function name the one that reads, caidan-inspect where the stack's Name is caidan", "把 inspect-function 设为负责读取的函数；堆栈的 Name 是 caidan 时，它叫 caidan-inspect"))
			}
			return api.VerdictNG.Of(res.Error)
		})
	}
	return d.Checks
}

// choose returns the accounts to ask about: those of Git, and those of the ledger
// that are named.
func (x *examination) choose() ([]string, error) {
	beside := unmanaged(x.checked, slices.Clone(x.own.Accounts))
	if len(x.o.accounts) == 0 && len(x.checked.Accounts) > 0 {
		beside = nil
	}
	if len(x.checked.Accounts)+len(beside) == 0 {
		return nil, nil
	}
	c, beside, err := x.only(x.checked, beside, x.o.accounts)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(append(names(c.Accounts), beside...), func(name string) bool { return !rule.ValidAccount(name) })
	slices.Sort(all)
	return slices.Compact(all), nil
}
