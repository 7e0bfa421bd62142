package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
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
	if err := setOutputs(action, report.Failed, false, ""); err != nil {
		action.Errorf("%s", a.say(text.Colon(text.Same("caidan"), text.Cause(err))))
	}
	return code
}

func (a *app) runAction(ctx context.Context, action *github.Action) error {
	run, err := action.Run()
	if err != nil {
		return &endError{exitUsage, err}
	}
	in := action.Inputs()
	if err := a.checkInputs(&in); err != nil {
		return err
	}
	command, err := github.Command(run.Event, in.Command)
	if err != nil {
		return err
	}
	switch command {
	case "publish":
		return a.actionPublish(ctx, action, in, run)
	case "plan":
		return a.actionPlan(ctx, action, in, run)
	case "drift":
		return a.actionDrift(ctx, action, in, run)
	default:
		return a.actionCheck(ctx, action, in)
	}
}

// actionCommands are what the input command takes.
var actionCommands = []string{"check", "plan", "publish", "drift"}

// checkInputs says all that is wrong with the inputs, and fills in what was
// left empty.
func (a *app) checkInputs(in *github.Inputs) error {
	failOn := newChoice(new(string), "error", "warning")
	var errs []error
	for _, input := range []struct {
		name, word string
		takes      *choice
	}{
		{"lang", in.Lang, &choice{new(string), languages}},
		{"fail-on", in.FailOn, failOn},
		{"command", in.Command, &choice{new(string), actionCommands}},
	} {
		if input.word == "" {
			continue
		}
		if err := input.takes.Set(input.word); err != nil {
			errs = append(errs, misused(text.Sayf("input %s: %s", "输入 %s：%s", input.name, text.Cause(err))))
		}
	}
	in.FailOn, in.Path = failOn.String(), orElse(in.Path, ".")
	return errors.Join(errs...)
}

func (a *app) actionCheck(ctx context.Context, action *github.Action, in github.Inputs) error {
	accounts, err := a.look(ctx, check.Options{Paths: []string{in.Path}})
	if err != nil {
		return err
	}
	if accounts, err = choose(accounts, in.Accounts); err != nil {
		return err
	}
	doc := report.NewCheck("check", summaries(accounts))
	ending := checkOptions{failOn: in.FailOn}.verdict(&doc)
	err = errors.Join(
		a.annotate(action, doc, in.Path),
		a.conclude(action, a.worded(doc.Text), conclusion{doc.Verdict, ending != nil, false, digests(doc.Accounts)}),
	)
	return errors.Join(err, ending)
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

// conclusion is what a run of the action comes to.
type conclusion struct {
	verdict report.Verdict
	// failing is set where the step is going to fail.
	failing bool
	// changed is set where a menu was posted, digest is of all menus.
	changed bool
	digest  string
}

// conclude prints a report, in which no text can be a workflow command, and
// sets the outputs. Where the step is going to fail, the run says where to
// look.
func (a *app) conclude(action *github.Action, s func(io.Writer) error, c conclusion) error {
	err := action.Untrusted(func() error { return s(a.stdout) })
	if c.failing {
		action.Errorf("%s", a.say(text.Sayf(
			"caidan: the verdict is %s; the log of this step says why", "caidan：结论是 %s，原因见本步骤的日志", c.verdict)))
	}
	return errors.Join(err, setOutputs(action, c.verdict, c.changed, c.digest))
}

func setOutputs(action *github.Action, verdict report.Verdict, changed bool, digest string) error {
	for _, out := range [][2]string{
		{"verdict", string(verdict)}, {"changed", strconv.FormatBool(changed)}, {"digest", digest},
	} {
		if err := action.SetOutput(out[0], out[1]); err != nil {
			return err
		}
	}
	return nil
}

// digests names what all accounts together say: the SHA-256 of a line with name
// and digest for each, sorted. Empty when an account has none.
func digests(accounts []report.Account) string {
	var lines []string
	for _, acc := range accounts {
		if acc.Digest == "" {
			return ""
		}
		lines = append(lines, acc.Account+" "+acc.Digest+"\n")
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func orElse(value, other string) string {
	if value == "" {
		return other
	}
	return value
}
