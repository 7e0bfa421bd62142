package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/caidan-dev/caidan/pkg/check"
	"github.com/caidan-dev/caidan/pkg/remote"
	"github.com/caidan-dev/caidan/pkg/report"
	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/text"
)

type demoOptions struct {
	path, format, listen string
	keep, all            bool
}

func (a *app) demo() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: a.say(text.Say("The whole way on this machine, with nothing to set up", "在本机走完整个流程，不用任何准备")),
		Long: a.say(text.Say(`Start a WeChat sandbox and a Lambda endpoint on loopback, check menus/, publish
every account through the real handler and the real AWS client, and draw what
followers would see: of three accounts, or of all with --all. Nothing outside
this machine is reached.

With --keep the sandbox stays, for the other commands and for any other client
of WeChat's: it prints its address, and an appid and a secret that are good for
nothing else.`, `在本机启动微信沙箱和 Lambda 服务，检查 menus/，用真正的处理程序和 AWS 客户端发布每个
账号，再画出粉丝会看到的菜单：默认画三个账号，加 --all 画全部。不会访问本机以外的任何
地方。

加 --keep 会保留沙箱，供其他命令和任何微信客户端使用：它会给出地址，以及只在沙箱里
有效的 AppID 和密码。`)),
		Example: `  caidan demo
  caidan demo --keep`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDemo(cmd.Context(), o) },
	}
	a.pathFlag(cmd, &o.path)
	a.formatFlag(cmd, &o.format)
	cmd.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", a.say(text.Say(
		"loopback address of the sandbox; port 0 takes a free one", "沙箱的本机地址，端口 0 表示任选一个空闲端口")))
	cmd.Flags().BoolVar(&o.keep, "keep", false, a.say(text.Say("leave the sandbox running and print its address", "结束后保留沙箱，并给出它的地址")))
	cmd.Flags().BoolVar(&o.all, "all", false, a.say(text.Say("draw every account", "画出每个账号")))
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
	var players []sandbox.Account
	for i := range checked.Accounts {
		players = append(players, newAccount(checked.Accounts[i].Name))
	}
	l, err := a.newLocal(ctx, o.listen, sandbox.Options{Accounts: players}, surroundings{})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var g errgroup.Group
	g.Go(func() error { return l.serve(ctx) })
	g.Go(func() error {
		defer stop()
		return a.showDemo(ctx, l, checked, players, o)
	})
	return g.Wait()
}

// showDemo publishes to the sandbox and prints what came of it.
func (a *app) showDemo(ctx context.Context, l *local, checked *check.Checked, players []sandbox.Account, d demoOptions) error {
	if err := l.useSandbox(); err != nil {
		return err
	}
	cfg, err := awsConfig(ctx, "")
	if err != nil {
		return err
	}
	var o publishOptions
	k := newAsker(cfg, &functionOptions{function: publishFunction, parallel: remote.MaxWidth})
	doc := demonstration{
		Results:  report.NewResults("demo", k.ask(ctx, publishing, o.requests(checked.Accounts))),
		accounts: checked.Accounts, all: d.all, goesOn: d.keep,
	}
	came := done{doc: doc}
	if found := checkDocument("check", checked); found.Verdict != report.OK {
		came.check = &found
	}
	if err := a.print(d.format, came); err != nil {
		return err
	}
	if d.keep && ctx.Err() == nil {
		a.introduce(l, players)
		a.invite(l, text.Say("look at the live menus there, or edit menus/ and publish to it", "可以在那里查看线上菜单，也可以修改 menus/ 再发布过去"))
		<-ctx.Done()
		return nil
	}
	return ends(verdictCode(doc.Verdict))
}

// introduce says what any other client of WeChat's needs to work with the sandbox.
func (a *app) introduce(l *local, players []sandbox.Account) {
	const most = 3 // accounts: a client needs one
	_, _ = fmt.Fprintf(a.stderr, "\n%s\n", a.say(text.Sayf(
		"for any other client of WeChat's, the base address in place of https://api.weixin.qq.com is %s, and",
		"任何微信客户端都能用，把 https://api.weixin.qq.com 换成 %s，再用", l.url())))
	for _, p := range players[:min(most, len(players))] {
		_, _ = fmt.Fprintf(a.stderr, "  %s  appid %s  secret %s\n", p.Name, p.AppID, p.Secret)
	}
	if more := len(players) - most; more > 0 {
		_, _ = fmt.Fprintf(a.stderr, "  %s\n", a.say(text.Sayf("and %s", "另外还有%s", text.Count(
			more, text.Say("%d account more", " %d 个账号"), text.Say("%d accounts more", " %d 个账号")))))
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
