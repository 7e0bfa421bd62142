package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/github"
	"github.com/caidan-dev/caidan/pkg/report"
)

// asked is a document of a command that asks the functions.
type asked interface {
	Text(w io.Writer, o report.Options) error
	Summary(w io.Writer, o report.Options) error
	Annotations(o report.Options) []diag.Finding
}

func (a *app) actionPublish(ctx context.Context, action *github.Action, in github.Inputs, run github.Run) error {
	if !run.OnDefaultBranch() {
		return offBranch(run)
	}
	accounts, err := a.ready(ctx, in.Path, in.Accounts)
	if err != nil {
		return a.actionInvalid(action, in, err)
	}
	k, err := a.actionAsker(ctx, action, in, orElse(in.PublishFunction, publishFunction))
	if err != nil {
		return err
	}
	o := publishOptions{
		// A person who starts a run wants to see it posted, also what is live
		// already.
		republish: run.Event == "workflow_dispatch",
		origin:    originOf(run),
	}
	doc := a.send(ctx, k, accounts, &o)
	return a.tellAction(action, &doc, verdictError(doc.Verdict), conclusion{
		verdict: doc.Verdict, changed: doc.Count(api.Published) > 0, digest: digests(summaries(accounts)),
	})
}

// actionPlan says what the push that follows would do. That there is something
// to publish fails no step.
func (a *app) actionPlan(ctx context.Context, action *github.Action, in github.Inputs, run github.Run) error {
	accounts, err := a.ready(ctx, in.Path, in.Accounts)
	if err != nil {
		return a.actionInvalid(action, in, err)
	}
	k, err := a.actionAsker(ctx, action, in, orElse(in.InspectFunction, inspectFunction))
	if err != nil {
		return err
	}
	doc := report.NewResults("plan", a.planned(ctx, k, accounts, asPush(originOf(run))))
	ending := verdictError(doc.Verdict)
	if doc.Verdict == report.Differs {
		ending = nil
	}
	return a.tellAction(action, &doc, ending, conclusion{verdict: doc.Verdict, digest: digests(summaries(accounts))})
}

func (a *app) actionDrift(ctx context.Context, action *github.Action, in github.Inputs, run github.Run) error {
	accounts, err := a.valid(ctx, in.Path)
	if err != nil {
		return a.actionInvalid(action, in, err)
	}
	k, err := a.actionAsker(ctx, action, in, orElse(in.InspectFunction, inspectFunction))
	if err != nil {
		return err
	}
	accounts, unmanaged, err := k.managed(ctx, accounts, in.Accounts)
	if err != nil {
		return err
	}
	doc := compared(a.planned(ctx, k, accounts, asPush(originOf(run))), unmanaged)
	return a.tellAction(action, &doc, verdictError(doc.Verdict), conclusion{
		verdict: doc.Verdict, digest: digests(summaries(accounts)),
	})
}

// actionAsker signs in as the inputs say and returns the way to a function.
func (a *app) actionAsker(ctx context.Context, action *github.Action, in github.Inputs, function string) (*asker, error) {
	cfg, err := awsConfig(ctx, in.AWSRegion)
	if err != nil {
		return nil, err
	}
	assumeRole(ctx, &cfg, a.getenv, action, in)
	k := newAsker(cfg, &functionOptions{function: function, parallel: parallelAccounts})
	return k, k.client.SignIn(ctx)
}

// actionInvalid tells the findings of an invalidError and ends with its code;
// it returns any other error as it is.
func (a *app) actionInvalid(action *github.Action, in github.Inputs, err error) error {
	var invalid *invalidError
	if !errors.As(err, &invalid) {
		return err
	}
	err = errors.Join(
		a.annotate(action, invalid.doc, in.Path),
		a.conclude(action, a.worded(report.NewUnsent("", invalid.doc).Text), conclusion{verdict: report.Invalid, failing: true}),
	)
	return errors.Join(err, verdictError(report.Invalid))
}

// tellAction puts a document into the log, on the page of the run and, where
// somebody has to know, on top of it, and ends as ending says.
func (a *app) tellAction(action *github.Action, doc asked, ending error, c conclusion) error {
	o := a.wording(nil)
	var page bytes.Buffer
	if err := doc.Summary(&page, o); err != nil {
		return err
	}
	c.failing = ending != nil
	return errors.Join(
		action.Annotate(doc.Annotations(o), o.Lang),
		action.AddSummary(page.String()),
		a.conclude(action, a.worded(doc.Text), c),
		ending,
	)
}
