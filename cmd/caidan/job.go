package main

import (
	"cmp"
	"context"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

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
		if err := j.may(ctx, j.run.Publishes); err != nil {
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
	{"retire", func(ctx context.Context, a *app, j *job) (done, error) {
		if err := j.may(ctx, j.run.Retires); err != nil {
			return done{}, err
		}
		return a.runRetire(ctx, retireOptions{
			functionOptions: a.publishing(j), accounts: j.Accounts, path: j.Path,
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

// may says why a run may not do what takes the menus of the checkout for what is in Git;
// its event and commit are looked at with the root of the repository.
func (j *job) may(ctx context.Context, do func(root string) error) error {
	root, err := source.FindRoot(j.Path)
	if err != nil {
		return err
	}
	if err := do(root); err != nil {
		return &endError{exitRefused, err}
	}
	return j.newest(ctx)
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
		return 0, misused(text.Sayf("input run: %.80q cannot be the id of a GitHub run", "输入 run：%.80q不是 GitHub 运行的编号", word))
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
