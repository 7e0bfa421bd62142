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
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// The runner reads commands from both streams; one order of
			// lines is what keeps text apart from commands.
			a.stderr = a.stdout
			action := github.New(a.stdout, a.getenv)
			if l, known := toLang(action.Inputs().Lang); known {
				a.lang = l
			}
			err := a.runAction(cmd.Context(), action)
			if err == nil || err.Error() == "" {
				return err
			}
			return a.failAction(action, err)
		},
	}
}

// failAction tells the job why there is no result.
func (a *app) failAction(action *github.Action, err error) error {
	code := ends(exitCode(err))
	for _, e := range several(err) {
		meaning, remedy := text.Explain(e, a.lang)
		if remedy != "" {
			meaning = a.say(text.Sayf("%s; %s", "%s；%s", meaning, remedy))
		}
		action.Errorf("%s", a.say(text.Colon(text.Same("caidan"), text.Clean(meaning))))
	}
	var output *github.OutputError
	if errors.As(err, &output) {
		return code
	}
	if err := setOutputs(action, done{verdict: report.Failed}); err != nil {
		action.Errorf("%s", a.say(text.Colon(text.Same("caidan"), text.Cause(err))))
	}
	return code
}

// job is what the Action is asked to do: its inputs, and the run they are of.
type job struct {
	github.Inputs
	run    github.Run
	action *github.Action
}

// jobs are the commands that the Action runs.
var jobs = []struct {
	command string
	work    func(ctx context.Context, a *app, j *job) (done, error)
}{
	{"check", func(ctx context.Context, a *app, j *job) (done, error) {
		return a.runCheck(ctx, checkOptions{paths: []string{j.Path}, accounts: j.Accounts, failOn: j.FailOn})
	}},
	{"plan", func(ctx context.Context, a *app, j *job) (done, error) {
		return a.runPlan(ctx, planOptions{
			functionOptions: a.inspecting(j), accounts: j.Accounts, path: j.Path, origin: asPush(originOf(j.run)),
		})
	}},
	{"publish", func(ctx context.Context, a *app, j *job) (done, error) {
		if !j.run.OnDefaultBranch() {
			return done{}, offBranch(j.run)
		}
		return a.runPublish(ctx, publishOptions{
			functionOptions: a.asked(j, cmp.Or(j.PublishFunction, publishFunction)), accounts: j.Accounts, path: j.Path,
			// A person who starts a run wants to see it posted, also what is
			// live already.
			republish: j.run.Event == "workflow_dispatch",
			origin:    originOf(j.run),
		})
	}},
	{"drift", func(ctx context.Context, a *app, j *job) (done, error) {
		return a.runDrift(ctx, statusOptions{
			functionOptions: a.inspecting(j), accounts: j.Accounts, path: j.Path, origin: asPush(originOf(j.run)),
		})
	}},
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
		function: function, region: j.AWSRegion, parallel: parallelAccounts,
		signIn: func(ctx context.Context, cfg *aws.Config) { assumeRole(ctx, cfg, a.getenv, j.action, j.Inputs) },
	}
}

// inspecting is asked of the function that reads.
func (a *app) inspecting(j *job) functionOptions {
	return a.asked(j, cmp.Or(j.InspectFunction, inspectFunction))
}

func (a *app) runAction(ctx context.Context, action *github.Action) error {
	run, err := action.Run()
	if err != nil {
		return &endError{exitUsage, err}
	}
	in := action.Inputs()
	if err := checkInputs(&in); err != nil {
		return err
	}
	command, err := github.Command(run.Event, in.Command)
	if err != nil {
		return err
	}
	a.tellRoot(in.Path)
	i := slices.Index(jobCommands(), command)
	d, err := jobs[i].work(ctx, a, &job{in, run, action})
	if d, err = settled(command, d, err); err != nil {
		return err
	}
	return a.conclude(action, d)
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
func checkInputs(in *github.Inputs) error {
	failOn := newChoice(new(string), "error", "warning")
	var errs []error
	for _, input := range []struct {
		name, word string
		takes      *choice
	}{
		{"lang", in.Lang, &choice{new(string), languages}},
		{"fail-on", in.FailOn, failOn},
		{"command", in.Command, &choice{new(string), jobCommands()}},
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

// offBranch refuses a run that is not for the default branch.
func offBranch(run github.Run) error {
	if run.DefaultBranch == "" {
		return refused(
			text.Say("publishing is for the default branch only, and the event does not say which that is", "只能从默认分支发布，而这个事件没有说明默认分支是哪个"),
			text.Say("run on push or workflow_dispatch", "请在 push 或 workflow_dispatch 时运行"),
		)
	}
	return refused(
		text.Sayf("publishing is for the default branch %q only, this run is for %q", "只能从默认分支 %q 发布，而这次运行的是 %q", run.DefaultBranch, run.Ref),
		text.Sayf("merge first, or start the workflow on %s", "请先合并，或者在 %s 上启动工作流", run.DefaultBranch),
	)
}

// conclude puts what a command came to on the lines it is about, on the page of
// the run, and into the log, where no text can be a workflow command, and sets
// the outputs. Where the step is going to fail, the run says where to look.
func (a *app) conclude(action *github.Action, d done) error {
	err := errors.Join(
		a.annotate(action, d),
		action.Untrusted(func() error { return d.doc.Text(a.stdout, a.wording(a.stdout)) }),
	)
	if d.code != exitOK {
		action.Errorf("%s", a.say(text.Sayf(
			"caidan: the verdict is %s; the log of this step says why", "caidan：结论是 %s，原因见本步骤的日志", d.verdict)))
	}
	return errors.Join(err, setOutputs(action, d), ends(d.code))
}

func setOutputs(action *github.Action, d done) error {
	for _, out := range [][2]string{
		{"verdict", string(d.verdict)}, {"changed", strconv.FormatBool(d.changed)}, {"digest", d.digest},
	} {
		if err := action.SetOutput(out[0], out[1]); err != nil {
			return err
		}
	}
	return nil
}
