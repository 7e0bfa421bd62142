package main

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/preview"
	"github.com/caidan-dev/caidan/pkg/remote"
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
		Short: a.say(text.Say("The whole way on this machine, with nothing to set up", "在本机走完整个流程，不用任何准备")),
		Long: a.say(text.Say(`Start a WeChat sandbox and a Lambda endpoint on loopback, check menus/, publish
every account through the real handler and the real AWS client, and draw what
followers would see. Nothing outside this machine is reached.`, `在本机启动微信沙箱和 Lambda 服务，检查 menus/，用真正的处理程序和 AWS 客户端发布每个
账号，再画出粉丝会看到的菜单。不会访问本机以外的任何地方。`)),
		Example: `  caidan demo
  caidan demo --keep`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDemo(cmd.Context(), o) },
	}
	a.pathFlag(cmd, &o.path)
	a.formatFlag(cmd, &o.format)
	cmd.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", a.say(text.Say(
		"loopback address of the sandbox; port 0 takes a free one", "沙箱的本机地址，端口 0 表示任选一个空闲端口")))
	cmd.Flags().BoolVar(&o.keep, "keep", false, a.say(text.Say("leave the sandbox running and print its address", "结束后保留沙箱，并给出它的地址")))
	return cmd
}

func (a *app) runDemo(ctx context.Context, o demoOptions) error {
	checked, err := a.ready(ctx, o.path, settingsFirst)
	if err == nil {
		err = publishable(checked, nothingPublished)
	}
	invalid, err := settled("demo", done{}, err)
	if err != nil {
		return err
	}
	if invalid.doc != nil {
		return a.show(o.format, invalid)
	}
	accounts := checked.Accounts
	var players []sandbox.Account
	for i := range accounts {
		players = append(players, newAccount(accounts[i].Name))
	}
	l, err := a.newLocal(ctx, o.listen, players, surroundings{})
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
	k := newAsker(cfg, &functionOptions{function: publishFunction, parallel: remote.MaxWidth})
	doc := demonstration{report.NewResults("demo", k.ask(ctx, publishing, o.requests(accounts))), accounts}
	if err := a.print(d.format, done{doc: doc}); err != nil {
		return err
	}
	if d.keep && ctx.Err() == nil {
		a.invite(l, text.Say("look at the live menus there, or edit menus/ and publish to it", "可以在那里查看线上菜单，也可以修改 menus/ 再发布过去"))
		<-ctx.Done()
		return nil
	}
	return ends(verdictCode(doc.Verdict))
}

// demonstration is what the demo came to.
type demonstration struct {
	report.Results
	accounts []check.Account
}

// Text writes each account's result, its calls and its phone; accounts whose
// phones look the same share a drawing.
func (d demonstration) Text(w io.Writer, o report.Options) error {
	var b bytes.Buffer
	drawn := map[string]string{}
	for i := range d.accounts {
		res := &d.Accounts[i]
		fmt.Fprintf(&b, "%s (%s)\n", res.Account, d.accounts[i].File)
		if err := report.Result(&b, res, o); err != nil {
			return err
		}
		for _, c := range res.Calls {
			fmt.Fprintf(&b, "  %-26s %6.1f ms  %s\n", c.Op, c.MS, answer(c).In(o.Lang))
		}
		var phone bytes.Buffer
		if err := preview.Terminal(&phone, d.accounts[i].Set.Menu); err != nil {
			return err
		}
		switch name, again := drawn[phone.String()]; {
		case res.Outcome != api.Published:
		case again:
			fmt.Fprintf(&b, "  %s\n", text.Sayf("looks like %s", "与 %s 相同", name).In(o.Lang))
		default:
			b.Write(phone.Bytes())
			drawn[phone.String()] = res.Account
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", d.Closing(o))
	_, err := w.Write(b.Bytes())
	return err
}

// noMenu is menu/get's answer for an account without a menu, an ordinary state
// before the first publish. Source: getMenu.
const noMenu = 46003

// answer says in a word what WeChat answered.
func answer(c api.Call) text.Spoken {
	switch {
	case c.Failure != "":
		return text.Same(text.Clean(c.Failure))
	case c.Errcode == 0:
		return text.Say("ok", "成功")
	case c.Errcode == noMenu:
		return text.Sayf("no menu yet (%d)", "还没有菜单（%d）", c.Errcode)
	default:
		return text.Same(fmt.Sprintf("errcode %d", c.Errcode))
	}
}

// invite says where a sandbox is, what to do there and how to publish to it.
func (a *app) invite(l *local, what text.Text) {
	_, _ = fmt.Fprintf(a.stderr, "\n%s\n\n", a.say(text.Sayf("the sandbox is at %s; %s:", "沙箱的地址是 %s，%s：", l.url(), what)))
	for _, s := range l.environment() {
		_, _ = fmt.Fprintf(a.stderr, "  export %s=%s\n", s[0], s[1])
	}
	_, _ = fmt.Fprintf(a.stderr, "  caidan publish\n\n%s\n", a.say(text.Say("stop it with Ctrl-C", "按 Ctrl-C 停止")))
}
