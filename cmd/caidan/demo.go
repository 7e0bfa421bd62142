package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
)

type demoOptions struct {
	path, format, listen string
	keep                 bool
}

func (a *app) demo() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "The whole way on this machine, with nothing to set up",
		Long: `Start a WeChat sandbox and a Lambda endpoint on loopback, check menus/, publish
every account through the real handler and the real AWS client, and draw what
followers would see. Nothing outside this machine is reached.`,
		Example: `  caidan demo
  caidan demo --keep`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDemo(cmd.Context(), o) },
	}
	pathFlag(cmd, &o.path)
	a.formatFlag(cmd, &o.format)
	cmd.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", "loopback address of the sandbox; port 0 takes a free one")
	cmd.Flags().BoolVar(&o.keep, "keep", false, "leave the sandbox running and print its address")
	return cmd
}

func (a *app) runDemo(ctx context.Context, o demoOptions) error {
	accounts, err := a.ready(ctx, o.path, nil)
	if err != nil {
		return a.orInvalid("demo", o.format, err)
	}
	var players []sandbox.Account
	for i := range accounts {
		players = append(players, newAccount(accounts[i].Name))
	}
	l, err := a.newLocal(ctx, o.listen, players, 0)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var g errgroup.Group
	g.Go(func() error { return l.serve(ctx) })
	g.Go(func() error {
		defer stop()
		return a.showDemo(ctx, l, accounts, o)
	})
	return g.Wait()
}

// showDemo publishes to the sandbox and prints what came of it.
func (a *app) showDemo(ctx context.Context, l *local, accounts []check.Account, d demoOptions) error {
	if err := l.useSandbox(); err != nil {
		return err
	}
	cfg, err := awsConfig(ctx, "")
	if err != nil {
		return err
	}
	var o publishOptions
	k := newAsker(cfg, &functionOptions{function: publishFunction, parallel: parallelAccounts})
	doc := report.NewResults("demo", k.ask(ctx, "publishing", o.requests(accounts)))
	text := func() error { return a.tell(accounts, &doc) }
	if d.format == "json" {
		text = func() error { return a.json(doc) }
	}
	if err := text(); err != nil {
		return err
	}
	if d.keep && ctx.Err() == nil {
		a.invite(l, "look at the live menus there, or edit menus/ and publish to it")
		<-ctx.Done()
		return nil
	}
	return verdictError(doc.Verdict)
}

// tell prints each account's result, its calls and its phone; accounts whose
// phones look the same share a drawing.
func (a *app) tell(accounts []check.Account, doc *report.Results) error {
	var b bytes.Buffer
	drawn := map[string]string{}
	for i := range accounts {
		res := &doc.Accounts[i]
		fmt.Fprintf(&b, "%s (%s)\n", res.Account, accounts[i].File)
		if err := report.Result(&b, res, a.wording(a.stdout)); err != nil {
			return err
		}
		for _, c := range res.Calls {
			fmt.Fprintf(&b, "  %-26s %6.1f ms  %s\n", c.Op, c.MS, answer(c))
		}
		var phone bytes.Buffer
		if err := preview.Terminal(&phone, desired(&accounts[i]).Menu); err != nil {
			return err
		}
		switch name, again := drawn[phone.String()]; {
		case res.Outcome != api.Published:
		case again:
			fmt.Fprintf(&b, "  looks like %s\n", name)
		default:
			b.Write(phone.Bytes())
			drawn[phone.String()] = res.Account
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", doc.Closing(a.wording(a.stdout)))
	_, err := a.stdout.Write(b.Bytes())
	return err
}

// noMenu is menu/get's answer for an account without a menu, an ordinary state
// before the first publish. Source: getMenu.
const noMenu = 46003

// answer says in a word what WeChat answered.
func answer(c api.Call) string {
	switch {
	case c.Failure != "":
		return text.Clean(c.Failure)
	case c.Errcode == 0:
		return "ok"
	case c.Errcode == noMenu:
		return fmt.Sprintf("no menu yet (%d)", c.Errcode)
	default:
		return fmt.Sprintf("errcode %d", c.Errcode)
	}
}

// invite says where a sandbox is and how to publish to it.
func (a *app) invite(l *local, what string) {
	_, _ = fmt.Fprintf(a.stderr, "\nthe sandbox is at %s; %s:\n\n", l.url(), what)
	for _, s := range l.environment() {
		_, _ = fmt.Fprintf(a.stderr, "  export %s=%s\n", s[0], s[1])
	}
	_, _ = fmt.Fprint(a.stderr, "  caidan publish\n\nstop it with Ctrl-C\n")
}
