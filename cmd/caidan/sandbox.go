package main

import (
	"errors"
	"math"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/sandbox"
	"github.com/caidan-dev/caidan/pkg/sandbox/invoke"
	"github.com/caidan-dev/caidan/pkg/text"
)

func (a *app) sandbox() *cobra.Command {
	var listen string
	var specs []string
	var like surroundings
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: a.say(text.Say("Serve WeChat and the Lambda on loopback", "在本机提供微信和 Lambda 的接口")),
		Long: a.say(text.Say(`Serve WeChat's token and menu endpoints, and the Lambda Invoke endpoint with the
real handlers behind it, on a loopback address, until interrupted. It keeps
every documented rule. GET / shows each account's live menus, and
GET /sandbox/token/ACCOUNT answers its token, as a token service does. These make
it misbehave, and are for tests:

  POST /sandbox/faults    a call goes wrong:
                          {"path":"/cgi-bin/menu/create","call":1,"errcode":-1}
  POST /sandbox/console   a menu is published in the web console, or its switch
                          is turned: {"account":"brand-cn","menu":{"button":[...]}},
                          {"account":"brand-cn","open":false}`, `在本机地址上提供微信的令牌和菜单接口，以及 Lambda 的 Invoke 接口（背后是真正的处理
程序），直到被中断。它遵守文档里的每条规则。GET / 显示各账号的线上菜单，
GET /sandbox/token/ACCOUNT 像令牌服务那样返回账号的令牌。下面的接口让它出错，供测试
使用：

  POST /sandbox/faults    让某次调用出错：
                          {"path":"/cgi-bin/menu/create","call":1,"errcode":-1}
  POST /sandbox/console   在公众平台后台发布菜单，或者切换菜单开关：
                          {"account":"brand-cn","menu":{"button":[...]}},
                          {"account":"brand-cn","open":false}`)),
		Example: `  caidan sandbox --listen 127.0.0.1:8089 --account brand-cn=wx0123456789abcdef:any-secret`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			accounts, err := parseAccounts(specs)
			if err != nil {
				return err
			}
			if a.getenv("GOMEMLIMIT") == "" {
				// What it plays, it keeps: the budget of a check is not its own.
				debug.SetMemoryLimit(math.MaxInt64)
			}
			l, err := a.newLocal(cmd.Context(), listen, accounts, like)
			if err != nil {
				return err
			}
			a.invite(l, text.Say("look at the live menus there, or publish to it", "可以在那里查看线上菜单，也可以发布过去"))
			return l.serve(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", a.say(text.Say("loopback address; port 0 takes a free one", "本机地址，端口 0 表示任选一个空闲端口")))
	cmd.Flags().StringArrayVar(&specs, "account", nil, a.say(text.Say(
		"an account to play: NAME=APPID:SECRET; repeat for more", "要模拟的账号：NAME=APPID:SECRET，可重复")))
	cmd.Flags().IntVar(&like.Concurrency, "function-concurrency", 0, a.say(text.Say(
		"how many invocations run at a time; more are turned away, as AWS does; 0 sets no limit", "函数最多同时执行多少次，超出的像 AWS 那样被拒绝；0 表示不限")))
	cmd.Flags().DurationVar(&like.roundTrip, "round-trip", 0, a.say(text.Say(
		"how long a call is on its way, as over a network", "模拟网络：每次调用的往返时间")))
	cmd.Flags().DurationVar(&like.Timeout, "function-timeout", invoke.DefaultTimeout, a.say(text.Say("how long a function may run", "函数最多运行多久")))
	return cmd
}

// parseAccounts reads NAME=APPID:SECRET. The secrets are the sandbox's own, and
// all the same no message repeats one.
func parseAccounts(specs []string) ([]sandbox.Account, error) {
	if len(specs) == 0 {
		return nil, misused(text.Say("the sandbox needs an account: --account NAME=APPID:SECRET", "沙箱需要账号：--account NAME=APPID:SECRET"))
	}
	var out []sandbox.Account
	var errs []error
	for i, spec := range specs {
		name, rest, named := strings.Cut(spec, "=")
		appID, secret, whole := strings.Cut(rest, ":")
		if !named || !whole {
			errs = append(errs, misused(text.Sayf(
				"--account number %d: write NAME=APPID:SECRET, as in brand-cn=wx0123456789abcdef:any-secret",
				"第 %d 个 --account：写成 NAME=APPID:SECRET，例如 brand-cn=wx0123456789abcdef:any-secret", i+1)))
			continue
		}
		out = append(out, sandbox.Account{Name: name, AppID: appID, Secret: secret})
	}
	return out, errors.Join(errs...)
}
