package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/text"
)

type rollbackOptions struct {
	functionOptions
	overrides
	accounts   []string
	to, reason string
	run        int64
	dryRun     bool
	yes        bool
	origin     api.Origin
}

func (a *app) rollback() *cobra.Command {
	var o rollbackOptions
	cmd := &cobra.Command{
		Use:   "rollback ACCOUNT --to N|previous | [ACCOUNT...] --run RUN",
		Short: a.say(text.Say("Put recorded menus live again", "把发布过的菜单重新上线")),
		Long: a.say(text.Say(`Put recorded menus live again, exactly as they were sent then. Nothing is
compiled, and the account need not be in Git any more.

--to names a record of caidan history, or previous: the newest recorded menus that
differ from those of the newest publish, also where that one stopped half-way, but
for menus that a rollback took back and nothing published since. An edit in the
console that a publish overwrote was never recorded as sent, and is not put back:
caidan history ACCOUNT --record N draws what record N replaced. --run undoes what a GitHub
run published, whole or half-way: in every account of the ledger to which it
published, or in those named, which must be some of these.

What was rolled away from is not published again until a run has put other menus
live, or --lift is given: the next push does not bring it back. No content guard
stops a rollback; an edit in the console does, until --accept-live names it.`, `把发布过的菜单按当时发送的样子重新上线。不编译任何文件，账号也不必还在 Git 里。

--to 指定 caidan history 里的一条记录，或者 previous：记录里与最近一次发布的菜单不同的
最新一份（那次发布中途停下也算），但跳过被回滚撤下、之后没有再发布过的菜单。发布时覆盖掉的
公众平台后台的修改不是发布过的菜单，不会恢复；caidan history ACCOUNT --record N 会画出第 N 条
记录替换掉的菜单。
--run 撤销 GitHub 的一次运行所发布的内容（包括中途停下的），范围是那次运行发布过的
全部账号，或者其中指定的账号。

被回滚掉的菜单不会再次发布，直到有一次运行上线了别的菜单，或者用了 --lift：下一次推送
不会把它带回来。内容类的保护不拦回滚；在公众平台后台改过的菜单会拦下回滚，要用
--accept-live 指明可以覆盖什么。`)),
		Example: a.say(text.Say(`  caidan rollback brand-cn --to previous --reason 'the shop link is dead'
  caidan rollback brand-cn --to 12 --dry-run
  caidan rollback --run 9000000001 --reason 'wrong campaign'`, `  caidan rollback brand-cn --to previous --reason 商城链接打不开
  caidan rollback brand-cn --to 12 --dry-run
  caidan rollback --run 9000000001 --reason 活动上错了`)),
	}
	a.verb(cmd, &o.format, func(ctx context.Context, args []string) (done, error) {
		o.accounts, o.origin = args, a.person(".")
		return a.runRollback(ctx, o)
	})
	a.functionFlags(cmd, &o.functionOptions, publishFunction)
	a.parallelFlag(cmd, &o.functionOptions)
	f := cmd.Flags()
	f.StringVar(&o.to, "to", "", a.say(text.Say("a record's number, or previous", "记录的编号，或者 previous")))
	f.Int64Var(&o.run, "run", 0, a.say(text.Say("the id of a GitHub run to undo", "要撤销的 GitHub 运行的编号")))
	f.StringVar(&o.reason, "reason", "", a.say(text.Say("why, in words, for the record; required in CI", "原因，写进发布记录；在 CI 里必填")))
	f.BoolVar(&o.dryRun, "dry-run", false, a.say(text.Say("say what it would do, and do nothing", "只说明会做什么，什么都不做")))
	o.rollbackFlags(a, cmd)
	a.yesFlag(cmd, &o.yes)
	return cmd
}

// check says all that is wrong with the options.
func (o *rollbackOptions) check(inCI bool) error {
	errs := []error{o.functionOptions.check(), checkReason(o.reason)}
	switch {
	case o.to != "" && o.run != 0:
		errs = append(errs, misused(text.Say(
			"--to goes back to a record, --run undoes a run; give one of them", "--to 回滚到某条记录，--run 撤销某次运行；请只用其中一个")))
	case o.to == "" && o.run == 0:
		errs = append(errs, misused(text.Say(
			"say what to go back to: --to N, --to previous or --run RUN", "请指定回滚到哪里：--to N、--to previous 或 --run RUN")))
	case o.run < 0 || o.run > api.MaxRun:
		errs = append(errs, misused(text.Colon(text.Same("--run"), api.NoRun(o.run))))
	case o.to != "" && len(o.accounts) != 1:
		errs = append(errs, misused(text.Say(
			"name one account: caidan rollback ACCOUNT --to N, or the input accounts of the workflow", "请指定一个账号：caidan rollback ACCOUNT --to N，或者工作流的输入 accounts")))
	case o.to != "" && o.to != api.Previous && !isNumber(o.to):
		errs = append(errs, misused(text.Sayf(
			"--to %q: want a record's number, which caidan history lists, or previous",
			"--to %q：需要记录的编号（见 caidan history），或者 previous", o.to)))
	}
	if inCI && o.reason == "" && !o.dryRun {
		errs = append(errs, misused(text.Say(
			"--reason: say why; in CI a rollback needs a reason, which goes into the record", "--reason：请写明原因；在 CI 里回滚必须有原因，它会写进发布记录")))
	}
	return errors.Join(append(errs, validNames(o.accounts))...)
}

