package main

import (
	"context"
	"errors"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/text"
)

// The functions' names where none is given, as lambda/template.yaml makes them.
const (
	inspectFunction = "caidan-inspect"
	publishFunction = "caidan-publish"
)

// functionOptions say which function is asked, and how.
type functionOptions struct {
	function, region string
	// publishes is set for the function that publishes.
	publishes bool
	parallel  int
	format    string
	// signIn replaces the ambient AWS credentials; nil leaves them.
	signIn func(ctx context.Context, cfg *aws.Config)
	// token gets a token of the job's for an audience; nil where there is no job.
	token func(ctx context.Context, audience string) (string, error)
}

// publishesHelp says what --publish-function takes.
var publishesHelp = text.Say(
	"the Lambda function that publishes: name, name:alias or ARN, or the https address of caidan serve",
	"负责发布的 Lambda 函数：名称、name:alias 或 ARN；也可以是 caidan serve 的 https 地址")

// functionFlags adds the flags of a command that asks a function.
func (a *app) functionFlags(cmd *cobra.Command, o *functionOptions, name string) {
	flag, what := "inspect-function", text.Say(
		"the Lambda function that reads: name, name:alias or ARN, or the https address of caidan serve",
		"负责读取的 Lambda 函数：名称、name:alias 或 ARN；也可以是 caidan serve 的 https 地址")
	if name == publishFunction {
		o.publishes = true
		flag, what = "publish-function", publishesHelp
	}
	cmd.Flags().StringVar(&o.function, flag, name, a.say(what))
	cmd.Flags().StringVar(&o.region, "aws-region", "",
		a.say(text.Say("the function's AWS region (default: the ambient one)", "函数所在的 AWS 区域（默认取自环境）")))
	o.parallel = remote.MaxWidth
}

// parallelFlag adds the flag of a command that asks about many accounts.
func (a *app) parallelFlag(cmd *cobra.Command, o *functionOptions) {
	cmd.Flags().IntVar(&o.parallel, "parallel", remote.MaxWidth, a.say(text.Sayf(
		"how many accounts to ask about at a time at most; it begins with %d, and adapts to what AWS takes",
		"最多同时处理多少个账号；从 %d 个开始，随 AWS 的处理能力增减", remote.FirstWidth)))
}

// check says what is wrong with the options.
func (o *functionOptions) check() error {
	if o.parallel < 1 {
		return misused(text.Sayf("--parallel %d: ask about at least one account at a time", "--parallel %d：至少同时处理一个账号", o.parallel))
	}
	return nil
}

// asker sends requests to one function.
type asker struct {
	client   *remote.Client
	parallel int
	// watched is where the progress is drawn, in a language.
	watched io.Writer
	lang    text.Lang
}

// signInError is why no function could be asked: there is no way into AWS, or no
// key for the server.
type signInError struct{ error }

// Unwrap returns the cause.
func (e *signInError) Unwrap() error { return e.error }

// asker signs in and returns the way to the function.
func (a *app) asker(ctx context.Context, o *functionOptions) (*asker, error) {
	k, err := a.way(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := k.client.SignIn(ctx); err != nil {
		return nil, &signInError{err}
	}
	k.lang = a.lang
	if o.format == "text" {
		k.watched = a.stderr
	}
	return k, nil
}

// way returns the way to the function: on AWS, or on a server.
func (a *app) way(ctx context.Context, o *functionOptions) (*asker, error) {
	if api.IsAddress(o.function) {
		return a.serverAsker(o)
	}
	cfg, err := awsConfig(ctx, o.region)
	if err != nil {
		return nil, &signInError{err}
	}
	if o.signIn != nil {
		o.signIn(ctx, &cfg)
	}
	return newAsker(cfg, o), nil
}

// newAsker returns the way to the function with settings that are signed in. It
// draws nothing.
func newAsker(cfg aws.Config, o *functionOptions) *asker {
	return &asker{client: remote.New(cfg, o.function, o.parallel), parallel: o.parallel, watched: io.Discard}
}

// ask sends requests, as many at a time as AWS keeps up with, and returns the
// results in their order. One failure hides no other. verb says what is done to
// the accounts.
func (k *asker) ask(ctx context.Context, verb text.Text, reqs []api.Request) []api.Result {
	p := newProgress(k.watched, k.lang, verb, len(reqs))
	defer p.done()
	results := make([]api.Result, len(reqs))
	var g errgroup.Group
	g.SetLimit(k.parallel)
	for i := range reqs {
		g.Go(func() error {
			defer p.step()
			res, err := k.client.Do(ctx, reqs[i])
			if err != nil {
				res = lost(reqs[i], err)
			}
			results[i] = res
			return nil
		})
	}
	_ = g.Wait()
	return results
}

// recorded returns the accounts that the ledger knows.
func (k *asker) recorded(ctx context.Context) ([]string, error) {
	res, err := k.client.Do(ctx, api.Request{Schema: api.Schema, Op: api.OpList})
	if err != nil {
		res = lost(api.Request{}, err)
	}
	if res.Error != nil {
		return nil, unlisted(res.Error)
	}
	return res.Accounts, nil
}

// unlisted says why the accounts of the ledger are not known.
func unlisted(e *api.Error) error {
	meaning, remedy := both(e)
	return &text.Error{
		Meaning: text.Sayf("the ledger's accounts cannot be listed: %s", "无法列出有发布记录的账号：%s", meaning), Remedy: remedy,
	}
}

// both returns in every language what a result says of an error.
func both(e *api.Error) (meaning, remedy text.Text) {
	meaning.EN, remedy.EN = e.Say(text.English)
	meaning.ZH, remedy.ZH = e.Say(text.Chinese)
	return meaning, remedy
}

// lost is the result of a request that got none.
func lost(req api.Request, err error) api.Result {
	meaning, remedy := text.Explain(err, text.English)
	e := &api.Error{Op: string(api.OpInvoke), Meaning: meaning, Remedy: remedy, Local: err}
	var invoke *remote.Error
	if errors.As(err, &invoke) {
		e.Retryable = invoke.Retryable
	}
	return api.Result{
		Schema: api.Schema, Account: req.Account, Outcome: api.Failed, Calls: []api.Call{}, Error: e,
	}
}
