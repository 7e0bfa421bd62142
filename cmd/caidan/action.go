package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/notify"
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
