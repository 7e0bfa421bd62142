package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/notify"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) action() *cobra.Command {
	return &cobra.Command{
		Use:   "action",
		Short: a.say(text.Say("Run as the GitHub Action", "作为 GitHub Action 运行")),
		Long: a.say(text.Say(`Run as the GitHub Action: read the event and the inputs from GitHub's variables,
run the command that belongs to the event, and set the outputs. action.yml
lists the inputs and outputs.`, `作为 GitHub Action 运行：从 GitHub 的变量里读取事件和输入，运行与事件对应的命令，
并设置输出。输入和输出见 action.yml。`)),
		Example: "  caidan action",
		RunE: func(cmd *cobra.Command, _ []string) error {
			// The runner reads commands from both streams; one order of
			// lines is what keeps text apart from commands.
			a.stderr = a.stdout
			action := github.New(a.stdout, a.getenv)
			if l, known := toLang(action.Inputs().Lang); known {
				a.lang = l
			}
			j, d, err := a.runAction(cmd.Context(), action)
			if err != nil {
				d = early(j, err)
			}
			return a.conclude(cmd.Context(), j, d)
		},
	}
}

// early is a run that ended before there was anything to say of an account.
func early(j *job, err error) done {
	doc := report.NewResults(cmp.Or(j.Command, "action"), nil, several(err)...)
	d := done{doc: doc, verdict: report.Failed, code: exitCode(err)}
	if d.code == exitRefused {
		doc.Verdict = report.Refused
		d.doc, d.verdict = doc, report.Refused
	}
	return d
}

// job is what the Action is asked to do: its inputs, and the run they are of.
type job struct {
	github.Inputs
	run    github.Run
	action *github.Action
	// asked is the command that the workflow names; empty where the event chooses.
	asked string
}

// jobs are the commands that the Action runs.
var jobs = []struct {
	command string
	work    func(ctx context.Context, a *app, j *job) (done, error)
}{
	{"check", func(ctx context.Context, a *app, j *job) (done, error) {
		switch {
		case j.run.Event != "pull_request":
			return checking(ctx, a, j)
		case j.asked == "" && a.reachable(j):
			return a.planning(ctx, j)
		default:
			return a.compared(ctx, j)
		}
	}},
	{"plan", func(ctx context.Context, a *app, j *job) (done, error) {
		if j.run.Event != "pull_request" {
			return a.runPlan(ctx, a.planOf(j))
		}
		return a.planning(ctx, j)
	}},
	{"publish", func(ctx context.Context, a *app, j *job) (done, error) {
		root, err := source.FindRoot(j.Path)
		if err != nil {
			return done{}, err
		}
		if err := j.run.Publishes(root); err != nil {
			return done{}, &endError{exitRefused, err}
		}
		if err := j.newest(ctx); err != nil {
			return done{}, err
		}
		return a.runPublish(ctx, publishOptions{
			functionOptions: a.publishing(j), accounts: j.Accounts, path: j.Path,
			// A person who starts a run wants to see it posted, also what is
			// live already.
			republish: j.run.ByPerson(),
			overrides: j.overrides(), reason: j.Reason, dryRun: j.DryRun == yes,
			origin: originOf(j.run),
		})
	}},
	{"rollback", func(ctx context.Context, a *app, j *job) (done, error) {
		if err := j.run.RollsBack(); err != nil {
			return done{}, &endError{exitRefused, err}
		}
		run, err := runNumber(j.Run)
		if err != nil {
			return done{}, err
		}
		return a.runRollback(ctx, rollbackOptions{
			functionOptions: a.publishing(j), accounts: j.Accounts, to: j.To, run: run,
			overrides: j.overrides(), reason: j.Reason, dryRun: j.DryRun == yes,
			origin: originOf(j.run),
		})
	}},
	{"drift", func(ctx context.Context, a *app, j *job) (done, error) {
		return a.runDrift(ctx, statusOptions{
			functionOptions: a.inspecting(j), accounts: j.Accounts, path: j.Path, origin: asPush(originOf(j.run)),
		})
	}},
	{"doctor", func(ctx context.Context, a *app, j *job) (done, error) {
		return a.runDoctor(ctx, doctorOptions{
			functionOptions: a.inspecting(j), publisher: cmp.Or(j.PublishFunction, publishFunction), accounts: j.Accounts, path: j.Path,
			origin: originOf(j.run), job: j,
		})
	}},
	{"comment", func(ctx context.Context, a *app, j *job) (done, error) { return a.commentFor(ctx, j) }},
}

// newest says why a run that was started again may not publish.
func (j *job) newest(ctx context.Context) error {
	if j.run.Attempt <= 1 {
		return nil
	}
	var head string
	if err := j.reach(func(p *github.API) (err error) {
		head, err = p.Head(ctx, j.run.DefaultBranch)
		return err
	}); err != nil {
		return &text.Error{
			Meaning: text.Sayf("a run that is started again publishes the newest commit alone, and GitHub does not say which that is: %s",
				"重新运行时只发布最新的提交，而 GitHub 没有说明是哪一个：%s", text.Cause(err)),
			Remedy: text.Say("give the job the permission contents: read, or start the workflow by hand", "请给作业加上权限 contents: read，或者手动启动工作流"),
			Cause:  err,
		}
	}
	if err := j.run.Newest(head); err != nil {
		return &endError{exitRefused, err}
	}
	return nil
}

// yes is the word of an input that is on or off.
const yes = "true"

// overrides are what the inputs let past guards.
func (j *job) overrides() overrides {
	return overrides{
		live: j.AcceptLive, allow: j.Allow, first: j.First, reset: j.ResetMark, takeOver: j.TakeOver, lift: j.Lift == yes,
	}
}

