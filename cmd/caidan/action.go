package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/publish"
	"github.com/caidan-dev/caidan/pkg/report"
)

func (a *app) action() *cobra.Command {
	return &cobra.Command{
		Use:   "action",
		Short: "Run as the GitHub Action",
		Long: `Run as the GitHub Action: read the event and the inputs from GitHub's variables,
run the command that belongs to the event, and set the outputs. action.yml
lists the inputs and outputs.`,
		Example: "  caidan action",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// The runner reads commands from both streams; one order of
			// lines is what keeps text apart from commands.
			a.stderr = a.stdout
			action := github.New(a.stdout, a.getenv)
			err := a.runAction(cmd.Context(), action)
			if err == nil || err.Error() == "" {
				return err
			}
			action.SetOutput("verdict", string(report.Failed))
			action.Errorf("caidan: %s", report.Clean(err.Error()))
			if perr := action.Untrusted(func() error { a.complain(err); return nil }); perr != nil {
				return perr
			}
			return codeError(exitCode(err))
		},
	}
}

func (a *app) runAction(ctx context.Context, action *github.Action) error {
	run, err := action.Run()
	if err != nil {
		return &usageError{err.Error()}
	}
	in := action.Inputs()
	if in.Lang != "" && in.Lang != "en" {
		return &usageError{fmt.Sprintf("input lang: this release speaks en only, not %q", in.Lang)}
	}
	if in.Path == "" {
		in.Path = "."
	}
	if in.Command == "" {
		if in.Command, err = github.CommandFor(run.Event); err != nil {
			return err
		}
	}
	switch in.Command {
	case "check":
		return a.actionCheck(ctx, action, in)
	case "publish":
		return a.actionPublish(ctx, action, in, run)
	case "plan", "drift":
		return &usageError{fmt.Sprintf("input command: this release does not have %s; use check or publish", in.Command)}
	default:
		return unknown("command", in.Command, []string{"check", "publish"})
	}
}

func (a *app) actionCheck(ctx context.Context, action *github.Action, in github.Inputs) error {
	o := checkOptions{}
	if err := newChoice(&o.failOn, "error", "warning").Set(orElse(in.FailOn, "error")); err != nil {
		return err
	}
	accounts, err := check.Run(ctx, []string{in.Path}, runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	if accounts, err = choose(accounts, in.Accounts); err != nil {
		return err
	}
	doc := report.NewCheck("check", summaries(accounts))
	setOutputs(action, doc.Verdict, false, digests(doc.Accounts))
	if err := action.Untrusted(func() error { return doc.Text(a.stdout) }); err != nil {
		return err
	}
	return o.verdict(&doc)
}

func (a *app) actionPublish(ctx context.Context, action *github.Action, in github.Inputs, run github.Run) error {
	if !run.OnDefaultBranch() {
		return &refusedError{fmt.Sprintf("publishing is for the default branch %q only, this run is for %q", run.DefaultBranch, run.Ref)}
	}
	accounts, err := a.ready(ctx, in.Path, in.Accounts)
	var invalid *invalidError
	if errors.As(err, &invalid) {
		setOutputs(action, report.Invalid, false, "")
		if err := action.Untrusted(func() error { return invalid.doc.Text(a.stdout) }); err != nil {
			return err
		}
		return verdictError(report.Invalid)
	}
	if err != nil {
		return err
	}
	cfg, err := awsConfig(ctx, in.AWSRegion)
	if err != nil {
		return err
	}
	assumeRole(ctx, &cfg, a.getenv, action, in)
	o := publishOptions{
		function: orElse(in.PublishFunction, publishFunction),
		parallel: parallelPublishes,
		// A person who starts a run wants to see it posted, whatever is live.
		republish: run.Event == "workflow_dispatch",
		origin:    origin(run),
	}
	doc := a.send(ctx, cfg, accounts, o, io.Discard)
	changed := doc.Count(publish.Published) > 0
	setOutputs(action, doc.Verdict, changed, digests(summaries(accounts)))
	if err := action.Untrusted(func() error { return doc.Text(a.stdout) }); err != nil {
		return err
	}
	return verdictError(doc.Verdict)
}

func origin(r github.Run) publish.Origin {
	return publish.Origin{
		Server: r.Server, Repository: r.Repository, RepositoryID: r.RepositoryID, Ref: r.Ref, Commit: r.Commit,
		RunID: r.RunID, Attempt: r.Attempt, RunURL: r.RunURL, Actor: r.Actor, Event: r.Event,
	}
}

func setOutputs(action *github.Action, verdict report.Verdict, changed bool, digest string) {
	action.SetOutput("verdict", string(verdict))
	action.SetOutput("changed", strconv.FormatBool(changed))
	action.SetOutput("digest", digest)
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