// checkReason says that a reason is too long.
func checkReason(reason string) error {
	if len(reason) <= api.MaxText {
		return nil
	}
	return misused(api.TooLong("--reason", len(reason)))
}

// isNumber reports whether this can be a record's number.
func isNumber(word string) bool {
	n, err := strconv.Atoi(word)
	return err == nil && n > 0
}

// validNames says which words cannot be names of accounts.
func validNames(names []string) error {
	var errs []error
	for _, name := range names {
		if !rule.ValidAccount(name) {
			errs = append(errs, misused(text.Sayf(
				"%.80q cannot be an account's name: use lower-case letters, digits and hyphens",
				"%.80q不能作账号名：只能用小写字母、数字和连字符", name)))
		}
	}
	return errors.Join(errs...)
}

func (a *app) runRollback(ctx context.Context, o rollbackOptions) (done, error) {
	if err := o.check(a.inCI()); err != nil {
		return done{}, err
	}
	k, err := a.asker(ctx, &o.functionOptions)
	if err != nil {
		return done{}, err
	}
	all := len(o.accounts) == 0
	if all {
		if o.accounts, err = k.recorded(ctx); err != nil {
			return done{}, err
		}
	}
	if err := o.understand(o.accounts); err != nil {
		return done{}, err
	}
	question := text.Sayf("put recorded menus live again through %[1]q, %[2]s: %[3]s?", "通过%[1]q把发布过的菜单重新上线，%[2]s：%[3]s？",
		o.function, o.args(), text.List(o.accounts).Most(askedAccounts))
	if all {
		question = text.Sayf("undo through %[1]q, in every account, what run %[2]d published?", "通过%[1]q在所有账号里撤销运行 %[2]d 发布的菜单？", o.function, o.run)
	}
	if err := a.agreed(ctx, o.yes || o.dryRun, question); err != nil {
		return done{}, err
	}
	results := k.ask(ctx, rollingBack, o.requests())
	if o.to != "" {
		k.suggest(ctx, &results[0])
	}
	if all || !slices.ContainsFunc(results, touched) {
		results = slices.DeleteFunc(results, func(r api.Result) bool { return !touched(r) })
	}
	if len(results) == 0 {
		return done{}, &text.Error{
			Meaning: text.Sayf("the ledger has nothing published by run %d that could be undone", "运行 %d 没有可以撤销的发布记录", o.run),
			Remedy:  text.Say("caidan history ACCOUNT lists what was published and by which run", "caidan history ACCOUNT 列出每次发布和对应的运行"),
		}
	}
	doc := report.NewResults("rollback", results)
	doc.Args = o.args()
	d := ended(doc, doc.Verdict)
	d.changed = doc.Count(api.Published) > 0
	return d, nil
}

// suggest has the refusal of an account to which nothing was published name the
// nearest to which something was, where that can be found out: the name is what is
// wrong then.
func (k *asker) suggest(ctx context.Context, r *api.Result) {
	none := []api.Code{api.Code(api.NoRecord), api.NeverRetired}
	if r.Error == nil || len(r.Error.Reasons) == 0 || !slices.Contains(none, r.Error.Reasons[0].Code) {
		return
	}
	if near, ok, err := k.nearest(ctx, r.Account); err == nil && ok {
		meaning, _ := both(r.Error)
		guess := text.DidYouMean(near)
		r.Error.Remedy = guess.In(text.English)
		r.Error.Local = &text.Error{Meaning: meaning, Remedy: guess}
	}
}

// touched reports whether an account has to do with what is asked for: not one
// to which a run published nothing.
func touched(r api.Result) bool {
	return r.Error == nil || len(r.Error.Reasons) == 0 || r.Error.Reasons[0].Code != api.UnknownRun
}

// args is what was asked for, as it has to be said again.
func (o *rollbackOptions) args() string {
	if o.run != 0 {
		return fmt.Sprintf("--run %d", o.run)
	}
	return "--to " + o.to
}

// requests are those that roll the accounts back.
func (o *rollbackOptions) requests() []api.Request {
	reqs := make([]api.Request, 0, len(o.accounts))
	for _, name := range o.accounts {
		reqs = append(reqs, api.Request{
			Schema: api.Schema, Op: api.OpRollback, Account: name, To: o.to, Run: o.run,
			Reason: o.reason, Accept: o.accept(name), DryRun: o.dryRun, Origin: o.origin,
		})
	}
	return reqs
}