// runNumber reads the id of a run; 0 where none was given.
func runNumber(word string) (int64, error) {
	if word == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n < 1 {
		return 0, misused(text.Sayf("input run: %.80q cannot be the id of a GitHub run", "输入 run：%.80q 不是 GitHub 运行的编号", word))
	}
	return n, nil
}

// checking is the job of a check.
func checking(ctx context.Context, a *app, j *job) (done, error) {
	return a.runCheck(ctx, checkOptions{paths: []string{j.Path}, accounts: j.Accounts, failOn: j.FailOn})
}

// jobCommands are what the input command takes.
func jobCommands() []string {
	var names []string
	for _, j := range jobs {
		names = append(names, j.command)
	}
	return names
}

// asked returns how a job asks a function: signed in as its inputs say.
func (a *app) asked(j *job, function string) functionOptions {
	return functionOptions{
		function: function, region: j.AWSRegion, parallel: remote.MaxWidth,
		signIn: func(ctx context.Context, cfg *aws.Config) { assumeRole(ctx, cfg, a.getenv, j.action, j.Inputs) },
		token:  j.action.IDToken,
	}
}

// publishing is asked of the function that publishes.
func (a *app) publishing(j *job) functionOptions {
	o := a.asked(j, cmp.Or(j.PublishFunction, publishFunction))
	o.publishes = true
	return o
}

// inspecting is asked of the function that reads.
func (a *app) inspecting(j *job) functionOptions {
	return a.asked(j, cmp.Or(j.InspectFunction, inspectFunction))
}

// runAction runs the command of the event, and returns the job, whose command is
// that as far as it came to it.
func (a *app) runAction(ctx context.Context, action *github.Action) (j *job, d done, err error) {
	j = &job{Inputs: action.Inputs(), action: action}
	j.asked, j.Command = j.Command, ""
	if j.run, err = action.Run(); err != nil {
		return j, done{}, &endError{exitUsage, err}
	}
	if err := checkInputs(&j.Inputs, j.asked); err != nil {
		return j, done{}, err
	}
	if j.Command, err = github.Command(j.run.Event, j.asked); err != nil {
		return j, done{}, err
	}
	if asked := j.Asked(); len(asked) > 0 && !j.run.ByPerson() {
		return j, done{}, misused(text.Sayf(
			"input %s: only for a run that a person starts, on workflow_dispatch, because what is meant for one publish must not stay in a workflow",
			"输入 %s 只用于手动启动（workflow_dispatch）的运行：只对一次发布有效的内容不能留在工作流里", text.List(asked)))
	}
	a.tellRoot(j.Path)
	i := slices.Index(jobCommands(), j.Command)
	d, err = jobs[i].work(ctx, a, j)
	d, err = settled(j.Command, d, err)
	return j, d, err
}

// tellRoot says in the log which folder the settings belong to, and imports stay
// in.
func (a *app) tellRoot(path string) {
	if root, err := source.FindRoot(path); err == nil {
		_, _ = fmt.Fprintln(a.stdout, text.Clean(a.say(text.Sayf("caidan: the root of the menus is %s", "caidan：菜单的根目录是 %s", root))))
	}
}

// checkInputs says all that is wrong with the inputs, and fills in what was
// left empty.
func checkInputs(in *github.Inputs, command string) error {
	failOn := newChoice(new(string), "error", "warning")
	var errs []error
	for _, input := range []struct {
		name, word string
		takes      *choice
	}{
		{"lang", in.Lang, &choice{new(string), languages}},
		{"fail-on", in.FailOn, failOn},
		{"command", command, &choice{new(string), jobCommands()}},
		{"dry-run", in.DryRun, &choice{new(string), []string{yes, "false"}}},
		{"notify-service", in.NotifyService, &choice{new(string), notify.Services()}},
		{"lift", in.Lift, &choice{new(string), []string{yes, "false"}}},
	} {
		if input.word == "" {
			continue
		}
		if err := input.takes.Set(input.word); err != nil {
			errs = append(errs, misused(text.Sayf("input %s: %s", "输入 %s：%s", input.name, text.Cause(err))))
		}
	}
	in.FailOn, in.Path = failOn.String(), cmp.Or(in.Path, ".")
	return errors.Join(errs...)
}

// conclude puts what a command came to on the lines it is about, on the page of
// the run, and into the log, where no text can be a workflow command, and sets
// the outputs. Then it is said on GitHub, for which the page does not wait.
func (a *app) conclude(ctx context.Context, j *job, d done) error {
	action := j.action
	err := errors.Join(
		a.annotate(action, d, j.blob(), a.reviewed(j, &d)),
		action.Untrusted(func() error { return d.text(a.stdout, a.wording(a.stdout)) }),
	)
	if err != nil && d.code == exitOK {
		d.verdict, d.code = report.Failed, exitFailed
	}
	d = a.tell(ctx, j, d)
	a.notify(ctx, j, d)
	a.leave(j, d)
	if err = errors.Join(err, setOutputs(action, d)); err == nil {
		return ends(d.code)
	}
	for _, e := range several(err) {
		action.Errorf("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(text.Cause(e).In(a.lang)))))
	}
	return ends(cmp.Or(d.code, exitFailed))
}

func setOutputs(action *github.Action, d done) error {
	for _, out := range [][2]string{
		{"verdict", string(d.verdict)}, {"changed", strconv.FormatBool(d.changed)}, {"digest", d.digest},
	} {
		if err := action.SetOutput(out[0], out[1]); err != nil {
			return err
		}
	}
	if pending := d.pending(); pending != "" {
		return action.SetOutput("pending", pending)
	}
	return nil
}
